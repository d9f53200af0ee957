"""An official letter on paper: one copy per addressee, the same words in PDF and .docx, nothing becomes code."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader

from lianxin.documents.letters import Letter, letter_docx, letter_pdf

LETTER = Letter(
    owner="楚雄市交通运输局",
    number="楚交复〔2026〕12号",
    class_letter="A",
    title="关于闭会第3号建议的答复",
    addressees=("李桂芳代表：", "普学明代表："),
    paragraphs=("您提出的《关于修复<三组>到小学道路的建议》收悉，现答复如下：", "道路已经硬化 & 路灯装好。"),
    signed_by="楚雄市交通运输局",
    day=date(2026, 4, 28),
    notes=("联系人及电话：段国强 0878-3000000", "抄送：楚雄市人大常委会代工委"),
)


def words(page) -> str:
    return "".join(page.extract_text().split())


def test_the_pdf_has_a_copy_for_each_addressee_on_a4() -> None:
    pages = PdfReader(io.BytesIO(letter_pdf(LETTER))).pages
    assert [("李桂芳代表" in words(p), "普学明代表" in words(p)) for p in pages] == [
        (True, False),
        (False, True),
    ]
    assert tuple(round(float(side)) for side in pages[0].mediabox[2:]) == (595, 842)
    for told in ("楚交复〔2026〕12号", "<三组>", "硬化&路灯", "2026年4月28日", "—1—", "抄送"):
        assert told in words(pages[0]), told
    assert "—1—" in words(pages[1])  # each copy counts its own pages


def test_a_long_letter_goes_on_over_pages() -> None:
    from dataclasses import replace

    long = replace(LETTER, addressees=LETTER.addressees[:1], paragraphs=("办理情况如下。" * 60,) * 4)
    pages = PdfReader(io.BytesIO(letter_pdf(long))).pages
    assert len(pages) > 2
    assert "—2—" in words(pages[1])


def test_the_docx_is_well_formed_and_says_the_same() -> None:
    package = zipfile.ZipFile(io.BytesIO(letter_docx(LETTER)))
    assert package.testzip() is None
    for name in package.namelist():
        ET.fromstring(package.read(name))  # noqa: S314 (our own bytes)
    body = ET.fromstring(package.read("word/document.xml"))  # noqa: S314 (our own bytes)
    text = "".join(body.itertext())
    for told in (
        "李桂芳代表：",
        "普学明代表：",
        "楚交复〔2026〕12号",
        "<三组>",
        "硬化 & 路灯",
        "2026年4月28日",
    ):
        assert told in text
    assert 'w:top="2098"' in package.read("word/document.xml").decode()


def test_the_same_words_give_the_same_bytes() -> None:
    assert letter_docx(LETTER) == letter_docx(LETTER)
    assert letter_pdf(LETTER) == letter_pdf(LETTER)


@pytest.mark.parametrize("make", [letter_pdf, letter_docx])
def test_a_letter_to_nobody_is_refused(make) -> None:
    from dataclasses import replace

    with pytest.raises(ValueError, match="addressee"):
        make(replace(LETTER, addressees=()))
