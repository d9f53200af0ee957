"""Small text rules shared by forms, lists and documents."""

from __future__ import annotations

import re
import unicodedata

# Control, zero-width and bidirectional characters, lone surrogates, and two numbers that are no characters.
# A joiner stays where it makes one picture of several, and nowhere else.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f"
    r"\u200b\u200c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
    r"|\u200d(?![\u2190-\u2bff\U0001f000-\U0001faff])"
)
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}")


def clean(text: str) -> str:
    """NFC text without control, bidirectional and zero-width characters, trimmed."""
    return _CONTROL.sub("", unicodedata.normalize("NFC", text)).strip()


def normal_phone(text: str) -> str:
    """A Chinese phone number as digits, or "" when it is none. Accepts +86, spaces, dashes, full width."""
    digits = re.sub(r"[\s\-()（）]", "", unicodedata.normalize("NFKC", text))
    digits = re.sub(r"^(\+?86)(?=1)", "", digits)
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits):
        return digits
    return ""


def masked_phone(phone: str) -> str:
    """138****0001: enough to recognise one's own number."""
    return phone[:3] + "****" + phone[-4:] if len(phone) >= 7 else "****"


def surname_only(name: str) -> str:
    """How a citizen is named to those who may not know more: 王**."""
    return f"{name[0]}**" if name else ""


def shortened(text: str, length: int) -> str:
    """First line of `text`, cut at `length` characters with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
