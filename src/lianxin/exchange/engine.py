"""One engine for the web page and the command line: read, match, apply all valid rows or none, report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.exchange.kinds import registry
from lianxin.exchange.kinds.base import Context, Decisions, Kind, Made
from lianxin.exchange.places import PlaceIndex
from lianxin.exchange.sheets.columns import Row
from lianxin.exchange.sheets.headers import Header
from lianxin.exchange.sheets.parsing import Parsed, Repairs, parse
from lianxin.exchange.sheets.reading import Sheet, Unreadable, read
from lianxin.exchange.words import UNREADABLE, sentence
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError

Tick = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be imported, by whom, for which place."""

    kind: str
    place: str
    actor: Actor
    at: datetime
    term: int | None = None
    # The command line goes on with term 1, and says so, when nobody says which term it is.
    may_assume_term: bool = False
    mapping: Mapping[str, Header] = field(default_factory=dict)
    repairs: Repairs = field(default_factory=dict)
    decisions: Decisions = field(default_factory=dict)


@dataclass(slots=True)
class Report:
    """What became of every row: in is accepted and rejected, always."""

    file: str
    parsed: Parsed
    rows: list[Row]
    made: list[Made] = field(default_factory=list)
    assumed_term: int | None = None
    kind: str = "deputies"

    def count(self, *statuses: str) -> int:
        """Rows with one of these statuses."""
        return sum(row.status in statuses for row in self.rows)

    def as_dict(self) -> dict[str, object]:
        """The answer of the command line."""
        rejected = self.count("rejected")
        return {
            "rows": len(self.rows),
            "accepted": len(self.rows) - rejected,
            "rejected": rejected,
            "created": self.count("created"),
            "updated": self.count("updated"),
            "unchanged": self.count("unchanged"),
            "skipped": len(self.parsed.skipped),
            "problems": list(self.problems()),
        }

    def problems(self) -> Iterator[dict[str, object]]:
        """Every problem with its place in the file."""
        for row in self.rows:
            yield from row_problems(row, self.file)


def row_problems(row: Row, file: str) -> list[dict[str, object]]:
    """The problems of one row as plain values."""
    return [
        {
            "file": file, "sheet": row.sheet, "row": row.number, "column": p.column, "field": p.field,
            "code": p.code, "problem": sentence(p), "value": p.value, "repair": p.repair,
            "weight": p.weight.value,
        }
        for p in row.problems
    ]  # fmt: skip


def sheets_of(data: bytes, name: str) -> list[Sheet]:
    """The sheets of a file. Raises DomainError with what to do."""
    try:
        return read(data, name)
    except Unreadable as error:
        raise DomainError(str(UNREADABLE[error.code])) from error


def parsed(sheets: Sequence[Sheet], order: Order, tick: Tick | None = None) -> Parsed:
    """Rows of facts. Raises DomainError when no sheet has a heading."""
    kind = registry.kind(order.kind)
    try:
        return parse(sheets, kind.columns, mapping=order.mapping, repairs=order.repairs, tick=tick)
    except Unreadable as error:
        raise DomainError(str(UNREADABLE[error.code])) from error


def checked(file: str, found: Parsed, order: Order, context: Context) -> Report:
    """Match every row against what is recorded; nothing is written."""
    registry.kind(order.kind).match(found.rows, context)
    return Report(file, found, found.rows, kind=order.kind)


def context_for(order: Order, found: Parsed) -> Context:
    """Place, actor and moment; the term somebody said, else the one the title names."""
    index = PlaceIndex(order.place)
    if order.place not in index.names:
        raise DomainError(_("没有编码为 %(code)s 的地方，请核对。") % {"code": order.place})
    term = order.term if order.term is not None else found.term
    return Context(order.place, order.actor, order.at, index, term, dict(order.decisions))


def run(file: str, sheets: Sequence[Sheet], order: Order, *, dry_run: bool) -> Report:
    """Import all valid rows in one transaction, or none; a dry run does the same and takes it back."""
    return finish(file, parsed(sheets, order), order, dry_run=dry_run)


def finish(file: str, found: Parsed, order: Order, *, dry_run: bool) -> Report:
    """Match and apply rows that are read already."""
    with transaction.atomic():
        context = context_for(order, found)
        assumed = registry.lacks_term(order.kind, context) if order.may_assume_term else False
        context.term = 1 if assumed else context.term
        report = checked(file, found, order, context)
        report.assumed_term = context.term if assumed else None
        kind: Kind = registry.kind(order.kind)
        report.made = kind.apply(report.rows, context)
        for row in report.rows:
            if not row.is_valid:
                row.status = "rejected"
        if dry_run:
            transaction.set_rollback(True)
    return report


def normalised(report: Report) -> Iterator[dict[str, object]]:
    """Each row as it was understood, for `--rows`: of a roster its facts, of another kind all it gives."""
    for row in report.rows:
        if report.kind != "deputies":
            facts: dict[str, object] = dict(row.values)
            place = {"file": report.file, "sheet": row.sheet, "row": row.number}
            yield place | facts | {"status": row.status, "problems": row_problems(row, report.file)}
            continue
        yield {
            "file": report.file, "sheet": row.sheet, "row": row.number, "name": row.get("name"),
            "sex": row.get("sex"), "ethnic_group": row.get("ethnic_group"), "birth": row.get("birth"),
            "phone": row.get("phone"), "party": row.get("party"),
            "township_code": row.get("township_code"), "village_code": row.get("village_code"),
            "status": row.status, "problems": row_problems(row, report.file),
        }  # fmt: skip
