"""A double click makes one thing: a form carries a key, and the first result answers every repeat.

Source: shared security paper T12; ADR-0006.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from lianxin.kernel.errors import Stale
from lianxin.kit.models import Once


def new_key() -> str:
    """A fresh key for a hidden form field."""
    return secrets.token_urlsafe(18)


def fingerprint(fields: Mapping[str, str]) -> str:
    """Hash of what was submitted, so that one key cannot carry two different texts."""
    text = "\x1f".join(f"{name}={fields[name]}" for name in sorted(fields))
    return hashlib.sha256(text.encode()).hexdigest()


def once(key: str, fields: Mapping[str, str], make: Callable[[], str], *, at: datetime) -> str:
    """Return `make()` the first time `key` is seen, and the same string ever after.

    Must run inside the request's transaction: parallel repeats wait for the first to commit.
    Raises Stale when the same key comes with other content.
    """
    hashed, body = hashlib.sha256(key.encode()).hexdigest(), fingerprint(fields)
    seen = _locked(hashed)
    if seen is None:
        result = make()
        Once(key=hashed, body_hash=body, result=result, at=at).save(force_insert=True)
        return result
    if seen[0] != body:
        raise Stale(_("这张表已经交过一次了，内容不一样。请回到上一页重新打开再填，原来那件已经收到。"))
    return seen[1]


def _locked(key: str) -> tuple[str, str] | None:
    """Wait for parallel repeats, then what an earlier one left.

    They must be two statements: the second takes its snapshot when the lock is held.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 7))", [key])
        cursor.execute("select body_hash, result from kit_once where key = %s", [key])
        row: tuple[str, str] | None = cursor.fetchone()
    return row
