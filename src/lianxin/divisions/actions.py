"""Importing places: all or nothing, again and again with the same result."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.divisions import reads
from lianxin.divisions.models import Division
from lianxin.divisions.spelling import short_name, spelled
from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.codes import LEVEL_LENGTHS
from lianxin.kernel.errors import DomainError, NotAllowed

YUNNAN = Path(__file__).parent / "data" / "yunnan.csv.gz"


@dataclass(frozen=True, slots=True)
class Counts:
    """What an import did."""

    rows: int
    created: int
    updated: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Row:
    """One checked line of the file."""

    code: str
    name: str
    level: int
    parent: str


def read_rows(path: Path) -> list[Row]:
    """Rows of a .csv or .csv.gz with columns code,name,level,parent.

    Raises DomainError naming line and column.
    """
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    reader = csv.DictReader(io.StringIO(text))
    if not {"code", "name", "level", "parent"} <= set(reader.fieldnames or []):
        raise DomainError(_("文件第一行要有四列：code、name、level、parent。"))
    rows = [_row(line, values) for line, values in enumerate(reader, start=2)]
    known = {row.code for row in rows}
    if len(known) != len(rows):
        raise DomainError(_("文件里有重复的代码，请检查。"))
    return rows


def _row(line: int, values: dict[str, str]) -> Row:
    code, name, parent = (values[key].strip() for key in ("code", "name", "parent"))
    if not reads.is_code(code):
        raise DomainError(
            _("第 %(line)d 行 code 列：“%(value)s”不是 2、4、6、9 或 12 位数字。")
            % {"line": line, "value": code}
        )
    level = LEVEL_LENGTHS.index(len(code)) + 1
    if values["level"].strip() != str(level):
        raise DomainError(
            _("第 %(line)d 行 level 列：代码 %(code)s 应当是 %(level)d 级。")
            % {"line": line, "code": code, "level": level}
        )
    if not name:
        raise DomainError(_("第 %(line)d 行 name 列：名称是空的。") % {"line": line})
    if level > 1 and not (code.startswith(parent) and len(parent) == LEVEL_LENGTHS[level - 2]):
        raise DomainError(
            _("第 %(line)d 行 parent 列：%(parent)s 不是 %(code)s 的上级。")
            % {"line": line, "parent": parent, "code": code}
        )
    return Row(code, name, level, parent)


@transaction.atomic
def import_divisions(*, rows: Sequence[Row], actor: Actor, at: datetime) -> Counts:
    """Create and update places from checked rows; places not in the file stay. About 3 s for a province.

    Raises NotAllowed for anybody but system administrators and set-up.
    """
    if actor.source != "setup" and actor.role != Role.SYSTEM_ADMIN:
        raise NotAllowed(_("只有系统管理岗可以导入行政区划。"))
    old = dict(Division.objects.filter(code__in=[row.code for row in rows]).values_list("code", "name"))
    changed = [row for row in rows if old.get(row.code) != row.name]
    for level in range(1, 6):
        Division.objects.bulk_create(
            [_division(row) for row in changed if row.level == level],
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "short_name", "pinyin", "initials"],
            batch_size=2000,
        )
    updated = sum(row.code in old for row in changed)
    if changed:
        journal.write(
            "divisions.tree", 0, "divisions.tree.imported",
            actor=actor, at=at, division_code=rows[0].code[:2], after=str(len(changed)),
        )  # fmt: skip
    transaction.on_commit(reads.forget)
    return Counts(len(rows), len(changed) - updated, updated, len(rows) - len(changed))


def _division(row: Row) -> Division:
    pinyin, initials = spelled(row.name)
    return Division(
        code=row.code,
        name=row.name,
        short_name=short_name(row.name, row.level),
        level=row.level,
        parent_id=row.parent or None,
        pinyin=pinyin,
        initials=initials,
    )
