"""A `Register` as a Word file."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from lianxin.documents.registers import Column, Group, Register

# As in `setting`: the same data gives the same bytes.
_TIMESTAMP = datetime(2026, 1, 1, tzinfo=UTC)
# What Chinese offices have installed; another machine takes its own.
_BODY, _TITLE, _HEADING = "仿宋_GB2312", "方正小标宋简体", "黑体"
_USABLE_MM = 257


def written(register: Register) -> bytes:
    """The register as a Word file with real headings and tables."""
    document = Document()
    _page(document, register)
    for words, level in ((register.title, 0), (register.subtitle, -1)):
        shown = document.add_heading(words, level=0) if level == 0 else document.add_paragraph(words)
        shown.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph(register.intro)
    for group in register.groups:
        document.add_heading(group.heading, level=1)
        _table(document, register.columns, group)
        if group.closing:
            document.add_paragraph(group.closing).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: DocxDocument, register: Register) -> None:
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(297), Mm(210)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(20)
    page.footer.paragraphs[0].text = register.footer
    facts = document.core_properties
    facts.title, facts.author, facts.language = register.title, register.author, "zh-CN"
    facts.created = facts.modified = _TIMESTAMP
    facts.last_modified_by, facts.comments = register.author, ""
    for name, font, size, colour in (
        ("Normal", _BODY, 12, "1F1B18"), ("Title", _TITLE, 22, "B3201F"),
        ("Heading 1", _HEADING, 14, "1F1B18"),
    ):  # fmt: skip
        style = document.styles[name]
        if isinstance(style, ParagraphStyle):
            _set_font(style, font, size, colour)


def _set_font(style: ParagraphStyle, font: str, size: int, colour: str) -> None:
    """A style's font, for Chinese characters too: Word keeps the two apart."""
    style.font.name, style.font.size = font, Pt(size)
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(kind), None)
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(kind), font)


def _table(document: DocxDocument, columns: tuple[Column, ...], group: Group) -> None:
    made = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    made.autofit = False
    whole = sum(column.parts for column in columns)
    widths = [Mm(_USABLE_MM * column.parts / whole) for column in columns]
    first = made.rows[0]._tr  # noqa: SLF001 (python-docx offers no other way to repeat a header row)
    first.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cells, words, bold in (
        (made.rows[0].cells, tuple(column.label for column in columns), True),
        *((made.add_row().cells, row, False) for row in group.rows),
    ):
        for cell, word, width in zip(cells, words, widths, strict=True):
            cell.width = width
            run = cell.paragraphs[0].add_run(word)
            run.bold, run.font.size = bold, Pt(10.5)
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
