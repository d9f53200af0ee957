"""The plaque of a named venue, printed and read again."""

from __future__ import annotations

import io
import unicodedata

import pytest
from pypdf import PdfReader

from lianxin.documents.honours import HonourPlaque, Paper, honours_pdf

SHORT = HonourPlaque(
    "鹿城镇人大代表工作站", "示范人大代表工作站", "楚雄市人民代表大会常务委员会", "2026年3月", ""
)
LONG = HonourPlaque(
    "红河哈尼族彝族自治州金平苗族瑶族傣族自治县者米拉祜族乡人民代表大会代表联络工作站",
    "实践创新联系点",
    "红河哈尼族彝族自治州金平苗族瑶族傣族自治县人民代表大会常务委员会",
    "2026年3月",
    "金人办〔2026〕5 号",
)
SIZES = {Paper.A4: (841.89, 595.28), Paper.A3: (1190.55, 841.89)}


def words_of(pdf: bytes, page: int = 0) -> str:
    text = PdfReader(io.BytesIO(pdf)).pages[page].extract_text()
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("plaque", [SHORT, LONG], ids=["short", "long"])
def test_a_plaque_is_one_page_across_with_all_its_words(plaque: HonourPlaque, paper: Paper) -> None:
    pdf = honours_pdf([plaque], paper)
    [page] = PdfReader(io.BytesIO(pdf)).pages
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(SIZES[paper], abs=0.5)
    words = words_of(pdf)
    for part in (plaque.venue, plaque.honour, plaque.owner, plaque.day, plaque.paper_no):
        assert "".join(part.split()) in words


def test_each_has_its_page_in_the_order_given() -> None:
    pdf = honours_pdf([LONG, SHORT])
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 2
    assert "金平" in words_of(pdf, 0)
    assert "鹿城镇" in words_of(pdf, 1)


def test_a_character_no_font_has_is_printed_as_its_number() -> None:
    odd = HonourPlaque(
        "𪩪村人大代表联络室", "示范人大代表联络室", "楚雄市人民代表大会常务委员会", "2026年3月", ""
    )
    assert "U+2AA6A" in words_of(honours_pdf([odd]))


def test_nothing_to_print_is_an_error() -> None:
    with pytest.raises(ValueError, match="no plaque"):
        honours_pdf([])
