"""The second factor: set up, asked for, recovered from, turned off."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from lianxin.accounts.models import Session
from lianxin.accounts.testing import sign_in
from lianxin.accounts.tests.conftest import PASSWORD, Cast
from lianxin.accounts.tests.test_sign_in import enter, events

FACTOR = "/accounts/me/factor"


def code_of(device: TOTPDevice, steps: int = 0) -> str:
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time() + steps * device.step
    return f"{totp.token():06}"


def wrong_code(device: TOTPDevice) -> str:
    near = {code_of(device, steps) for steps in range(-3, 4)}
    return next(c for c in (f"{n:06}" for n in range(100)) if c not in near)


def forgive_throttle(device: TOTPDevice) -> None:
    type(device).objects.filter(pk=device.pk).update(
        throttling_failure_count=0, throttling_failure_timestamp=None
    )


def enable(cast: Cast) -> tuple[TOTPDevice, list[str]]:
    """Turn the factor on through the pages; returns the device as it is then, and the recovery codes."""
    client = Client()
    sign_in(client, cast.li, cast.li_deputy)
    client.post(FACTOR, {"step": "start"})
    device = TOTPDevice.objects.get(user=cast.li)
    page = client.post(FACTOR, {"step": "confirm", "code": code_of(device)}).content.decode()
    codes = re.findall(r"<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>", page)
    device.refresh_from_db()
    return device, codes


def test_enabling_shows_a_picture_a_secret_and_ten_codes_once(cast: Cast, browser: Client) -> None:
    sign_in(browser, cast.li, cast.li_deputy)
    assert "开始启用" in browser.get(FACTOR).content.decode()
    assert not TOTPDevice.objects.exists(), "looking changes nothing"
    assert browser.post(FACTOR, {"step": "start"}).status_code == 302
    page = browser.get(FACTOR).content.decode()
    assert 'src="data:image/svg+xml' in page
    device = TOTPDevice.objects.get(user=cast.li)
    assert not device.confirmed
    from lianxin.accounts.factors import typed_secret

    assert typed_secret(device) in page
    assert " style=" not in page
    done = browser.post(FACTOR, {"step": "confirm", "code": code_of(device)}).content.decode()
    codes = re.findall(r"<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>", done)
    assert len(set(codes)) == 10
    again = browser.get(FACTOR).content.decode()
    assert codes[0] not in again
    assert "还剩 10 个恢复码" in again
    assert not StaticToken.objects.filter(token__icontains=codes[0][:5]).exists(), (
        "only keyed hashes are kept"
    )
    assert len(events(cast.li, "accounts.factor.added")) == 1


def test_a_wrong_first_code_turns_nothing_on(cast: Cast, browser: Client) -> None:
    sign_in(browser, cast.li, cast.li_deputy)
    browser.post(FACTOR, {"step": "start"})
    device = TOTPDevice.objects.get(user=cast.li)
    page = browser.post(FACTOR, {"step": "confirm", "code": wrong_code(device)}).content.decode()
    assert "验证码不对" in page
    assert not TOTPDevice.objects.get(user=cast.li).confirmed


def test_the_password_alone_does_not_sign_in(cast: Cast, browser: Client) -> None:
    device, _codes = enable(cast)
    answer = enter(browser, "li", next="/voices")
    assert answer.status_code == 200
    assert "再填一个验证码" in answer.content.decode()
    row = Session.objects.get(pk=browser.cookies["lianxin_session"].value)
    assert row.user_id is None
    assert browser.get("/accounts/me").status_code == 302
    held = row.pk
    answer = browser.post("/accounts/second-factor", {"code": code_of(device, 1), "next": "/voices"})
    assert answer.headers["Location"] == "/voices"
    assert browser.cookies["lianxin_session"].value != held
    assert not Session.objects.filter(pk=held).exists()
    assert browser.get("/accounts/me").status_code == 200


def test_a_code_works_only_once(cast: Cast) -> None:
    device, _codes = enable(cast)
    code = code_of(device, 1)
    for expected in (302, 200):
        client = Client()
        enter(client, "li")
        assert client.post("/accounts/second-factor", {"code": code}).status_code == expected


def test_a_recovery_code_works_only_once(cast: Cast) -> None:
    _device, codes = enable(cast)
    for typed, expected in ((codes[0].lower(), 302), (codes[0], 200)):
        client = Client()
        enter(client, "li")
        assert client.post("/accounts/second-factor", {"code": typed}).status_code == expected
    assert StaticToken.objects.filter(device__user=cast.li).count() == 9


def test_the_second_step_lasts_five_minutes(
    cast: Cast, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lianxin.accounts import sign_in as entering

    device, _codes = enable(cast)
    enter(browser, "li")
    monkeypatch.setattr(entering, "FACTOR_TIME", timedelta(seconds=-1))
    answer = browser.post("/accounts/second-factor", {"code": code_of(device, 1)})
    assert answer.headers["Location"] == "/accounts/sign-in"
    assert browser.get("/accounts/me").status_code == 302


def test_nobody_reaches_the_second_step_without_a_password(db: None, browser: Client) -> None:
    assert browser.get("/accounts/second-factor").headers["Location"] == "/accounts/sign-in"
    assert browser.post("/accounts/second-factor", {"code": "123456"}).status_code == 302


def test_five_wrong_codes_lock_the_second_step(cast: Cast, browser: Client) -> None:
    device, _codes = enable(cast)
    enter(browser, "li")
    for _n in range(5):
        forgive_throttle(device)
        assert browser.post("/accounts/second-factor", {"code": wrong_code(device)}).status_code == 200
    forgive_throttle(device)
    assert browser.post("/accounts/second-factor", {"code": code_of(device, 1)}).status_code == 429
    assert {line.after for line in events(cast.li, "accounts.user.refused")} == {"code"}


def test_a_name_locked_from_everywhere_still_opens_with_a_second_factor(cast: Cast, browser: Client) -> None:
    device, _codes = enable(cast)
    for n in range(20):
        enter(Client(), "li", "wrong", address=f"10.1.0.{n}")
    assert "再填一个验证码" in enter(browser, "li", address="10.9.0.1").content.decode()
    assert browser.post("/accounts/second-factor", {"code": code_of(device, 1)}).status_code == 302


def test_turning_off_needs_password_and_code(cast: Cast, browser: Client) -> None:
    device, _codes = enable(cast)
    sign_in(browser, cast.li, cast.li_deputy)
    url = f"{FACTOR}/remove"
    assert browser.get(url).status_code == 200
    assert "密码不对" in browser.post(url, {"password": "wrong", "code": code_of(device, 1)}).content.decode()
    assert (
        "验证码不对" in browser.post(url, {"password": PASSWORD, "code": wrong_code(device)}).content.decode()
    )
    assert TOTPDevice.objects.filter(user=cast.li).exists()
    forgive_throttle(device)
    assert browser.post(url, {"password": PASSWORD, "code": code_of(device, 1)}).status_code == 302
    assert not TOTPDevice.objects.filter(user=cast.li).exists()
    assert not StaticToken.objects.exists()
    assert len(events(cast.li, "accounts.factor.removed")) == 1
    assert enter(Client(), "li").status_code == 302
