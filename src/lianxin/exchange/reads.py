"""What the pages of an import show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from lianxin.exchange import access, engine, workbooks
from lianxin.exchange.kinds import registry
from lianxin.exchange.models import Import, ImportRow
from lianxin.exchange.orders import order_of
from lianxin.exchange.sheets.parsing import letter
from lianxin.exchange.words import KIND_LABELS, STATE_LABELS, STATUS_LABELS, ImportState
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import NotFound

_TONES = {
    ImportState.APPLIED: "done", ImportState.FAILED: "late", ImportState.CHECKING: "now",
    ImportState.APPLYING: "now", ImportState.UNDONE: "off",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ImportLine:
    """An import in the list."""

    id: int
    kind: str | Promise
    file_name: str
    state: str | Promise
    tone: str
    rows: int | None
    created_at: datetime


def newest(actor: Actor, *, before: int | None = None, size: int = 20) -> tuple[list[ImportLine], int | None]:
    """Imports of the place, the newest first, and the id below which the next page lies. One query."""
    found = access.imports_visible_to(actor).defer("data", "made", "repairs", "decisions", "mapping")
    if before is not None:
        found = found.filter(pk__lt=before)
    lines = list(found.order_by("-pk")[: size + 1])
    rows = [
        ImportLine(
            i.pk, KIND_LABELS[i.kind], i.file_name, STATE_LABELS[i.state],
            _TONES.get(ImportState(i.state), "todo"),
            i.counts.get("rows"), i.created_at,
        )
        for i in lines[:size]
    ]  # fmt: skip
    return rows, lines[size - 1].pk if len(lines) > size else None


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One import on its page."""

    id: int
    kind: str
    kind_label: str | Promise
    file_name: str
    state: str
    state_label: str | Promise
    term: int | None
    counts: Mapping[str, Any]
    done: int
    error: str
    is_running: bool
    may_undo: bool
    undo_until: datetime | None
    has_file: bool
    repairable: int
    has_problems: bool


def page(actor: Actor, import_id: int, *, at: datetime) -> ImportPage:
    """One import. Raises NotFound. Two queries."""
    found = _found(actor, import_id)
    repairable, any_problem = 0, False
    if found.state == ImportState.CHECKED:
        problems = list(found.rows.filter(has_problems=True).values_list("problems", flat=True))
        repairable = sum(bool(p["repair"]) and p["weight"] == "error" for row in problems for p in row)
        any_problem = bool(problems)
    return ImportPage(
        found.pk, found.kind, KIND_LABELS[found.kind], found.file_name, found.state,
        STATE_LABELS[found.state],
        found.term, found.counts, found.done, found.error,
        found.state in {ImportState.CHECKING, ImportState.APPLYING}, access.may_undo(found, at),
        found.applied_at + access.UNDO_FOR if found.applied_at else None, found.applied_at is None,
        repairable,
        any_problem,
    )  # fmt: skip


def _found(actor: Actor, import_id: int, *, with_data: bool = False) -> Import:
    found: QuerySet[Import] = access.imports_visible_to(actor).filter(pk=import_id)
    one = (found if with_data else found.defer("data", "made")).first()
    if one is None:
        raise NotFound(_("没有找到这次导入。它可能不归您管，或者已经清理了。"))
    return one


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell of the preview: what will be recorded, what is wrong, what is proposed."""

    field: str
    head: str
    text: str
    problems: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of the preview."""

    position: int
    sheet: str
    number: int
    status: str
    status_label: str | Promise
    match_text: str
    cells: tuple[CellView, ...]
    candidates: tuple[tuple[int, str], ...]
    loose: tuple[Mapping[str, Any], ...]


def rows(
    actor: Actor, import_id: int, *, only: str, after: int, size: int = 50
) -> tuple[list[RowView], list[str], int | None]:
    """Rows of the preview or result, their headings, and where the next page starts. Two queries."""
    found = _found(actor, import_id)
    wanted: QuerySet[ImportRow] = found.rows.filter(position__gt=after)
    if only == "problems":
        wanted = wanted.filter(has_problems=True)
    elif only in STATUS_LABELS:
        wanted = wanted.filter(status=only)
    lines = list(wanted.order_by("position")[: size + 1])
    given = {f for _row, _height, fields in found.mapping.values() for f in fields.values()}
    kind = registry.kind(found.kind)
    columns = [(c.field, c.head) for c in kind.columns if c.field in given]
    views = [_row_view(line, columns, kind.told) for line in lines[:size]]
    return views, [head for _f, head in columns], lines[size - 1].position if len(lines) > size else None


def _row_view(
    line: ImportRow, columns: list[tuple[str, str]], told: Mapping[str, Mapping[str, str]]
) -> RowView:
    cells = tuple(
        CellView(
            name, head, told.get(name, {}).get(line.cells.get(name, ""), line.cells.get(name, "")),
            tuple(p for p in line.problems if p["field"] == name),
        )
        for name, head in columns
    )  # fmt: skip
    shown = {name for name, _head in columns}
    return RowView(
        line.position, line.sheet, line.number, line.status, STATUS_LABELS.get(line.status, line.status),
        line.match_text, cells, tuple((c[0], c[1]) for c in line.candidates),
        tuple(p for p in line.problems if p["field"] not in shown),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of the file, to say what it is."""

    name: str
    label: str
    samples: str
    options: tuple[Mapping[str, object], ...]


@dataclass(frozen=True, slots=True)
class SheetView:
    """One sheet, or several that have the same heading."""

    key: str
    names: tuple[str, ...]
    header_row: int
    height: int
    columns: tuple[ColumnView, ...]


def columns(actor: Actor, import_id: int, *, at: datetime) -> list[SheetView]:
    """How each sheet was understood; sheets with the same heading are one. Two queries and the file."""
    found = _found(actor, import_id, with_data=True)
    kind = registry.kind(found.kind)
    sheets = engine.sheets_of(bytes(found.data), found.file_name)
    parsed = engine.parsed(
        [s for s in sheets if s.name in found.mapping], order_of(found, actor=actor, at=at)
    )
    auto = engine.parsed(sheets, engine.Order(kind=found.kind, place=found.division_code, actor=actor, at=at))
    labels = {x.sheet: x.labels for x in auto.layouts}
    groups: dict[tuple[object, ...], list[Any]] = {}
    for layout in parsed.layouts:
        words = labels.get(layout.sheet, {})
        shape = (layout.header_row, layout.height, tuple(words.items()), tuple(layout.fields.items()))
        groups.setdefault(shape, []).append(layout)
    return [_sheet_view(at_group, same, labels, kind) for at_group, same in enumerate(groups.values())]


def _sheet_view(at: int, same: list[Any], labels: Mapping[str, Mapping[int, str]], kind: Any) -> SheetView:
    first = same[0]
    words = labels.get(first.sheet, {})
    columns = []
    for column in range(max([*first.samples, *words, *first.fields], default=0) + 1):
        label, samples = words.get(column, ""), first.samples.get(column, ())
        if not (label or samples):
            continue
        chosen = first.fields.get(column, "")
        options: list[Mapping[str, object]] = [{"value": "", "label": _("不导入"), "selected": not chosen}]
        options += [{"value": c.field, "label": c.head, "selected": c.field == chosen} for c in kind.columns]
        columns.append(
            ColumnView(f"c-{at}-{column}", f"{letter(column)} {label}", " / ".join(samples), tuple(options))
        )
    return SheetView(str(at), tuple(x.sheet for x in same), first.header_row, first.height, tuple(columns))


def rejected_workbook(actor: Actor, import_id: int) -> bytes:
    """The rejected rows with their reasons. Two queries."""
    found = _found(actor, import_id)
    bad = list(found.rows.filter(status="rejected").order_by("position"))
    sheets = dict.fromkeys(row.sheet for row in bad)
    return workbooks.rejected_book(
        (
            sheet,
            {int(at): text for at, text in found.labels.get(sheet, {}).items()},
            [(row.raw, workbooks.reasons(row.problems), row.number) for row in bad if row.sheet == sheet],
        )
        for sheet in sheets
    )


def template(kind: str) -> bytes:
    """An empty workbook with the headings. Raises NotFound."""
    return workbooks.template(registry.kind(kind))
