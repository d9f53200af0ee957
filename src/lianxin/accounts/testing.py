"""Builders for tests: accounts, posts and sign-ins, without hashing and without the journal."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from lianxin.accounts.models import Grant, User
from lianxin.accounts.reads import actor_from
from lianxin.accounts.sessions import SessionStore
from lianxin.accounts.words import role_label
from lianxin.kernel.actor import Actor, Role

# Before every fixed clock of the tests and before today.
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
_number = count(1)


def make_user(
    login: str,
    name: str = "",
    *,
    phone: str | None = None,
    password: str | None = None,
    is_active: bool = True,
) -> User:
    """An account; without `password` it cannot sign in by form (use `sign_in`)."""
    return User.objects.create(
        login=login,
        name=name or login,
        phone=phone,
        password=make_password(password),
        is_active=is_active,
        created_at=LONG_AGO,
    )


def make_grant(
    user: User,
    role: Role,
    division_code: str,
    unit_id: int | None = None,
    venue_id: int | None = None,
    person_id: int | None = None,
    *,
    label: str = "",
    valid_from: datetime = LONG_AGO,
    valid_to: datetime | None = None,
) -> Grant:
    """A post valid since 2026-01-01."""
    return Grant.objects.create(
        user=user,
        role=role,
        division_code=division_code,
        unit_id=unit_id,
        venue_id=venue_id,
        person_id=person_id,
        label=label or role_label(role),
        valid_from=valid_from,
        valid_to=valid_to,
        given_at=LONG_AGO,
        reason="测试",
    )


def as_(actor: Actor) -> Client:
    """A browser signed in as this person, in this post."""
    client = Client()
    sign_in(client, User.objects.get(pk=actor.user_id or 0), Grant.objects.get(pk=actor.grant_id or 0))
    return client


def sign_in(client: Client, user: User, grant: Grant | None = None) -> str:
    """Sign `user` in on `client`, acting in `grant`; returns the session key."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store["grant_id"] = grant.pk if grant else None
    store["device"] = "测试"
    store["signed_in_at"] = timezone.now().isoformat()
    store.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = store.session_key or ""
    return store.session_key or ""


def actor_for(
    role: Role,
    division_code: str,
    *,
    login: str = "",
    name: str = "",
    unit_id: int | None = None,
    venue_id: int | None = None,
    person_id: int | None = None,
) -> Actor:
    """A new account with one post, as the actor it is."""
    user = make_user(login or f"{role}-{next(_number)}", name)
    grant = make_grant(user, role, division_code, unit_id, venue_id, person_id)
    return actor_from(user, grant)
