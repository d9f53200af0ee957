"""Accounts: create a user, give and revoke a grant, change a password, end sign-ins.

Signing in lives in `sign_in.py`, the second factor in `factors.py`.
"""

from __future__ import annotations

import re
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lianxin.accounts.access import (
    SEPARATED,
    is_founder,
    require_may_administer,
    require_may_grant,
    require_may_reset,
    sessions_of,
)
from lianxin.accounts.halting import halt_posts, register_settler, resume_posts, settle_given
from lianxin.accounts.models import Grant, Session, User
from lianxin.accounts.reads import valid_grants
from lianxin.accounts.sessions import reference_of
from lianxin.journal import actions as journal
from lianxin.kernel.actor import UNIT_ROLES, VENUE_ROLES, Actor, Role
from lianxin.kernel.codes import inside, random_code
from lianxin.kernel.errors import DomainError, NotFound
from lianxin.kernel.text import clean, normal_phone

__all__ = [
    "change_password",
    "create_user",
    "end_other_sessions",
    "end_session",
    "give_grant",
    "halt_posts",
    "register_settler",
    "reset_password",
    "resume_posts",
    "revoke_grant",
    "temporary_password",
]

_LOGIN = re.compile(r"[\w.·@-]{2,40}")


def temporary_password() -> str:
    """A first password to read out to its owner: 80 random bits in typed letters."""
    code = random_code(16)
    return "-".join(code[i : i + 4] for i in range(0, 16, 4))


def _require_good_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise DomainError("".join(error.messages)) from error


@transaction.atomic
def create_user(
    *, login: str, name: str, phone: str, password: str | None, actor: Actor, at: datetime
) -> User:
    """Create an account without any grant.

    `password=None` makes an account that cannot sign in until one is set. Raises DomainError for a
    name or phone already used, a phone that is none, or a weak password (the sentence says which).
    """
    require_may_administer(actor)
    number = normal_phone(phone) if phone else ""
    if phone and not number:
        raise DomainError(_("“%(phone)s”不像手机号或座机号，请检查后再填。") % {"phone": phone})
    login = clean(login).lower()
    # A login that looks like a phone would catch the sign-ins of whoever owns that number.
    if not _LOGIN.fullmatch(login) or (normal_phone(login) and normal_phone(login) != number):
        raise DomainError(_("登录名请用 2 到 40 个字母、汉字或数字，中间不留空格，也不要用别人的手机号。"))
    if not clean(name):
        raise DomainError(_("请填写姓名。"))
    user = User(login=login, name=clean(name), phone=number or None, created_at=at)
    if password is not None:
        _require_good_password(password, user)
        user.set_password(password)
    else:
        user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise DomainError(_("这个登录名或手机号已经有账号了，请换一个，或者直接给那个账号授岗。")) from error
    journal.write(
        "accounts.user", user.pk, "accounts.user.created", actor=actor, at=at, division_code=actor.place
    )
    return user


@transaction.atomic
def give_grant(
    *,
    user_id: int,
    role: Role,
    division_code: str,
    label: str,
    reason: str,
    actor: Actor,
    at: datetime,
    unit_id: int | None = None,
    venue_id: int | None = None,
    person_id: int | None = None,
    valid_to: datetime | None = None,
) -> Grant:
    """Give a role in a place for a period. Raises NotAllowed outside the giver's place.

    System, business and audit administration are never held together by one account.
    Source: domain.md §7; 等保三级三权分立; ADR-0004.
    """
    User.objects.select_for_update().get(pk=user_id)
    require_may_grant(actor, role, division_code, to_user_id=user_id)
    _require_subject(role, unit_id=unit_id, venue_id=venue_id, person_id=person_id)
    if valid_to is not None and valid_to <= at:
        raise DomainError(_("截止日期已经过了。请选今天以后的日期，或者留空。"))
    held = {Role(grant.role) for grant in valid_grants(user_id, at=at)}
    if role in SEPARATED and held & (SEPARATED - {role}):
        raise DomainError(_("系统、业务、审计三种管理岗不能由一个账号兼任。请换一个人，或先撤销原来的岗位。"))
    if len(clean(reason)) < 2:
        raise DomainError(_("请写一句授岗的依据，例如“2026 年换届选举”。"))
    grant = Grant.objects.create(
        user_id=user_id,
        role=role,
        division_code=division_code,
        unit_id=unit_id,
        venue_id=venue_id,
        person_id=person_id,
        label=label,
        valid_from=at,
        valid_to=valid_to,
        given_by_id=actor.user_id,
        given_at=at,
        reason=clean(reason),
    )
    journal.write(
        "accounts.grant", grant.pk, "accounts.grant.given",
        actor=actor, at=at, division_code=division_code, after=role, reason=clean(reason),
    )  # fmt: skip
    if role == Role.DEPUTY and person_id is not None:
        settle_given(person_id, actor=actor, at=at)
        grant.refresh_from_db(fields=["halted_at", "halt_reason"])
    return grant


def _require_subject(role: Role, *, unit_id: int | None, venue_id: int | None, person_id: int | None) -> None:
    """The same rules as the table's CHECK constraints, said kindly."""
    if role in UNIT_ROLES and unit_id is None:
        raise DomainError(_("承办单位的岗位要写明是哪个单位，请填单位编号。"))
    if role in VENUE_ROLES and venue_id is None:
        raise DomainError(_("阵地的岗位要写明是哪个阵地，请填阵地编号。"))
    if role == Role.DEPUTY and person_id is None:
        raise DomainError(_("代表岗位要写明是哪位代表，请填人员编号。"))


@transaction.atomic
def revoke_grant(*, grant_id: int, reason: str, actor: Actor, at: datetime) -> Grant:
    """End a grant now: it stops working at the holder's next request. Source: ASVS V8.3 (T26)."""
    grant = Grant.objects.select_for_update().filter(pk=grant_id).first()
    if grant is None:
        raise NotFound(_("没有这个岗位记录。"))
    require_may_administer(actor)
    if not is_founder(actor) and not inside(grant.division_code, actor.place):
        # Outside one's place a grant does not exist: its number must not answer questions.
        raise NotFound(_("没有这个岗位记录。"))
    if grant.revoked_at is not None:
        return grant
    if len(clean(reason)) < 2:
        raise DomainError(_("请写一句撤岗的原因。"))
    grant.revoked_at, grant.revoked_by_id, grant.revoke_reason = at, actor.user_id, clean(reason)
    grant.save(update_fields=["revoked_at", "revoked_by", "revoke_reason"])
    Session.objects.filter(grant=grant).update(grant=None)
    journal.write(
        "accounts.grant", grant.pk, "accounts.grant.revoked",
        actor=actor, at=at, division_code=grant.division_code, before=grant.role, reason=clean(reason),
    )  # fmt: skip
    return grant


@transaction.atomic
def change_password(*, password: str, keep_session: str, actor: Actor, at: datetime) -> None:
    """Set a new password and end all other sign-ins. The caller has just seen the old one.

    Raises DomainError for a weak password (the sentence says why).
    """
    user = User.objects.select_for_update().get(pk=actor.user_id or 0)
    _require_good_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    sessions_of(actor).exclude(session_key=keep_session).delete()
    journal.write(
        "accounts.user", user.pk, "accounts.user.password_changed",
        actor=actor, at=at, division_code=actor.place,
    )  # fmt: skip


@transaction.atomic
def reset_password(*, user_id: int, password: str, actor: Actor, at: datetime) -> User:
    """Set a password for somebody who forgot theirs, and end all their sign-ins. Their second factor stays.

    Raises NotFound outside the administrator's place, NotAllowed for administrators and higher places.
    """
    user = User.objects.select_for_update().filter(pk=user_id, is_active=True).first()
    if user is None:
        raise NotFound(_("没有这个账号。"))
    require_may_reset(actor, user, valid_grants(user.pk, at=at))
    _require_good_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    Session.objects.filter(user=user).delete()
    journal.write(
        "accounts.user", user.pk, "accounts.user.password_reset",
        actor=actor, at=at, division_code=actor.place,
    )  # fmt: skip
    return user


@transaction.atomic
def end_session(*, reference: str, actor: Actor, at: datetime) -> None:
    """End one of one's own sign-ins: its next request is a stranger's. Raises NotFound for any other."""
    keys = sessions_of(actor).values_list("session_key", flat=True)
    key = next((key for key in keys if reference_of(key) == reference), None)
    if key is None:
        raise NotFound(_("这个登录已经结束了。"))
    Session.objects.filter(pk=key).delete()
    _journal_ended(actor, at)


@transaction.atomic
def end_other_sessions(*, keep_session: str, actor: Actor, at: datetime) -> int:
    """End all one's sign-ins but the current one; returns how many."""
    ended, _rows = sessions_of(actor).exclude(session_key=keep_session).delete()
    if ended:
        _journal_ended(actor, at)
    return ended


def _journal_ended(actor: Actor, at: datetime) -> None:
    journal.write(
        "accounts.user", actor.user_id or 0, "accounts.session.ended",
        actor=actor, at=at, division_code=actor.place,
    )  # fmt: skip
