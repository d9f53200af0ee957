"""Accounts: create a user, give and revoke a grant. Signing in lives in `sign_in.py`."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lianxin.accounts.access import SEPARATED, require_may_grant
from lianxin.accounts.models import Grant, Session, User
from lianxin.accounts.reads import valid_grants
from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError, NotFound
from lianxin.kernel.text import clean, normal_phone


@transaction.atomic
def create_user(*, login: str, name: str, phone: str, password: str | None, actor: Actor, at: datetime) -> User:
    """Create an account without any grant.

    `password=None` makes an account that cannot sign in until one is set. Raises DomainError for a
    name or phone already used, a phone that is none, or a weak password (the sentence says which).
    """
    number = normal_phone(phone) if phone else ""
    if phone and not number:
        raise DomainError(_("“%(phone)s”不像手机号或座机号，请检查后再填。") % {"phone": phone})
    user = User(login=clean(login).lower(), name=clean(name), phone=number or None, created_at=at)
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise DomainError("".join(error.messages)) from error
        user.set_password(password)
    else:
        user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise DomainError(_("这个登录名或手机号已经有账号了，请换一个，或者直接给那个账号授岗。")) from error
    journal.write("accounts.user", user.pk, "accounts.user.created", actor=actor, at=at, division_code=actor.place)
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
    require_may_grant(actor, role, division_code)
    held = {Role(grant.role) for grant in valid_grants(user_id, at=at)}
    if role in SEPARATED and held & (SEPARATED - {role}):
        raise DomainError(_("系统、业务、审计三种管理岗不能由同一个账号兼任。请换一个人，或先撤销原来的管理岗。"))
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
    return grant


@transaction.atomic
def revoke_grant(*, grant_id: int, reason: str, actor: Actor, at: datetime) -> Grant:
    """End a grant now: it stops working at the holder's next request. Source: ASVS V8.3 (T26)."""
    grant = Grant.objects.select_for_update().filter(pk=grant_id).first()
    if grant is None:
        raise NotFound(_("没有这个岗位记录。"))
    require_may_grant(actor, Role(grant.role), grant.division_code)
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
