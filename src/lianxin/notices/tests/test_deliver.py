"""Out of the house: who hears, what is said, when, once, and what happens when the gateway says no."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client

from lianxin.accounts.models import Grant, User
from lianxin.accounts.testing import actor_for, make_grant, make_user, sign_in
from lianxin.divisions.testing import make_places
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.kit.scope import scope
from lianxin.notices import actions, gateways, tasks
from lianxin.notices.gateways import GatewayRefused, Ledger, Line, Message, Reason
from lianxin.notices.models import Delivery, Profile, Receipt
from lianxin.notices.profiles import rules_for
from lianxin.notices.words import About, BulletinKind, Channel
from lianxin.notices.workflow import DELIVERY_FLOW, DeliveryState, ReceiptState

pytestmark = pytest.mark.django_db
WORKER = Actor(role=Role.SYSTEM_ADMIN, place="53", name="系统", source="job")
NIGHT = datetime(2026, 3, 3, 14, tzinfo=UTC)  # 22:00 in Beijing
SMS = dict.fromkeys(About, Channel.SMS)


class Moody:
    """A gateway that refuses as often as it is told to."""

    refusals: list[BaseException] = []
    taken: list[Message] = []

    def send(self, message: Message) -> None:
        if self.refusals:
            raise self.refusals.pop(0)
        self.taken.append(message)


@pytest.fixture(autouse=True)
def _outlet(settings: Any, tmp_path: Path, db: None) -> None:
    settings.LIANXIN_SMS_GATEWAY = settings.LIANXIN_MAIL_GATEWAY = "ledger"
    settings.LIANXIN_OUTLET = tmp_path / "outlet.sqlite3"
    # The fixed clock of the tests decides, not the wall's: handing over is called by hand.
    settings.LIANXIN_JOBS = "inline"
    gateways._made.cache_clear()
    rules_for.cache_clear()
    Moody.refusals, Moody.taken = [], []


@pytest.fixture(autouse=True)
def _by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "deliver_due", lambda: 0)


def account(login: str, phone: str | None = "13900000001", **wishes: Any) -> int:
    user = make_user(login, phone=phone)
    grant = make_grant(user, Role.DEPUTY, "532301", person_id=user.pk)
    if wishes:
        actor = Actor(user_id=user.pk, grant_id=grant.pk, role=Role.DEPUTY, place="532301")
        with scope(actor):
            actions.choose_channels(wishes=actions.Wishes(**wishes), actor=actor, at=datetime.now(tz=UTC))
    return user.pk


def send(at: datetime, *users: int, key: str = "k1", kind: str = "case") -> None:
    with scope(Actor(source="job")):
        actions.send(user_ids=users, key=key, kind=kind, title="新的民情：彩云 1", url="/voices/5", at=at)


def run(at: datetime) -> None:
    """The worker's minute."""
    for act in (actions.prepare_next, actions.hand_over_next):
        step: Callable[..., bool] = act
        while _once(step, at):
            pass


def _once(step: Callable[..., bool], at: datetime) -> bool:
    with scope(WORKER):
        return step(actor=WORKER, at=at)


def sent() -> list[Line]:
    return Ledger().lines()


def states() -> list[str]:
    with scope(WORKER):
        return list(Delivery.objects.order_by("id").values_list("state", flat=True))


def test_a_notice_goes_out_to_those_who_chose_it_and_says_only_that_something_waits(noon: datetime) -> None:
    li, wang = account("li", channels=SMS), account("wang", phone="13900000002")
    send(noon, li, wang)
    run(noon)
    assert [(line.to, line.text) for line in sent()] == [("13900000001", "您有一条新的待办，请登录查看。")]
    assert states() == [DeliveryState.SENT]


def test_the_same_event_twice_and_the_worker_twice_is_one_message(noon: datetime) -> None:
    li = account("li", channels=SMS)
    for _ in range(2):
        send(noon, li)
        run(noon)
    assert [line.asked for line in sent()] == [1]


def test_a_worker_that_died_after_the_gateway_said_yes_says_the_same_again_under_the_same_key(
    noon: datetime,
) -> None:
    li = account("li", channels=SMS)
    send(noon, li)
    assert _once(actions.prepare_next, noon)
    with transaction.atomic():
        assert _once(actions.hand_over_next, noon)
        transaction.set_rollback(True)  # killed before the commit
    assert (states(), len(sent())) == ([DeliveryState.READY], 1)
    run(noon)
    assert [line.asked for line in sent()] == [2]
    assert states() == [DeliveryState.SENT]


def test_nothing_is_written_without_a_gateway(noon: datetime, settings: Any) -> None:
    settings.LIANXIN_SMS_GATEWAY = ""
    li = account("li", channels=SMS)
    send(noon, li)
    assert states() == []


def test_who_lost_the_post_or_the_account_hears_nothing(noon: datetime) -> None:
    gone, closed, late = (account(name, phone=None, channels=SMS) for name in ("gone", "closed", "late"))
    Grant.objects.filter(user_id=gone).update(valid_to=noon - timedelta(days=1))
    User.objects.filter(pk=closed).update(is_active=False)
    send(noon, gone, closed, late)
    assert states() == [DeliveryState.WAITING]
    User.objects.filter(pk=late).update(is_active=False)
    run(noon)
    assert (states(), sent()) == ([DeliveryState.DROPPED], [])


def test_without_a_phone_nothing_goes_out(noon: datetime) -> None:
    send(noon, account("li", phone=None, channels=SMS))
    run(noon)
    assert (states(), sent()) == ([DeliveryState.DROPPED], [])


def test_what_was_read_meanwhile_is_not_sent(noon: datetime) -> None:
    li = account("li", channels=SMS)
    send(noon, li)
    with scope(Actor(user_id=li)):
        actions.mark_read(notice_id=None, actor=Actor(user_id=li), at=noon)
    run(noon)
    assert (states(), sent()) == ([DeliveryState.DROPPED], [])


def test_at_night_it_waits_for_the_morning_and_comes_as_one() -> None:
    li = account("li", channels=SMS)
    for key in "abc":
        send(NIGHT, li, key=key)
    run(NIGHT)
    assert states() == [DeliveryState.WAITING] * 3
    run(NIGHT + timedelta(hours=9, minutes=59))
    assert sent() == []
    run(NIGHT + timedelta(hours=10))
    assert [line.text for line in sent()] == ["您有 3 条新的待办，请登录查看。"]
    assert sorted(states()) == [DeliveryState.FOLDED, DeliveryState.FOLDED, DeliveryState.SENT]


def test_what_is_pressing_goes_out_at_night_only_where_the_profile_says_so() -> None:
    li = account("li", channels=SMS)
    send(NIGHT, li, key="a", kind="overdue")
    run(NIGHT)
    assert sent() == []
    Profile.objects.create(
        division_code="5323", valid_from=NIGHT.date(), name="楚雄", version=1, urgent_in_quiet_hours=True
    )
    rules_for.cache_clear()
    send(NIGHT, li, key="b", kind="overdue")
    send(NIGHT, li, key="c", kind="case")
    run(NIGHT)
    assert len(sent()) == 1


def test_ones_own_quiet_hours_come_before_those_of_the_place(noon: datetime) -> None:
    li = account("li", channels=SMS, quiet=(time(11, 30), time(13)))
    send(noon, li)
    run(noon)
    assert sent() == []
    run(noon + timedelta(hours=1))
    assert len(sent()) == 1


def test_a_digest_gathers_a_day_but_what_is_pressing_does_not_wait(noon: datetime) -> None:
    li = account("li", channels=SMS, wants_digest=True)
    for number in range(4):
        send(noon + timedelta(hours=number), li, key=f"n{number}")
        run(noon + timedelta(hours=number))
    assert sent() == []
    send(noon, li, key="now", kind="overdue")
    run(noon + timedelta(hours=4))
    assert [line.text for line in sent()] == ["您有一条新的待办，请登录查看。"]
    run(noon + timedelta(hours=20, minutes=30))
    assert sent()[0].text == "您有 4 条新的待办，请登录查看。"


def test_a_place_may_have_everybody_told_by_sms(noon: datetime) -> None:
    Profile.objects.create(
        division_code="53", valid_from=noon.date(), name="云南", version=1, default_channel="sms"
    )
    rules_for.cache_clear()
    li = account("li")
    mute = account("mute", phone=None, channels=dict.fromkeys(About))
    send(noon, li, mute)
    run(noon)
    assert [line.to for line in sent()] == ["13900000001"]


def test_mail_leads_to_the_list_and_says_no_more(noon: datetime, settings: Any) -> None:
    settings.LIANXIN_MAIL_GATEWAY = "smtp"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    li = account("li", channels=dict.fromkeys(About, Channel.MAIL), mail_address="li@example.com")
    send(noon, li)
    run(noon)
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["li@example.com"], "您有一条新的待办，请登录查看。")
    assert "/notices" in letter.body
    assert "彩云" not in letter.body
    assert letter.extra_headers["Message-ID"].startswith("<")


def test_a_refusal_is_tried_again_with_growing_pauses_and_in_the_end_stands_with_its_reason(
    noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lianxin.notices.actions.delivering.gateway_for", lambda _channel: Moody())
    Moody.refusals = [GatewayRefused(Reason.UNREACHABLE) for _ in range(6)]
    li = account("li", channels=SMS)
    send(noon, li)
    at, pauses = noon, []
    while states() != [DeliveryState.FAILED]:
        run(at)
        with scope(WORKER):
            due = Delivery.objects.get().not_before
        pauses.append(int((due - at).total_seconds() // 60))
        at = max(due, at)
    assert pauses[:5] == [1, 5, 15, 60, 240]
    with scope(WORKER):
        assert (Delivery.objects.get().attempts, Delivery.objects.get().reason) == (6, Reason.UNREACHABLE)


def test_a_final_refusal_and_a_broken_gateway_stop_nobody_else(
    noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lianxin.notices.actions.delivering.gateway_for", lambda _channel: Moody())
    Moody.refusals = [GatewayRefused(Reason.ADDRESS, is_final=True), ZeroDivisionError("13900000001")]
    users = [account(name, phone=f"1390000000{n}", channels=SMS) for n, name in enumerate("abc", 1)]
    send(noon, *users)
    run(noon)
    assert [message.to for message in Moody.taken] == ["13900000003"]
    assert states() == [DeliveryState.FAILED, DeliveryState.READY, DeliveryState.SENT]


@pytest.fixture
def failed(noon: datetime, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("lianxin.notices.actions.delivering.gateway_for", lambda _channel: Moody())
    Moody.refusals = [GatewayRefused(Reason.ADDRESS, is_final=True)]
    send(noon, account("li", channels=SMS))
    run(noon)
    with scope(WORKER):
        return Delivery.objects.get(state=DeliveryState.FAILED).pk


def minder(client: Client, place: str = "532301", role: Role = Role.TENANT_ADMIN) -> None:
    user = make_user(f"{role}-{place}")
    sign_in(client, user, make_grant(user, role, place))


def test_an_administrator_sees_why_and_has_it_tried_again(
    client: Client, failed: int, noon: datetime
) -> None:
    minder(client)
    page = client.get("/notices/outbox").content.decode()
    assert "号码或邮箱不对。" in page
    assert "13900000001" not in page
    answer = client.post(f"/notices/outbox/{failed}/retry", follow=True).content.decode()
    assert "已排上队" in answer
    assert client.post(f"/notices/outbox/{failed}/retry").status_code == 409
    run(datetime.now(tz=UTC))
    assert [message.to for message in Moody.taken] == ["13900000001"]


@pytest.mark.parametrize(("place", "role"), [("532302", Role.TENANT_ADMIN), ("532301", Role.DEPUTY_AFFAIRS)])
def test_another_place_and_another_role_have_no_say(
    client: Client, failed: int, place: str, role: Role
) -> None:
    minder(client, place, role)
    assert "号码或邮箱不对" not in client.get("/notices/outbox").content.decode()
    assert client.post(f"/notices/outbox/{failed}/retry").status_code == 404


@pytest.mark.parametrize("state", [s for s in DeliveryState if not DELIVERY_FLOW.may("retry", s)])
def test_only_a_failed_one_is_tried_again(noon: datetime, state: DeliveryState) -> None:
    li = account("li", channels=SMS)
    send(noon, li)
    send(noon, li, key="main")
    with scope(WORKER):
        first, main = Delivery.objects.order_by("id")
        ended = None if state in {DeliveryState.WAITING, DeliveryState.READY} else noon
        into = main.pk if state == DeliveryState.FOLDED else None
        Delivery.objects.filter(pk=first.pk).update(state=state, ended_at=ended, folded_into=into)
        with pytest.raises(MoveNotAllowed):
            actions.retry_delivery(delivery_id=first.pk, actor=WORKER, at=noon)


@pytest.mark.parametrize(
    "facts",
    [{"state": "sent"}, {"state": "failed", "ended_at": NIGHT}, {"state": "folded", "ended_at": NIGHT}],
)
def test_the_database_refuses_a_nonsense_delivery(noon: datetime, facts: dict[str, Any]) -> None:
    send(noon, account("li", channels=SMS))
    with scope(WORKER), pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.update(**facts)


def test_the_minutes_job_does_it_all_by_the_clock(monkeypatch: pytest.MonkeyPatch, noon: datetime) -> None:
    monkeypatch.undo()
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
    with scope(Actor(source="setup")):
        make_places()
    send(noon, account("li", channels=SMS))
    assert states() == [DeliveryState.SENT]
    assert tasks.deliver_due() == 0


def test_the_sender_of_a_bulletin_sees_that_the_pointer_went_out(noon: datetime) -> None:
    office = actor_for(Role.DEPUTY_AFFAIRS, "532301", login="office")
    li, mute = account("li", channels=SMS), account("mute", phone=None)
    letter = actions.Letter(BulletinKind.NOTICE, "视察", "请参加。")
    with scope(office):
        sent_id = actions.send_bulletin(
            letter=letter, user_ids=[li, mute], audience=["代表"], actor=office, at=noon
        )
    run(noon)
    with scope(office):
        found = dict(Receipt.objects.filter(bulletin_id=sent_id).values_list("user_id", "state"))
    assert found == {li: ReceiptState.DELIVERED, mute: ReceiptState.SENT}
    assert "视察" not in sent()[0].text
