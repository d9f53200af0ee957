"""Names on the door: demonstration venues and innovation contact points, their quotas, their plaques.

Source: domain.md §0, §2.3; ADR-0028 §7.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count, QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext as _
from django.utils.translation import override

from lianxin.assessments import access
from lianxin.assessments.models import Honour, Quota
from lianxin.assessments.words import (
    HONOUR_LABELS,
    LEVEL_LABELS,
    LEVEL_LENGTH,
    HonourKind,
    HonourLevel,
)
from lianxin.divisions import reads as divisions
from lianxin.documents.honours import HonourPlaque
from lianxin.kernel.actor import Actor
from lianxin.kernel.codes import ancestors_of, range_of
from lianxin.kit.dated import nearest
from lianxin.venues.words import TIER_LABELS, Tier

_MOST = 300


@dataclass(frozen=True, slots=True)
class HonourRow:
    """One honour in the list."""

    id: int
    venue_id: int
    venue_name: str
    tier_label: str
    place: str
    kind_label: str
    level_label: str
    document_no: str
    named_on: date
    ended_on: date | None
    end_reason: str
    may_end: bool


@dataclass(frozen=True, slots=True)
class HonourFilters:
    """What the list of honours is narrowed to."""

    kind: str = ""
    level: str = ""
    tier: str = ""
    text: str = ""
    ended: bool = False


def _found(actor: Actor, place: str, filters: HonourFilters) -> QuerySet[Honour]:
    low, high = range_of(place)
    found = access.honours_visible_to(actor).filter(division_code__gte=low, division_code__lt=high)
    found = found.filter(kind=filters.kind) if filters.kind in HONOUR_LABELS else found
    found = found.filter(level=filters.level) if filters.level in LEVEL_LABELS else found
    found = found.filter(venue__tier=filters.tier) if filters.tier in TIER_LABELS else found
    found = found.filter(venue__name__contains=filters.text) if filters.text else found
    found = found.filter(ended_on__isnull=not filters.ended)
    return found.select_related("venue").order_by("-named_on", "-pk")


def honours(actor: Actor, place: str, filters: HonourFilters) -> list[HonourRow]:
    """Honours of a place, newest first, 300 at most (quotas keep a prefecture far below). Two queries."""
    cut = list(_found(actor, place, filters)[:_MOST])
    divisions.remember([h.division_code for h in cut])
    return [
        HonourRow(
            h.pk,
            h.venue_id,
            h.venue.name,
            str(TIER_LABELS[h.venue.tier]),
            divisions.path_name(h.division_code),
            str(HONOUR_LABELS[h.kind]),
            str(LEVEL_LABELS[h.level]),
            h.document_no,
            h.named_on,
            h.ended_on,
            h.end_reason,
            access.may_name(actor, h.division_code, h.level),
        )
        for h in cut
    ]


def plaques(
    actor: Actor, place: str, filters: HonourFilters, *, only: int | None = None
) -> list[HonourPlaque]:
    """The plaque of each honour in the list, or of one of them, in the words of papers. Two queries."""
    found = _found(actor, place, filters)
    cut = list((found if only is None else found.filter(pk=only))[:_MOST])
    namers = {honour.pk: honour.division_code[: LEVEL_LENGTH[honour.level]] for honour in cut}
    names = divisions.full_names(namers.values())
    with override(settings.LANGUAGE_CODE):
        return [_plaque(honour, names.get(namers[honour.pk], "")) for honour in cut]


def _plaque(honour: Honour, place_name: str) -> HonourPlaque:
    what = str(HONOUR_LABELS[honour.kind])
    if honour.kind == HonourKind.DEMONSTRATION:
        what = _("示范%(what)s") % {"what": TIER_LABELS[honour.venue.tier]}
    month = {"year": honour.named_on.year, "month": honour.named_on.month}
    return HonourPlaque(
        venue=honour.venue.name,
        honour=what,
        owner=_("%(place)s人民代表大会常务委员会") % {"place": place_name},
        day=_("%(year)d 年 %(month)d 月") % month,
        paper_no=honour.document_no,
    )


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """What a county names of a tier, against its quota."""

    county: str
    code: str
    tier: str
    tier_label: str
    named: int
    at_least: int
    at_most: int

    @property
    def verdict(self) -> str:
        """One of few, right and full; a county is never over."""
        if self.named < self.at_least:
            return "few"
        return "full" if self.named >= self.at_most else "right"


def quotas(place: str, *, on: date) -> list[QuotaRow]:
    """Demonstration venues per county and tier against the quota in force. Three queries."""
    counties = (
        [place[:6]] if len(place) >= 6 else [c for c, _n in divisions.names_below(place) if len(c) == 6]
    )
    found = Quota.objects.filter(
        kind=HonourKind.DEMONSTRATION,
        level=HonourLevel.COUNTY,
        valid_from__lte=on,
        division_code__in={code for county in counties for code in ancestors_of(county)},
    )
    known, held = list(found), _held(place)
    rows = []
    for county in counties:
        for tier in (Tier.HOME, Tier.STATION, Tier.ROOM):
            fits = [q for q in known if q.tier == tier and county.startswith(q.division_code)]
            quota = nearest(fits)
            if quota is not None:
                name, label = divisions.name_of(county), str(TIER_LABELS[tier])
                rows.append(
                    QuotaRow(name, county, tier, label, held[county, tier], quota.at_least, quota.at_most)
                )
    return rows


def _held(place: str) -> Counter[tuple[str, str]]:
    low, high = range_of(place[:6])
    found = Honour.objects.filter(
        division_code__gte=low,
        division_code__lt=high,
        kind=HonourKind.DEMONSTRATION,
        level=HonourLevel.COUNTY,
        ended_on=None,
    )
    grouped = found.annotate(county=Substr("division_code", 1, 6)).values_list("county", "venue__tier")
    return Counter({(county, tier): n for county, tier, n in grouped.annotate(n=Count("pk"))})
