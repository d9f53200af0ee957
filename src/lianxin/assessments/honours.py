"""Names on the door: demonstration venues and innovation contact points, their quotas, their plaques.

Source: domain.md §0, §2.3; ADR-0028 §7.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

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


def honours_found(actor: Actor, place: str, filters: HonourFilters) -> list[Honour]:
    """Honours of a place with their venues, newest first, 300 at most (quotas keep a prefecture far below).

    One query.
    """
    kind, level, tier, text = filters.kind, filters.level, filters.tier, filters.text
    low, high = range_of(place)
    found = access.honours_visible_to(actor).filter(division_code__gte=low, division_code__lt=high)
    found = found.filter(kind=kind) if kind in HONOUR_LABELS else found
    found = found.filter(level=level) if level in LEVEL_LABELS else found
    found = found.filter(venue__tier=tier) if tier in TIER_LABELS else found
    found = found.filter(venue__name__contains=text) if text else found
    found = found.filter(ended_on__isnull=not filters.ended).select_related("venue")
    return list(found.order_by("-named_on", "-pk")[:300])


def honours(actor: Actor, place: str, filters: HonourFilters) -> list[HonourRow]:
    """The list of honours. Two queries."""
    cut = honours_found(actor, place, filters)
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


def plaques(honours: list[Honour]) -> list[HonourPlaque]:
    """The words of each plaque that hangs: no ended one among them. One query."""
    namers = {honour.pk: honour.division_code[: LEVEL_LENGTH[honour.level]] for honour in honours}
    names = divisions.full_names(namers.values())
    return [
        HonourPlaque(
            venue=honour.venue.name,
            honour=_honour_words(honour),
            owner=_("%(place)s人民代表大会常务委员会") % {"place": names.get(namers[honour.pk], "")},
            day=_("%(year)d 年 %(month)d 月")
            % {"year": honour.named_on.year, "month": honour.named_on.month},
            paper_no=honour.document_no,
        )
        for honour in honours
        if honour.ended_on is None
    ]


def _honour_words(honour: Honour) -> str:
    if honour.kind == HonourKind.DEMONSTRATION:
        return _("示范%(what)s") % {"what": TIER_LABELS[honour.venue.tier]}
    return str(HONOUR_LABELS[honour.kind])
