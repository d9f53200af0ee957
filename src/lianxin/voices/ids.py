"""Case ids from the moment of receipt, and the query code that only the citizen holds."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from django.conf import settings

# 53 bits of entropy need no slow hash against guessing; it guards a stolen table. About 10 ms.
_HASHER = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1)


def new_id(at: datetime) -> int:
    """A 63-bit id that grows with time: milliseconds and 22 random bits."""
    return (int(at.timestamp() * 1000) << 22) | secrets.randbits(22)


def id_bounds(at: datetime) -> int:
    """The smallest id of a case received at `at` or later."""
    return int(at.timestamp() * 1000) << 22


def new_query_code() -> str:
    """Sixteen decimal digits, shown once."""
    return "".join(secrets.choice("0123456789") for _ in range(16))


def clean_query_code(text: str) -> str:
    """The digits a person typed; "" when there are not sixteen."""
    digits = "".join(c for c in text if c.isdecimal() and c.isascii())
    return digits if len(digits) == 16 else ""


def tag_of(code: str) -> str:
    """The keyed tag by which the code's row is found."""
    return hmac.new(settings.SECRET_KEY.encode(), f"query:{code}".encode(), hashlib.sha256).hexdigest()[:32]


def hash_of(code: str) -> str:
    """Argon2id of the code."""
    return _HASHER.hash(code)


def matches(code: str, hashed: str) -> bool:
    """Whether the code is the hashed one."""
    try:
        return _HASHER.verify(hashed, code)
    except VerifyMismatchError:
        return False
