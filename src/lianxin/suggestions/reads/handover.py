"""Batch hand-over: what waits, the lists made so far, and one list with its lines, counts and units."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import NotFound
from lianxin.kit.paging import Cursor, Page
from lianxin.people import reads as people
from lianxin.people.reads import UnitRow
from lianxin.suggestions import access
from lianxin.suggestions.models import Handover, HandoverLine, RouteChoice
from lianxin.suggestions.reads.routing import Route
from lianxin.suggestions.reads.rows import category_of
from lianxin.suggestions.words import HANDOVER_LABELS, Basis, HandoverState, LineResult

# Four fields a line: fewer than the 200 that one form may carry.
LINES_A_PAGE = 40
HANDOVER_VIEWS = ("", "open", "proposed", "left_out", "refused")


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """One list among those of the office."""

    id: int
    title: str
    state: str
    state_label: str
    made_at: datetime
    total: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What could go on a list now, by phase; the lists so far; how often proposals were followed."""

    ids: tuple[int, ...]
    lists: tuple[HandoverRow, ...]
    followed: int
    overruled: int


@dataclass(frozen=True, slots=True)
class LineRow:
    """One suggestion of a list."""

    id: int
    suggestion_id: int
    number: str
    title: str
    category: str
    deputy: str
    wish: str
    unit: str
    co_units: tuple[str, ...]
    why: str
    is_sure: bool
    is_left_out: bool
    result: str
    reason: str


@dataclass(frozen=True, slots=True)
class UnitSum:
    """How many a unit would lead and help with."""

    name: str
    leads: int
    helps: int


@dataclass(frozen=True, slots=True)
class HandoverPage:
    """A list with its counts, its units and some of its lines."""

    row: HandoverRow
    note: str
    is_review: bool
    is_running: bool
    open: int
    proposed: int
    left_out: int
    ready: int
    done: int
    refused: int
    left: int
    sums: tuple[UnitSum, ...]
    lines: Page[LineRow]
    units: tuple[UnitRow, ...]


# Of a list's lines and of what was given singly alike.
_FOLLOWED = {
    "followed": Count("id", filter=Q(lead_unit_id=F("proposed_unit_id"))),
    "overruled": Count("id", filter=~Q(lead_unit_id=F("proposed_unit_id"))),
}


def waiting_ids(actor: Actor, *, phase: str, category: str, most: int) -> tuple[int, ...]:
    """Ids of what the actor may give to units now, oldest number first, at most `most`. One query."""
    found = access.waiting_for_units(actor)
    if phase:
        found = found.filter(phase=phase)
    if category:
        found = found.filter(category=category)
    return tuple(found.order_by("phase", "number", "pk").values_list("pk", flat=True)[:most])


def handover_start(actor: Actor, *, phase: str, category: str, most: int) -> Waiting:
    """The page before a list is made. Four queries."""
    lists = access.handovers_of(actor).annotate(n=Count("lines")).order_by("-id")[:20]
    decided = HandoverLine.objects.filter(
        handover__in=access.handovers_of(actor), result=LineResult.DONE, proposed_unit_id__isnull=False
    )
    singly = RouteChoice.objects.filter(
        division_code=actor.place, role=actor.role, proposed_unit_id__isnull=False
    )
    many, one = decided.aggregate(**_FOLLOWED), singly.aggregate(**_FOLLOWED)
    return Waiting(
        ids=waiting_ids(actor, phase=phase, category=category, most=most),
        lists=tuple(_row(each, each.n) for each in lists),
        followed=many["followed"] + one["followed"],
        overruled=many["overruled"] + one["overruled"],
    )


def _row(handover: Handover, total: int) -> HandoverRow:
    label = str(HANDOVER_LABELS[handover.state])
    return HandoverRow(handover.pk, handover.title, handover.state, label, handover.made_at, total)


def handover_seen(actor: Actor, handover_id: int) -> Handover:
    """The list, if it is of the actor's side. Raises NotFound. One query."""
    found = access.handovers_of(actor).filter(pk=handover_id).first()
    if found is None:
        raise NotFound(_("没有这份交办清单，或者它不是您这个岗位列的。"))
    return found


def _narrow(view: str) -> Q:
    return {
        "open": Q(lead_unit_id=None, is_left_out=False),
        "proposed": Q(proposed_unit_id__isnull=False, is_left_out=False),
        "left_out": Q(is_left_out=True),
        "refused": Q(result=LineResult.REFUSED),
    }.get(view, Q())


def handover_page(actor: Actor, handover_id: int, view: str, cursor: Cursor) -> HandoverPage:
    """A list of the actor's side, lines in their order. At most six queries. Raises NotFound."""
    handover = handover_seen(actor, handover_id)
    every = list(
        handover.lines.values_list(
            "lead_unit_id", "co_unit_ids", "is_left_out", "result", "proposed_unit_id"
        )
    )  # fmt: skip
    going = [line for line in every if not line[2]]
    results = Counter(line[3] for line in going)
    units = {unit.id: unit for unit in people.units_for(handover.division_code)}
    return HandoverPage(
        row=_row(handover, len(every)),
        note=handover.note,
        is_review=handover.state == HandoverState.REVIEW,
        is_running=handover.state == HandoverState.RUNNING,
        open=sum(1 for line in going if line[0] is None),
        proposed=sum(1 for line in going if line[4] is not None),
        left_out=len(every) - len(going),
        ready=sum(1 for line in going if line[0] is not None),
        done=results[LineResult.DONE],
        refused=results[LineResult.REFUSED],
        left=results[""],
        sums=_sums([(line[0], line[1]) for line in going], units),
        lines=_lines(handover, view, cursor, units),
        units=tuple(units.values()),
    )


def _sums(given: list[tuple[int | None, list[int]]], units: dict[int, UnitRow]) -> tuple[UnitSum, ...]:
    leads = Counter(lead for lead, _co in given if lead is not None)
    helps = Counter(unit for _lead, co in given for unit in co)
    order = sorted({*leads, *helps}, key=lambda unit: (-leads[unit], -helps[unit], unit))
    return tuple(UnitSum(units[u].name if u in units else "", leads[u], helps[u]) for u in order)


def _lines(handover: Handover, view: str, cursor: Cursor, units: dict[int, UnitRow]) -> Page[LineRow]:
    """Lines are in the order of their numbers: `after` goes on, `before` goes back."""
    found = handover.lines.filter(_narrow(view)).select_related("suggestion")
    found = found.defer("suggestion__situation", "suggestion__proposal")
    if cursor.before is not None:
        rows = list(found.filter(id__lt=cursor.before).order_by("-id")[: cursor.size + 1])
        more, rows = len(rows) > cursor.size, rows[: cursor.size][::-1]
        older, newer = bool(rows), more
    else:
        rows = list(found.filter(id__gt=cursor.after or 0).order_by("id")[: cursor.size + 1])
        older, rows = len(rows) > cursor.size, rows[: cursor.size]
        newer = cursor.after is not None
    names = people.names_of({line.suggestion.lead_person_id for line in rows})
    made = tuple(_line(line, names, units) for line in rows)
    return Page(made, made[-1].id if made and older else None, made[0].id if made and newer else None)


def _line(line: HandoverLine, names: dict[int, str], units: dict[int, UnitRow]) -> LineRow:
    s = line.suggestion

    def name(unit_id: int | None) -> str:
        return units[unit_id].name if unit_id in units else ""

    return LineRow(
        id=line.pk,
        suggestion_id=s.pk,
        number=line.number,
        title=s.title,
        category=category_of(s),
        deputy=s.delegation_name or names.get(s.lead_person_id, ""),
        wish=name(s.proposed_unit_id),
        unit=name(line.lead_unit_id),
        co_units=tuple(filter(None, map(name, line.co_unit_ids))),
        why=reason_of(line),
        is_sure=line.proposed_unit_id is not None,
        is_left_out=line.is_left_out,
        result=line.result,
        reason=line.reason,
    )


def reason_of(proposed: HandoverLine | Route) -> str:
    """The reason of a proposal as a sentence."""
    facts = {"times": proposed.times, "out_of": proposed.out_of, "words": proposed.words}
    if proposed.basis == Basis.HISTORY and proposed.words:
        return (
            _("相近的 %(out_of)s 件里有 %(times)s 件由它主办；都提到：%(words)s") % facts
        )  # fmt: skip
    if proposed.basis == Basis.HISTORY:
        return _("这一类 %(out_of)s 件里有 %(times)s 件由它主办") % facts
    if proposed.basis == Basis.WORDS:
        return _("写到了它管的事：%(words)s") % facts
    if proposed.basis == Basis.WISH:
        return _("代表希望由它办") if not proposed.out_of else _("代表希望由它办，以往相近的也多由它主办")
    if proposed.basis == Basis.DOUBT:
        return _("代表希望的单位和以往的不一样，请您定")
    return _("没有把握，请您定")
