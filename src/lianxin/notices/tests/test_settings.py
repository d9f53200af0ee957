"""How I want to be told: the page, its refusals, and that it is nobody else's."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxin.accounts.testing import make_grant, make_user, sign_in
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.scope import scope
from lianxin.notices.models import Choice, Preference
from lianxin.notices.words import About

pytestmark = pytest.mark.django_db


NOTHING = {f"about_{group}": "none" for group in About}


@pytest.fixture(autouse=True)
def _gateways(settings: Any) -> None:
    settings.LIANXIN_SMS_GATEWAY = settings.LIANXIN_MAIL_GATEWAY = "ledger"


@pytest.fixture
def li(client: Client) -> int:
    user = make_user("li", "李代表", phone="13900004321")
    sign_in(client, user, make_grant(user, Role.DEPUTY, "532301", person_id=7))
    return user.pk


def test_what_was_chosen_is_kept_and_shown_again(client: Client, li: int) -> None:
    page = client.get("/notices/settings").content.decode()
    assert "尾号 4321" in page
    assert "13900004321" not in page
    said = NOTHING | {
        "about_case": "sms",
        "about_overdue": "mail",
        "mail_address": "li@example.com",
        "wants_digest": "on",
    }
    answer = client.post(
        "/notices/settings", said | {"quiet_from": "22:00", "quiet_to": "07:30"}, follow=True
    )
    assert "记下了" in answer.content.decode()
    with scope(Actor(user_id=li)):
        wish = Preference.objects.get()
        assert (wish.mail_address, wish.wants_digest) == ("li@example.com", True)
        assert (wish.quiet_from, wish.quiet_to) == (time(22), time(7, 30))
        chosen = dict(Choice.objects.values_list("about", "channel"))
    assert chosen == {"case": "sms", "overdue": "mail", "written": "", "other": ""}
    assert 'value="22:00"' in client.get("/notices/settings").content.decode()
    assert client.post("/notices/settings", said).status_code == 302


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"about_case": "mail"}, "选了邮件，还没有填邮箱。"),
        ({"mail_address": "li"}, "这不像一个邮箱"),
        ({"quiet_from": "22:00"}, "请把起止两个时间都填上"),
        ({"quiet_from": "夜里", "quiet_to": "07:00"}, "时间写成 21:00 这样"),
        ({"about_case": "pigeon"}, "请从给出的几种里选一种"),
    ],
)
def test_bad_input_gets_a_sentence_and_changes_nothing(
    client: Client, li: int, said: dict[str, str], sentence: str
) -> None:
    assert sentence in client.post("/notices/settings", NOTHING | said).content.decode()
    with scope(Actor(user_id=li)):
        assert not Preference.objects.exists()


def test_a_channel_without_a_gateway_is_not_offered(client: Client, li: int, settings: Any) -> None:
    settings.LIANXIN_SMS_GATEWAY = settings.LIANXIN_MAIL_GATEWAY = ""
    page = client.get("/notices/settings").content.decode()
    assert "本单位还没有接短信和邮件" in page
    assert 'value="sms"' not in page


def test_nobody_reads_anothers_address_or_chooses_for_another(client: Client, li: int) -> None:
    client.post("/notices/settings", NOTHING | {"mail_address": "li@example.com"})
    with scope(Actor(user_id=li + 1)):
        assert not Preference.objects.exists()
        assert Choice.objects.filter(user_id=li).update(channel="sms") == 0


def test_the_page_costs_five_queries(client: Client, li: int) -> None:
    client.get("/notices/settings")
    with CaptureQueriesContext(connection) as queries:
        client.get("/notices/settings")
    asked = [q["sql"].strip() for q in queries]
    asked = [sql for sql in asked if not sql.startswith(("SAVEPOINT", "RELEASE", "select set_config"))]
    # Session, choices, wish, phone, unread.
    assert len(asked) == 5, asked
