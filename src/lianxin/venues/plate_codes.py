"""The code on a plate: six public characters and four of a signature, short enough to type."""

from __future__ import annotations

from django.conf import settings

from lianxin.kernel.codes import clean_code, signature


def signed_code(plate_code: str) -> str:
    """What the QR code and the typed code hold: six public characters and four of a signature."""
    return plate_code + signature(settings.SECRET_KEY, f"plate:{plate_code}")


def plate_code_of(typed: str) -> str | None:
    """The plate's public code if the typed or scanned code is genuine. Guessing gives nothing."""
    code = clean_code(typed)
    if len(code) != 10 or signed_code(code[:6]) != code:
        return None
    return code[:6]


def grouped(code: str) -> str:
    """ABCDEF1234 as people read it aloud: ABC-DEF-1234."""
    return f"{code[:3]}-{code[3:6]}-{code[6:]}"
