# ruff: noqa: E501 - a column with its synonyms is read as one line, and Chinese counts double
"""Handling units, and the officer with whom each begins.

An officer becomes an account with the post of unit handler; it cannot sign in before an administrator has set
a password. Only those who may give posts open accounts: for others the unit is recorded and the row says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.accounts import actions as accounts
from lianxin.accounts import reads as account_reads
from lianxin.exchange.kinds import dependants
from lianxin.exchange.kinds.base import Context, Kind, Made, first_words, resolve_place
from lianxin.exchange.sheets import cleaners as clean
from lianxin.exchange.sheets.columns import Cleaned, Column, Row, Weight
from lianxin.exchange.sheets.reading import Value
from lianxin.exchange.sheets.text import closed
from lianxin.kernel.actor import Role
from lianxin.kernel.errors import DomainError
from lianxin.people import actions as people
from lianxin.people import reads
from lianxin.people.actions import unit_import
from lianxin.people.words import UnitKind

_KIND_WORDS = {
    UnitKind.GOVERNMENT: (
        "政府部门",
        "政府",
        "政府工作部门",
        "行政机关",
        "行政单位",
        "政府组成部门",
        "事业单位",
        "部门",
    ),
    UnitKind.TOWNSHIP: ("乡镇（街道）", "乡镇", "街道", "乡镇街道", "乡镇人民政府"),
    UnitKind.PARTY: ("党群部门", "党委部门", "党委", "群团", "党群", "群团组织", "党群机关"),
    UnitKind.COURT: ("法院", "人民法院", "审判机关"),
    UnitKind.PROCURATORATE: ("检察院", "人民检察院", "检察机关"),
    UnitKind.SUPERVISION: ("监察机关", "监委", "监察委员会", "纪委监委"),
    UnitKind.ENTERPRISE: ("企事业单位", "企业", "国有企业", "公司", "学校", "医院"),
}
_KIND_OF = {word: kind for kind, words in _KIND_WORDS.items() for word in words}
_BY_NAME = (
    (re.compile(r"(?:镇|乡|街道)(?:人民政府|办事处|政府|党委|党工委)?$"), UnitKind.TOWNSHIP),
    (re.compile(r"法院$"), UnitKind.COURT),
    (re.compile(r"检察院$"), UnitKind.PROCURATORATE),
    (re.compile(r"监委$|监察委员会$"), UnitKind.SUPERVISION),
    (re.compile(r"委$|部$|工会$|妇联$|团委$|联合会$|党校$"), UnitKind.PARTY),
    (re.compile(r"公司$|厂$|医院$|学校$|中学$|小学$|集团$|银行$|供电局$"), UnitKind.ENTERPRISE),
)
_GOVERNMENT = re.compile(r"发(?:展和)?改(?:革)?委|卫(?:生)?健(?:康)?委|国资委|委员会$")


def unit_kind(value: Value) -> Cleaned:
    """政府工作部门 -> government."""
    text = closed(value).replace("(", "（").replace(")", "）")
    if clean.is_blank(value):
        return Cleaned()
    found = _KIND_OF.get(text)
    return Cleaned(found.value) if found else Cleaned("", "not_a_unit_kind")


def unit_name(value: Value) -> Cleaned:
    """The full name without spaces."""
    return Cleaned(clean.line(value).value.replace(" ", ""))


# fmt: off
COLUMNS = (
    Column("county", "县（市、区）", ("县市区", "所属县"), clean.place, fills_down=True),
    Column("township", "乡镇（街道）", ("乡镇街道", "乡镇", "所属乡镇"), clean.place),
    Column("name", "单位全称", ("单位名称", "承办单位", "单位", "名称", "承办单位名称", "部门名称", "部门", "机构名称"),
           unit_name, is_required=True, most=60),
    Column("short_name", "简称", ("单位简称", "部门简称"), unit_name, most=24),
    Column("kind", "单位性质", ("性质", "类别", "单位类别", "单位类型", "类型", "机构性质"), unit_kind),
    Column("topics", "管哪些事", ("职责", "主要职责", "职能", "分管事项", "承办事项", "业务范围", "职责范围"), clean.line, most=200),
    Column("phone", "单位电话", ("办公电话", "值班电话", "座机", "电话", "联系电话", "单位联系电话", "办公室电话"), clean.phone),
    Column("officer", "经办人", ("联系人", "承办人", "经办人姓名", "联络员", "具体经办人", "联系人姓名"), clean.name, most=60),
    Column("officer_phone", "经办人电话", ("经办人手机", "联系人电话", "承办人电话", "手机", "手机号码", "联系人手机", "联络员电话"), clean.phone),
)
# fmt: on
EXAMPLE = (
    {
        "name": "楚雄市水务局",
        "short_name": "市水务局",
        "kind": "政府部门",
        "topics": "饮水、水利",
        "phone": "0878-3000000",
        "officer": "李明",
        "officer_phone": "13800000002",
    },
)  # fmt: skip


def match(rows: Sequence[Row], context: Context) -> None:
    """A unit is the one of the same name in the same place."""
    known = {(u.division_code, u.name): u for u in reads.known_units(context.place)}
    seen: dict[tuple[str, str], Row] = {}
    for row in rows:
        resolve_place(row, context)
        row.values.setdefault("kind", _kind_of_name(row.get("name")))
        row.values.setdefault("short_name", row.get("name")[:24])
        if row.get("officer") and not row.get("officer_phone"):
            row.add("officer", "officer_without_phone", weight=Weight.WARNING)
        if not row.is_valid:
            continue
        key = row.get("home_code"), row.get("name")
        if key in seen:
            row.status = "repeated"
            row.add("name", "repeated", value=str(seen[key].number), weight=Weight.WARNING)
            continue
        seen[key] = row
        if key in known:
            row.match_id, row.match_text = known[key].id, known[key].name


def _kind_of_name(name: str) -> str:
    if _GOVERNMENT.search(name):
        return UnitKind.GOVERNMENT.value
    return next((kind.value for shape, kind in _BY_NAME if shape.search(name)), UnitKind.GOVERNMENT.value)


_FACTS = ("short_name", "kind", "topics", "phone")


def apply(rows: Sequence[Row], context: Context) -> list[Made]:
    """Record new units, change what differs, open the officers' accounts."""
    known = {u.id: u for u in reads.known_units(context.place)}
    made: list[Made] = []
    for row in rows:
        if not row.is_valid or row.status == "repeated":
            row.status = "unchanged" if row.status == "repeated" else row.status
            continue
        made += _unit(row, known.get(row.match_id or 0), context)
        if row.get("officer") and row.get("officer_phone"):
            made += _officer(row, context)
    return made


def _unit(row: Row, known: reads.KnownUnit | None, context: Context) -> list[Made]:
    if known is None:
        facts = {name: row.get(name) for name in _FACTS}
        unit = people.record_unit(
            name=row.get("name"), short_name=facts["short_name"], kind=UnitKind(facts["kind"]),
            division_code=row.get("home_code"), topics=facts["topics"], phone=facts["phone"],
            actor=context.actor, at=context.at,
        )  # fmt: skip
        row.status, row.match_id = "created", unit.pk
        return [Made("unit", unit.pk, facts | {"division_code": row.get("home_code")})]
    before = {name: str(getattr(known, name)) for name in _FACTS}
    given = {c for c in _FACTS if c in row.cells and row.get(c)}
    after = {name: row.get(name) if name in given else before[name] for name in _FACTS}
    row.status = "unchanged" if after == before else "updated"
    if after == before:
        return []
    people.change_unit(
        unit_id=known.id, name=known.name, short_name=after["short_name"], kind=UnitKind(after["kind"]),
        topics=after["topics"], phone=after["phone"], actor=context.actor, at=context.at,
    )  # fmt: skip
    return [Made("unit", known.id, after, before)]


def _officer(row: Row, context: Context) -> list[Made]:
    """Open the account of the unit's officer, unless somebody of this phone has one already."""
    phone, unit_id = row.get("officer_phone"), row.match_id or 0
    known = account_reads.user_of_phone(phone)
    if known is not None and known[1] != row.get("officer"):
        why = _("这个号码已经是另一个人的账号，请核对。")
        row.add("officer_phone", "officer_not_opened", value=why, weight=Weight.WARNING)
        return []
    user_id = known[0] if known else None
    if user_id is not None and account_reads.holds_unit_post(user_id, unit_id, at=context.at):
        return []
    try:
        with transaction.atomic():
            if user_id is None:
                user_id = accounts.create_user(
                    login=phone, name=row.get("officer"), phone=phone, password=None,
                    actor=context.actor, at=context.at,
                ).pk  # fmt: skip
            accounts.give_grant(
                user_id=user_id, role=Role.UNIT_HANDLER, division_code=row.get("home_code"),
                label=_("%(unit)s经办人") % {"unit": row.get("short_name")}, reason=_("批量导入承办单位"),
                unit_id=unit_id, actor=context.actor, at=context.at,
            )  # fmt: skip
    except DomainError as error:
        row.add("officer", "officer_not_opened", value=str(error), weight=Weight.WARNING)
        return []
    row.status = "updated" if row.status == "unchanged" else row.status
    return [Made("officer", user_id, {})]


def undo(made: Sequence[Made], context: Context, reason: str) -> None:
    """Take units back that nobody works in and no matter has reached."""
    if any(m.kind == "officer" for m in made):
        raise DomainError(_("这次导入开了经办人账号，不能整批撤销。请在“岗位和账号”里逐个撤岗。"))
    new = [m.id for m in made if m.before is None]
    dependants.require_free_places(context.actor, unit_ids=new, venue_ids=[])
    unit_import.withdraw_units(
        made=[m.id for m in made if m.before is None],
        changed=[(m.id, m.before, m.after) for m in made if m.before is not None],
        actor=context.actor, at=context.at, reason=reason,
    )  # fmt: skip


def export(context: Context) -> list[dict[str, str]]:
    """Units in use of the place."""
    names = context.places.names
    return [
        {
            "county": names.get(u.division_code[:6], "") if len(context.place) < 6 <= len(u.division_code) else "",
            "township": names.get(u.division_code, "") if len(u.division_code) == 9 else "",
            "name": u.name, "short_name": u.short_name, "kind": _KIND_WORDS[UnitKind(u.kind)][0],
            "topics": u.topics, "phone": u.phone,
        }
        for u in reads.known_units(context.place)
        if u.is_active
    ]  # fmt: skip


_TOLD = {"kind": first_words(_KIND_WORDS)}
KIND = Kind("units", COLUMNS, match, apply, undo, export, EXAMPLE, told=_TOLD)
