"""Reading standards and assessments; honours and coverage have files of their own beside this one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from lianxin.accounts.words import role_label
from lianxin.assessments import access
from lianxin.assessments.models import Assessment, Honour, Line, Quota, Standard
from lianxin.assessments.words import (
    DUTY_LABELS,
    HONOUR_LABELS,
    LEVEL_LABELS,
    MEASURE_LABELS,
    MODE_LABELS,
    STANDARD_LABELS,
    HonourKind,
    HonourLevel,
    StandardKind,
)
from lianxin.assessments.workflow import ASSESSMENT_FLOW, GRADED
from lianxin.attachments import reads as attachments
from lianxin.attachments.reads import Item
from lianxin.divisions import reads as divisions
from lianxin.journal import reads as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.codes import inside, range_of
from lianxin.kernel.errors import NotFound
from lianxin.kit.dated import holding, nearest
from lianxin.kit.jinja_env import iso, moment
from lianxin.kit.paging import Cursor, Page
from lianxin.venues.words import TIER_LABELS

LINE = "assessments.line"


def standard_in_force(division_code: str, kind: StandardKind, tier: str, *, on: date) -> Standard | None:
    """The standard for a venue there on a day: the nearest place wins, then the newest number. One query."""
    found = Standard.objects.filter(kind=kind, tier=tier).order_by("-number")
    return nearest(holding(found, division_code, on))


@dataclass(frozen=True, slots=True)
class GradingRow:
    """A result in force, for a file."""

    venue_name: str
    division_code: str
    kind: str
    points: int
    graded_on: date
    mode: str


def gradings(actor: Actor, place: str) -> list[GradingRow]:
    """Graded assessments of open venues inside a place, by place and venue. One query."""
    low, high = range_of(place)
    found = access.assessments_visible_to(actor).filter(
        division_code__gte=low, division_code__lt=high, state=GRADED, venue__closed_on=None, points__gt=0
    )
    order = found.select_related("venue").order_by("division_code", "venue_id", "kind", "year")
    return [
        GradingRow(one.venue.name, one.division_code, one.kind, one.points, one.graded_on, one.mode)
        for one in order
        if one.points is not None and one.graded_on is not None
    ]


def photo_count(line_id: int) -> int:
    """How many photos a line has. One query."""
    return len(attachments.items_of(LINE, line_id))


def lines_with_photos(line_ids: Iterable[int]) -> set[int]:
    """Which of these lines have a photo. One query."""
    return set(attachments.items_of_many(LINE, line_ids))


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """One assessment in a list."""

    id: int
    venue_id: int
    venue_name: str
    place: str
    kind_label: str
    year: int
    state_label: str
    tone: str
    points: int | None
    out_of: int
    stars: int | None
    rectify_by: date | None


def rows(
    actor: Actor,
    cursor: Cursor,
    *,
    place: str = "",
    kind: str = "",
    state: str = "",
    text: str = "",
    year: int | None = None,
    stars: int | None = None,
    met_on: date | None = None,
) -> Page[AssessmentRow]:
    """Assessments the actor sees, newest first. `met_on`: those whose standard is met in full on that day.

    Two queries: rows, names of places the first time.
    """
    found = access.assessments_visible_to(actor)
    if place:
        low, high = range_of(place)
        found = found.filter(division_code__gte=low, division_code__lt=high)
    wanted = {"kind": kind, "state": state, "year": year, "stars": stars}
    found = found.filter(**{name: value for name, value in wanted.items() if value not in {"", None}})
    if text:
        found = found.filter(venue__name__contains=text)
    if met_on is not None:
        found = met(found, on=met_on)
    cut = list(cursor.window(found.select_related("venue")))
    divisions.remember([row.division_code for row in cut])
    return cursor.page([_row(row) for row in cut])


def met(found: QuerySet[Assessment], *, on: date) -> QuerySet[Assessment]:
    """Those that count on a day: graded, every point given, still valid, the venue open.

    A venue graded in two years counts once: an older grade stops where the next year's was given.
    """
    later = Assessment.objects.filter(
        venue_id=OuterRef("venue_id"),
        kind=OuterRef("kind"),
        state=GRADED,
        year__gt=OuterRef("year"),
        graded_on__lte=on,
    )
    was_open = Q(venue__closed_on=None) | Q(venue__closed_on__gt=on)
    valid = found.filter(was_open, state=GRADED, points=F("out_of"), graded_on__lte=on, valid_until__gte=on)
    return valid.filter(~Exists(later))


def _row(row: Assessment) -> AssessmentRow:
    state = ASSESSMENT_FLOW.states[row.state]
    return AssessmentRow(
        row.pk,
        row.venue_id,
        row.venue.name,
        divisions.path_name(row.division_code),
        str(STANDARD_LABELS[row.kind]),
        row.year,
        _(state.label),
        state.tone,
        row.points,
        row.out_of,
        row.stars,
        row.rectify_by,
    )


@dataclass(frozen=True, slots=True)
class LineRow:
    """One item on the page of an assessment."""

    id: int
    position: int
    title: str
    hint: str
    out_of: int
    needs_photo: bool
    measure_label: str
    measured: bool | None
    is_met: bool | None
    words: str
    points: int | None
    remark: str
    must_rectify: bool
    rectified: str
    photos: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    """One assessment with everything its page shows."""

    id: int
    version: int
    venue_id: int
    venue_name: str
    tier_label: str
    place: str
    division_code: str
    kind_label: str
    standard_name: str
    standard_number: int
    year: int
    state: str
    state_label: str
    tone: str
    mode_label: str
    points: int | None
    out_of: int
    stars: int | None
    thresholds: tuple[int, ...]
    graded_on: date | None
    valid_until: date | None
    rectify_by: date | None
    lines: tuple[LineRow, ...]
    history: tuple[dict[str, str], ...]
    may_report: bool
    may_score: bool


def assessment_page(actor: Actor, assessment_id: int) -> AssessmentPage:
    """One assessment the actor sees. Raises NotFound. Five queries."""
    found = access.assessments_visible_to(actor).filter(pk=assessment_id)
    one = found.select_related("venue", "standard").first()
    if one is None:
        raise NotFound(_("没有找到这次评估。它可能不归您管，请回到清单再找。"))
    state = ASSESSMENT_FLOW.states[one.state]
    return AssessmentPage(
        id=one.pk,
        version=one.version,
        venue_id=one.venue_id,
        venue_name=one.venue.name,
        tier_label=str(TIER_LABELS[one.venue.tier]),
        place=divisions.path_name(one.division_code),
        division_code=one.division_code,
        kind_label=str(STANDARD_LABELS[one.kind]),
        standard_name=one.standard.name,
        standard_number=one.standard.number,
        year=one.year,
        state=one.state,
        state_label=_(state.label),
        tone=state.tone,
        mode_label=str(MODE_LABELS[one.mode]) if one.mode else "",
        points=one.points,
        out_of=one.out_of,
        stars=one.stars,
        thresholds=tuple(one.standard.star_thresholds),
        graded_on=one.graded_on,
        valid_until=one.valid_until,
        rectify_by=one.rectify_by,
        lines=_lines(one),
        history=_history(one.pk),
        may_report=access.may_report(actor, one),
        may_score=access.may_score(actor, one),
    )


def _lines(one: Assessment) -> tuple[LineRow, ...]:
    lines = list(Line.objects.filter(assessment=one).select_related("item").order_by("item__position"))
    photos = attachments.items_of_many(LINE, [line.pk for line in lines])
    return tuple(
        LineRow(
            line.pk,
            line.item.position,
            line.item.title,
            line.item.hint,
            line.item.points,
            line.item.needs_photo,
            str(MEASURE_LABELS[line.item.measure]),
            line.measured,
            line.is_met,
            line.words,
            line.points,
            line.remark,
            line.must_rectify,
            line.rectified,
            photos.get(line.pk, ()),
        )
        for line in lines
    )


def _history(assessment_id: int) -> tuple[dict[str, str], ...]:
    lines = reversed(journal.history_of("assessments.assessment", assessment_id))
    return tuple(
        {
            "event": line.sentence,
            "actor": role_label(line.role),
            "when": moment(line.at),
            "iso": iso(line.at),
            "before": "",
            "after": "",
            "reason": line.reason,
        }
        for line in lines
    )


def photo_of(actor: Actor, assessment_id: int, item_id: object, *, small: bool) -> attachments.Content:
    """A photo of an assessment the actor sees. Raises NotFound. Two queries."""
    one = access.assessments_visible_to(actor).filter(pk=assessment_id).first()
    lines = Line.objects.filter(assessment=one).values("pk") if one else Line.objects.none().values("pk")
    return attachments.content_of({LINE: lines}, item_id, small=small)  # type: ignore[arg-type]  # a UUID from the URL


@dataclass(frozen=True, slots=True)
class StandardRow:
    """A standard with its items."""

    id: int
    name: str
    number: int
    kind_label: str
    tier_label: str
    place: str
    valid_from: date
    source: str
    thresholds: tuple[int, ...]
    items: tuple[tuple[str, int, bool, str], ...]
    out_of: int


def standards(actor: Actor) -> list[StandardRow]:
    """Standards that concern the actor's place, nearest first. Two queries and names of places."""
    found = access.standards_visible_to(actor).prefetch_related("items")
    order = sorted(found, key=lambda s: (-len(s.division_code), s.kind, s.tier, -s.number))
    divisions.remember([s.division_code for s in order])
    return [
        StandardRow(
            s.pk,
            s.name,
            s.number,
            str(STANDARD_LABELS[s.kind]),
            str(TIER_LABELS[s.tier]),
            divisions.name_of(s.division_code),
            s.valid_from,
            s.source,
            tuple(s.star_thresholds),
            tuple(
                (i.title, i.points, i.needs_photo, str(MEASURE_LABELS[i.measure]))
                for i in sorted(s.items.all(), key=lambda i: i.position)
            ),
            sum(i.points for i in s.items.all()),
        )
        for s in order
    ]


def quota_for(county: str, kind: HonourKind, level: HonourLevel, tier: str, *, on: date) -> Quota | None:
    """The quota in force for a county: the nearest place wins, then the newest. One query."""
    return nearest(holding(Quota.objects.filter(kind=kind, level=level, tier=tier), county, on))


def named_in(county: str, kind: HonourKind, level: HonourLevel, tier: str) -> int:
    """How many open honours of a kind a county's venues of a tier hold. One query."""
    low, high = range_of(county)
    found = Honour.objects.filter(
        division_code__gte=low,
        division_code__lt=high,
        kind=kind,
        level=level,
        venue__tier=tier,
        ended_on=None,
    )
    return found.count()


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """Who is in charge of a venue."""

    duty_label: str
    name: str
    post: str
    since: date


def charges_of(actor: Actor, venue_id: int) -> list[ChargeRow]:
    """Who is in charge of a venue now. One query."""
    found = access.charges_visible_to(actor).filter(venue_id=venue_id, until=None).order_by("duty")
    return [ChargeRow(str(DUTY_LABELS[c.duty]), c.name, c.post, c.since) for c in found]


def of_venue(actor: Actor, venue_id: int) -> list[AssessmentRow]:
    """The assessments of one venue, newest first, ten at most. One query."""
    found = access.assessments_visible_to(actor).filter(venue_id=venue_id)
    return [_row(row) for row in found.select_related("venue").order_by("-year", "kind")[:10]]


def sees_place(actor: Actor, place: str) -> str:
    """`place` when it lies in the actor's own, else the actor's own."""
    return place if divisions.is_code(place) and inside(place, actor.place) else actor.place


@dataclass(frozen=True, slots=True)
class HonourFacts:
    """One honour, for the page that ends it."""

    id: int
    venue_name: str
    label: str


def honour(actor: Actor, honour_id: int) -> HonourFacts:
    """One open honour the actor sees. Raises NotFound. One query."""
    found = (
        access.honours_visible_to(actor).filter(pk=honour_id, ended_on=None).select_related("venue").first()
    )
    if found is None:
        raise NotFound(_("没有找到这块牌子，或者已经摘了。请回到清单再找。"))
    return HonourFacts(found.pk, found.venue.name, f"{LEVEL_LABELS[found.level]}{HONOUR_LABELS[found.kind]}")
