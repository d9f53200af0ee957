"""A register: matters in groups on landscape pages, to be read out and signed for; PDF and .docx."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from lianxin.documents.glyphs import inert
from lianxin.documents.setting import render_pdf


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name and its share of the width."""

    label: str
    parts: int


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading; `closing` stands below them, for instance where a hand signs."""

    heading: str
    rows: tuple[tuple[str, ...], ...]
    closing: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """All words of a register. Every row has a cell for each column."""

    title: str
    subtitle: str
    author: str
    intro: str
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    footer: str


def register_pdf(register: Register) -> bytes:
    """The register as landscape A4 pages with page numbers; the header row repeats."""
    return render_pdf("register", {"register": asdict(register)})


def register_docx(register: Register) -> bytes:
    """The register as a Word file with real headings and tables."""
    from lianxin.documents.registers_word import written  # 20 MB that most processes never need

    return written(inert(register))
