# ruff: noqa: E501 - a column with its synonyms is read as one line, and Chinese counts double
"""Deputies with their seats in one term: who is who, then one bulk action of the people room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.divisions import reads as divisions
from lianxin.exchange.kinds import dependants
from lianxin.exchange.kinds.base import Context, Kind, Made, resolve_place, warn_missing
from lianxin.exchange.sheets import cleaners as clean
from lianxin.exchange.sheets.columns import Column, Row, Weight
from lianxin.kernel.errors import DomainError
from lianxin.links import reads as links
from lianxin.people import actions as people
from lianxin.people import reads
from lianxin.people.actions import roster
from lianxin.people.words import MandateState

# fmt: off
COLUMNS = (
    Column("county", "县（市、区）", ("县市区", "所属县", "县区", "所在县"), clean.place, fills_down=True),
    Column("delegation", "代表团", ("所属代表团", "所在代表团", "代表小组", "所属代表小组"), clean.line, fills_down=True),
    Column("township", "乡镇（街道）", ("乡镇街道", "乡镇", "所属乡镇", "所在乡镇", "乡镇名称", "街道", "镇街", "镇乡",
           "所在乡镇街道", "所属乡镇街道", "乡镇街道名称", "镇街道", "乡镇办"), clean.place, fills_down=True),
    Column("village", "村（社区）", ("村社区", "村居", "村委会", "所在村", "所属村", "社区", "村", "村名", "所在村社区", "所属村社区",
           "村委会社区", "行政村", "所在地", "村居委会", "村民委员会", "村社区名称"), clean.place, fills_down=True),
    Column("electoral_district", "选区（选举单位）", ("选区", "选举单位", "所在选区", "所属选区", "选区名称", "当选选区", "选区选举单位"),
           clean.line, fills_down=True, most=80),
    Column("name", "姓名", ("代表姓名", "人大代表姓名", "名字", "代表", "人员姓名"), clean.name, is_required=True, most=60),
    Column("sex", "性别", ("男女", "性別"), clean.sex),
    Column("ethnic_group", "民族", ("族别", "族別", "民族成份", "民族成分"), clean.ethnic_group),
    Column("birth", "出生年月", ("出生日期", "出生年月日", "出生", "生日", "出生时间", "生年月"), clean.day),
    Column("party", "政治面貌", ("党派", "政治面目", "党派团体", "政治身份", "所属党派"), clean.party),
    Column("education", "文化程度", ("学历", "最高学历", "学历学位", "教育程度", "文化水平"), clean.line, most=20),
    Column("identity", "代表结构类别", ("职业构成", "身份类别", "代表类别", "结构类别", "代表构成", "界别"), clean.line, most=20),
    Column("occupation", "工作单位和职务", ("工作单位及职务", "单位及职务", "工作单位职务", "单位职务", "职务", "工作单位", "职业",
           "现任职务", "单位和职务"), clean.line, most=80),
    Column("phone", "联系电话", ("手机", "电话号码", "手机号码", "手机号", "电话", "联系方式", "移动电话", "联系手机", "手机电话",
           "联系号码", "本人电话"), clean.phone),
    Column("card_no", "代表证号", ("证号", "代表证编号", "代表证号码"), clean.line, most=20),
    Column("since", "当选日期", ("当选时间", "任职时间", "任职日期", "当选年月"), clean.day),
)
# fmt: on
EXAMPLE = (
    {
        "name": "王芳",
        "sex": "女",
        "ethnic_group": "彝族",
        "birth": "1980-05",
        "party": "中共党员",
        "occupation": "村医",
        "phone": "13800000001",
        "electoral_district": "第一选区",
    },
)  # fmt: skip
_DISTINCT = ("birth", "sex")
_LEVELS = {2: 1, 4: 2, 6: 3, 9: 4}


@dataclass(frozen=True, slots=True)
class _Someone:
    """A person the row may be about: recorded already, or standing further up in the same file."""

    id: int | None
    sex: str
    birth: str
    phone: str
    homes: tuple[str, ...]  # of seats in this term
    districts: tuple[str, ...]
    cards: tuple[str, ...]
    text: str
    row: Row | None = None


def match(rows: Sequence[Row], context: Context) -> None:
    """Say of each row whom it is about: a strong sign, the same seat, or a question to the person who imports."""
    term_id = _term_id(context)
    for row in rows:
        resolve_place(row, context)
        warn_missing(row, "sex", "ethnic_group")
    names = {row.get("name") for row in rows if row.get("name")}
    known: dict[str, list[_Someone]] = defaultdict(list)
    people_here = reads.known_people(context.actor, names)
    divisions.remember({seat.home_code for person in people_here for seat in person.seats})
    for person in people_here:
        known[person.name].append(_recorded(person, term_id))
    taken: dict[int, Row] = {}
    for row in rows:
        if row.is_valid:
            _match_row(row, known[row.get("name")], taken, context)


def _recorded(person: reads.KnownPerson, term_id: int | None) -> _Someone:
    here = [seat for seat in person.seats if seat.term_id == term_id]
    homes = here or list(person.seats)
    place = divisions.path_name(homes[0].home_code) if homes else ""
    text = "，".join(t for t in (person.name, place, person.occupation) if t)
    return _Someone(
        person.id, person.sex, person.birth, person.phone, tuple(s.home_code for s in here),
        tuple(s.district for s in here), tuple(s.card_no for s in person.seats if s.card_no), text,
    )  # fmt: skip


def _from_row(row: Row) -> _Someone:
    return _Someone(
        None, row.get("sex"), row.get("birth"), row.get("phone"), (row.get("home_code"),),
        (row.get("electoral_district"),), (row.get("card_no"),) if row.get("card_no") else (),
        _("第 %(n)d 行") % {"n": row.number}, row,
    )  # fmt: skip


def _match_row(row: Row, known: list[_Someone], taken: dict[int, Row], context: Context) -> None:
    decided = context.decisions.get((row.sheet, row.number))
    if decided is not None:
        found = next((k for k in known if k.id == decided), None) if decided else None
    else:
        found = _same(row, known)
    if not row.is_valid:
        return
    if found is None:
        if any(k.row is not None for k in known):
            row.add("name", "same_name_in_file", weight=Weight.WARNING)
        known.append(_from_row(row))
        return
    earlier = found.row or taken.get(found.id or 0)
    if earlier is not None:
        _repeat(row, earlier)
        return
    row.match_id, row.match_text = found.id, found.text
    taken[found.id or 0] = row


def _repeat(row: Row, earlier: Row) -> None:
    """The same person again: the first row counts, and what it lacks is not taken from the second."""
    row.status, row.match_text = "repeated", _("第 %(n)d 行") % {"n": earlier.number}
    row.add("name", "repeated", value=str(earlier.number), weight=Weight.WARNING)


def _same(row: Row, known: Iterable[_Someone]) -> _Someone | None:
    """Whom the row is about; a question or a contradiction becomes an error of the row."""
    people = list(known)
    strong = [k for k in people if _is_strong(row, k)]
    torn = [k for k in strong if _differ(row, k)]
    if any(_same_number(row, k) for k in torn) and len(torn) == len(strong):
        row.add("name", "contradicts", value=torn[0].text)
        row.candidates = [(k.id, k.text) for k in torn if k.id]
        return None
    strong = [k for k in strong if k not in torn]
    if len(strong) == 1:
        return strong[0]
    able = [k for k in people if not _differ(row, k)]
    seated = [k for k in (strong or able) if _same_seat(row, k)]
    if len(seated) == 1:
        return seated[0]
    open_questions = [k for k in (strong or seated or able) if k.id is not None and not _elsewhere(row, k)]
    if open_questions:
        row.add("name", "maybe_same_person", value="；".join(k.text for k in open_questions))
        row.candidates = [(k.id, k.text) for k in open_questions if k.id]
    return None


def _is_strong(row: Row, other: _Someone) -> bool:
    """The same number, or the same birth. A month alone is weak when phone and home are others."""
    day, their = row.get("birth"), other.birth
    by_day = len(day) == 10 and day == their
    by_month = bool(day and their) and min(len(day), len(their)) == 7 and day[:7] == their[:7]
    return _same_number(row, other) or by_day or (by_month and not _elsewhere(row, other))


def _same_number(row: Row, other: _Someone) -> bool:
    phone = bool(row.get("phone")) and row.get("phone") == other.phone
    return phone or (bool(row.get("card_no")) and row.get("card_no") in other.cards)


def _differ(row: Row, other: _Someone) -> bool:
    """Whether a fact that does not change says they are two people."""
    day, their = row.get("birth"), other.birth
    born = bool(day and their) and day[:7] != their[:7]
    if len(day) == len(their) == 10:
        born = day != their
    return born or (bool(row.get("sex") and other.sex) and row.get("sex") != other.sex)


def _same_seat(row: Row, other: _Someone) -> bool:
    """The same home, and no other district. A different phone in the same seat is another person in one file."""
    if other.row is not None and row.get("phone") and other.phone and row.get("phone") != other.phone:
        return False
    district = row.get("electoral_district")
    at_home = row.get("home_code") in other.homes
    other_district = bool(district) and any(other.districts) and district not in other.districts
    return at_home and not other_district


def _elsewhere(row: Row, other: _Someone) -> bool:
    """Another phone and another home: nothing speaks for one person."""
    phones = bool(row.get("phone") and other.phone) and row.get("phone") != other.phone
    return phones and row.get("home_code") not in other.homes


def _term_id(context: Context) -> int | None:
    terms = reads.terms_of(context.place)
    if context.term is not None:
        return next((t.id for t in terms if t.number == context.term), None)
    return terms[0].id if terms else None


def apply(rows: Sequence[Row], context: Context) -> list[Made]:
    """Record all valid rows in one term; sets each row's status."""
    todo = [row for row in rows if row.is_valid and row.status != "repeated"]
    for row in rows:
        if row.status == "repeated":
            row.status = "unchanged"
    if not todo:
        return []
    term_id = _term_id(context) or _open_term(context)
    results = roster.record_roster(
        term_id=term_id, entries=[_entry(row) for row in todo], actor=context.actor, at=context.at
    )
    made: list[Made] = []
    for row, result in zip(todo, results, strict=True):
        row.status, row.match_id = result.status, result.person_id
        made += [Made(c.kind, c.id, c.after, c.before) for c in result.changes]
    return made


def _entry(row: Row) -> roster.RosterEntry:
    day = row.get("since")
    # 代表团 stands where no district is given: it is where people find the deputy of an indirect election.
    district = row.get("electoral_district") or row.get("delegation")[:80]
    return roster.RosterEntry(
        name=row.get("name"), home_code=row.get("home_code"), person_id=row.match_id, sex=row.get("sex"),
        ethnic_group=row.get("ethnic_group"), occupation=row.get("occupation"), birth=row.get("birth"),
        phone=row.get("phone"), party=row.get("party"), education=row.get("education"),
        identity=row.get("identity"), electoral_district=district,
        card_no=row.get("card_no"),
        since=date.fromisoformat(day if len(day) == 10 else f"{day}-01") if day else None,
    )  # fmt: skip


def _open_term(context: Context) -> int:
    """The term the file names, opened with its congress when it is not there yet."""
    name = divisions.get(context.place).name
    if len(context.place) not in _LEVELS or name.endswith(("街道", "街道办事处")):
        raise DomainError(_("%(place)s没有本级人大，请选设有人大的地方再导入。") % {"place": name})
    if context.term is None:
        raise DomainError(_("还不知道是第几届。请写明届次（命令行用 --term），或者先登记这一届。"))
    congress = reads.congress_id_of(context.place)
    if congress is None:
        congress = people.record_congress(
            level=_LEVELS[len(context.place)], division_code=context.place,
            name=f"{name}人民代表大会", actor=context.actor, at=context.at,
        ).pk  # fmt: skip
    return people.open_term(
        congress_id=congress, number=context.term, starts_on=timezone.localdate(context.at),
        actor=context.actor, at=context.at,
    ).pk  # fmt: skip


def undo(made: Sequence[Made], context: Context, reason: str) -> None:
    """Take the roster back when no venue, post or matter holds one of its new people."""
    new = [m.id for m in made if m.kind == "person" and m.before is None]
    dependants.require_free_people(new)
    if links.any_link_of(context.actor, new):
        raise DomainError(_("导入的代表里有人已经登记了联系，不能整批撤销了。请逐个修改。"))
    changes = [roster.Change(**asdict(m)) for m in made]
    roster.withdraw_roster(changes=changes, actor=context.actor, at=context.at, reason=reason)


def export(context: Context) -> list[dict[str, str]]:
    """Deputies in office in the newest term of this congress, as rows that import again unchanged."""
    term_id = _term_id(context)
    return [
        _export_row(person, seat, context)
        for person in reads.known_people(context.actor)
        for seat in person.seats
        if seat.term_id == term_id and seat.state == MandateState.ACTIVE
    ]


def _export_row(person: reads.KnownPerson, seat: reads.KnownSeat, context: Context) -> dict[str, str]:
    names = context.places.names
    return {
        "county": names.get(seat.home_code[:6], "")
        if len(context.place) < 6 and len(seat.home_code) > 5
        else "",
        "township": names.get(seat.home_code[:9], "") if len(seat.home_code) >= 9 else "",
        "village": names.get(seat.home_code, "") if len(seat.home_code) == 12 else "",
        "electoral_district": seat.district,
        "name": person.name,
        "sex": {"f": "女", "m": "男"}.get(person.sex, ""),
        "ethnic_group": person.ethnic_group,
        "birth": person.birth,
        "party": person.party,
        "education": person.education,
        "identity": person.identity,
        "occupation": person.occupation,
        "phone": person.phone,
        "card_no": seat.card_no,
    }


_TOLD = {"sex": {"f": "女", "m": "男"}}
KIND = Kind("deputies", COLUMNS, match, apply, undo, export, EXAMPLE, told=_TOLD)
