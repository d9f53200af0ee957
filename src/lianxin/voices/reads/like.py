"""Is somebody handling this already? Open matters in checked words, and like cases for those who merge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lianxin.assist.similar import ranked
from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import Actor
from lianxin.voices import access
from lianxin.voices.models import Case, OpenMatter
from lianxin.voices.workflow import TAKES_VOICES

# Candidates that are compared; ranking 200 texts takes some 20 ms. Source: ADR-0014.
_MOST_OPEN = 200
_MOST_CASES = 60
_OFFERED = 20


@dataclass(frozen=True, slots=True)
class OpenRow:
    """An open matter that a citizen may join."""

    id: int
    title: str
    place: str
    received_at: datetime


def open_like(text: str, division_code: str) -> tuple[OpenRow, ...]:
    """Up to three open matters of the township that seem to say the same, the surest first. One query."""
    near = OpenMatter.objects.filter(township_code=division_code[:9])
    if len(division_code) < 9:
        near = OpenMatter.objects.filter(county_code=division_code[:6])
    found = {matter.pk: matter for matter in near.order_by("-id")[:_MOST_OPEN]}
    best = ranked(text, [(pk, matter.open_title) for pk, matter in found.items()])
    return tuple(_row(found[match.id]) for match in best)


def _row(matter: OpenMatter) -> OpenRow:
    return OpenRow(
        matter.pk,
        matter.open_title,
        divisions.path_name(matter.division_code, from_level=4),
        matter.received_at,
    )


def like_cases(actor: Actor, case: Case) -> tuple[tuple[int, str], ...]:
    """What a case may be merged into, the likest first, then the newest of its kind. One query."""
    found = access.cases_visible_to(actor).filter(
        county_code=case.county_code, topic=case.topic, state__in=list(TAKES_VOICES)
    )
    rows = list(
        found.exclude(pk=case.pk).order_by("-id").values_list("id", "number", "title", "text")[:_MOST_CASES]
    )
    likest = [match.id for match in ranked(case.text, [(row[0], row[3]) for row in rows])]
    rows.sort(key=lambda row: (likest.index(row[0]) if row[0] in likest else len(likest), -row[0]))
    return tuple((pk, f"{number} {title}") for pk, number, title, _text in rows[:_OFFERED])
