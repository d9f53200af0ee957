"""A deputy's post follows the seat: it stops the moment the seat is suspended or ended, and comes back with it."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from lianxin.accounts import actions as accounts
from lianxin.accounts.models import Grant, Session, User
from lianxin.accounts.testing import make_grant, make_user, sign_in
from lianxin.journal.models import Entry
from lianxin.kernel.actor import Role
from lianxin.kit.scope import scope
from lianxin.people import actions
from lianxin.people.models import Mandate
from lianxin.people.tests.test_mandates import OFFICE, SETUP, Cast, cast, end, resume, suspend
from lianxin.people.words import MandateState, SuspensionGround

__all__ = ["cast"]
pytestmark = pytest.mark.django_db
SENTENCE = "恢复执行职务以后，岗位自动恢复"


@pytest.fixture
def user(db: None) -> User:
    made = make_user("shanwh", name="单文华")
    made.set_password("Lianxin-tests-2026")
    made.save()
    return made


@pytest.fixture
def county_post(cast: Cast, user: User) -> Grant:
    return make_grant(user, Role.DEPUTY, "532301", person_id=cast.person, label="市人大代表")


@pytest.fixture
def town_post(cast: Cast, user: User) -> Grant:
    return make_grant(user, Role.DEPUTY, "532301101", person_id=cast.person, label="镇人大代表")


def is_halted(grant: Grant) -> bool:
    grant.refresh_from_db()
    return grant.halted_at is not None


def lines(grant: Grant) -> list[tuple[str, str]]:
    with scope(OFFICE):
        found = Entry.objects.filter(subject_kind="accounts.grant", subject_id=grant.pk).order_by("id")
        return list(found.values_list("event", "reason"))


def test_an_open_session_loses_the_post_at_its_next_request_and_has_it_back_on_resumption(
    cast: Cast, noon: datetime, user: User, county_post: Grant
) -> None:
    client = Client()
    sign_in(client, user, county_post)
    assert client.get("/my").status_code == 200
    suspend(cast, noon)
    answer = client.get("/my", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/posts")
    page = answer.content.decode()
    assert "“市人大代表”从" in page and "代表职务暂时停止执行" in page and SENTENCE in page
    assert "羁押" not in page, "the ground is not told"
    assert client.post("/accounts/posts", {"post": county_post.pk}).status_code == 404, "nor can it be chosen"
    resume(cast, noon)
    assert client.get("/my").status_code == 200
    assert lines(county_post) == [
        ("accounts.grant.halted", "代表职务暂时停止执行"),
        ("accounts.grant.resumed", "代表职务暂时停止执行"),
    ]


def test_whoever_signs_in_meanwhile_reads_why_and_does_nothing(
    cast: Cast, noon: datetime, user: User, county_post: Grant
) -> None:
    suspend(cast, noon)
    client = Client()
    facts = {"name": "shanwh", "password": "Lianxin-tests-2026"}
    page = client.post("/accounts/sign-in", facts, follow=True).content.decode()
    assert SENTENCE in page
    assert Session.objects.get(user=user).grant_id is None
    for address in ("/my", "/my/voices", "/voices"):
        assert client.get(address).status_code in {302, 404}, address


def test_an_ended_seat_stops_its_post_for_good(cast: Cast, noon: datetime, county_post: Grant) -> None:
    end(cast, noon)
    assert is_halted(county_post)
    assert county_post.halt_reason == "代表资格已经终止或者届满"


def test_only_the_post_of_that_congress_stops(
    cast: Cast, noon: datetime, user: User, county_post: Grant, town_post: Grant
) -> None:
    keeper = make_grant(user, Role.LIAISON, "532301101001", venue_id=5, label="联络员")
    suspend(cast, noon)
    assert [is_halted(post) for post in (county_post, town_post, keeper)] == [True, False, False]
    client = Client()
    sign_in(client, user, town_post)
    assert client.get("/my").status_code == 200
    page = client.get("/accounts/posts").content.decode()
    assert "镇人大代表" in page and SENTENCE in page


def test_a_post_of_another_place_rests_on_the_seats_above_and_below_it(
    cast: Cast, noon: datetime, user: User
) -> None:
    village = make_grant(user, Role.DEPUTY, "532301101001", person_id=cast.person)
    suspend(cast, noon)
    assert not is_halted(village), "the seat of the township still stands"
    Mandate.objects.filter(pk=cast.town_seat.pk).update(state=MandateState.SUSPENDED)
    with scope(OFFICE):
        actions.end_mandate(
            mandate_id=cast.seat.pk, on=cast.seat.since, reason="公告第 4 号", actor=OFFICE, at=noon
        )
    assert is_halted(village)
    assert village.halt_reason == "代表职务暂时停止执行"


def test_a_post_given_meanwhile_is_halted_from_the_start(cast: Cast, noon: datetime, user: User) -> None:
    suspend(cast, noon)
    with scope(SETUP):
        given = accounts.give_grant(
            user_id=user.pk, role=Role.DEPUTY, division_code="532301", label="市人大代表",
            reason="换届选举", person_id=cast.person, actor=SETUP, at=noon,
        )  # fmt: skip
    assert given.halted_at == noon
    resume(cast, noon)
    assert not is_halted(given)


def test_done_twice_is_as_done_once(cast: Cast, noon: datetime, county_post: Grant) -> None:
    for _time in range(2):
        suspend(cast, noon)
    assert [event for event, _why in lines(county_post)] == ["accounts.grant.halted"]


def test_whoever_has_no_seat_on_record_keeps_the_post(cast: Cast, noon: datetime, user: User) -> None:
    with scope(SETUP):
        other = actions.record_person(
            name="马老师", sex="m", ethnic_group="", occupation="", home_code="532301101001",
            actor=SETUP, at=noon,
        ).pk  # fmt: skip
        given = accounts.give_grant(
            user_id=user.pk, role=Role.DEPUTY, division_code="532301", label="代表", reason="早年的账号",
            person_id=other, actor=SETUP, at=noon,
        )  # fmt: skip
    assert given.halted_at is None


def test_the_pages_of_the_office_and_the_administrator_say_so(
    cast: Cast, noon: datetime, county_post: Grant
) -> None:
    suspend(cast, noon)
    for role, address in (
        (Role.DEPUTY_AFFAIRS, f"/manage/people/{cast.person}"),
        (Role.TENANT_ADMIN, "/accounts/grants"),
    ):
        client, clerk = Client(), make_user(role)
        sign_in(client, clerk, make_grant(clerk, role, "532301"))
        assert "自动停用" in client.get(address).content.decode(), address


def test_an_office_of_elsewhere_stops_nobodys_post(cast: Cast, noon: datetime, county_post: Grant) -> None:
    from dataclasses import replace

    from lianxin.kernel.errors import NotAllowed

    foreign = replace(OFFICE, place="532302")
    with scope(foreign), pytest.raises(NotAllowed):
        actions.suspend_mandate(
            mandate_id=cast.seat.pk, ground=SuspensionGround.DETAINED, decided_by="通知", on=cast.seat.since,
            actor=foreign, at=noon,
        )  # fmt: skip
    assert not is_halted(county_post)
