"""Characters that a paper can show: those of the fonts it is set in; any other is named, never left out.

A character that none of the fonts has is printed as its number, 〔U+2B73F〕, so that a reader sees that
something stands there and can look up what. What no file may hold is dropped. Source: T43.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import TypeVar, cast

import pylopdf_fonts_jp as noto_rare
import pylopdf_fonts_zh_cn as noto

# Not allowed in XML, so neither in .docx: control characters, lone surrogates, two that are no characters.
_NOWHERE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# They choose the shape of the character before them and are nothing by themselves.
_SHAPING = re.compile("[\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_FORMAT = 12
_SPACE = frozenset("\n\r\t \u00a0")
Words = TypeVar("Words")


def inert(words: Words) -> Words:
    """The same text, list, mapping or dataclass without the characters that no file may hold."""
    return _each(words, lambda text: _NOWHERE.sub("", text))


def printable(words: Words) -> Words:
    """The same with every character that no font has as 〔U+…〕."""
    return _each(words, _named)


def _named(text: str) -> str:
    text, known = _NOWHERE.sub("", text), characters()
    if all(ord(char) in known for char in text):
        return text
    return "".join(
        char if ord(char) in known or char in _SPACE else f"〔U+{ord(char):04X}〕"
        for char in _SHAPING.sub("", text)
    )


def _each(value: Words, change: Callable[[str], str]) -> Words:
    """`value` with `change` applied to every text in it."""
    made: object = value
    if isinstance(value, str):
        made = change(value)
    elif isinstance(value, list | tuple):
        made = type(value)(_each(one, change) for one in value)
    elif isinstance(value, dict):
        made = {name: _each(one, change) for name, one in value.items()}
    elif is_dataclass(value) and not isinstance(value, type):
        made = replace(value, **{one.name: _each(getattr(value, one.name), change) for one in fields(value)})
    return cast("Words", made)


@lru_cache(maxsize=1)
def characters() -> frozenset[int]:
    """The numbers of all characters that the fonts of `setting` have; read once, some 20 ms."""
    paths = (noto.serif_path(), noto.sans_path(), noto_rare.serif_path())
    return frozenset(char for path in paths for char in _of_font(path.read_bytes()))


def _of_font(font: bytes) -> Iterator[int]:
    """The characters of one OpenType font with a glyph, from the table `cmap`, format 12 (OpenType 1.9)."""
    for at in range(12, 12 + 16 * int.from_bytes(font[4:6]), 16):
        name, _sum, start, _length = struct.unpack_from(">4sIII", font, at)
        if name != b"cmap":
            continue
        for record in range(int.from_bytes(font[start + 2 : start + 4])):
            table = start + int.from_bytes(font[start + 8 + 8 * record : start + 12 + 8 * record])
            if int.from_bytes(font[table : table + 2]) == _FORMAT:
                yield from _of_table(font, table)


def _of_table(font: bytes, table: int) -> Iterator[int]:
    for group in range(int.from_bytes(font[table + 12 : table + 16])):
        first, last, glyph = struct.unpack_from(">III", font, table + 16 + 12 * group)
        # Glyph 0 is the box of what is missing.
        yield from range(first if glyph else first + 1, last + 1)
