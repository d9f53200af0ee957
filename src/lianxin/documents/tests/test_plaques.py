"""The plaque on paper: size, words, fonts, and a code that scans even when printed badly."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from lianxin.documents.plaques import PlaqueData, PlaqueKind, grouped, plaque_pdf, plaques_pdf, qr_svg
from lianxin.documents.setting import render_pdf

URL = "https://hall.example.gov.cn/q/K7M4QX"
VENUE = PlaqueData(
    kind=PlaqueKind.VENUE,
    owner="云岭县人大常委会",
    title="彩云镇人大代表工作站",
    subtitle="",
    url=URL,
    code_text="K7M4QX",
    phone="0870-000 0000",
    day_line="代表接待日：每月 15 日 9:00–11:30",
    site_host="hall.example.gov.cn",
    issued_month=date(2026, 4, 1),
)
DEPUTY = replace(
    VENUE, kind=PlaqueKind.DEPUTY, title="买买提·吐尔逊", subtitle="楚雄彝族自治州第十三届人大代表", phone=""
)
A4_POINTS = (595.276, 841.890)


def words_of(pdf: bytes, page: int = 0) -> str:
    """The text of a page without spaces."""
    text = PdfReader(io.BytesIO(pdf)).pages[page].extract_text()
    return "".join(unicodedata.normalize("NFKC", text).split())


def picture_of(pdf: bytes, scale: float) -> Image.Image:
    """The page as a grey picture; 1.0 is 96 dots per inch."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture: Image.Image = document[0].render(scale=scale * 96 / 72).to_pil().convert("L")
    finally:
        document.close()
    return picture


@pytest.mark.parametrize("plaque", [VENUE, DEPUTY], ids=["venue", "deputy"])
def test_a_plaque_is_one_page_of_a4_with_all_its_words(plaque: PlaqueData) -> None:
    pdf = plaque_pdf(plaque)
    [page] = PdfReader(io.BytesIO(pdf)).pages
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(A4_POINTS, abs=0.5)
    words = words_of(pdf)
    for part in (plaque.title, plaque.owner, plaque.subtitle, plaque.phone, "K7M4QX", "微信扫码", "等着回音"):
        assert "".join(part.split()) in words
    assert "只认网址hall.example.gov.cn" in words
    assert "谨防假码" in words
    assert "2026年4月制" in words


def test_a_deputy_speaks_in_the_first_person_and_without_phone_no_phone_is_promised() -> None:
    words = words_of(plaque_pdf(DEPUTY))
    assert "有话跟我说" in words
    assert "打电话" not in words


@pytest.mark.parametrize(
    "title", ["双柏县㱔嘉镇人大代表工作站", "竜树村代表联络室", "阿卜杜热西提·买买提艾力", "张𠮷代表联络室"]
)
def test_rare_characters_are_set_from_an_embedded_font(title: str) -> None:
    pdf = plaque_pdf(replace(VENUE, title=title))
    assert title in words_of(pdf)
    fonts = PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/Font"].values()
    assert fonts
    for font in fonts:
        [descendant] = font.get_object()["/DescendantFonts"]
        descriptor = descendant.get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)
        assert "Noto" in descriptor["/FontName"]


def test_a_long_name_shrinks_to_one_line_inside_the_frame() -> None:
    long = replace(VENUE, title="楚雄彝族自治州双柏县㱔嘉镇竜树村代表联络室", subtitle="四级代表联合联络点")
    pdf = plaque_pdf(long)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    red = pypdfium2.PdfDocument(pdf)
    try:
        boxes = [item.get_bounds() for item in red[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])]
    finally:
        red.close()
    frame = 12 / 25.4 * 72
    assert min(box[0] for box in boxes) > frame
    assert max(box[2] for box in boxes) < A4_POINTS[0] - frame


@pytest.mark.parametrize("scale", [1.0, 0.5, 0.25])
@pytest.mark.parametrize("plaque", [VENUE, DEPUTY], ids=["venue", "deputy"])
def test_the_code_scans_in_grey_at_full_half_and_quarter_size(plaque: PlaqueData, scale: float) -> None:
    [code] = zxingcpp.read_barcodes(picture_of(plaque_pdf(plaque), scale))
    assert code.text == URL
    assert code.ec_level == "M"


def test_the_code_is_about_ten_centimetres_with_four_quiet_modules() -> None:
    [code] = zxingcpp.read_barcodes(picture_of(plaque_pdf(VENUE), 2.0))
    wide_mm = (code.position.top_right.x - code.position.top_left.x) / 2 / 96 * 25.4
    modules = round(106 / (106 - wide_mm) * 8)
    assert 76 < wide_mm < 90
    assert modules in {33, 37, 41}
    assert 'transform="scale' in qr_svg(URL) or "M4 4" in qr_svg(URL)


def test_a_batch_has_one_page_each_in_order() -> None:
    pdf = plaques_pdf([VENUE, DEPUTY, VENUE])
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 3
    assert "买买提·吐尔逊" in words_of(pdf, 1)
    assert "彩云镇" in words_of(pdf, 2)
    with pytest.raises(ValueError, match="no plaque"):
        plaques_pdf([])


@pytest.mark.parametrize(
    "text", ["#sys.inputs", '"] #read("mark.svg")', "$x$ *a* _b_ \\ <l> @r", "</svg>", "</q>{{1}}"]
)
def test_no_text_can_become_code(text: str) -> None:
    words = words_of(plaque_pdf(replace(VENUE, title=text, owner=text, day_line=text)))
    assert words.count("".join(text.split())) == 3


def test_the_same_data_gives_the_same_bytes() -> None:
    assert plaque_pdf(VENUE) == plaque_pdf(VENUE)


def test_a_code_is_grouped_to_be_read_aloud_unless_it_has_its_own_groups() -> None:
    assert grouped("K7M4QX") == "K7M 4QX"
    assert grouped("YL-CY-03") == "YL-CY-03"


@pytest.mark.parametrize("name", ["nothing", "../plaque", "plaque.typ", ""])
def test_only_known_templates_are_set(name: str) -> None:
    with pytest.raises(ValueError, match="template"):
        render_pdf(name, {})
