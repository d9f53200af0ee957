"""有进展时发短信提醒我: who is asked, whose yes is kept, what is told, and how it is taken back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from lianxin.accounts.testing import as_
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import NotFound
from lianxin.kit.scope import scope
from lianxin.vault.models import Consent, Errand
from lianxin.vault.reads import ConsentRow
from lianxin.voices.actions import stop_messages
from lianxin.voices.models import Case, TellingRule
from lianxin.voices.reads.telling import telling_for
from lianxin.voices.testing import NOON, World, make_case, perform, receive
from lianxin.voices.tests.conftest import LATER
from lianxin.voices.tests.test_citizen_pages import (
    Clock,
    blank_form,
    body,
    clock,
    world,
)
from lianxin.voices.tests.test_intake import INTAKE, said
from lianxin.voices.tokens import case_token

__all__ = ["clock", "world"]
pytestmark = pytest.mark.django_db
PHONE = "13912340567"
ALL = {"on_accepted": True, "on_answered": True, "on_closed": True, "on_supervised": True}


@pytest.fixture(autouse=True)
def _fresh_rules() -> None:
    telling_for.cache_clear()


@pytest.fixture
def on(world: World, settings) -> World:
    """The office has a gateway and has entered what it tells of."""
    settings.LIANXIN_SMS_GATEWAY = "ledger"
    TellingRule.objects.create(division_code="532301", valid_from=date(2026, 1, 1), source="试点方案", **ALL)
    return world


def consents(case_id: int) -> list[Consent]:
    return list(Consent.objects.filter(item__subject_kind="voices.case", item__subject_id=case_id))


def errands(case_id: int) -> list[Errand]:
    return list(Errand.objects.filter(consent__item__subject_id=case_id).order_by("asked_at"))


def agreed(world: World, **changes: object) -> int:
    facts = {"phone": PHONE, "contact_name": "陈居民", "wants_messages": True} | changes
    return receive(world, **facts).case_id


def report(world: World, clock: Clock, **said_too: str) -> tuple[Client, str]:
    client = Client()
    form = blank_form(client, clock, f"/voices/new?venue={world.venue_id}")
    return client, body(client.post("/voices/new", form | said_too, follow=True))


def newest(world: World) -> Case:
    with scope(world.office):
        return Case.objects.order_by("-id")[0]


def test_the_box_stands_unticked_beside_the_phone_and_says_what_is_sent(on: World, clock: Clock) -> None:
    page = body(Client().get(f"/voices/new?venue={on.venue_id}"))
    box = page[page.index('name="tell_me"') - 60 :][:400]
    assert "checked" not in box
    assert "有进展时发短信提醒我" in page
    assert "不写内容、编号和地点" in page
    assert page.index('name="phone"') < page.index('name="tell_me"') < page.index('name="may_publish"')


@pytest.mark.parametrize("missing", ["gateway", "rule", "every moment"])
def test_without_a_gateway_or_a_rule_nobody_is_asked(on: World, clock: Clock, settings, missing: str) -> None:
    if missing == "gateway":
        settings.LIANXIN_SMS_GATEWAY = ""
    elif missing == "rule":
        TellingRule.objects.all().delete()
    else:
        TellingRule.objects.update(**dict.fromkeys(ALL, False))
    telling_for.cache_clear()
    assert 'name="tell_me"' not in body(Client().get(f"/voices/new?venue={on.venue_id}"))
    _client, page = report(on, clock, phone=PHONE, tell_me="on")
    assert "已经收到" in page
    assert consents(newest(on).pk) == []


def test_a_ticked_box_is_kept_with_its_time_and_place_and_is_said_again(on: World, clock: Clock) -> None:
    _client, page = report(on, clock, phone=PHONE, tell_me="on")
    [consent] = consents(newest(on).pk)
    assert (consent.agreed_at, consent.via, consent.withdrawn_at) == (clock.at, "web", None)
    assert "有进展会发短信提醒您" in page


def test_an_unticked_box_is_no_consent(on: World, clock: Clock) -> None:
    _client, page = report(on, clock, phone=PHONE)
    assert consents(newest(on).pk) == []
    assert "有进展会发短信" not in page


@pytest.mark.parametrize(("phone", "sentence"), [("", "请先填手机号"), ("0878-3123456", "座机收不到短信")])
def test_without_a_mobile_number_the_form_says_what_to_do(
    on: World, clock: Clock, phone: str, sentence: str
) -> None:
    _client, page = report(on, clock, phone=phone, tell_me="on")
    assert sentence in page
    assert "已经收到" not in page


def test_who_fears_retaliation_gets_none_even_with_the_box_ticked(on: World, clock: Clock) -> None:
    _client, page = report(on, clock, phone=PHONE, tell_me="on", is_protected="on")
    assert "已经收到" in page
    case_id = newest(on).pk
    assert consents(case_id) == []
    assert consents(agreed(on, is_protected=True)) == [], "the action refuses too"


def test_who_stays_anonymous_can_never_have_it(on: World) -> None:
    assert consents(agreed(on, phone="")) == []


def test_at_the_counter_the_liaison_ticks_it_for_who_says_so(on: World, clock: Clock) -> None:
    counter = as_(on.liaison)
    page = body(counter.get(INTAKE))
    assert "本人当面或者电话里说要，才勾" in page
    counter.post(INTAKE, said(page, tell_me="on"), follow=True)
    [consent] = consents(newest(on).pk)
    assert consent.via == "phone"


def test_the_few_moments_ask_for_a_message_and_nothing_else_does(
    on: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(
        "lianxin.vault.actions.ask_errand", lambda **how: asked.append(how["subject_id"]) or 0
    )
    case_id = agreed(on)
    at = NOON
    for verb, expected in (
        ("claim", 0), ("assign", 0), ("accept", 1), ("progress", 1), ("answer", 2), ("send_back", 3),
        ("answer", 4), ("confirm", 4), ("rate", 4), ("reopen", 4), ("supervise", 5),
    ):  # fmt: skip
        at += timedelta(minutes=10)
        perform(verb, on, case_id, at=at)
        assert asked == [case_id] * expected, verb


def test_a_place_tells_only_of_what_it_entered(on: World) -> None:
    TellingRule.objects.update(on_accepted=False)
    telling_for.cache_clear()
    case_id = agreed(on)
    for number, verb in enumerate(("claim", "assign", "accept"), start=1):
        perform(verb, on, case_id, at=NOON + timedelta(minutes=number))
    assert errands(case_id) == []
    perform("answer", on, case_id, at=NOON + timedelta(hours=1))
    assert len(errands(case_id)) == 1


def test_a_rating_that_closes_is_the_citizens_own_doing(on: World) -> None:
    case_id = agreed(on)
    for number, verb in enumerate(("claim", "answer_on_spot"), start=1):
        perform(verb, on, case_id, at=NOON + timedelta(minutes=number))
    before = len(errands(case_id))
    perform("rate", on, case_id, at=NOON + timedelta(hours=1), is_solved=True, satisfaction="satisfied")
    assert len(errands(case_id)) == before == 1


def test_at_night_it_waits_for_the_morning(on: World, clock: Clock) -> None:
    case_id = agreed(on)
    late = clock.at = datetime(2026, 3, 3, 14, 30, tzinfo=NOON.tzinfo)  # 22:30 in Beijing
    for number, verb in enumerate(("claim", "answer_on_spot")):
        perform(verb, on, case_id, at=late + timedelta(minutes=number))
    [errand] = errands(case_id)
    assert errand.not_before == datetime(2026, 3, 4, 0, 0, tzinfo=NOON.tzinfo)  # 8:00 in Beijing


def test_the_citizen_stops_it_with_one_press_and_sees_so(on: World, clock: Clock) -> None:
    case_id = agreed(on)
    address = f"/voices/mine/{case_token(case_id, at=clock.at)}"
    client = Client()
    page = body(client.get(address))
    assert "不要再发短信了" in page
    assert PHONE not in page
    page = body(client.post(f"{address}/stop-messages", follow=True))
    assert "不再给您发短信了" in page
    assert "起不再发短信" in page
    assert consents(case_id)[0].withdrawn_at == clock.at
    assert client.post(f"{address}/stop-messages").status_code == 302, "twice is as good as once"
    for number, verb in enumerate(("claim", "answer_on_spot"), start=1):
        perform(verb, on, case_id, at=NOON + timedelta(minutes=number))
    assert errands(case_id) == []


def test_what_was_sent_is_shown_among_the_looks_as_one_line(
    on: World, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = agreed(on)
    sent = ConsentRow(agreed_at=NOON, withdrawn_at=None, sent=2, last_sent_at=NOON)
    monkeypatch.setattr("lianxin.vault.reads.consent_of", lambda *_of: sent)
    page = body(Client().get(f"/voices/mine/{case_token(case_id, at=clock.at)}"))
    looks = page[page.index("谁看过您的电话") :]
    assert "自动发过 2 次短信，用途是告知办理进展，最近一次是3 月 3 日 12:00" in looks
    assert "没有人看到您的号码" in looks


def test_who_does_not_hold_the_code_cannot_stop_it(on: World) -> None:
    case_id, stranger = agreed(on), Actor(case_id=make_case(on), source="citizen")
    with scope(stranger), pytest.raises(NotFound):
        stop_messages(case_id=case_id, actor=stranger, at=LATER)
    assert Client().post("/voices/mine/not-a-token/stop-messages").status_code == 404
    assert consents(case_id)[0].withdrawn_at is None
