"""Division codes and the short codes that people type: plain arithmetic, no tables.

A division code has 2, 4, 6, 9 or 12 digits (province, prefecture, county, township, village);
a code that begins with another lies inside it. Source: GB/T 2260 and the statistical codes.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

LEVEL_LENGTHS = (2, 4, 6, 9, 12)
# Crockford base 32: no I, L, O, U, so that a code read aloud is typed right.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CONFUSED = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V", "-": None, " ": None})


def level_of(code: str) -> int:
    """Level 1 (province) to 5 (village). Raises ValueError for any other length."""
    return LEVEL_LENGTHS.index(len(code)) + 1


def ancestors_of(code: str) -> tuple[str, ...]:
    """Codes from the province down to `code` itself."""
    return tuple(code[:length] for length in LEVEL_LENGTHS if length <= len(code))


def inside(code: str, prefix: str) -> bool:
    """Whether `code` is `prefix` or lies below it. An empty prefix contains nothing."""
    return bool(prefix) and code.startswith(prefix)


def at_level(code: str, level: int) -> str:
    """The ancestor of `code` at `level`, or `code` itself when it stands higher."""
    return code[: LEVEL_LENGTHS[level - 1]]


def range_of(prefix: str) -> tuple[str, str]:
    """Half-open range of all codes inside `prefix`; ':' sorts after '9' in collation C."""
    if not prefix:
        raise ValueError("an empty prefix would mean everything")
    return prefix, prefix + ":"


def random_code(length: int) -> str:
    """A random code in the typed alphabet, 5 bits a character."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def signature(key: str, text: str, length: int = 4) -> str:
    """First `length` characters of HMAC-SHA256 in the typed alphabet."""
    digest = hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()
    return "".join(ALPHABET[byte % 32] for byte in digest[:length])


def clean_code(text: str) -> str:
    """What a person typed, as it was printed: upper case, no spaces, look-alikes mended."""
    return text.strip().upper().translate(_CONFUSED)
