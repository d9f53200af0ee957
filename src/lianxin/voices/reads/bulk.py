"""Bulk runs: which cases are meant, what would become of them, how far a run has come. Source: ADR-0020."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import Count
from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import NotFound
from lianxin.kit.paging import Cursor, Page
from lianxin.kit.tables import BOM, csv_line, csv_lines
from lianxin.people import reads as people
from lianxin.people.reads import UnitRow
from lianxin.voices import access
from lianxin.voices.models import BulkItem, BulkRun, Case
from lianxin.voices.reads.staff import verbs_of
from lianxin.voices.words import RUN_LABELS, RUN_RESULT_LABELS, RunResult, RunState
from lianxin.voices.workflow import CASE_FLOW

_LEVELS = (12, 9, 6, 4)


@dataclass(frozen=True, slots=True)
class Selection:
    """Cases chosen for a bulk step: ids, newest first, and whether there are more than one run takes."""

    ids: tuple[int, ...]
    is_more: bool = False

    @property
    def shown(self) -> str:
        """Their number in words: 1,000+ when it was not counted further."""
        return f"{len(self.ids):,}+" if self.is_more else f"{len(self.ids):,}"

    @property
    def mark(self) -> str:
        """A short hash: a list that has changed since it was shown has another."""
        return sha256(",".join(map(str, self.ids)).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a step would do: how many it can be taken with, and how many not, by reason."""

    ready: int
    refused: tuple[tuple[str, int], ...]
    out_of_sight: int
    units: tuple[UnitRow, ...]

    @property
    def skipped(self) -> int:
        """How many are expected to be refused."""
        return sum(count for _reason, count in self.refused) + self.out_of_sight


def preview(actor: Actor, verb: str, selection: Selection, *, at: datetime) -> Preview:
    """Look before the step; nothing changes. One query, one more for units. `at` in local time."""
    cases = list(access.cases_visible_to(actor).filter(pk__in=selection.ids).defer("text", "answer"))
    reasons: Counter[str] = Counter(_reason(actor, verb, case, at) for case in cases)
    ready = reasons.pop("", 0)
    return Preview(
        ready, tuple(reasons.most_common()), len(selection.ids) - len(cases),
        _units(cases) if verb == "assign" else (),
    )  # fmt: skip


def _reason(actor: Actor, verb: str, case: Case, at: datetime) -> str:
    """Why the step is expected to be refused; "" when it is not. The rules have the last word."""
    if verb in verbs_of(actor, case, at):
        return ""
    if not access.may(verb, actor, case):
        return _("不归您的岗位办")
    return _("现在是“%(state)s”") % {"state": _(CASE_FLOW.states[case.state].label)}


def _units(cases: Sequence[Case]) -> tuple[UnitRow, ...]:
    """Units that may have every one of these cases: of their smallest common place and above."""
    codes = {case.division_code for case in cases}
    for length in _LEVELS:
        places = {code[:length] for code in codes}
        if len(places) == 1 and len(next(iter(places))) == length:
            return tuple(people.units_for(places.pop()))
    return ()


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One case of a run."""

    id: int
    case_id: int
    number: str
    result: str
    reason: str


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run in the list of one's own."""

    id: int
    label: str
    total: int
    state: str
    started_at: datetime


@dataclass(frozen=True, slots=True)
class RunPage:
    """How far a run has come, and what it could not do."""

    run: RunRow
    is_running: bool
    ended_at: datetime | None
    done: int
    refused: int
    left: int
    items: Page[ItemRow]

    @property
    def taken(self) -> int:
        """How many were tried."""
        return self.done + self.refused


def _run_row(run: BulkRun) -> RunRow:
    return RunRow(
        run.pk, _(CASE_FLOW.moves[run.verb].label), run.total, str(RUN_LABELS[run.state]), run.started_at
    )


def run_rows(actor: Actor, *, limit: int = 20) -> list[RunRow]:
    """One's own last runs in this post. One query."""
    return [_run_row(run) for run in access.runs_of(actor).order_by("-id")[:limit]]


def _run(actor: Actor, run_id: int) -> BulkRun:
    run = access.runs_of(actor).filter(pk=run_id).first()
    if run is None:
        raise NotFound(_("没有这次批量办理。"))
    return run


def run_page(actor: Actor, run_id: int, cursor: Cursor) -> RunPage:
    """A run of one's own with what was refused, last first. Three queries. Raises NotFound."""
    run = _run(actor, run_id)
    counted = dict(run.items.order_by().values_list("result").annotate(n=Count("id")))
    refused = run.items.filter(result=RunResult.REFUSED)
    return RunPage(
        run=_run_row(run),
        is_running=run.state == RunState.RUNNING,
        ended_at=run.ended_at,
        done=counted.get(RunResult.DONE, 0),
        refused=counted.get(RunResult.REFUSED, 0),
        left=counted.get("", 0),
        items=cursor.page([_item_row(item) for item in cursor.window(refused)]),
    )


def _item_row(item: BulkItem) -> ItemRow:
    return ItemRow(item.pk, item.case_id, item.number, str(RUN_RESULT_LABELS[item.result]), item.reason)


def run_lines(actor: Actor, run_id: int) -> Iterator[str]:
    """A run's results as CSV: number, result, reason; no word of a citizen. Two queries. Raises NotFound."""
    run = _run(actor, run_id)
    rows = [_item_row(item) for item in run.items.order_by("id")]
    yield BOM + csv_line([_("编号"), _("结果"), _("原因")])
    yield csv_lines([row.number, row.result, row.reason] for row in rows)
