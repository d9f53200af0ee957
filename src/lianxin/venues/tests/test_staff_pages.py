"""Venues on the staff's desk: found in one's place, opened, changed, closed, with members and plates."""

from __future__ import annotations

import io
import unicodedata
from datetime import date

import pytest
from pypdf import PdfReader

from lianxin.journal.models import Entry
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError, NotAllowed, NotFound
from lianxin.kit.scope import scope
from lianxin.venues import actions
from lianxin.venues.models import Membership, Plate, Venue
from lianxin.venues.reads import plate_by_code
from lianxin.venues.tests.conftest import SETUP, VILLAGE, Cast, open_venue
from lianxin.venues.views import BUILDERS, STAFF
from lianxin.venues.words import Placement

NEW = {
    "tier": "room",
    "name": "东城社区人大代表联络室",
    "division_code": "532301101002",
    "phone": "0878-1234567",
}


NESTED = 3  # a test runs in a transaction, so the request makes a savepoint and resets the scope


def events(subject: str) -> list[str]:
    with scope(Actor(role=Role.AUDITOR, place="5323")):
        lines = Entry.objects.filter(event__startswith=subject).order_by("id")
        return list(lines.values_list("event", flat=True))


def test_the_list_shows_venues_of_ones_place_and_no_others(cast: Cast) -> None:
    page = cast.client().get("/manage/venues").content.decode()
    assert "西城社区人大代表联络室" in page
    assert "南门社区" not in page


def test_the_list_is_searched_by_name_and_tier(cast: Cast) -> None:
    browser = cast.client()
    assert "西城社区人大代表联络室" in browser.get("/manage/venues?q=西城&tier=room").content.decode()
    for query in ("?q=没有", "?tier=home"):
        assert "没有找到阵地" in browser.get("/manage/venues" + query).content.decode()


def test_long_lists_are_cut_into_pages(cast: Cast, django_assert_max_num_queries) -> None:
    with scope(SETUP):
        for number in range(45):
            open_venue(f"第{number}联络点", VILLAGE, cast.noon)
    browser = cast.client()
    browser.get("/manage/venues")
    with django_assert_max_num_queries(5 + NESTED):
        page = browser.get("/manage/venues").content.decode()
    assert "第44联络点" in page and "西城社区人大代表联络室" not in page
    last = page.split('href="?before=')[1].split('"')[0]
    assert "西城社区人大代表联络室" in browser.get(f"/manage/venues?before={last}").content.decode()


@pytest.mark.parametrize("role", [r for r in Role if r not in STAFF and r != Role.CITIZEN])
def test_other_roles_do_not_find_the_staff_pages(cast: Cast, role: Role) -> None:
    browser = cast.client(role, unit_id=1, person_id=1)
    for path in ("", "/new", f"/{cast.venue_id}", f"/{cast.venue_id}/edit", f"/{cast.venue_id}/plates.pdf"):
        assert browser.get("/manage/venues" + path).status_code == 404


@pytest.mark.parametrize("page", ["", "/edit", "/close", "/members/new", "/plates.pdf"])
def test_a_venue_of_a_neighbour_does_not_exist(cast: Cast, page: str) -> None:
    assert cast.client().get(f"/manage/venues/{cast.other_id}{page}").status_code == 404


def test_a_liaison_sees_the_own_venue_only_and_cannot_open_one(cast: Cast) -> None:
    browser = cast.client(Role.LIAISON, "532301101001", venue_id=cast.venue_id)
    assert browser.get(f"/manage/venues/{cast.venue_id}").status_code == 200
    assert browser.get(f"/manage/venues/{cast.other_id}").status_code == 404
    assert browser.get("/manage/venues/new").status_code == 404


def test_visitors_sign_in_first(cast: Cast, client) -> None:
    assert client.get("/manage/venues").headers["Location"].startswith("/accounts/sign-in")


@pytest.mark.parametrize("role", BUILDERS)
def test_a_venue_is_opened_with_its_joint_villages(cast: Cast, role: Role) -> None:
    answer = cast.client(role).post(
        "/manage/venues/new", NEW | {"also_serves": "西城社区居委会", "parent_id": ""}
    )
    made = Venue.objects.get(name=NEW["name"])
    assert answer.headers["Location"] == f"/manage/venues/{made.pk}"
    assert list(made.serves.values_list("division_code", flat=True)) == [VILLAGE]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "请填阵地名称"),
        ({"division_code": "999999"}, "没有这个编码的地方"),
        ({"tier": "professional"}, "专业代表工作站要写明"),
        ({"also_serves": "月亮村"}, "没有找到“月亮村”"),
        ({"parent_id": "999"}, "请重新选择"),
        ({"name": "西城社区人大代表联络室", "division_code": VILLAGE}, "已经有同名的阵地"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(cast: Cast, wrong: dict, sentence: str) -> None:
    answer = cast.client().post("/manage/venues/new", NEW | wrong)
    page = answer.content.decode()
    assert sentence in page and NEW["phone"] in page
    assert not Venue.objects.filter(name=NEW["name"]).exists()


def test_a_venue_cannot_be_opened_or_moved_outside_ones_place(cast: Cast) -> None:
    browser = cast.client()
    assert browser.post("/manage/venues/new", NEW | {"division_code": "532302101001"}).status_code == 403
    moved = NEW | {"division_code": "532302101001"}
    assert browser.post(f"/manage/venues/{cast.venue_id}/edit", moved).status_code == 403


def test_changes_are_journalled_by_what_changed_and_not_by_value(cast: Cast) -> None:
    facts = NEW | {"name": "西城社区人大代表联络室", "division_code": VILLAGE}
    cast.client().post(f"/manage/venues/{cast.venue_id}/edit", facts)
    assert Venue.objects.get(pk=cast.venue_id).phone == NEW["phone"]
    with scope(Actor(role=Role.AUDITOR, place="5323")):
        assert Entry.objects.get(event="venues.venue.changed").after == "电话"


def test_a_liaison_changes_the_phone_but_not_the_name(cast: Cast) -> None:
    browser = cast.client(Role.LIAISON, VILLAGE, venue_id=cast.venue_id)
    browser.post(f"/manage/venues/{cast.venue_id}/edit", NEW)
    venue = Venue.objects.get(pk=cast.venue_id)
    assert (venue.phone, venue.name) == (NEW["phone"], "西城社区人大代表联络室")


def test_a_venue_is_never_above_itself(cast: Cast) -> None:
    with scope(SETUP):
        child = open_venue("下级点", VILLAGE, cast.noon, parent_id=cast.venue_id)
        facts = actions.VenueFacts("room", "西城社区人大代表联络室", VILLAGE, parent_id=child.pk)
        with pytest.raises(DomainError, match="不能是它自己"):
            actions.change_venue(venue_id=cast.venue_id, facts=facts, actor=SETUP, at=cast.noon)
        with pytest.raises(DomainError, match="下级阵地"):
            actions.close_venue(
                venue_id=cast.venue_id, on=date(2026, 3, 3), reason="合并", actor=SETUP, at=cast.noon
            )


def test_closing_asks_why_and_ends_members_and_plates(cast: Cast) -> None:
    browser, here = cast.client(), f"/manage/venues/{cast.venue_id}"
    browser.post(f"{here}/members/new", {"person": cast.person_id})
    browser.post(f"{here}/plates", {})
    assert "1 位代表离站" in browser.get(f"{here}/close").content.decode()
    assert "请写一句原因" in browser.post(f"{here}/close", {"reason": ""}).content.decode()
    browser.post(f"{here}/close", {"reason": "与东城合并"})
    assert Venue.objects.get(pk=cast.venue_id).closed_on
    assert not Membership.objects.filter(until=None).exists()
    assert not Plate.objects.filter(revoked_at=None).exists()
    assert browser.post(f"{here}/plates", {}).status_code == 409
    browser.post(f"{here}/reopen")
    assert Venue.objects.get(pk=cast.venue_id).closed_on is None
    assert events("venues.venue")[-2:] == ["venues.venue.closed", "venues.venue.reopened"]


def test_a_deputy_is_placed_and_leaves_with_the_plate(cast: Cast) -> None:
    browser, here = cast.client(), f"/manage/venues/{cast.venue_id}"
    assert "单文华" in browser.get(f"{here}/members/new?q=shan").content.decode()
    browser.post(f"{here}/members/new", {"person": cast.person_id})
    browser.post(f"{here}/plates", {"person": cast.person_id})
    member = Membership.objects.get(person_id=cast.person_id)
    assert "个人牌一起作废" in browser.get(f"/manage/venues/members/{member.pk}/leave").content.decode()
    browser.post(f"/manage/venues/members/{member.pk}/leave")
    assert Plate.objects.get(person_id=cast.person_id).revoked_at
    assert events("venues.member") == ["venues.member.placed", "venues.member.left"]
    assert browser.get(f"/manage/venues/members/{member.pk}/leave").status_code == 404
    assert browser.post(f"{here}/members/new", {"person": "x"}).status_code == 404


def test_plates_are_printed_with_the_venues_name_and_a_code_that_works(cast: Cast) -> None:
    browser, here = cast.client(), f"/manage/venues/{cast.venue_id}"
    assert browser.get(f"{here}/plates.pdf").status_code == 409
    browser.post(f"{here}/members/new", {"person": cast.person_id})
    browser.post(f"{here}/plates", {})
    browser.post(f"{here}/plates", {"person": cast.person_id})
    answer = browser.get(f"{here}/plates.pdf")
    pages = [
        "".join(unicodedata.normalize("NFKC", p.extract_text()).split())
        for p in PdfReader(io.BytesIO(answer.content)).pages
    ]
    assert len(pages) == 2
    assert any("西城社区人大代表联络室" in words for words in pages)
    assert any("单文华" in words for words in pages)
    one = Plate.objects.get(person_id=None)
    answer = browser.get(f"{here}/plates.pdf?plate={one.pk}")
    assert len(PdfReader(io.BytesIO(answer.content)).pages) == 1


def test_a_plate_is_revoked_with_a_reason(cast: Cast) -> None:
    browser, here = cast.client(), f"/manage/venues/{cast.venue_id}"
    browser.post(f"{here}/plates", {})
    plate = Plate.objects.get()
    actions.count_scan(plate_id=plate.pk, at=cast.noon)
    address = f"/manage/venues/plates/{plate.pk}/revoke"
    assert "被扫过 1 次" in browser.get(address).content.decode()
    assert "例如“牌子丢了”" in browser.post(address, {"reason": "丢"}).content.decode()
    browser.post(address, {"reason": "牌子丢了"})
    assert "牌子丢了" in browser.get(here).content.decode()
    assert plate_by_code("AAAA") is None
    assert events("venues.plate") == ["venues.plate.issued", "venues.plate.revoked"]


def test_the_page_of_a_venue_stays_within_its_queries(cast: Cast, django_assert_max_num_queries) -> None:
    browser, here = cast.client(), f"/manage/venues/{cast.venue_id}"
    browser.post(f"{here}/members/new", {"person": cast.person_id})
    browser.post(f"{here}/plates", {"person": cast.person_id})
    browser.get(here)
    with django_assert_max_num_queries(8 + NESTED):
        page = browser.get(here).content.decode()
    assert "单文华" in page and "登记阵地" in page


def test_actions_refuse_strangers_and_missing_records(cast: Cast) -> None:
    stranger = Actor(user_id=1, grant_id=1, role=Role.PRESIDIUM, place="532302101")
    with scope(SETUP):
        member = actions.place_deputy(
            venue_id=cast.venue_id, person_id=cast.person_id, kind=Placement.HOME, since=date(2026, 3, 1),
            actor=SETUP, at=cast.noon,
        )  # fmt: skip
        for act in (
            lambda: actions.release_deputy(
                membership_id=member.pk, on=date(2026, 3, 3), actor=stranger, at=cast.noon
            ),
            lambda: actions.reopen_venue(venue_id=cast.venue_id, actor=stranger, at=cast.noon),
        ):
            with pytest.raises(NotAllowed):
                act()
        with pytest.raises(NotFound):
            actions.reopen_venue(venue_id=10**9, actor=SETUP, at=cast.noon)
