"""Odd texts on paper: set as PDF and .docx, opened again, and read as they were written. Source: T43.

The rule of `documents.glyphs`: a character that no font of the paper has is printed as its number, 〔U+2B73F〕;
a .docx keeps every character. What turns or hides text is named too, so it turns and hides nothing.
"""

from __future__ import annotations

import io
import random
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from docx import Document
from pypdf import PdfReader
from support.scale import NIGHTLY, note, scaled

from lianxin.documents.glyphs import characters, inert, printable
from lianxin.documents.letters import Letter, letter_docx, letter_pdf
from lianxin.documents.plaques import PlaqueData, PlaqueKind, plaques_pdf
from lianxin.documents.registers import Column, Group, Register, register_docx, register_pdf
from lianxin.documents.report import Report, ReportTable, Section, report_docx, report_pdf
from lianxin.documents.walls import WallText, wall_pdf
from lianxin.suggestions.docx_import import read_docx

pytestmark = pytest.mark.timeout(3600 if NIGHTLY else 120)
MANY = scaled(120, 2000)
LONG = "阿卜杜热依木·麦麦提吐尔逊·阿卜杜拉·买买提艾力江"  # a name of 24 characters
PIECES = [
    "路灯", "水沟", "三组", "，", "。", "（", "Road 3", "12.5", "《办法》", "㐂", "阿依·热合曼", LONG, "#sys.inputs", "$x$ *a* _b_",
    "𠮷", "𡈽", "𪚥", "𫝆", "𬺓", "𰻝", "𱁬", "𲂬", "\u9fff", "龘", "㙍", "ꊈꌠ", "ᥖᥭᥰ", "👨‍👩‍👧", "﨑", "彝", "㱔", "竜",
    "\u00e9", "ﬁ", "\u212b", "한글", "①", "㎡", "　", "ا\u0644ه", "<b>&amp;", "</w:t>", "〓", "𝒳", "ⅷ",
]  # fmt: skip
NEVER = [
    "\u202e",
    "\u2066",
    "\u200b",
    "\ufeff",
    "\x00",
    "\x07",
    "\x0b",
    "\ud800",
    "\x1b",
    "\ufffe",
    "\uffff",
    "\ufe0f",
]


def batched(texts: list[str], size: int) -> Iterator[tuple[str, ...]]:
    left = iter(texts)
    while batch := tuple(islice(left, size)):
        yield batch


def corpus(pieces: list[str], seed: int) -> list[str]:
    dice = random.Random(seed)
    texts = (f"第{n}件" + "".join(dice.choices(pieces, k=dice.randint(1, 9))) + "坏了" for n in range(MANY))
    return [unicodedata.normalize("NFC", text) for text in texts]


CLEAN, RAW = corpus(PIECES, 43), corpus([*PIECES, *NEVER], 44)


def letter(texts: tuple[str, ...]) -> Letter:
    return Letter(
        owner="楚雄市交通运输局", number="楚交复〔2026〕12号", class_letter="A", title=texts[0], addressees=(f"{LONG}代表：",),
        paragraphs=texts, signed_by="楚雄市交通运输局", day=date(2026, 4, 28), notes=(texts[-1],),
    )  # fmt: skip


def report(texts: tuple[str, ...]) -> Report:
    table = ReportTable(("地方", "件数"), tuple((text, "1") for text in texts[::2]))
    sections = (Section(texts[0], table=table), *(Section("一", text, note=text) for text in texts[1::2]))
    return Report(texts[0], "2026 年 3 月", "试用县", texts[0], "口径", sections, "页脚")


def register(texts: tuple[str, ...]) -> Register:
    groups = (Group(texts[0], tuple((str(n), text) for n, text in enumerate(texts)), texts[-1]),)
    return Register(
        texts[0], "三月", "试用县", texts[0], (Column("号", 1), Column("内容", 6)), groups, "页脚"
    )


def wall(texts: tuple[str, ...]) -> bytes:
    return wall_pdf([WallText("试用县", texts[0], texts, texts[-1])], title=texts[0], author="试用县")


def plaques(texts: tuple[str, ...]) -> bytes:
    kinds = (PlaqueKind.VENUE, PlaqueKind.DEPUTY)
    return plaques_pdf([
        PlaqueData(
            kind=kinds[n % 2], owner="试用县", title=text, subtitle=text if n % 2 else "", url="https://a.gov.cn/q/K7M4QX", code_text="K7M4QX",
            phone="", day_line=text, site_host="a.gov.cn", issued_month=date(2026, 4, 1),
        )
        for n, text in enumerate(texts[:6])
    ])  # fmt: skip


PAPERS: dict[str, Callable[[tuple[str, ...]], bytes]] = {
    "letter": lambda texts: letter_pdf(letter(texts)), "report": lambda texts: report_pdf(report(texts)),
    "register": lambda texts: register_pdf(register(texts)), "wall": wall, "plaques": plaques,
}  # fmt: skip
FILES: dict[str, Callable[[tuple[str, ...]], bytes]] = {
    "letter": lambda texts: letter_docx(letter(texts)), "report": lambda texts: report_docx(report(texts)),
    "register": lambda texts: register_docx(register(texts)),
}  # fmt: skip


def bare(text: str) -> str:
    """Without blanks and with one form of each character, as readers of PDF give it back."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page; every page has some, and every font is in the file."""
    pages = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            (inner,) = font.get_object()["/DescendantFonts"]
            assert {"/FontFile2", "/FontFile3"} & set(inner.get_object()["/FontDescriptor"].get_object())
        pages.append(bare(page.extract_text()))
        assert len(pages[-1]) > 8, "no page is blank"
    return pages


@pytest.mark.parametrize("kind", PAPERS)
@pytest.mark.parametrize("raw", [False, True], ids=["as stored", "as sent"])
def test_every_text_is_on_the_paper_character_by_character(kind: str, raw: bool) -> None:
    """What a page break or a narrow column tears apart is looked for in its pieces' characters."""
    found = torn = 0
    for texts in batched(RAW if raw else CLEAN, 30):
        words = "".join(pages_of(PAPERS[kind](texts)))
        assert "\ufffd" not in words
        for text in texts[: 6 if kind == "plaques" else None]:
            if bare(printable(text)) in words:
                found += 1
                continue
            torn += 1
            head = bare(printable(text))[:4]
            assert head in words, (kind, text)
            assert not set(bare(printable(text))) - set(words), (kind, text)
    assert found > 12 * torn, (found, torn)
    note(
        "T43",
        f"{kind}.pdf, texts {'as sent' if raw else 'as stored'}: {found + torn:,} on paper, {torn} of them across a break",
    )


@pytest.mark.parametrize("kind", FILES)
def test_a_word_file_keeps_every_character(kind: str) -> None:
    for texts in batched(RAW, 50):
        data = FILES[kind](texts)
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            assert package.testzip() is None
            for name in package.namelist():
                if name.endswith((".xml", ".rels")):
                    ET.fromstring(package.read(name))  # noqa: S314 (our own bytes)
        document = Document(io.BytesIO(data))
        lines = {p.text for p in document.element.body.iter() if p.tag.endswith("}t")} | {
            p.text for p in document.paragraphs
        }
        lines |= {cell.text for table in document.tables for row in table.rows for cell in row.cells}
        missing = [
            text
            for text in texts
            if inert(text) not in lines and inert(text) not in "\n".join(filter(None, lines))
        ]
        assert not missing, missing[:3]
    note("T43", f"{kind}.docx: {MANY:,} texts back as they were written")


def test_a_letter_read_in_again_as_a_word_file_says_the_same() -> None:
    for texts in batched(CLEAN, 20):
        found = read_docx(letter_docx(letter(texts)))
        said = f"{found.title}\n{found.situation}\n{found.proposal}"
        assert not [text for text in texts[1:] if text.strip() not in said]
    note("T43", f"{MANY:,} texts through a letter's .docx and back by the import of suggestions")


def test_what_no_font_has_is_named_and_what_one_has_is_drawn() -> None:
    known = characters()
    assert len(known) > 30_000
    for char in "𠮷𡈽𫝆𬺓𰻝㱔竜㐂龘·—“”〔〕①":
        assert ord(char) in known, char
        assert printable(char) == char
    assert printable("王𪚥、ꊈ、👨‍👩‍👧") == "王〔U+2A6A5〕、〔U+A288〕、〔U+1F468〕〔U+1F469〕〔U+1F467〕"
    assert printable("左\u202e右\x00\ud800\uffff") == "左〔U+202E〕右"
    assert printable({"a": ["𪚥", ("b", 1, None)]}) == {"a": ["〔U+2A6A5〕", ("b", 1, None)]}


@pytest.mark.parametrize("char", ["𠮷", "𰻝", "㱔", "龘", "〔"])
def test_a_rare_character_leaves_ink(char: str) -> None:
    """Drawn, it differs from the same page with a blank in its place."""
    pictures = []
    for text in (char, "　"):
        document = pypdfium2.PdfDocument(letter_pdf(letter((f"办{text}理",))))
        pictures.append(document[0].render(scale=1).to_pil().convert("L"))
        document.close()
    ink = [sum((255 - grey) * n for grey, n in enumerate(picture.histogram())) for picture in pictures]
    assert ink[0] > ink[1] + 2000
