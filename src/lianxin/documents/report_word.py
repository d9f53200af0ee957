"""A `Report` as a Word file."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell

from lianxin.documents.report import Report, ReportTable

# As in `setting`: the same data gives the same bytes.
_TIMESTAMP = datetime(2026, 1, 1, tzinfo=UTC)
# What Chinese offices have installed; another machine takes its own.
_SERIF, _SANS = "宋体", "黑体"


def written(report: Report) -> bytes:
    """The report as a Word file with real headings and tables whose first row repeats on every page."""
    document = Document()
    _page(document, report)
    title = document.add_heading(report.title, level=0)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    subtitle = document.add_paragraph(report.subtitle)
    subtitle.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph(report.summary)
    document.add_paragraph(report.basis).style = "Caption"
    for section in report.sections:
        document.add_heading(section.heading, level=1)
        if section.text:
            document.add_paragraph(section.text)
        if section.table is not None:
            _table(document, section.table)
        if section.note:
            document.add_paragraph(section.note).style = "Caption"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: DocxDocument, report: Report) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(24)
    page.top_margin = page.bottom_margin = Mm(24)
    page.footer.paragraphs[0].text = report.footer
    facts = document.core_properties
    facts.title, facts.author, facts.language = report.title, report.author, "zh-CN"
    facts.created = facts.modified = _TIMESTAMP
    facts.last_modified_by, facts.comments = report.author, ""
    for name, font, size in (
        ("Normal", _SERIF, 11), ("Title", _SANS, 20), ("Heading 1", _SANS, 14), ("Caption", _SERIF, 9),
    ):  # fmt: skip
        style = document.styles[name]
        if isinstance(style, ParagraphStyle):
            _set_font(style, font, size)


def _set_font(style: ParagraphStyle, font: str, size: int) -> None:
    """A style's font, for Chinese characters too: Word keeps the two apart."""
    style.font.name, style.font.size = font, Pt(size)
    style.font.color.rgb = RGBColor(0x1F, 0x1B, 0x18)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(kind), None)
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(kind), font)


def _table(document: DocxDocument, table: ReportTable) -> None:
    made = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    made.autofit = False
    _widths(made, table)
    for cell, word in zip(made.rows[0].cells, table.columns, strict=True):
        _write(cell, word, bold=True)
    first = made.rows[0]._tr  # noqa: SLF001 (python-docx offers no other way to repeat a header row)
    first.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in table.rows:
        cells = made.add_row().cells
        for at, (cell, word) in enumerate(zip(cells, row, strict=True)):
            _write(cell, word, right=at > 0)


def _widths(made: Table, table: ReportTable) -> None:
    parts = [table.wide] + [1] * (len(table.columns) - 1)
    for column, part in zip(made.columns, parts, strict=True):
        column.width = Mm(162 * part / sum(parts))


def _write(cell: _Cell, word: str, *, bold: bool = False, right: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(word)
    run.bold, run.font.size = bold, Pt(9)
    paragraph.paragraph_format.space_after = Pt(0)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
