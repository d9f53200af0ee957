"""The year as a calendar that drives itself: dated entries from profile and sessions, and what is done.

两督办一测评一视察一通报 of Pu'er, and what stands around them.
Source: ADR-0033 §4; LAW-DEPUTIES-2025 §51, §52.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from lianxin.attachments import reads as attachments
from lianxin.attachments.reads import Content, Item
from lianxin.calendars import reads as calendars
from lianxin.kernel.actor import PLACE_ROLES, UNIT_ROLES, Actor
from lianxin.kernel.workdays import due_on
from lianxin.people import reads as people
from lianxin.suggestions import access
from lianxin.suggestions.formulas import UNIT_COUNTS
from lianxin.suggestions.models.year import Commendation, Inspection, SelfReport, YearMark
from lianxin.suggestions.profiles import rules_for
from lianxin.suggestions.reads import figures
from lianxin.suggestions.words import ClockKind
from lianxin.suggestions.year_rules import YearRules, year_rules_for
from lianxin.suggestions.year_words import BY_RECORD, PLACE_ONLY, YearKind

# What photos of an inspection hang on.
INSPECTION_PHOTOS = "suggestions.inspection"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the year: until when, what the day comes from, and whether it is done."""

    kind: YearKind
    due_on: date
    source: str
    done_on: date | None
    note: str
    may_mark: bool

    def is_late(self, today: date) -> bool:
        """Past its day and not done. The survey has only its place here."""
        return self.done_on is None and self.due_on < today and self.kind not in PLACE_ONLY


def day_in(year: int, month_day: str) -> date:
    """The day "MM-DD" of a year; 02-29 in a common year is the 28th."""
    month, day = int(month_day[:2]), int(month_day[3:])
    if (month, day) == (2, 29) and not (year % 4 == 0 and (year % 100 or year % 400 == 0)):
        day = 28
    return date(year, month, day)


_OF_PROFILE = (
    YearKind.FIRST_SUPERVISION, YearKind.INSPECTION, YearKind.SURVEY, YearKind.SECOND_SUPERVISION,
    YearKind.SELF_REPORT, YearKind.RATING, YearKind.CIRCULAR, YearKind.COMMENDATION, YearKind.ANNUAL_REPORT,
)  # fmt: skip


def days_of(division_code: str, year: int, *, today: date) -> dict[YearKind, tuple[date, str]]:
    """When each entry of a year falls, and what it comes from. One query when the rules are cached.

    Without a session entered for the year there is no day for handing over and for the replies.
    """
    rules = year_rules_for(division_code, figures.last_day(year, today))
    found: dict[YearKind, tuple[date, str]] = {
        kind: (day_in(year, getattr(rules, kind.value)), rules.reference) for kind in _OF_PROFILE
    }
    session = people.session_of_year(division_code, year)
    if session is not None:
        local = rules_for(division_code, figures.last_day(year, today))
        closing, calendar = session.ends_on, calendars.current()
        found[YearKind.HAND_OVER] = (closing, session.name)
        for kind, clock in ((YearKind.REPLY, ClockKind.REPLY), (YearKind.REPLY_EXTENDED, ClockKind.EXTENDED)):
            due = due_on(closing, local.period(clock), calendar=calendar, place=division_code)
            found[kind] = (due.on, local.reference)
    return found


def calendar_of(actor: Actor, year: int, *, today: date) -> list[Entry]:
    """The year of the actor's place, in the order of days. Eight queries at most.

    What leaves a record of its own (inspections, self-reports, replies, praise) is done by that record.
    """
    place = actor.place
    days = days_of(place, year, today=today)
    marks = {mark.kind: mark for mark in YearMark.objects.filter(division_code=place, year=year)}
    done = _done_by_record(actor, year, today=today)
    entries = []
    for kind, (day, source) in days.items():
        mark = marks.get(kind)
        done_on = mark.done_on if mark else done.get(kind)
        may_mark = actor.role in access.OFFICES and kind not in BY_RECORD | PLACE_ONLY and done_on is None
        entries.append(Entry(kind, day, source, done_on, mark.note if mark else "", may_mark))
    order = list(YearKind)
    return sorted(entries, key=lambda entry: (entry.due_on, order.index(entry.kind)))


def _done_by_record(actor: Actor, year: int, *, today: date) -> dict[YearKind, date]:
    place = actor.place
    found: dict[YearKind, date] = {}
    held = Inspection.objects.filter(division_code=place, held_on__year=year).order_by("held_on")
    if first := held.values_list("held_on", flat=True).first():
        found[YearKind.INSPECTION] = first
    praised = Commendation.objects.filter(division_code=place, year=year).order_by("at")
    if at := praised.values_list("at", flat=True).first():
        found[YearKind.COMMENDATION] = at.date()
    whole = figures.whole(actor, year, today=today).counts
    if whole["handed"].number and whole["replied"].number == whole["handed"].number:
        found |= dict.fromkeys((YearKind.REPLY, YearKind.REPLY_EXTENDED), today)
    reports = self_reports(actor, year, today=today)
    if reports and all(row.submitted_on for row in reports):
        found[YearKind.SELF_REPORT] = max(row.submitted_on for row in reports if row.submitted_on)
    return found


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One unit that owes a self-report, and what it sent."""

    unit_id: int
    unit_name: str
    due_on: date
    submitted_on: date | None
    is_late: bool
    text: str
    counts: dict[str, int]
    version: int
    by_name: str


def report_due_on(division_code: str, year: int, *, today: date) -> date:
    """The last day for units to report on a year. One query, then cached."""
    return day_in(year, year_rules_for(division_code, figures.last_day(year, today)).self_report)


def self_reports(actor: Actor, year: int, *, today: date) -> list[ReportRow]:
    """Units with a part in the year's suggestions and their reports, missing ones first. Three queries.

    Of a unit, its own row.
    """
    due = report_due_on(actor.place, year, today=today)
    sent = {row.unit_id: row for row in _reports(actor, year)}
    rows = []
    for unit in figures.unit_figures(actor, year, today=today):
        report = sent.get(int(unit.key))
        on = report.submitted_on if report else None
        rows.append(
            ReportRow(
                int(unit.key), unit.name, due, on, (on or today) > due, report.text if report else "",
                report.counts if report else {}, report.version if report else 0,
                report.by_name if report else "",
            )
        )  # fmt: skip
    return sorted(rows, key=lambda row: (row.submitted_on is not None, row.unit_id))


def _reports(actor: Actor, year: int) -> list[SelfReport]:
    found = SelfReport.objects.filter(year=year)
    if actor.role in PLACE_ROLES:
        return list(found.filter(division_code=actor.place))
    return list(found.filter(unit_id=actor.unit_id or 0)) if actor.role in UNIT_ROLES else []


def own_counts(actor: Actor, year: int, *, today: date) -> dict[str, int]:
    """The figures a unit's self-report carries: those of its own part. Two queries."""
    rows = figures.unit_figures(actor, year, today=today)
    counts = rows[0].counts if rows else {}
    return {code: counts[code].number if code in counts else 0 for code in UNIT_COUNTS}


@dataclass(frozen=True, slots=True)
class InspectionRow:
    """One inspection with the suggestions that were looked at."""

    id: int
    held_on: date
    place: str
    leader: str
    who: str
    findings: str
    by_name: str
    units: tuple[str, ...]
    suggestions: tuple[tuple[int, str], ...]
    photos: tuple[Item, ...]


def _inspections_of(actor: Actor) -> QuerySet[Inspection]:
    """Those of the actor's place; of a unit, those of what it handles."""
    found = Inspection.objects.all()
    if actor.role in PLACE_ROLES and actor.place:
        return found.filter(division_code=actor.place)
    if actor.role in UNIT_ROLES and actor.unit_id is not None:
        return found.filter(unit_ids__contains=[actor.unit_id])
    return found.none()


def inspection_photo(actor: Actor, inspection_id: int, file_id: uuid.UUID, *, small: bool) -> Content:
    """One photo of an inspection that the actor reads, or its thumbnail. One query. Raises NotFound."""
    subjects = {INSPECTION_PHOTOS: _inspections_of(actor).filter(pk=inspection_id).values("pk")}
    return attachments.content_of(subjects, file_id, small=small)


def inspections(actor: Actor, year: int) -> list[InspectionRow]:
    """Inspections of a year that the actor reads, newest first, at most 100. Four queries."""
    found = _inspections_of(actor).filter(held_on__year=year)
    rows = list(found.order_by("-held_on", "-id")[:100])
    wanted = {pk for row in rows for pk in row.suggestion_ids}
    titles = dict(access.suggestions_visible_to(actor).filter(pk__in=wanted).values_list("pk", "title"))
    names = people.unit_names({unit for row in rows for unit in row.unit_ids})
    photos = attachments.items_of_many(INSPECTION_PHOTOS, (row.pk for row in rows))
    return [
        InspectionRow(
            row.pk, row.held_on, row.place, row.leader, row.who, row.findings, row.by_name,
            tuple(names[unit] for unit in row.unit_ids if unit in names),
            tuple((pk, titles[pk]) for pk in row.suggestion_ids if pk in titles), photos.get(row.pk, ()),
        )
        for row in rows
    ]  # fmt: skip


def inspectable(actor: Actor) -> list[tuple[int, str]]:
    """Suggestions that an inspection may look at: with units, newest first, key ones ahead. One query."""
    found = access.suggestions_visible_to(actor).filter(handed_at__isnull=False).exclude(state="withdrawn")
    rows = found.order_by("-is_key", "-id").values_list("pk", "number", "title")[:60]
    return [(pk, f"{number} · {title}") for pk, number, title in rows]


def rules_at(actor: Actor, year: int, *, today: date) -> YearRules:
    """The year's rules of the actor's place."""
    return figures.rules_of(actor, year, today)
