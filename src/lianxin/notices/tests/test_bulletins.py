"""Writing to people and their receipts: who may, what comes back, once, and what nobody else sees."""

from __future__ import annotations

import io
import re
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from lianxin.accounts.models import Grant
from lianxin.accounts.testing import actor_for, sign_in
from lianxin.journal.models import Entry
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError, NotAllowed, NotFound, TooMany
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.kit.scope import scope
from lianxin.notices import actions, audiences
from lianxin.notices.actions import Letter
from lianxin.notices.models import Bulletin, Notice, Receipt
from lianxin.notices.questions import Question
from lianxin.notices.words import BulletinKind, Option
from lianxin.notices.workflow import RECEIPT_FLOW, UNREAD, ReceiptState

pytestmark = pytest.mark.django_db
COUNTY = "532301"


class Town:
    """Everybody who holds a post below the sender's place, for tests of this room alone."""

    name = "town"
    label = "哪个乡镇"

    def options(self, actor: Actor) -> list[Option]:
        return [Option("532301101", "鹿城镇"), Option("532301102", "东瓜镇")] if actor.scope else []

    def user_ids(self, values: Collection[str], actor: Actor, *, at: datetime) -> list[int]:
        return sorted(Grant.objects.filter(division_code__in=values).values_list("user_id", flat=True))


@pytest.fixture(autouse=True)
def _town(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audiences, "_audiences", {"town": Town()})


@pytest.fixture
def office(db: None) -> Actor:
    return actor_for(Role.DEPUTY_AFFAIRS, COUNTY, login="office", name="杨秀梅")


@pytest.fixture
def li(db: None) -> Actor:
    return actor_for(Role.DEPUTY, "532301101", login="li", name="李代表", person_id=1)


@pytest.fixture
def wang(db: None) -> Actor:
    return actor_for(Role.DEPUTY, "532301101", login="wang", name="=王代表", person_id=2)


def send(actor: Actor, at: datetime, *to: Actor, **facts: Any) -> int:
    said = {"kind": BulletinKind.NOTICE, "title": "视察安排", "text": "请按时参加。"} | facts
    with scope(actor):
        return actions.send_bulletin(
            letter=Letter(**said),
            user_ids=[a.user_id or 0 for a in to],
            audience=["鹿城镇"],
            actor=actor,
            at=at,
        )


def receipt(actor: Actor, bulletin: int) -> Receipt:
    with scope(actor):
        return Receipt.objects.get(bulletin_id=bulletin, user_id=actor.user_id)


def answer(verb: str, actor: Actor, bulletin: int, at: datetime, **how: Any) -> None:
    act = {
        "read": actions.read_bulletin,
        "confirm": actions.confirm_bulletin,
        "register": actions.sign_up,
        "decline": actions.decline_bulletin,
    }[verb]
    needed: dict[str, Any] = {
        "confirm": {"ticked": True},
        "register": {"answers": []},
        "decline": {"reason": "出差"},
    }
    with scope(actor):
        act(bulletin_id=bulletin, actor=actor, at=at, **needed.get(verb, {}) | how)


def browser(actor: Actor) -> Client:
    client = Client()
    sign_in(client, make_user_of(actor), Grant.objects.get(pk=actor.grant_id))
    return client


def make_user_of(actor: Actor) -> Any:
    return Grant.objects.get(pk=actor.grant_id).user


def test_each_recipient_gets_a_receipt_and_a_notice_and_the_journal_one_line(
    office: Actor, li: Actor, wang: Actor, noon: datetime
) -> None:
    bulletin = send(office, noon, li, wang, needs_receipt=True)
    assert receipt(li, bulletin).state == ReceiptState.SENT
    with scope(li):
        (notice,) = Notice.objects.all()
    assert (notice.words, notice.url) == ("通知：视察安排", f"/bulletins/{bulletin}")
    with scope(office):
        assert Receipt.objects.filter(bulletin_id=bulletin).count() == 2
        assert Entry.objects.filter(event="notices.bulletin.sent").values_list("after", flat=True)[0] == "2"


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.LIAISON, Role.UNIT_HANDLER, Role.AUDITOR])
def test_others_do_not_write_for_an_office(role: Role, li: Actor, noon: datetime) -> None:
    more = {Role.DEPUTY: {"person_id": 5}, Role.LIAISON: {"venue_id": 5}, Role.UNIT_HANDLER: {"unit_id": 5}}
    actor = actor_for(role, COUNTY, **more.get(role, {}))
    with pytest.raises(NotAllowed):
        send(actor, noon, li)


def test_a_bulletin_to_nobody_and_one_with_a_past_day_are_refused(
    office: Actor, li: Actor, noon: datetime
) -> None:
    Grant.objects.filter(pk=li.grant_id).update(valid_to=noon - timedelta(days=1))
    with pytest.raises(DomainError, match="没有可以收通知的账号"):
        send(office, noon, li)
    with pytest.raises(DomainError, match="截止日期已经过去"):
        send(office, noon, office, deadline_on=date(2026, 3, 2))


def test_opening_the_notice_is_reading_and_the_reader_sees_when(
    office: Actor, li: Actor, noon: datetime
) -> None:
    bulletin = send(office, noon, li)
    client = browser(li)
    assert "我看过了" in client.get(f"/bulletins/{bulletin}").content.decode()
    assert receipt(li, bulletin).state == ReceiptState.SENT
    with scope(li):
        notice = Notice.objects.get().pk
    assert client.get(f"/notices/{notice}").headers["Location"] == f"/bulletins/{bulletin}"
    read_at = receipt(li, bulletin).read_at
    assert read_at is not None
    assert "您已于" in client.get(f"/bulletins/{bulletin}").content.decode()
    client.get(f"/notices/{notice}")
    assert receipt(li, bulletin).read_at == read_at


def test_confirming_needs_the_tick_where_it_is_asked_for_and_twice_is_once(
    office: Actor, li: Actor, noon: datetime
) -> None:
    bulletin = send(office, noon, li, kind=BulletinKind.DOCUMENT, needs_tick=True)
    with pytest.raises(DomainError, match="先勾选"):
        answer("confirm", li, bulletin, noon, ticked=False)
    answer("confirm", li, bulletin, noon)
    answer("confirm", li, bulletin, noon + timedelta(hours=1))
    assert (receipt(li, bulletin).state, receipt(li, bulletin).answered_at) == (ReceiptState.CONFIRMED, noon)
    with scope(office):
        assert Entry.objects.filter(event="notices.receipt.confirmed").count() == 1


def test_a_plain_notice_takes_neither_confirmation_nor_sign_up(
    office: Actor, li: Actor, noon: datetime
) -> None:
    bulletin = send(office, noon, li)
    for verb in ("confirm", "register", "decline"):
        with pytest.raises(DomainError):
            answer(verb, li, bulletin, noon)


def test_signing_up_asks_for_every_answer_and_ends_with_its_last_day(
    office: Actor, li: Actor, noon: datetime
) -> None:
    bulletin = send(
        office,
        noon,
        li,
        kind=BulletinKind.SURVEY,
        questions=(Question("吃住怎样安排"), Question("坐什么车")),
        deadline_on=date(2026, 3, 4),
    )
    for answers in ([], ["住一晚"], ["住一晚", " "]):
        with pytest.raises(DomainError, match="没有回答"):
            answer("register", li, bulletin, noon, answers=answers)
    answer("register", li, bulletin, noon, answers=["住一晚", "班车"])
    assert receipt(li, bulletin).answers == ["住一晚", "班车"]
    with pytest.raises(DomainError, match="写一下不参加的原因"):
        answer("decline", li, bulletin, noon, reason=" ")
    answer("decline", li, bulletin, noon, reason="家里有事")
    assert (receipt(li, bulletin).state, receipt(li, bulletin).reason) == (ReceiptState.DECLINED, "家里有事")
    with pytest.raises(DomainError, match="截止"):
        answer("register", li, bulletin, noon + timedelta(days=2), answers=["住一晚", "班车"])


@pytest.mark.parametrize("state", list(ReceiptState))
@pytest.mark.parametrize("verb", ["confirm", "register", "decline"])
def test_every_answer_in_every_state_follows_the_table(
    office: Actor, li: Actor, noon: datetime, verb: str, state: ReceiptState
) -> None:
    asks = {"needs_receipt": True} if verb == "confirm" else {"asks_sign_up": True}
    bulletin = send(office, noon, li, **asks)
    unread = state in UNREAD
    with scope(li):
        Receipt.objects.filter(bulletin_id=bulletin).update(
            state=state, read_at=None if unread else noon,
            answered_at=None if unread or state == ReceiptState.READ else noon,
            reason="出差" if state == ReceiptState.DECLINED else "",
        )  # fmt: skip
    if RECEIPT_FLOW.may(verb, state) or (verb, state) == ("confirm", ReceiptState.CONFIRMED):
        answer(verb, li, bulletin, noon)
        after = RECEIPT_FLOW.moves[verb].after
        assert receipt(li, bulletin).state == after
    else:
        with pytest.raises(MoveNotAllowed):
            answer(verb, li, bulletin, noon)


def test_nobody_answers_or_sees_what_was_sent_to_another(
    office: Actor, li: Actor, wang: Actor, noon: datetime
) -> None:
    bulletin = send(office, noon, li, needs_receipt=True)
    for verb in ("read", "confirm"):
        with pytest.raises(NotFound):
            answer(verb, wang, bulletin, noon)
    with scope(wang):
        assert not Bulletin.objects.exists()
        assert not Receipt.objects.exists()
    assert browser(wang).get(f"/bulletins/{bulletin}").status_code == 404
    neighbour = actor_for(Role.DEPUTY_AFFAIRS, "532302", login="neighbour")
    assert browser(neighbour).get(f"/bulletins/{bulletin}").status_code == 404
    for path in ("remind", "unread.xlsx", "answers.xlsx"):
        assert browser(neighbour).post(f"/bulletins/{bulletin}/{path}").status_code == 404
    assert browser(neighbour).get(f"/bulletins/{bulletin}/calls").status_code == 404


def test_a_colleague_of_the_office_sees_the_receipts_and_a_recipient_does_not(
    office: Actor, li: Actor, wang: Actor, noon: datetime
) -> None:
    bulletin = send(office, noon, li, wang)
    colleague = actor_for(Role.DEPUTY_AFFAIRS, COUNTY, login="colleague")
    assert "=王代表" in browser(colleague).get(f"/bulletins/{bulletin}").content.decode()
    page = browser(li).get(f"/bulletins/{bulletin}").content.decode()
    assert "=王代表" not in page
    assert "提醒未读" not in page


def test_the_three_lists_say_who_is_where(office: Actor, li: Actor, wang: Actor, noon: datetime) -> None:
    zhao = actor_for(Role.DEPUTY, "532301102", login="zhao", name="赵代表", person_id=3)
    bulletin = send(office, noon, li, wang, zhao, needs_receipt=True)
    answer("read", wang, bulletin, noon)
    answer("confirm", zhao, bulletin, noon)
    client = browser(office)
    pages = {
        n: client.get(f"/bulletins/{bulletin}?list={n}").content.decode()
        for n in ("unread", "read", "answered")
    }
    for name, who in (("unread", "李代表"), ("read", "=王代表"), ("answered", "赵代表")):
        assert [who in page for page in pages.values()].count(True) == 1
        assert who in pages[name]
    assert "已读 2 / 3" in pages["unread"]
    assert "已读 2 / 3" in client.get("/bulletins?box=sent").content.decode()


def test_the_unread_are_reminded_but_not_again_within_a_day(
    office: Actor, li: Actor, wang: Actor, noon: datetime
) -> None:
    bulletin = send(office, noon, li, wang)
    answer("read", wang, bulletin, noon)
    with scope(office):
        assert actions.remind_unread(bulletin_id=bulletin, actor=office, at=noon + timedelta(hours=1)) == 1
        with pytest.raises(TooMany, match="刚提醒过"):
            actions.remind_unread(bulletin_id=bulletin, actor=office, at=noon + timedelta(hours=24))
        assert actions.remind_unread(bulletin_id=bulletin, actor=office, at=noon + timedelta(hours=25)) == 1
    with scope(li):
        assert Notice.objects.count() == 3
    answer("read", li, bulletin, noon)
    with scope(office), pytest.raises(DomainError, match="都已经读了"):
        actions.remind_unread(bulletin_id=bulletin, actor=office, at=noon + timedelta(days=3))


def test_the_unread_are_exported_with_inert_cells_and_on_record(
    office: Actor, li: Actor, wang: Actor, noon: datetime
) -> None:
    bulletin = send(office, noon, li, wang)
    answer("read", li, bulletin, noon)
    response = browser(office).post(f"/bulletins/{bulletin}/unread.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert rows == [["姓名", "职务", "电话"], ["=王代表", "人大代表", ""]]
    with scope(office):
        assert Entry.objects.filter(event="notices.bulletin.exported").count() == 1
    sheet = browser(office).get(f"/bulletins/{bulletin}/calls").content.decode()
    assert "=王代表" in sheet
    assert "李代表" not in sheet


def form(client: Client, **said: str) -> dict[str, str]:
    page = client.get("/bulletins/new").content.decode()
    found = re.search(r'name="once" value="([^"]+)"', page)
    assert found is not None
    return {
        "once": found[1],
        "kind": "notice",
        "title": "视察",
        "text": "请参加。",
        "to_town": "532301101",
    } | said


def test_writing_shows_the_numbers_first_and_a_double_click_sends_one(
    office: Actor, li: Actor, wang: Actor
) -> None:
    client = browser(office)
    said = form(client)
    preview = client.post("/bulletins/new", said).content.decode()
    assert "将发给 2 人：鹿城镇" in preview
    with scope(office):
        assert not Bulletin.objects.exists()
    first = client.post("/bulletins/new", said | {"confirmed": "1"})
    second = client.post("/bulletins/new", said | {"confirmed": "1"})
    assert first.headers["Location"] == second.headers["Location"]
    with scope(office):
        assert Bulletin.objects.count() == 1
        assert Receipt.objects.count() == 2


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"to_town": ""}, "还没有选发给谁"),
        ({"title": ""}, "请写标题"),
        ({"text": ""}, "请写正文"),
        ({"to_town": "532302101"}, "不在您的范围里"),
        ({"kind": "survey"}, "问卷至少要有一个问题"),
        ({"q1_text": "问" * 121}, "写得短一些"),
        ({"q1_text": "坐什么车", "q1_kind": "one", "q1_options": "班车"}, "两个到十二个选项"),
        ({"q1_options": "班车、自己开车"}, "没有写问题"),
        ({"q1_text": "坐什么车", "q1_kind": "many", "q1_options": "班" * 41 + "、车"}, "选项太长"),
        ({"places": "3"}, "还要勾“要报名”"),
        ({"places": "0", "asks_sign_up": "on"}, "名额请填"),
        ({"deadline_on": "明天"}, "日期写成"),
        ({"event_at": "明天"}, "时间写成"),
        ({"deadline_on": "2020-01-01", "confirmed": "1"}, "截止日期已经过去"),
        ({"kind": "gossip"}, "请选发什么"),
    ],
)
def test_bad_input_gets_a_sentence_and_nothing_is_sent(
    office: Actor, li: Actor, said: dict[str, str], sentence: str
) -> None:
    client = browser(office)
    values = {k: v for k, v in form(client, **said).items() if v}
    assert sentence in client.post("/bulletins/new", values).content.decode()
    with scope(office):
        assert not Bulletin.objects.exists()


def test_a_group_out_of_reach_is_refused_even_past_the_form(office: Actor, noon: datetime) -> None:
    with scope(office), pytest.raises(NotAllowed):
        audiences.resolve({"town": ["532302101"]}, office, at=noon)


def test_answers_by_form(office: Actor, li: Actor, noon: datetime) -> None:
    confirmed = send(office, noon, li, needs_receipt=True)
    signed = send(office, noon, li, asks_sign_up=True, questions=(Question("坐什么车"),))
    client = browser(li)
    assert "已确认" in client.post(f"/bulletins/{confirmed}/confirm", follow=True).content.decode()
    page = client.post(f"/bulletins/{signed}/register", {"answer_1": "班车"}, follow=True).content.decode()
    assert "班车" in page
    page = client.post(f"/bulletins/{signed}/decline", {"reason": "出差"}, follow=True).content.decode()
    assert "不参加" in page
    assert client.get(f"/bulletins/{signed}/register").status_code == 405


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "confirmed"},
        {"state": "read"},
        {"state": "declined", "read_at": "2026-03-03T04:00Z", "answered_at": "2026-03-03T04:00Z"},
    ],
)
def test_the_database_refuses_a_nonsense_receipt(
    office: Actor, li: Actor, noon: datetime, facts: dict[str, str]
) -> None:
    bulletin = send(office, noon, li)
    with scope(li), pytest.raises(IntegrityError), transaction.atomic():
        Receipt.objects.filter(bulletin_id=bulletin).update(**facts)


def test_the_sender_cannot_answer_for_a_recipient(office: Actor, li: Actor, noon: datetime) -> None:
    bulletin = send(office, noon, li)
    with scope(office), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Receipt.objects.filter(bulletin_id=bulletin).update(state="read", read_at=noon)
    assert receipt(li, bulletin).state == ReceiptState.SENT


def asked(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    texts = [q["sql"].strip() for q in queries]
    return len([t for t in texts if not t.startswith(("SAVEPOINT", "RELEASE", "select set_config"))])


def test_pages_cost_the_same_however_many_there_are(office: Actor, noon: datetime) -> None:
    many = [actor_for(Role.DEPUTY, "532301101", login=f"d{n}", person_id=n) for n in range(60)]
    bulletin = send(office, noon, *many)
    for number in range(35):
        send(office, noon, many[0], title=f"第 {number} 条")
    client, reader = browser(office), browser(many[0])
    # Session and bell, and: rows, counts | own, bulletin, counts, rows | own (and whether it may see the sender's).
    assert asked(client, "/bulletins?box=sent") == 4
    assert asked(client, f"/bulletins/{bulletin}") == 6
    assert asked(client, f"/bulletins/{bulletin}/calls") <= 8
    assert asked(reader, "/bulletins") == 3
    assert asked(reader, f"/bulletins/{bulletin}") <= 4
    assert "before=" in client.get("/bulletins?box=sent").content.decode()
    assert "before=" in client.get(f"/bulletins/{bulletin}").content.decode()


def test_sending_costs_the_same_whatever_the_number(office: Actor, noon: datetime) -> None:
    many = [actor_for(Role.DEPUTY, "532301101", login=f"d{n}", person_id=n) for n in range(40)]
    costs = []
    for recipients in (many[:1], many):
        with CaptureQueriesContext(connection) as queries:
            send(office, noon, *recipients)
        costs.append(len(queries))
    assert costs[0] == costs[1]
