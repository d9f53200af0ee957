"""What files tell of place, phone and person is in nothing that is kept. Source: T41.

A photo or a sound is made anew. An office's document stays what it is, with its author's name, but pictures in
it lose what phones write into them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
import typst
import xlsxwriter
from docx import Document
from PIL import Image, ImageChops
from PIL.PngImagePlugin import PngInfo
from support.hostile_photos import SOUNDS
from support.scale import note

from lianxin.attachments.decoding import derive
from lianxin.attachments.testing import CANARY, phone_photo, photo, tone, upload
from lianxin.attachments.words import Kind

TOLD = (CANARY.encode(), b"Exif\0", b"<x:xmpmeta", b"GPSLatitude", b"2026:03:03")


def told_png() -> bytes:
    words, exif = PngInfo(), Image.Exif()
    words.add_text("Comment", CANARY, zip=True)
    words.add_itxt("XML:com.adobe.xmp", CANARY)
    exif[0x0110] = CANARY
    return photo("PNG", (60, 40), pnginfo=words, exif=exif.tobytes())


def text_with(picture: bytes) -> bytes:
    text, out = Document(), io.BytesIO()
    text.add_picture(io.BytesIO(picture))
    text.save(out)
    return out.getvalue()


def workbook_with(picture: bytes) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet("台账").insert_image(0, 0, "a.jpg", {"image_data": io.BytesIO(picture)})
    book.close()
    return out.getvalue()


def pdf_with(picture: bytes, folder: Path) -> bytes:
    (folder / "a.jpg").write_bytes(picture)
    (folder / "a.typ").write_text('#image("a.jpg", width: 3cm)')
    return typst.compile(folder / "a.typ", format="pdf")


def told_webp() -> bytes:
    exif = Image.Exif()
    exif[0x0110] = CANARY
    return photo("WEBP", (60, 40), exif=exif.tobytes(), xmp=CANARY.encode())


@pytest.mark.parametrize("make", [phone_photo, told_png, told_webp])
def test_a_photo_of_any_format_tells_nothing(make: Callable[[], bytes]) -> None:
    given = make()
    assert CANARY.encode() in given or b"zTXt" in given
    made = derive(Kind.PHOTO, upload(given))
    assert not [word for word in TOLD if word in made.data + made.small]


@pytest.mark.parametrize(("form", "codec", "rate"), SOUNDS)
def test_a_sound_of_any_format_tells_nothing(form: str, codec: str, rate: int) -> None:
    made = derive(Kind.VOICE, upload(tone(form, codec, rate=rate, seconds=1)))
    assert not [word for word in (*TOLD, b"ID3", b"TAG") if word in made.data]


@pytest.mark.parametrize("pack", [text_with, workbook_with])
@pytest.mark.parametrize("picture", [phone_photo((200, 150), orientation=6), told_png()], ids=["JPEG", "PNG"])
def test_pictures_in_an_office_s_document_tell_nothing_and_look_the_same(
    pack: Callable[[bytes], bytes], picture: bytes
) -> None:
    kind = Kind.DOCX if pack is text_with else Kind.XLSX
    made = derive(kind, upload(pack(picture), f"x.{kind}"))
    with zipfile.ZipFile(io.BytesIO(made.data)) as package:
        shown = [package.read(name) for name in package.namelist() if "/media/" in name]
        assert not [name for name in package.namelist() for word in TOLD if word in package.read(name)]
    [one] = shown
    before, after = (Image.open(io.BytesIO(data)).convert("RGB") for data in (picture, one))
    assert ImageChops.difference(before, after).getbbox() is None


def test_a_picture_in_a_pdf_tells_nothing_and_the_pdf_opens(tmp_path: Path) -> None:
    given = pdf_with(phone_photo((200, 150)), tmp_path)
    assert CANARY.encode() in given
    made = derive(Kind.PDF, upload(given, "x.pdf")).data
    assert b"Exif\0" not in made
    assert CANARY.encode() not in made
    assert len(made) == len(given.rstrip()) + 1
    pictures = []
    for data in (given, made):
        document = pypdfium2.PdfDocument(data)
        pictures.append(document[0].render(scale=1).to_pil().convert("RGB"))
        document.close()
    assert ImageChops.difference(*pictures).getbbox() is None
    note("T41", "photos, sounds, pictures in texts, workbooks and PDF: 0 words of place, phone or person")
