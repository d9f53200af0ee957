"""What everybody may read of cases: those published, in their public words. Source: ADR-0008.

No function here selects a citizen's own words; the private canary test reads every public page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lianxin.kernel.errors import NotFound
from lianxin.kit.jinja_env import local
from lianxin.kit.paging import Cursor, Page
from lianxin.kit.written import Ask, Written
from lianxin.people import reads as people
from lianxin.venues import reads as venues
from lianxin.voices import access
from lianxin.voices.models import Publication
from lianxin.voices.reads.stages import Milestones, Stage, stages_of
from lianxin.voices.words import SATISFACTION_LABELS, TOPICS

_ROW = (
    "id", "public_title", "topic", "venue_id", "unit_id", "received_at", "confirmed_at", "closed_at",
    "is_solved", "satisfaction",
)  # fmt: skip
_PAGE = (
    *_ROW, "public_text", "public_answer", "published_at", "claimed_at", "assigned_at", "accepted_at",
    "outcome", "state", "is_supervised",
)  # fmt: skip
_COLUMN = {4: "prefecture_code", 6: "county_code", 9: "township_code", 12: "division_code"}


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """A published case in a list."""

    id: int
    title: str
    topic: str
    topic_label: str
    unit_name: str
    venue_name: str
    took: str
    result: str
    tone: str
    closed_at: datetime


@dataclass(frozen=True, slots=True)
class PublishedCase:
    """The public page of a case."""

    row: PublishedRow
    venue_id: int
    text: str
    answer: str
    stages: tuple[Stage, ...]
    received_at: datetime
    published_at: datetime
    satisfaction: str
    is_supervised: bool


def _took(values: dict[str, Any]) -> str:
    days = (local(values["confirmed_at"]).date() - local(values["received_at"]).date()).days
    if days == 0:
        return _("当天办完")
    return ngettext("%(days)s 天办完", "%(days)s 天办完", days) % {"days": days}


def _row(values: dict[str, Any], units: dict[int, str], places: dict[int, str]) -> PublishedRow:
    solved: bool | None = values["is_solved"]
    return PublishedRow(
        id=values["id"],
        title=values["public_title"],
        topic=values["topic"],
        topic_label=str(TOPICS[values["topic"]]),
        unit_name=units.get(values["unit_id"], ""),
        venue_name=places.get(values["venue_id"], ""),
        took=_took(values),
        result=_("已解决") if solved else _("没有完全解决") if solved is False else _("已办结"),
        tone="green" if solved else "amber" if solved is False else "",
        closed_at=values["closed_at"],
    )


def _rows(values: list[dict[str, Any]], *, units: bool = True, places: bool = True) -> list[PublishedRow]:
    unit_ids = {v["unit_id"] for v in values if v["unit_id"]} if units else set()
    venue_ids = {v["venue_id"] for v in values} if places else set()
    unit_names = people.unit_names(unit_ids) if unit_ids else {}
    venue_names = venues.venue_names(venue_ids) if venue_ids else {}
    return [_row(v, unit_names, venue_names) for v in values]


def _in_place(cases: QuerySet[Publication], place: str) -> QuerySet[Publication]:
    """Equality on a column, never a range: only that is pushed below row-level security into the index."""
    if len(place) >= 6:
        cases = cases.filter(county_code=place[:6])
    column = _COLUMN.get(len(place))
    return cases.filter(**{column: place}) if column and len(place) != 6 else cases


def published_page(
    cursor: Cursor, *, place: str = "", topic: str = "", venue_id: int | None = None
) -> Page[PublishedRow]:
    """Published cases, newest first. Three queries, whatever the number of cases."""
    cases = _in_place(access.published_cases(), place)
    if topic:
        cases = cases.filter(topic=topic)
    if venue_id is not None:
        cases = cases.filter(venue_id=venue_id)
    return cursor.page(_rows(list(cursor.window(cases.values(*_ROW)))))


@cache
def _newest(limit: int) -> Written[Publication, dict[str, Any]]:
    return Written(lambda: access.published_cases().order_by("-id").values(*_ROW)[:limit])


def newest_published(limit: int = 5) -> list[PublishedRow]:
    """The newest published cases. Three queries."""
    return _rows(_newest(limit)())


@cache
def _of_venue(limit: int) -> Written[Publication, dict[str, Any]]:
    return Written(
        lambda: access.published_cases().filter(venue_id=Ask("venue")).order_by("-id").values(*_ROW)[:limit]
    )


def published_of_venue(venue_id: int, limit: int = 3) -> list[PublishedRow]:
    """The newest published cases of a venue, without unit names. One query."""
    return _rows(_of_venue(limit)(venue=venue_id), units=False, places=False)


def published_of_deputy(person_id: int, limit: int = 5) -> list[PublishedRow]:
    """The newest published cases this deputy carried, without names of units and venues. One query."""
    cases = access.published_cases().filter(claimed_by=person_id).order_by("-id")
    return _rows(list(cases.values(*_ROW)[:limit]), units=False, places=False)


_published = Written(lambda: access.published_cases().filter(pk=Ask("case")).values(*_PAGE)[:1])


def published_case(case_id: int) -> PublishedCase:
    """One published case. Raises NotFound. Three queries."""
    values: dict[str, Any] | None = _published.first(case=case_id)
    if values is None:
        raise NotFound(_("没有找到这件事，可能还没有公开，或者已经取消公开。"))
    facts = Milestones(
        state=values["state"],
        outcome=values["outcome"],
        received_at=values["received_at"],
        claimed_at=values["claimed_at"],
        assigned_at=values["assigned_at"],
        accepted_at=values["accepted_at"],
        confirmed_at=values["confirmed_at"],
    )
    return PublishedCase(
        row=_rows([values])[0],
        venue_id=values["venue_id"],
        text=values["public_text"],
        answer=values["public_answer"],
        stages=stages_of(facts),
        received_at=values["received_at"],
        published_at=values["published_at"],
        satisfaction=str(SATISFACTION_LABELS.get(values["satisfaction"], "")),
        is_supervised=values["is_supervised"],
    )
