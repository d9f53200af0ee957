"""An official letter (公文) to one or several addressees, as PDF and as .docx, from the same words.

Layout of GB/T 9704-2012: A4, type area 156 × 225 mm, body of size 三号 on a pitch of 29 pt, 22 lines a page.
The licensed typefaces of the standard are named in the .docx and used where installed; the PDF is set
in free ones. Source: shared design paper §3.6; docs/laws.md GB-T-9704.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from lianxin.documents.glyphs import inert
from lianxin.documents.setting import render_pdf


@dataclass(frozen=True, slots=True)
class Letter:
    """All words of a letter. Each addressee gets a copy; `notes` stand below the signature."""

    owner: str
    number: str
    class_letter: str
    title: str
    addressees: tuple[str, ...]
    paragraphs: tuple[str, ...]
    signed_by: str
    day: date
    notes: tuple[str, ...] = ()


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def letter_pdf(letter: Letter) -> bytes:
    """The letter as PDF, one copy per addressee. Raises ValueError when there is none."""
    if not letter.addressees:
        raise ValueError("a letter needs an addressee")
    return render_pdf(
        "letter",
        {
            "document_title": letter.title,
            "owner": letter.owner,
            "number": letter.number,
            "class_letter": letter.class_letter,
            "title": letter.title,
            "addressees": list(letter.addressees),
            "paragraphs": list(letter.paragraphs),
            "signed_by": letter.signed_by,
            "day": _day(letter.day),
            "notes": list(letter.notes),
        },
    )


# ---- .docx: the few parts of the format that a letter needs ------------------------------------------

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PART = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_PART}.document.main+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_PART}.footer+xml"/></Types>'
)
_RELS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_DOCUMENT_RELS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/footer" Target="footer1.xml"/></Relationships>'
)
_BODY, _TITLE, _RED_HEAD = "仿宋_GB2312", "方正小标宋简体", "方正小标宋简体"
# Twips: 37, 26, 35 and 28 mm; A4.
_SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId1"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" w:header="851" w:footer="1417" '
    'w:gutter="0"/><w:pgNumType w:start="1"/></w:sectPr>'
)


def _run(words: str, *, font: str = _BODY, half_points: int = 32, colour: str = "") -> str:
    shade = f'<w:color w:val="{colour}"/>' if colour else ""
    return (
        f'<w:r><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font}"/>'
        f'{shade}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(inert(words))}</w:t></w:r>'
    )


def _paragraph(
    runs: str, *, align: str = "both", indent: bool = False, pitch: int = 580, extra: str = ""
) -> str:
    first = '<w:ind w:firstLineChars="200" w:firstLine="640"/>' if indent else ""
    return (
        f'<w:p><w:pPr>{extra}<w:spacing w:line="{pitch}" w:lineRule="exact"/>{first}<w:jc w:val="{align}"/>'
        f"</w:pPr>{runs}</w:p>"
    )


_RULE = '<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="1" w:color="B3201F"/></w:pBdr>'
_BLANK = _paragraph("")


def _copy(letter: Letter, addressee: str) -> str:
    red_head = _run(letter.owner, font=_RED_HEAD, half_points=60, colour="B3201F")
    parts = [
        _paragraph(_run(letter.class_letter), align="right"),
        _paragraph(red_head, align="center", pitch=900, extra=_RULE),
        _paragraph(_run(letter.number), align="right"),
        _BLANK,
        _paragraph(_run(letter.title, font=_TITLE, half_points=44), align="center", pitch=680),
        _BLANK,
        _paragraph(_run(addressee)),
        *(_paragraph(_run(words), indent=True) for words in letter.paragraphs),
        _BLANK,
        _BLANK,
        _paragraph(_run(f"{letter.signed_by}　　"), align="right"),
        _paragraph(_run(f"{_day(letter.day)}　　"), align="right"),
        _BLANK,
        *(_paragraph(_run(words)) for words in letter.notes),
    ]
    return "".join(parts)


_NEXT_PAGE = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
_FOOTER = (
    f'{_HEAD}<w:ftr {_W}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{_run("— ", half_points=28)}'
    '<w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:fldChar w:fldCharType="end"/></w:r>'
    f"{_run(' —', half_points=28)}</w:p></w:ftr>"
)


def letter_docx(letter: Letter) -> bytes:
    """The letter as .docx, one copy per addressee, to be printed and sealed. Same words, same bytes."""
    copies: Sequence[str] = [_copy(letter, one) for one in letter.addressees]
    if not copies:
        raise ValueError("a letter needs an addressee")
    body = _NEXT_PAGE.join(copies)
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELS,
        "word/document.xml": f"{_HEAD}<w:document {_W} {_R}><w:body>{body}{_SECTION}</w:body></w:document>",
        "word/footer1.xml": _FOOTER,
        "word/_rels/document.xml.rels": _DOCUMENT_RELS,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, xml in parts.items():
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, xml.encode())
    return out.getvalue()
