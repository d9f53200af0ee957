"""Django's database sessions with a user and a post on the row, so that one query tells who acts.

Source: Django's documented way to extend database-backed sessions; ADR-0004.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db import DEFAULT_DB_ALIAS, connection
from django.utils import timezone

from lianxin.accounts.models import Grant, Session, User
from lianxin.kernel.lifetimes import is_ahead

# Nobody at the keyboard for this long: sign in again. Source: 等保三级 (登录连接超时自动退出), ASVS V7.3.1.
IDLE = timedelta(hours=2)
# How often a session's last use is written down.
_TOUCH = timedelta(minutes=5)


_OF_SESSION, _OF_USER, _OF_GRANT = (
    tuple(field.attname for field in model._meta.concrete_fields) for model in (Session, User, Grant)
)


@cache
def _written() -> str:
    """The query of a session with user and post, written by the ORM once a process.

    It is asked for every page, and writing it cost more than the answer (ADR-0018).
    """
    names = [*_OF_SESSION, *(f"user__{name}" for name in _OF_USER), *(f"grant__{name}" for name in _OF_GRANT)]
    query = Session.objects.filter(expire_date__gt=datetime.max.replace(tzinfo=UTC)).filter(session_key="")
    return query.values_list(*names).query.sql_with_params()[0]


def _row_of(key: str | None, now: datetime) -> Session | None:
    with connection.cursor() as cursor:
        cursor.execute(_written(), [now, key])
        values = cursor.fetchone()
    if values is None:
        return None
    user_at = len(_OF_SESSION)
    grant_at = user_at + len(_OF_USER)
    session = Session.from_db(DEFAULT_DB_ALIAS, _OF_SESSION, values[:user_at])
    user, grant = values[user_at:grant_at], values[grant_at:]
    session.user = User.from_db(DEFAULT_DB_ALIAS, _OF_USER, user) if user[0] is not None else None
    session.grant = Grant.from_db(DEFAULT_DB_ALIAS, _OF_GRANT, grant) if grant[0] is not None else None
    return session


class SessionStore(DatabaseSessions):
    """Keeps the loaded row at hand for the middleware."""

    row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table behind this store."""
        return Session

    def _get_session_from_db(self) -> Session | None:
        self.row = _row_of(self.session_key, timezone.now())
        if self.row is None:
            self._session_key = None
        return self.row

    def load_row(self) -> None:
        """Read the row and its data now: one query."""
        self._session_cache = self.load()

    def end_expired(self, key: str) -> None:
        """Remove a session whose time is over, so that a clock put back does not revive it (T13)."""
        Session.objects.filter(pk=key).delete()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row to save: the old one's post and device are kept."""
        fresh = cast("Session", super().create_model_instance(data))
        user_id = data.get(SESSION_KEY)
        fresh.user_id = int(user_id) if user_id else None
        fresh.grant_id = data.get("grant_id")
        fresh.device = data.get("device", "")
        since = data.get("signed_in_at")
        fresh.signed_in_at = datetime.fromisoformat(since) if since else None
        fresh.seen_at = timezone.now()
        return fresh


def reference_of(session_key: str) -> str:
    """A name for a session that cannot be used to take it over."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:16]


def is_idle(session: Session, *, at: datetime) -> bool:
    """Whether the sign-in was left alone for too long."""
    return session.user_id is not None and session.seen_at is not None and at - session.seen_at > IDLE


def touch(session: Session, *, at: datetime) -> None:
    """Note that the sign-in is in use; writes at most once in five minutes.

    A last use dated ahead, by a clock that has been put right, is dated back: it would never be idle (T13).
    """
    seen = session.seen_at
    if session.user_id is not None and (seen is None or at - seen > _TOUCH or is_ahead(seen, at=at)):
        Session.objects.filter(pk=session.pk).update(seen_at=at)
