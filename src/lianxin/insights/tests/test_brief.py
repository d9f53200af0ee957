"""The monthly brief, opened again: numbers, hidden small counts, fonts and rare names."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from lianxin.accounts.testing import as_
from lianxin.documents.report import Report, ReportTable, Section, report_docx, report_pdf
from lianxin.insights import reads
from lianxin.insights.brief import brief_of, months_to_choose
from lianxin.insights.leaving import HIDDEN
from lianxin.insights.tests.test_figures import PERIOD
from lianxin.journal.models import Entry
from lianxin.kit.scope import scope
from lianxin.voices.testing import World

pytestmark = pytest.mark.django_db
RARE = "香么㱔村、𠮷家村"


def report() -> Report:
    table = ReportTable(("地方", "件数"), tuple((f"{RARE}{n}", str(n)) for n in range(70)))
    section = Section("一、各地", "没有别的。", table, "只列出一部分。")
    return Report("试用县社情民意月报", "2026 年 3 月", "试用县", "收到 70 件。", "口径", (section,), "页脚")


def words_of_docx(body: bytes) -> str:
    document = Document(io.BytesIO(body))
    cells = (c.text for t in document.tables for row in t.rows for c in row.cells)
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def words_of_pdf(body: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)


def test_names_outside_the_common_set_stand_in_both_papers() -> None:
    assert RARE in words_of_docx(report_docx(report()))
    words = re.sub(r"\s", "", words_of_pdf(report_pdf(report())))
    assert "香么㱔村" in words
    assert "𠮷" in words
    assert "�" not in words


def test_the_pdf_carries_its_fonts_and_a_second_page_repeats_the_header() -> None:
    pdf = PdfReader(io.BytesIO(report_pdf(report())))
    assert len(pdf.pages) >= 2
    assert "件数" in pdf.pages[1].extract_text()
    for page in pdf.pages:
        for font in page["/Resources"]["/Font"].values():
            (inner,) = font.get_object()["/DescendantFonts"]
            descriptor = inner.get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descriptor), "the font is in the file"


def test_the_same_report_gives_the_same_bytes() -> None:
    assert report_pdf(report()) == report_pdf(report())


def test_the_word_file_has_headings_and_a_repeated_header_row() -> None:
    document = Document(io.BytesIO(report_docx(report())))
    assert [p.style.name for p in document.paragraphs if p.text == "一、各地"] == ["Heading 1"]
    assert "w:tblHeader" in document.tables[0].rows[0]._tr.xml
    assert document.core_properties.title == "试用县社情民意月报"


def test_the_brief_says_the_numbers_of_the_page_and_hides_small_ones_below_k(
    few: World, settings: object
) -> None:
    today = timezone.localdate()
    with scope(few.office):
        made = brief_of(few.office, "2026-03", today=today, at=timezone.now())
        whole = reads.overall(few.office, PERIOD, today=today)
    number = whole.counts["all"].number
    assert f"收到民情 {number} 件" in made.summary
    assert "公式版本" in made.basis
    numbers = [
        int(cell)
        for s in made.sections
        if s.table
        for row in s.table.rows
        for cell in row[1:]
        if cell.isdigit()
    ]
    assert numbers
    assert not [number for number in numbers if 0 < number < 5]
    topics = next(s for s in made.sections if s.heading.startswith("三"))
    assert topics.table is not None
    assert {row[1] for row in topics.table.rows} >= {str(number)} or HIDDEN in str(topics.table.rows)
    settings.LIANXIN_SMALLEST_SHOWN = 10_000
    with scope(few.office):
        made = brief_of(few.office, "2026-03", today=timezone.localdate(), at=timezone.now())
    assert HIDDEN in made.summary


def test_the_button_gives_the_paper_and_writes_the_journal(few: World) -> None:
    client = as_(few.office)
    assert "/insights/brief" in client.get("/insights").content.decode()
    for kind, read in (("docx", words_of_docx), ("pdf", words_of_pdf)):
        response = client.post("/insights/brief", {"month": "2026-03", "kind": kind})
        assert response.status_code == 200
        assert "社情民意月报" in re.sub(r"\s", "", read(response.content))
        # Whether the auditor sees it is the journal's own test; here it is there.
        with scope(few.auditor if hasattr(few, "auditor") else few.office):
            assert Entry.objects.filter(event="insights.brief.taken", after=kind).count() == 1
    page = client.post("/insights/brief", {"month": "1999-13"}).content.decode()
    assert "请在下面选一个月" in page


def test_who_reads_by_unit_or_venue_makes_no_brief_of_a_place(few: World) -> None:
    for actor in (few.officer, few.liaison, few.deputy):
        assert as_(actor).get("/insights/brief").status_code == 404
    assert Client().post("/insights/brief").status_code == 302


def test_the_last_whole_month_is_offered_first() -> None:
    months = months_to_choose(date(2026, 1, 20))
    assert months[:3] == ["2025-12", "2026-01", "2025-11"]
    assert len(set(months)) == len(months)
