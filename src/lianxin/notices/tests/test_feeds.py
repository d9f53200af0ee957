"""The calendar on the phone: own dates only, behind an address that can be made anew, in the form of RFC 5545."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client

from lianxin.accounts.models import Grant
from lianxin.accounts.testing import actor_for, sign_in
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.scope import scope
from lianxin.notices import actions
from lianxin.notices.actions import Letter
from lianxin.notices.feeds import Dated, calendar_file
from lianxin.notices.models import CalendarAddress
from lianxin.notices.words import BulletinKind

pytestmark = pytest.mark.django_db
COUNTY = "532301"


@pytest.fixture
def office(db: None) -> Actor:
    return actor_for(Role.DEPUTY_AFFAIRS, COUNTY, login="office", name="杨秀梅")


@pytest.fixture
def li(db: None) -> Actor:
    return actor_for(Role.DEPUTY, "532301101", login="li", name="李代表", person_id=1)


@pytest.fixture
def wang(db: None) -> Actor:
    return actor_for(Role.DEPUTY, "532301101", login="wang", name="王代表", person_id=2)


def send(office: Actor, *to: Actor, **facts: Any) -> int:
    said = {
        "kind": BulletinKind.NOTICE,
        "title": "视察饮水工程",
        "text": "秘密的正文",
        "asks_sign_up": True,
    } | facts
    now = datetime.now(UTC)
    with scope(office):
        return actions.send_bulletin(
            letter=Letter(**said), user_ids=[a.user_id or 0 for a in to], audience=["镇"], actor=office, at=now,
        )  # fmt: skip


def browser(actor: Actor) -> Client:
    client = Client()
    grant = Grant.objects.get(pk=actor.grant_id)
    sign_in(client, grant.user, grant)
    return client


def address_of(actor: Actor) -> str:
    page = browser(actor).post("/notices/calendar/renew").content.decode()
    found = re.search(r'value="http://testserver(/calendar/[\w-]+\.ics)"', page)
    assert found is not None
    return found[1]


def entries(body: str) -> list[dict[str, str]]:
    """Unfold, then the properties of each VEVENT, as a calendar reads them (RFC 5545 §3.1)."""
    lines = re.sub(r"\r\n[ \t]", "", body).split("\r\n")
    found: list[dict[str, str]] = []
    for line in lines:
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and ":" in line:
            name, _colon, value = line.partition(":")
            found[-1].setdefault(name, value)
    return found


def test_the_file_keeps_to_the_standard() -> None:
    at = datetime(2026, 3, 3, 4, tzinfo=UTC)
    body = calendar_file(
        "连心桥",
        [
            Dated(
                "a@x",
                "座谈会；很长的标题" * 12 + ", 带逗号;分号\\反斜线\n换行",
                starts_at=at,
                place="镇政府, 二楼",
            ),
            Dated("b@x", "截止", on=date(2026, 12, 31)),
        ],
        at=at,
    )
    assert body.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in body.replace(b"\r\n", b"")
    for line in body.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no character is cut in two
    first, second = entries(body.decode())
    assert first["DTSTART"] == "20260303T040000Z"
    assert first["DTEND"] == "20260303T060000Z"
    assert first["SUMMARY"].endswith("\\, 带逗号\\;分号\\\\反斜线\\n换行")
    assert first["LOCATION"] == "镇政府\\, 二楼"
    assert (second["DTSTART;VALUE=DATE"], second["DTEND;VALUE=DATE"]) == ("20261231", "20270101")


def test_a_calendar_holds_own_meetings_and_last_days_and_nothing_of_others(
    office: Actor, li: Actor, wang: Actor
) -> None:
    soon = datetime.now(UTC) + timedelta(days=3)
    send(office, li, event_at=soon, event_place="镇政府大院", deadline_on=soon.date())
    send(office, wang, title="别人的会", event_at=soon)
    answer = Client().get(address_of(li))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer.headers["Cache-Control"]
    body = answer.content.decode()
    assert sorted(e["SUMMARY"] for e in entries(body)) == ["截止：视察饮水工程", "视察饮水工程"]
    assert "镇政府大院" in body
    assert "秘密的正文" not in body


def test_what_was_answered_has_no_last_day_and_what_was_declined_no_meeting(
    office: Actor, li: Actor, wang: Actor
) -> None:
    soon = datetime.now(UTC) + timedelta(days=3)
    bulletin = send(office, li, wang, event_at=soon, deadline_on=soon.date())
    with scope(li):
        actions.sign_up(bulletin_id=bulletin, answers=[], actor=li, at=datetime.now(UTC))
    with scope(wang):
        actions.decline_bulletin(bulletin_id=bulletin, reason="出差", actor=wang, at=datetime.now(UTC))
    assert [e["SUMMARY"] for e in entries(Client().get(address_of(li)).content.decode())] == ["视察饮水工程"]
    assert entries(Client().get(address_of(wang)).content.decode()) == []


def test_a_new_address_ends_the_old_one_and_the_secret_is_kept_nowhere(office: Actor, li: Actor) -> None:
    old = address_of(li)
    new = address_of(li)
    assert old != new
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200
    assert CalendarAddress.objects.get().secret_hash not in new
    assert new not in browser(li).get("/notices/calendar").content.decode()
    assert "停用了" in browser(li).post("/notices/calendar/stop", follow=True).content.decode()
    assert Client().get(new).status_code == 404
    assert not CalendarAddress.objects.exists()


def test_whoever_lost_the_post_has_no_calendar_and_guesses_find_nothing(li: Actor, noon: datetime) -> None:
    address = address_of(li)
    Grant.objects.filter(pk=li.grant_id).update(valid_to=noon - timedelta(days=30))
    assert Client().get(address).status_code == 404
    assert Client().get("/calendar/forged.ics").status_code == 404


def test_nobody_makes_an_address_for_another_account(li: Actor, wang: Actor, noon: datetime) -> None:
    with scope(wang), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        CalendarAddress.objects.create(user_id=li.user_id, secret_hash="a" * 64, made_at=noon)


def test_looking_at_the_page_makes_no_address(li: Actor) -> None:
    page = browser(li).get("/notices/calendar").content.decode()
    assert "还没有订阅" in page
    assert not CalendarAddress.objects.exists()
