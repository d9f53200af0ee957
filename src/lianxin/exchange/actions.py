"""Steps of an import: upload, say what the columns are, repair, apply all or none, undo. And exports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.exchange import access, engine, workbooks
from lianxin.exchange.kinds import registry
from lianxin.exchange.kinds.base import Context, Made
from lianxin.exchange.models import Import, ImportRow
from lianxin.exchange.places import PlaceIndex
from lianxin.exchange.words import ImportState
from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotAllowed
from lianxin.kernel.text import clean

_RUNNING = (ImportState.CHECKING, ImportState.APPLYING)
_BATCH = 500


@transaction.atomic
def upload(*, kind: str, data: bytes, file_name: str, term: int | None, actor: Actor, at: datetime) -> Import:
    """Keep a file for the steps that follow. Raises DomainError when it cannot be read as a table.

    Files whose undo has run out go at the same time: they hold personal data that nobody needs any more.
    """
    _require_importer(actor)
    registry.kind(kind)
    order = engine.Order(kind=kind, place=actor.place, actor=actor, at=at)
    found = engine.parsed(engine.sheets_of(data, file_name), order)
    mapping = {
        x.sheet: [x.header_row, x.height, {str(k): v for k, v in x.fields.items()}] for x in found.layouts
    }
    made = Import.objects.create(
        kind=kind, division_code=actor.place, user_id=actor.user_id or 0, grant_id=actor.grant_id or 0,
        file_name=clean(file_name)[:120], data=data, term=term if term is not None else found.term,
        state=ImportState.UPLOADED, mapping=mapping, created_at=at,
    )  # fmt: skip
    _forget_old(actor, at)
    journal.write(
        "exchange.import", made.pk, "exchange.import.uploaded",
        actor=actor, at=at, division_code=actor.place, after=kind,
    )  # fmt: skip
    return made


def _require_importer(actor: Actor) -> None:
    if actor.role not in access.IMPORTERS or not actor.place:
        raise NotAllowed(_("只有本级人大的代表工作岗位可以导入，请换到对应岗位再试。"))


def _forget_old(actor: Actor, at: datetime) -> None:
    old = access.imports_visible_to(actor).filter(created_at__lt=at - access.UNDO_FOR * 2)
    ImportRow.objects.filter(of__in=old).delete()
    old.update(data=b"", made=[], repairs=[], decisions=[])


@transaction.atomic
def choose_columns(
    *, import_id: int, mapping: Mapping[str, list[object]], term: int | None, actor: Actor, at: datetime
) -> Import:
    """Say which column is what, and check every row against what is recorded."""
    found = _changeable(actor, import_id)
    kind = registry.kind(found.kind)
    required = {c.field for c in kind.columns if c.is_required}
    for sheet, (_row, _height, fields) in mapping.items():
        missing = required - set(dict(fields).values())  # type: ignore[call-overload]  # JSON of our own
        if missing:
            heads = "、".join(c.head for c in kind.columns if c.field in missing)
            raise DomainError(
                _("工作表“%(sheet)s”还没有指出哪一列是“%(heads)s”，请选好再继续。")
                % {"sheet": sheet or found.file_name, "heads": heads}
            )
    if not mapping:
        raise DomainError(_("请至少留一个工作表来导入。"))
    found.mapping, found.term = dict(mapping), term
    found.save(update_fields=["mapping", "term"])
    return _start(found, ImportState.CHECKING)


@transaction.atomic
def repair(
    *,
    import_id: int,
    repairs: list[tuple[str, int, str, str]],
    decisions: list[tuple[str, int, int]],
    actor: Actor,
    at: datetime,
) -> Import:
    """Take repairs of single cells, and answers to "is this the same person", and check again."""
    found = _changeable(actor, import_id)
    cells = {(s, n, f): v for s, n, f, v in found.repairs} | {(s, n, f): v for s, n, f, v in repairs}
    answers = {(s, n): p for s, n, p in found.decisions} | {(s, n): p for s, n, p in decisions}
    found.repairs = [[*key, value] for key, value in cells.items()]
    found.decisions = [[*key, person] for key, person in answers.items()]
    found.save(update_fields=["repairs", "decisions"])
    return _start(found, ImportState.CHECKING)


@transaction.atomic
def repair_all(*, import_id: int, actor: Actor, at: datetime) -> Import:
    """Take every proposed repair at once."""
    found = _changeable(actor, import_id)
    proposed = [
        (row.sheet, row.number, str(p["field"]), str(p["repair"]))
        for row in found.rows.filter(status="rejected").order_by("position")
        for p in row.problems
        if p["repair"] and p["weight"] == "error"
    ]
    return repair(import_id=import_id, repairs=proposed, decisions=[], actor=actor, at=at)


@transaction.atomic
def start_apply(*, import_id: int, actor: Actor, at: datetime) -> Import:
    """Import all valid rows; asking twice starts it once."""
    found = access.locked(actor, import_id)
    if found.state in {ImportState.APPLYING, ImportState.APPLIED}:
        return found
    if found.state != ImportState.CHECKED:
        raise DomainError(_("请先核对，再导入。"))
    return _start(found, ImportState.APPLYING)


def _changeable(actor: Actor, import_id: int) -> Import:
    found = access.locked(actor, import_id)
    if found.state not in {ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED}:
        raise DomainError(_("这次导入正在进行或已经完成，不能再改。要改请重新上传。"))
    if not found.data:
        raise DomainError(_("这个文件已经按规定清理了，请重新上传。"))
    return found


def _start(found: Import, state: ImportState) -> Import:
    found.state, found.done, found.error = state, 0, ""
    found.save(update_fields=["state", "done", "error"])
    from lianxin.exchange import tasks  # procrastinate needs the app registry ready

    if settings.LIANXIN_JOBS == "inline":
        tasks.run_step(import_id=found.pk, user_id=found.user_id, grant_id=found.grant_id)
        found.refresh_from_db()
    else:
        tasks.step.defer(import_id=found.pk, user_id=found.user_id, grant_id=found.grant_id)
    return found


def keep_report(*, import_id: int, report: engine.Report, actor: Actor, at: datetime) -> None:
    """Keep what the check or the import found, in the caller's transaction, which holds the whole step."""
    found = access.locked(actor, import_id)
    applied = found.state == ImportState.APPLYING
    told = report.as_dict()
    found.counts = {k: v for k, v in told.items() if k != "problems"} | {
        "skipped_lines": [[s, x.number, x.reason] for s, x in report.parsed.skipped[:50]],
        "unused_sheets": report.parsed.unused_sheets,
    }
    found.labels = {x.sheet: x.labels for x in report.parsed.layouts}
    found.state = ImportState.APPLIED if applied else ImportState.CHECKED
    found.applied_at, found.done = at if applied else None, len(report.rows)
    found.made = [asdict(m) for m in report.made] if applied else []
    found.save(update_fields=["counts", "labels", "state", "applied_at", "done", "made"])
    found.rows.all().delete()
    rows = (
        ImportRow(
            of=found, division_code=found.division_code, position=at_row, sheet=r.sheet[:120],
            number=r.number, status=r.status, has_problems=bool(r.problems), cells=r.values, raw=r.raw,
            problems=engine.row_problems(r, found.file_name), candidates=r.candidates,
            match_text=r.match_text[:300],
        )
        for at_row, r in enumerate(report.rows, start=1)
    )  # fmt: skip
    ImportRow.objects.bulk_create(rows, batch_size=_BATCH)
    if applied:
        journal.write(
            "exchange.import", found.pk, "exchange.import.applied",
            actor=actor, at=at, division_code=found.division_code, after=found.kind,
        )  # fmt: skip


@transaction.atomic
def note_failure(*, import_id: int, sentence: str, actor: Actor, at: datetime) -> None:
    """Nothing was imported; the page says why, and the file can be tried again."""
    found = access.locked(actor, import_id)
    if found.state in _RUNNING:
        found.state, found.error = ImportState.FAILED, sentence[:400]
        found.save(update_fields=["state", "error"])


@transaction.atomic
def note_progress(*, import_id: int, done: int, actor: Actor) -> None:
    """So many rows are read."""
    access.imports_visible_to(actor).filter(pk=import_id, state__in=_RUNNING).update(done=done)


@transaction.atomic
def undo(*, import_id: int, actor: Actor, at: datetime) -> Import:
    """Take the whole import back, within seven days and while nothing depends on it."""
    found = access.locked(actor, import_id)
    if found.state == ImportState.UNDONE:
        return found
    access.require_may_undo(found, at)
    context = Context(found.division_code, actor, at, PlaceIndex(found.division_code), found.term)
    made = [Made(**m) for m in found.made]
    registry.kind(found.kind).undo(made, context, _("撤销第 %(n)d 次导入") % {"n": found.pk})
    found.state, found.undone_at = ImportState.UNDONE, at
    found.save(update_fields=["state", "undone_at"])
    journal.write(
        "exchange.import", found.pk, "exchange.import.undone",
        actor=actor, at=at, division_code=found.division_code, after=found.kind,
    )  # fmt: skip
    return found


@transaction.atomic
def export(*, kind: str, actor: Actor, at: datetime) -> bytes:
    """A workbook of what is recorded, which imports again unchanged; that it was made is on record."""
    _require_importer(actor)
    context = Context(actor.place, actor, at, PlaceIndex(actor.place))
    chosen = registry.kind(kind)
    data = workbooks.export(chosen, chosen.export(context))
    journal.write(
        "exchange.export", 0, "exchange.export.made",
        actor=actor, at=at, division_code=actor.place, after=kind,
    )  # fmt: skip
    return data
