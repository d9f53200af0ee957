"""Structure of a term: every part adds up, every number opens its list, and the roster stays in its place."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from lianxin.accounts.testing import make_grant, make_user, sign_in
from lianxin.divisions.testing import make_places
from lianxin.journal.models import Entry
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError, NotFound
from lianxin.kit.scope import scope
from lianxin.people import actions, structure
from lianxin.people.actions import facts
from lianxin.people.actions.facts import Facts
from lianxin.people.actions.roster import RosterEntry, record_roster

SETUP = Actor(source="setup", name="装机")
OFFICE = Actor(user_id=7, grant_id=7, role=Role.DEPUTY_AFFAIRS, place="532301", name="代工委")
NEIGHBOUR = Actor(user_id=8, grant_id=8, role=Role.DEPUTY_AFFAIRS, place="532302", name="邻县")
ON = date(2026, 3, 3)
PEOPLE = [
    ("单文华", "f", "彝族", "1991-03", "中共党员", "大学本科", "农民"),
    ("李明", "m", "汉族", "1970-03-04", "民盟盟员", "大学专科", "专业技术人员"),
    ("王芳", "f", "白族", "1960-01", "群众", "研究生", "党政领导干部"),
    ("赵刚", "m", "汉族", "", "", "", ""),
]


@dataclass
class Cast:
    old: int
    term: int
    ids: dict[str, int]


@pytest.fixture
def cast(db: None, noon: datetime) -> Cast:
    with scope(SETUP):
        make_places()
        made = actions.record_congress(
            level=3, division_code="532301", name="楚雄市人大", actor=SETUP, at=noon
        )
        old, term = (
            actions.open_term(congress_id=made.pk, number=n, starts_on=day, actor=SETUP, at=noon).pk
            for n, day in ((2, date(2017, 1, 1)), (3, date(2022, 1, 1)))
        )
    with scope(OFFICE):
        entries = [
            RosterEntry(
                name=name, home_code="532301101001", sex=sex, ethnic_group=group, birth=birth, party=party,
                education=school, identity=identity, since=date(2022, 1, 1),
            )
            for name, sex, group, birth, party, school, identity in PEOPLE
        ]  # fmt: skip
        results = record_roster(term_id=term, entries=entries, actor=OFFICE, at=noon)
        ids = {entry.name: made.person_id for entry, made in zip(entries, results, strict=True)}
        actions.give_mandate(
            person_id=ids["单文华"], term_id=old, home_code="532301101001", electoral_district="",
            since=date(2017, 1, 1), actor=OFFICE, at=noon,
        )  # fmt: skip
    return Cast(old, term, ids)


def table(actor: Actor, term: int) -> dict[str, dict[str, int]]:
    with scope(actor):
        found = structure.structure(actor, term, on=ON)
    return {part.code: {cell.value: cell.count for cell in part.cells} for part in found.dimensions}


def test_every_part_of_the_table_is_counted_from_the_records(cast: Cast) -> None:
    found = table(OFFICE, cast.term)
    assert found["sex"] == {"女": 2, "男": 2}
    assert found["minority"] == {"少数民族": 2, "汉族": 2}
    assert found["ethnic"] == {"彝族": 1, "白族": 1, "汉族": 2}
    assert found["party"] == {"中共党员": 1, "民主党派": 1, "群众": 1, "未填": 1}
    assert found["education"] == {"大学本科": 1, "大学专科": 1, "研究生": 1, "未填": 1}
    assert found["front_line"] == {"一线工人、农民、专业技术人员": 2, "其他": 1, "未填": 1}
    assert found["again"] == {"连任": 1, "新当选": 3}
    assert found["age"] == {"35 岁及以下": 1, "46—55 岁": 1, "61 岁及以上": 1, "未填": 1}


def test_an_age_grows_on_the_birthday(cast: Cast) -> None:
    with scope(OFFICE):
        before = structure.structure(OFFICE, cast.term, on=date(2026, 3, 3))
        after = structure.structure(OFFICE, cast.term, on=date(2026, 3, 4))
    ages = [
        {c.value for c in next(p for p in t.dimensions if p.code == "age").cells} for t in (before, after)
    ]
    assert "46—55 岁" in ages[0] and "56—60 岁" in ages[1]


def test_every_number_opens_a_list_of_that_length(cast: Cast) -> None:
    with scope(OFFICE):
        found = structure.structure(OFFICE, cast.term, on=ON)
        for part in found.dimensions:
            assert sum(cell.count for cell in part.cells) == found.total == 4
            for cell in part.cells:
                page = structure.listed(OFFICE, cast.term, part.code, cell.value, on=ON)
                assert (page.total, len(page.rows)) == (cell.count, cell.count)


def test_a_list_is_paged_without_gap_or_repeat(cast: Cast) -> None:
    with scope(OFFICE):
        first = structure.listed(OFFICE, cast.term, "sex", "女", on=ON, size=1)
        second = structure.listed(OFFICE, cast.term, "sex", "女", on=ON, size=1, after=first.next_after)
    assert [r.name for r in (*first.rows, *second.rows)] == ["单文华", "王芳"] and second.next_after == ""


def test_a_neighbour_finds_neither_the_term_nor_the_roster(cast: Cast) -> None:
    with scope(NEIGHBOUR), pytest.raises(NotFound):
        structure.structure(NEIGHBOUR, cast.term, on=ON)


def test_facts_are_corrected_by_hand_with_a_sentence_for_what_is_wrong(cast: Cast, noon: datetime) -> None:
    def change(**more: str) -> None:
        given = Facts("", "", "", "", "").__class__(
            **{"birth": "", "phone": "", "party": "", "education": "", "identity": ""} | more
        )
        with scope(OFFICE):
            facts.change_facts(person_id=cast.ids["赵刚"], facts=given, actor=OFFICE, at=noon)

    with pytest.raises(DomainError, match="1975-03"):
        change(birth="去年")
    with pytest.raises(DomainError, match="1975-03"):
        change(birth="1975-02-31")
    with pytest.raises(DomainError, match="电话号码看起来不对"):
        change(phone="12")
    change(birth="1980.05", party="群众", phone="138 0000 0001")
    assert table(OFFICE, cast.term)["party"]["群众"] == 2


@pytest.fixture
def client(cast: Cast) -> Client:
    browser, user = Client(), make_user("office")
    sign_in(browser, user, make_grant(user, Role.DEPUTY_AFFAIRS, "532301"))
    return browser


def test_the_page_leads_from_a_number_to_the_deputy(cast: Cast, client: Client) -> None:
    base = f"/manage/people/terms/{cast.term}/structure"
    page = client.get(base).content.decode()
    links = re.findall(rf'href="({base}/list\?[^"]+)"', page)
    assert len(links) > 15
    text = client.get(links[0].replace("&amp;", "&")).content.decode()
    assert "单文华" in text and f"/manage/people/{cast.ids['单文华']}" in text
    assert "现在没有这样的代表" in client.get(f"{base}/list?by=sex&value=x").content.decode()
    assert client.get(f"{base}/list?by=horoscope&value=x").status_code == 404


def test_the_table_is_taken_out_as_csv_and_as_a_workbook_and_the_journal_says_who(
    cast: Cast, client: Client
) -> None:
    address = f"/manage/people/terms/{cast.term}/structure/export"
    assert client.get(address).status_code == 405
    made = client.post(address, {"kind": "csv"}).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(made)))
    assert ["性别", "女", "2", "50.0%"] in rows
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.post(address, {"kind": "xlsx"}).content))
    assert ["性别", "女", 2.0, "50.0%"] in book.get_sheet_by_index(0).to_python()
    assert client.post(address, {"kind": "exe"}).status_code == 404
    with scope(OFFICE):
        assert Entry.objects.filter(event="people.structure.exported").count() == 2


def test_facts_are_corrected_on_their_page(cast: Cast, client: Client) -> None:
    address = f"/manage/people/{cast.ids['赵刚']}/facts"
    assert "1975-03" in client.post(address, {"birth": "abc"}).content.decode()
    assert client.post(address, {"birth": "1980-05", "identity": "农民"}).status_code == 302
    assert "农民" in client.get(f"/manage/people/{cast.ids['赵刚']}").content.decode()


def test_the_page_stays_within_its_queries(cast: Cast, client: Client, django_assert_max_num_queries) -> None:
    client.get(f"/manage/people/terms/{cast.term}/structure")
    with django_assert_max_num_queries(11):
        client.get(f"/manage/people/terms/{cast.term}/structure")
