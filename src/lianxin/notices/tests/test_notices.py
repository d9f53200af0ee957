"""Sending once, reading one's own, and the page."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxin.accounts.testing import make_grant, make_user, sign_in
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.paging import Cursor
from lianxin.kit.scope import scope
from lianxin.notices import actions, reads
from lianxin.notices.models import Notice

pytestmark = pytest.mark.django_db
OPENING = re.compile(r'href="(/notices/\d+)"')


def send(at: datetime, *user_ids: int, key: str = "k1", url: str = "/voices/5", **more: object) -> None:
    actions.send(
        user_ids=user_ids, key=key, kind="case", title=f"新的民情待接单：{key}", url=url, at=at, **more
    )


def rows(user_id: int, **how: bool) -> list[reads.NoticeRow]:
    actor = Actor(user_id=user_id)
    with scope(actor):
        return list(reads.notice_rows(actor, Cursor(), **how).rows)


@pytest.fixture
def li(client: Client) -> int:
    """A deputy, signed in on `client`."""
    user = make_user("li", "李代表")
    sign_in(client, user, make_grant(user, Role.DEPUTY, "532301", person_id=7))
    return user.pk


def test_the_same_event_told_twice_makes_one_notice(noon: datetime) -> None:
    with scope(Actor(source="job")):
        for _ in range(2):
            send(noon, 1, 2, 2)
    assert [len(rows(user)) for user in (1, 2, 3)] == [1, 1, 0]


def test_who_did_it_is_not_told(noon: datetime) -> None:
    with scope(Actor(source="job")):
        send(noon, 1, 2, except_user=2)
    assert (len(rows(1)), len(rows(2))) == (1, 0)


def test_nobody_reads_the_notices_of_another_even_past_the_filters(noon: datetime) -> None:
    with scope(Actor(source="job")):
        send(noon, 1, 2)
    with scope(Actor(user_id=1)):
        assert [notice.user_id for notice in Notice.objects.all()] == [1]
    with scope(Actor()):
        assert Notice.objects.count() == 0


def test_nobody_marks_the_notices_of_another(noon: datetime) -> None:
    with scope(Actor(source="job")):
        send(noon, 1)
    (notice,) = rows(1)
    with scope(Actor(user_id=2)):
        assert actions.mark_read(notice_id=notice.id, actor=Actor(user_id=2), at=noon) == 0
        assert reads.url_of(Actor(user_id=2), notice.id) is None
    with scope(Actor()):
        assert actions.mark_read(notice_id=None, actor=Actor(), at=noon) == 0
    assert rows(1)[0].read_at is None


def test_reading_is_noted_once_with_its_time(noon: datetime) -> None:
    with scope(Actor(source="job")):
        send(noon, 1, key="a")
        send(noon, 1, key="b")
    actor, first = Actor(user_id=1), rows(1)[0]
    with scope(actor):
        assert actions.mark_read(notice_id=first.id, actor=actor, at=noon) == 1
        assert actions.mark_read(notice_id=first.id, actor=actor, at=noon + timedelta(hours=1)) == 0
        assert reads.unread_count(actor) == 1
        assert actions.mark_read(notice_id=None, actor=actor, at=noon + timedelta(hours=2)) == 1
        assert reads.unread_count(actor) == 0
    assert [row.read_at for row in rows(1)] == [noon, noon + timedelta(hours=2)]
    assert rows(1, only_unread=True) == []


def test_the_page_lists_newest_first_and_opening_leads_on(client: Client, li: int, noon: datetime) -> None:
    send(noon, li, key="old", url="/voices/4")
    send(noon, li, key="new", url="/voices/5")
    page = client.get("/notices").content.decode()
    assert page.index("新的民情待接单：new") < page.index("新的民情待接单：old")
    newest = OPENING.findall(page)[0]
    answer = client.get(newest)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/voices/5")
    unread = client.get("/notices?unread=1").content.decode()
    assert "待接单：old" in unread
    assert "待接单：new" not in unread
    assert client.get(newest).status_code == 302


def test_a_notice_never_leads_to_another_site(client: Client, li: int, noon: datetime) -> None:
    send(noon, li, url="//evil.example/x")
    (row,) = rows(li)
    assert client.get(f"/notices/{row.id}").headers["Location"] == "/notices"


def test_a_notice_of_another_is_not_found(client: Client, li: int, noon: datetime) -> None:
    send(noon, li + 1)
    (row,) = rows(li + 1)
    assert client.get(f"/notices/{row.id}").status_code == 404
    assert rows(li + 1)[0].read_at is None


def test_all_are_marked_read_at_once(client: Client, li: int, noon: datetime) -> None:
    send(noon, li, key="a")
    send(noon, li, key="b")
    assert "全部标为已读" in client.get("/notices").content.decode()
    page = client.post("/notices/read", follow=True).content.decode()
    assert "2 条通知标为已读。" in page
    assert "全部标为已读" not in page
    assert rows(li, only_unread=True) == []
    assert client.get("/notices/read").status_code == 405


def test_an_empty_list_says_what_comes_here(client: Client, li: int) -> None:
    assert "还没有通知。" in client.get("/notices").content.decode()
    assert "没有未读的通知。" in client.get("/notices?unread=1").content.decode()


def test_the_filter_stays_while_turning_pages(client: Client, li: int, noon: datetime) -> None:
    for number in range(61):
        send(noon, li, key=f"n{number:02d}")
    first = client.get("/notices?unread=1").content.decode()
    older = re.search(r'href="(\?unread=1&amp;before=\d+)"', first)
    assert older is not None
    second = client.get("/notices" + older[1].replace("&amp;", "&")).content.decode()
    assert ("待接单：n30" in second, "待接单：n31" in second) == (True, False)
    newer = re.search(r'href="(\?unread=1&amp;after=\d+)"', second)
    assert newer is not None
    assert client.get("/notices" + newer[1].replace("&amp;", "&")).content.decode().count("待接单：") == 30


@pytest.mark.parametrize(
    ("role", "shell"), [(Role.DEPUTY, 'class="tabs"'), (Role.DEPUTY_AFFAIRS, 'class="side"')]
)
def test_each_role_sees_it_in_its_own_shell(client: Client, role: Role, shell: str) -> None:
    user = make_user("wang")
    sign_in(client, user, make_grant(user, role, "532301", person_id=7 if role == Role.DEPUTY else None))
    assert shell in client.get("/notices").content.decode()


@pytest.mark.parametrize("path", ["/notices", "/notices/1"])
def test_visitors_sign_in_first(client: Client, path: str) -> None:
    assert client.get(path).headers["Location"] == f"/accounts/sign-in?next={path}"


def test_the_list_costs_four_queries_however_long_it_is(client: Client, li: int, noon: datetime) -> None:
    for number in range(40):
        send(noon, li, key=f"n{number}")
    client.get("/notices")
    with CaptureQueriesContext(connection) as queries:
        client.get("/notices")
    # Session, list, unread; the fourth states the scope. The test's own transaction adds savepoints.
    asked = [q["sql"].strip() for q in queries]
    asked = [sql for sql in asked if not sql.startswith(("SAVEPOINT", "RELEASE", "select set_config"))]
    assert len(asked) == 3, asked
