"""The triage board: the queue of what a place still has to direct, and what each case may be a repeat of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import IntegerField, QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lianxin.assist.similar import Match, ranked
from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import Actor
from lianxin.voices import access
from lianxin.voices.models import Case
from lianxin.voices.workflow import CASE_FLOW, TAKES_VOICES, WITH_VENUE

# Compared with so many of its kind, and so many shown beside it. Source: ADR-0014 (cost of ranking).
_COMPARED = 60
_BESIDE = 3


def _queue(actor: Actor) -> QuerySet[Case]:
    """What nobody has directed yet: the longest waiting first is id order."""
    return access.cases_visible_to(actor).filter(state__in=list(WITH_VENUE))


def first_to_triage(actor: Actor) -> int | None:
    """The case that has waited longest. One query."""
    return _queue(actor).order_by("id").values_list("id", flat=True).first()


def neighbours(actor: Actor, case_id: int) -> tuple[int | None, int | None]:
    """The cases before and after this one in the queue, whether it is still in it or not. One query."""
    before = _queue(actor).filter(id__lt=case_id).order_by("-id")[:1]
    after = _queue(actor).filter(id__gt=case_id).order_by("id")[:1]
    sides = [
        found.annotate(side=Value(side, IntegerField())).values_list("side", "id")
        for side, found in enumerate((before, after))
    ]
    found = dict(sides[0].union(sides[1], all=True))
    return found.get(0), found.get(1)


@dataclass(frozen=True, slots=True)
class LikeCase:
    """A case that may be the same matter, with what speaks for it."""

    id: int
    number: str
    text: str
    place: str
    received_at: datetime
    state: str
    why: tuple[str, ...]


def beside(actor: Actor, case_id: int) -> tuple[LikeCase, ...]:
    """Up to three open cases that seem to say the same, the surest first. Two queries."""
    case = access.cases_visible_to(actor).filter(pk=case_id).first()
    if case is None:
        return ()
    near = access.cases_visible_to(actor).filter(
        county_code=case.county_code, topic=case.topic, state__in=list(TAKES_VOICES)
    )
    found = {other.pk: other for other in near.exclude(pk=case.pk).order_by("-id")[:_COMPARED]}
    best = ranked(case.text, [(pk, other.text) for pk, other in found.items()], most=_BESIDE)
    return tuple(_like(case, found[match.id], match) for match in best)


def _like(case: Case, other: Case, match: Match) -> LikeCase:
    return LikeCase(
        other.pk,
        other.number,
        other.text,
        divisions.path_name(other.division_code, from_level=4) + other.place_text,
        other.received_at,
        _(CASE_FLOW.states[other.state].label),
        (match.why, _nearness(case, other), _apart(case, other)),
    )


def _nearness(case: Case, other: Case) -> str:
    if case.division_code == other.division_code:
        return _("同一个村（社区）")
    return _("同一个乡镇（街道）") if case.township_code == other.township_code else _("不在一个乡镇（街道）")


def _apart(case: Case, other: Case) -> str:
    days = abs((case.received_at - other.received_at).days)
    return ngettext("相隔 %(n)d 天", "相隔 %(n)d 天", days) % {"n": days} if days else _("同一天")
