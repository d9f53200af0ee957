"""Signing in and out: the only actions that touch the browser's own session.

Unknown names, unknown phones, locked-out accounts and wrong passwords get the same answer at the same
price (T31). Five wrong passwords from one address lock the name for that address only, so that nobody can
lock a colleague out from elsewhere; twenty from everywhere lock it for all but people with a second
factor (T32). Source: shared security paper §6; OWASP Authentication Cheat Sheet.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import StrEnum
from threading import BoundedSemaphore

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import check_password
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django_otp import verify_token
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from lianxin.accounts.factors import sealed_code
from lianxin.accounts.models import Grant, User
from lianxin.accounts.reads import actor_from, has_factor, user_by_id, user_to_sign_in, valid_grants
from lianxin.accounts.sessions import SessionStore
from lianxin.journal import actions as journal
from lianxin.kernel.actor import ANONYMOUS, Actor
from lianxin.kernel.errors import NotFound, TooMany
from lianxin.kernel.lifetimes import holds
from lianxin.kernel.text import clean, normal_phone
from lianxin.kit import throttle
from lianxin.kit.throttle import Limit

WINDOW = timedelta(minutes=15)
FACTOR_TIME = timedelta(minutes=5)
_PENDING_USER, _PENDING_SINCE = "pending_user", "pending_since"
# One hash at a time in each of the two web processes: readers keep a core (performance.md workload 14).
_HASHING = BoundedSemaphore(1)
_HASHING_WAIT_S = 5.0
# An encoded password that nothing matches, yet costs one full hash to refuse.
_NOBODY = "!"


class Outcome(StrEnum):
    """How a name and password were answered."""

    WRONG = "wrong"
    LOCKED = "locked"
    FACTOR = "factor"
    OPEN = "open"


def locked_sentence() -> str:
    """What a locked-out person reads, whether or not the account exists."""
    return _("登录试得太多了。请过 15 分钟再试；忘了密码的话，请联系本地管理员。")


def _here() -> Limit:
    return Limit("sign-in-here", 5, WINDOW, locked_sentence())


def _anywhere() -> Limit:
    return Limit("sign-in-anywhere", 20, WINDOW, locked_sentence())


def _address() -> Limit:
    return Limit("sign-in-address", 30, WINDOW, locked_sentence())


def _code() -> Limit:
    return Limit("sign-in-code", 5, WINDOW, _("验证码错得太多了。请过 15 分钟再登录。"))


def _own_password() -> Limit:
    return Limit("own-password", 5, WINDOW, _("密码错得太多了。请过 15 分钟再试。"))


@contextmanager
def _hashing() -> Iterator[None]:
    if not _HASHING.acquire(timeout=_HASHING_WAIT_S):
        raise TooMany(_("现在登录的人比较多。请过几秒再试一次。"))
    try:
        yield
    finally:
        _HASHING.release()


def _matches(user: User | None, password: str) -> bool:
    """Compare, hashing once even when there is no user; mend an outdated hash."""

    def mend(raw: str) -> None:
        if user is not None:
            user.set_password(raw)
            user.save(update_fields=["password"])

    with _hashing():
        return check_password(password, user.password if user else _NOBODY, setter=mend)


def _one_at_a_time(what: str) -> None:
    """Parallel guesses at one name, or from one address, wait for each other: the count is true (T30)."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 31))", [what])


def as_typed(name: str) -> str:
    """The sign-in name or phone behind what was typed."""
    return normal_phone(name) or clean(name).lower()


@transaction.atomic
def check_sign_in(*, name: str, password: str, client: str, at: datetime) -> tuple[Outcome, User | None]:
    """Judge a name and password from address `client`; a user comes back only with FACTOR and OPEN.

    Raises TooMany when this address, or this name from this address, has used up its tries.
    """
    typed = as_typed(name)
    here = f"{typed}|{client}"
    _one_at_a_time(f"address|{client}")
    throttle.require_below(_address(), client, at=at)
    _one_at_a_time(here)
    throttle.require_below(_here(), here, at=at)
    is_used_up = throttle.tries(_anywhere(), typed, at=at) >= _anywhere().times
    user = user_to_sign_in(typed)
    user_id = user.pk if user else 0
    grants = valid_grants(user_id, at=at)
    needs_code = has_factor(user_id)
    is_right = _matches(user, password)
    if user is not None and is_right and not (is_used_up and not needs_code):
        return (Outcome.FACTOR if needs_code else Outcome.OPEN), user
    if not is_right:
        throttle.count(_here(), here, at=at)
        throttle.count(_anywhere(), typed, at=at)
        throttle.count(_address(), client, at=at)
        place = grants[0].division_code if grants else ""
        _refused(user_id, "password", place=place, at=at)
    return (Outcome.LOCKED if is_used_up else Outcome.WRONG), None


def _refused(user_id: int, what: str, *, place: str, at: datetime) -> None:
    # The subject is the account's id, 0 for nobody: what was typed may be somebody's phone.
    journal.write(
        "accounts.user", user_id, "accounts.user.refused",
        actor=ANONYMOUS, at=at, division_code=place, after=what,
    )  # fmt: skip


@transaction.atomic
def password_is_right(*, actor: Actor, password: str, at: datetime) -> bool:
    """Ask a signed-in person for their password again. Raises TooMany after five wrong ones."""
    user = user_by_id(actor.user_id or 0)
    _one_at_a_time(f"own|{actor.user_id}")
    throttle.require_below(_own_password(), str(actor.user_id), at=at)
    if _matches(user, password):
        return True
    throttle.count(_own_password(), str(actor.user_id), at=at)
    return False


def hold_for_factor(*, session: SessionStore, user: User, at: datetime) -> None:
    """Remember who has shown a password, in a new session that is not signed in."""
    session.flush()
    session[_PENDING_USER] = user.pk
    session[_PENDING_SINCE] = at.isoformat()


def pending_user(session: SessionStore, *, at: datetime) -> User | None:
    """Who still has to show a code, within five minutes of the password."""
    user_id, since = session.get(_PENDING_USER), session.get(_PENDING_SINCE)
    if not user_id or not since or not holds(datetime.fromisoformat(since), FACTOR_TIME, at=at):
        return None
    return user_by_id(user_id)


@transaction.atomic
def check_code(*, user: User, code: str, at: datetime) -> bool:
    """Judge a six-digit code or a recovery code; either works once. Raises TooMany after five wrong ones."""
    _one_at_a_time(f"code|{user.pk}")
    throttle.require_below(_code(), str(user.pk), at=at)
    text = clean(code).replace(" ", "")
    if text.isdecimal() and len(text) == 6:
        device, token = TOTPDevice.objects.filter(user=user, confirmed=True).first(), text
    else:
        device, token = StaticDevice.objects.filter(user=user, confirmed=True).first(), sealed_code(text)
    if device is not None and verify_token(user, device.persistent_id, token):
        return True
    throttle.count(_code(), str(user.pk), at=at)
    grants = valid_grants(user.pk, at=at)
    _refused(user.pk, "code", place=grants[0].division_code if grants else "", at=at)
    return False


@transaction.atomic
def open_session(*, session: SessionStore, user: User, device: str, at: datetime) -> Actor:
    """Sign `user` in under a new session key, in their oldest valid post; returns who acts now (T27)."""
    grants = valid_grants(user.pk, at=at)
    actor = actor_from(user, grants[0]) if grants else Actor(user_id=user.pk, name=user.name)
    session.flush()
    _fill(session, user_id=user.pk, grant_id=actor.grant_id, device=device, at=at)
    user.last_login = at
    user.save(update_fields=["last_login"])
    journal.write(
        "accounts.user", user.pk, "accounts.user.signed_in", actor=actor, at=at, division_code=actor.place
    )
    return actor


def _fill(session: SessionStore, *, user_id: int, grant_id: int | None, device: str, at: datetime) -> None:
    session[SESSION_KEY] = str(user_id)
    session["grant_id"] = grant_id
    session["device"] = device
    session["signed_in_at"] = at.isoformat()


@transaction.atomic
def switch_post(*, session: SessionStore, grant_id: int, actor: Actor, at: datetime) -> Actor:
    """Act in another of one's own valid posts from the next request on. Raises NotFound for any other."""
    grant = next((g for g in valid_grants(actor.user_id or 0, at=at) if g.pk == grant_id), None)
    if grant is None:
        raise NotFound(_("这个岗位现在不能用了，可能已经撤销或到期。请换一个岗位。"))
    session["grant_id"] = grant.pk
    # Another post has other powers: the key changes with them (OWASP Session Management).
    session.cycle_key()
    switched = _as_post(actor, grant)
    journal.write(
        "accounts.user", actor.user_id or 0, "accounts.user.switched_post",
        actor=switched, at=at, division_code=grant.division_code, before=actor.role, after=grant.role,
    )  # fmt: skip
    return switched


def _as_post(actor: Actor, grant: Grant) -> Actor:
    user = user_by_id(actor.user_id or 0)
    return actor_from(user, grant) if user else ANONYMOUS


@transaction.atomic
def sign_out(*, session: SessionStore, actor: Actor, at: datetime) -> None:
    """End this session; nothing happens to somebody who is not signed in."""
    if actor.user_id is not None:
        journal.write(
            "accounts.user", actor.user_id, "accounts.user.signed_out",
            actor=actor, at=at, division_code=actor.place,
        )  # fmt: skip
    session.flush()
