"""A report of text and tables: one plain `Report`, set as PDF to print or as .docx to edit."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from lianxin.documents.glyphs import inert
from lianxin.documents.setting import render_pdf


@dataclass(frozen=True, slots=True)
class ReportTable:
    """Column names and rows of words. `wide` is the share of the first column, in parts of the others'."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wide: int = 2


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with sentences and, when there is one, a table below them."""

    heading: str
    text: str = ""
    table: ReportTable | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """All words of a report. `basis` says period, scope, cut time and formula version."""

    title: str
    subtitle: str
    author: str
    summary: str
    basis: str
    sections: tuple[Section, ...]
    footer: str


def report_pdf(report: Report) -> bytes:
    """The report as A4 pages with page numbers."""
    return render_pdf("report", {"report": asdict(report)})


def report_docx(report: Report) -> bytes:
    """The report as a Word file with real headings and tables whose first row repeats on every page."""
    from lianxin.documents.report_word import written  # 20 MB that most processes never need

    return written(inert(report))
