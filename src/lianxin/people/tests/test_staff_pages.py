"""Deputies and units on the staff's desk: recorded in one's place, changed, ended, closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client

from lianxin.accounts.testing import make_grant, make_user, sign_in
from lianxin.divisions.testing import make_places
from lianxin.journal.models import Entry
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.scope import scope
from lianxin.people import actions, reads
from lianxin.people.models import Mandate, Person, Unit
from lianxin.people.views import RECORDERS

SETUP = Actor(source="setup", name="装机")
NESTED = 3  # a test runs in a transaction, so the request makes a savepoint and resets the scope
PERSON = {"name": "阿普·小明", "sex": "m", "ethnic_group": "彝族", "occupation": "教师", "introduction": ""}
SEAT = {"electoral_district": "第二选区", "home_code": "532301101001", "since": "2022-01-01", "card_no": ""}
UNIT = {"name": "楚雄市水务局", "short_name": "市水务局", "kind": "government", "topics": "饮水", "phone": ""}


@dataclass
class Cast:
    term_id: int
    other_term_id: int
    person_id: int
    stranger_id: int
    unit_id: int
    stranger_unit_id: int
    client: Callable[..., Client]


@pytest.fixture
def cast(db: None, noon) -> Cast:
    def term(code: str, name: str) -> int:
        congress = actions.record_congress(level=3, division_code=code, name=name, actor=SETUP, at=noon)
        opened = actions.open_term(
            congress_id=congress.pk, number=3, starts_on=date(2022, 1, 1), actor=SETUP, at=noon
        )
        return opened.pk

    def deputy(name: str, term_id: int, home: str) -> int:
        facts = actions.PersonFacts(name=name, sex="f", ethnic_group="白族")
        seat = actions.Seat(
            term_id=term_id, home_code=home, electoral_district="第一选区", since=date(2022, 1, 1)
        )
        return actions.record_deputy(facts=facts, seat=seat, actor=SETUP, at=noon).pk

    def unit(name: str, code: str) -> int:
        return actions.record_unit(
            name=name, short_name=name[:6], kind="government", division_code=code, actor=SETUP, at=noon
        ).pk

    def client(role: Role = Role.DEPUTY_AFFAIRS, place: str = "532301") -> Client:
        user, browser = make_user(f"{role}-{place}"), Client()
        sign_in(browser, user, make_grant(user, role, place, unit_id=1, venue_id=1, person_id=1))
        return browser

    with scope(SETUP):
        make_places()
        own, other = term("532301", "楚雄市人大"), term("532302", "禄丰市人大")
        return Cast(
            own,
            other,
            deputy("单文华", own, "532301101001"),
            deputy("李禄丰", other, "532302101001"),
            unit("楚雄市交通运输局", "532301"),
            unit("禄丰市交通运输局", "532302"),
            client,
        )


def events() -> list[str]:
    with scope(Actor(role=Role.AUDITOR, place="5323")):
        return list(Entry.objects.exclude(source="setup").order_by("id").values_list("event", flat=True))


@pytest.mark.parametrize("role", RECORDERS)
def test_the_lists_show_ones_place_and_no_other(cast: Cast, role: Role) -> None:
    browser = cast.client(role)
    page = browser.get("/manage/people/?q=shan&level=3").content.decode()
    assert "单文华" in page and "李禄丰" not in browser.get("/manage/people/").content.decode()
    page = browser.get("/manage/people/units?q=交通").content.decode()
    assert "楚雄市交通运输局" in page and "禄丰" not in page


@pytest.mark.parametrize("role", [r for r in Role if r not in RECORDERS and r != Role.CITIZEN])
def test_other_roles_do_not_find_the_pages(cast: Cast, role: Role) -> None:
    browser = cast.client(role)
    for path in ("", "new", f"{cast.person_id}", "units", "units/new", f"units/{cast.unit_id}/edit"):
        assert browser.get(f"/manage/people/{path}").status_code == 404


def test_a_neighbours_people_and_units_do_not_exist(cast: Cast) -> None:
    browser = cast.client()
    seat = Mandate.objects.get(person_id=cast.stranger_id)
    for path in (
        f"{cast.stranger_id}", f"{cast.stranger_id}/edit", f"{cast.stranger_id}/seats/new",
        f"seats/{seat.pk}/end", f"units/{cast.stranger_unit_id}/edit", f"units/{cast.stranger_unit_id}/close",
    ):  # fmt: skip
        assert browser.get(f"/manage/people/{path}").status_code == 404
    assert browser.post(f"/manage/people/units/{cast.stranger_unit_id}/reopen").status_code == 404


def test_a_deputy_is_recorded_with_the_first_seat(cast: Cast) -> None:
    browser = cast.client()
    answer = browser.post("/manage/people/new", PERSON | SEAT | {"term_id": cast.term_id})
    person = Person.objects.get(name="阿普·小明")
    assert answer.headers["Location"] == f"/manage/people/{person.pk}"
    assert "第二选区" in browser.get(f"/manage/people/{person.pk}").content.decode()
    assert events() == ["people.person.recorded", "people.mandate.given"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "请填姓名"),
        ({"since": "去年"}, "日期请填成"),
        ({"home_code": "999999"}, "没有这个编码的地方"),
        ({"term_id": "other"}, "请在清单里选"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(cast: Cast, wrong: dict, sentence: str) -> None:
    if wrong.get("term_id"):
        wrong = {"term_id": cast.other_term_id}
    page = cast.client().post("/manage/people/new", PERSON | SEAT | {"term_id": cast.term_id} | wrong)
    assert sentence in page.content.decode() and "第二选区" in page.content.decode()
    assert not Person.objects.filter(name=PERSON["name"]).exists()


def test_a_home_outside_ones_place_is_refused_and_nothing_is_kept(cast: Cast) -> None:
    facts = PERSON | SEAT | {"term_id": cast.term_id, "home_code": "532302101001"}
    assert cast.client().post("/manage/people/new", facts).status_code == 403
    assert not Person.objects.filter(name=PERSON["name"]).exists()


def test_a_second_seat_in_one_term_is_refused(cast: Cast) -> None:
    page = cast.client().post(f"/manage/people/{cast.person_id}/seats/new", SEAT | {"term_id": cast.term_id})
    assert "已经登记过资格" in page.content.decode()


def test_changing_a_person_changes_the_spelling_too(cast: Cast) -> None:
    cast.client().post(f"/manage/people/{cast.person_id}/edit", PERSON | {"name": "曾小明"})
    assert Person.objects.get(pk=cast.person_id).initials == "zxm"
    assert events() == ["people.person.changed"]


def test_a_seat_ends_with_a_legal_reason_and_leaves_the_public_list(cast: Cast) -> None:
    seat, browser = Mandate.objects.get(person_id=cast.person_id), cast.client()
    address = f"/manage/people/seats/{seat.pk}/end"
    facts = {"on": "2026-03-01", "reason": "", "ground": "resigned"}
    assert "请写明终止" in browser.post(address, facts).content.decode()
    assert "请选法定原因" in browser.post(address, {"on": "2026-03-01", "reason": "公告"}).content.decode()
    browser.post(address, facts | {"reason": "常委会公告第 3 号"})
    assert "单文华" not in {row.name for row in reads.search_deputies(place="532301")}
    assert "辞职被接受" in browser.get(f"/manage/people/{cast.person_id}").content.decode()
    assert browser.get(address).status_code == 404
    assert events() == ["people.mandate.ended"]


def test_a_unit_is_recorded_changed_closed_and_reopened(cast: Cast) -> None:
    browser = cast.client()
    browser.post("/manage/people/units/new", UNIT | {"division_code": "532301"})
    unit = Unit.objects.get(name="楚雄市水务局")
    browser.post(f"/manage/people/units/{unit.pk}/edit", UNIT | {"topics": "饮水、河道"})
    browser.post(f"/manage/people/units/{unit.pk}/close", {"reason": "机构改革"})
    assert unit.pk not in {row.id for row in reads.units_for("532301101001")}
    browser.post(f"/manage/people/units/{unit.pk}/reopen")
    assert "饮水、河道" in {row.topics for row in reads.units_for("532301101001")}
    names = ["recorded", "changed", "closed", "reopened"]
    assert events() == [f"people.unit.{name}" for name in names]


def test_a_second_unit_of_one_name_is_refused_with_a_sentence(cast: Cast) -> None:
    facts = UNIT | {"name": "楚雄市交通运输局", "division_code": "532301"}
    assert "同名的单位" in cast.client().post("/manage/people/units/new", facts).content.decode()


def test_pages_stay_within_their_queries(cast: Cast, django_assert_max_num_queries) -> None:
    browser = cast.client()
    for path, most in (("", 5), ("units", 5), (f"{cast.person_id}", 8)):
        browser.get(f"/manage/people/{path}")
        with django_assert_max_num_queries(most + NESTED):
            assert browser.get(f"/manage/people/{path}").status_code == 200


def test_an_administrator_gives_a_post_from_the_page_of_a_deputy_or_a_unit(cast: Cast) -> None:
    administrator, office = cast.client(Role.TENANT_ADMIN), cast.client()
    for page, link in (
        (
            f"/manage/people/{cast.person_id}",
            f"role=deputy&amp;person_id={cast.person_id}&amp;division_code=532301101001",
        ),
        ("/manage/people/units", f"role=unit_handler&unit_id={cast.unit_id}&division_code=532301"),
    ):
        assert link in administrator.get(page).content.decode()
        assert "/accounts/grants/new?" not in office.get(page).content.decode()
    form = administrator.get(
        f"/accounts/grants/new?role=deputy&person_id={cast.person_id}&division_code=532301101001"
    ).content.decode()
    assert '<option value="deputy" selected>' in form
    assert f'name="person_id" value="{cast.person_id}"' in form
    assert 'name="division_code" value="532301101001"' in form
