"""Looks through an office's document: PDF, Word, Excel. Standard library; run inside `decoder.py` alone.

A workbook or a text is packed anew from parts that do nothing; a PDF is cut to what lies between its head
and its end, and refused when anything in it would act. What is locked or cannot be read through is refused:
a file nobody could look into is not handed on. Source: shared security paper T39; ADR-0031 §1.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape

MOST_PARTS, MOST_UNPACKED = 3_000, 120_000_000
_MOST_OBJECTS = 24_000_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
# Names of PDF that run, send, open or carry something. /OpenAction alone only says at which page to begin.
_ACTS = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|GoToE|GoToR)(?![A-Za-z])"
)
_ACTS_SHORT = re.compile(rb"/(?:JS|XFA|Rendition)(?![A-Za-z0-9])")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream\r?\n")
# Parts of Office files that run or carry something.
_PART_ACTS = re.compile(
    r"vbaproject|activex|/embeddings/|/externallinks/|/ctrlprops/|customui|/macrosheets/", re.IGNORECASE
)
_PRINTER = re.compile(r"/printersettings/printersettings\d+\.bin$", re.IGNORECASE)
_OUTSIDE = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)
_LINK_ONLY = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']", re.IGNORECASE)
# A field's words may stand in one attribute, or in pieces between its begin and its end.
_FIELD_BEGINS = re.compile(rb"fldCharType\s*=\s*[\"']begin", re.IGNORECASE)
_FIELD_WORDS = re.compile(
    rb"<(?:\w+:)?(?:instrText|delInstrText)\b[^>]*>([^<]*)"
    rb"|<(?:\w+:)?fldSimple\b[^>]*?\binstr\s*=\s*(?:\"([^\"]*)|'([^']*))",
    re.IGNORECASE,
)
_FIELD_ACTS = re.compile(r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE)\b", re.IGNORECASE)
_LETTER = re.compile(rb"&#([0-9]{1,7}|[xX][0-9A-Fa-f]{1,6});")
# What an XML part may be written in. Programs that make Office files write UTF-8, seldom UTF-16.
_WRITTEN_IN = re.compile(rb"<\?xml[^>]*?\bencoding\s*=\s*[\"']([^\"']*)", re.IGNORECASE)
_READABLE = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii", b"utf-16"})
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# Chunks of PNG and segments of JPEG that tell something besides the picture.
_PNG, _PNG_TELLS = b"\x89PNG\r\n\x1a\n", frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
_SCAN, _COMMENT, _APPLICATION, _JPEG_COLOURS = 0xDA, 0xFE, range(0xE0, 0xF0), frozenset({0xE0, 0xEE})
_FORMS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_EPOCH = (2000, 1, 1, 0, 0, 0)


class Refused(Exception):
    """The document is not taken; the code names the sentence in `words.REFUSALS`."""


def looked_through(kind: str, data: bytes) -> bytes:
    """The document made harmless or as it was. Raises Refused."""
    if data.startswith(_OLD_OFFICE):
        # The old formats, and new ones with a password, which are wrapped in the old one.
        raise Refused("old_or_locked")
    return _pdf(data) if kind == "pdf" else _office(kind, data)


def _pdf(data: bytes) -> bytes:
    start, end = data.find(b"%PDF-", 0, 1024), data.rfind(b"%%EOF")
    if start < 0:
        raise Refused("not_this_kind")
    if end < start:
        raise Refused("broken")
    # Nothing before or behind, so that the same bytes are no page and no archive as well.
    data = data[start : end + 5] + b"\n"
    plain = _ESCAPE.sub(lambda m: bytes([int(m[1], 16)]), data)
    if b"/Encrypt" in plain:
        raise Refused("old_or_locked")
    if _ACTS.search(plain):
        raise Refused("acts")
    _look_between_streams(plain)
    _look_into_objects(data)
    return _blank_pictures(data)


def _blank_pictures(data: bytes) -> bytes:
    """Noughts for what photos in a PDF tell (T41): as long as before, so each object stays in its place."""
    made = bytearray(data)
    for found in _STREAM.finditer(data):
        if data.startswith(b"\xff\xd8\xff", found.end()):
            for tells, start, end in _segments(data, found.end() + 2):
                if tells:
                    made[start + 4 : end] = bytes(end - start - 4)
    return bytes(made)


def _look_between_streams(plain: bytes) -> None:
    at = 0
    for found in _STREAM.finditer(plain):
        if found.start() >= at:
            if _ACTS_SHORT.search(plain, at, found.start()):
                raise Refused("acts")
            stop = plain.find(b"endstream", found.end())
            at = len(plain) if stop < 0 else stop
    if _ACTS_SHORT.search(plain, at):
        raise Refused("acts")


def _look_into_objects(data: bytes) -> None:
    """Objects may be packed into streams (ISO 32000-1 §7.5.7): those are unpacked and looked through."""
    left = _MOST_OBJECTS
    for found in _STREAM.finditer(data):
        head = _ESCAPE.sub(
            lambda m: bytes([int(m[1], 16)]), data[max(0, found.start() - 600) : found.start()]
        )
        head = head[head.rfind(b" obj") :]
        if b"/ObjStm" not in head:
            continue
        stop = data.find(b"endstream", found.end())
        body = data[found.end() : stop]
        if b"/Filter" in head:
            if re.search(rb"/(?:LZW|ASCII|RunLength|Crypt)", head):
                raise Refused("old_or_locked")
            body = _inflated(body, left)
        left -= len(body)
        body = _ESCAPE.sub(lambda m: bytes([int(m[1], 16)]), body)
        if _ACTS.search(body) or _ACTS_SHORT.search(body):
            raise Refused("acts")


def _inflated(body: bytes, most: int) -> bytes:
    unpacker = zlib.decompressobj()
    out = unpacker.decompress(body, max(most, 1))
    if unpacker.unconsumed_tail:
        raise Refused("too_big_inside")
    return out


def _office(kind: str, data: bytes) -> bytes:
    if not data.startswith(b"PK\x03\x04"):
        raise Refused("not_this_kind")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        parts = given.infolist()
        names = [part.filename for part in parts]
        if "[Content_Types].xml" not in names or _FORMS[kind] not in names or len(set(names)) != len(names):
            raise Refused("not_this_kind")
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Refused("too_big_inside")
        for part in parts:
            if part.is_dir():
                continue
            if part.flag_bits & 1:
                raise Refused("old_or_locked")
            made.writestr(zipfile.ZipInfo(part.filename, _EPOCH), _part(part, given), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _part(part: zipfile.ZipInfo, given: zipfile.ZipFile) -> bytes:
    name = "/" + part.filename
    if ".." in name or "\\" in name or _PART_ACTS.search(name):
        raise Refused("acts")
    if name.lower().endswith(".bin") and not _PRINTER.search(name):
        raise Refused("acts")
    with given.open(part) as inside:
        body = inside.read(part.file_size + 1)
    if len(body) > part.file_size:
        raise Refused("broken")
    if name.lower().endswith((".xml", ".rels")):
        _look_at_words(_as_utf8(body), is_links=name.lower().endswith(".rels"))
        return body
    return _without_traces(body)


def _without_traces(body: bytes) -> bytes:
    """A picture without what it tells of place, phone and moment; its pixels as they were (T41)."""
    if body.startswith(b"\xff\xd8\xff"):
        return _jpeg(body)
    if body.startswith(_PNG):
        kept = (chunk for name, chunk in _chunks(body) if name not in _PNG_TELLS)
        return _PNG + b"".join(kept)
    return body


def _jpeg(body: bytes) -> bytes:
    kept, at = [body[:2]], 2
    for tells, start, end in _segments(body, 2):
        kept += [] if tells else [body[start:end]]
        at = end
    return b"".join([*kept, body[at:]])


def _segments(body: bytes, at: int) -> Iterator[tuple[bool, int, int]]:
    """The segments before the picture itself, and whether each tells something besides its colours."""
    while body[at : at + 1] == b"\xff" and len(body) >= at + 4:
        marker, end = body[at + 1], at + 2 + int.from_bytes(body[at + 2 : at + 4])
        if marker == _SCAN or not at + 4 <= end <= len(body):
            return
        is_colour = marker in _JPEG_COLOURS or body[at + 4 : at + 16] == b"ICC_PROFILE\0"
        yield not is_colour and (marker == _COMMENT or marker in _APPLICATION), at, end
        at = end


def _chunks(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at < len(body):
        end = at + 12 + int.from_bytes(body[at : at + 4])
        yield body[at + 4 : at + 8], body[at:end]
        at = end


def _look_at_words(words: bytes, *, is_links: bool) -> None:
    if _ENTITY.search(words) or b"macroEnabled" in words:
        raise Refused("acts")
    if is_links:
        # E&#120;ternal is External to a program that opens the file.
        words = _LETTER.sub(_letter, words)
    if any(not _LINK_ONLY.search(found[0]) for found in _OUTSIDE.finditer(words)):
        raise Refused("acts")
    for field in _FIELD_BEGINS.split(words):
        pieces = b"".join(
            b"".join(part or b"" for part in found.groups()) for found in _FIELD_WORDS.finditer(field)
        )
        if _FIELD_ACTS.search(unescape(pieces.decode("utf-8", "replace"))):
            raise Refused("acts")


def _letter(number: re.Match[bytes]) -> bytes:
    code = int(number[1][1:], 16) if number[1][:1] in b"xX" else int(number[1])
    return bytes([code]) if code < 128 and chr(code).isalnum() else number[0]


def _as_utf8(body: bytes) -> bytes:
    """The part's words in the one writing the rules here can read. Raises Refused for any other."""
    if body[:4] in {b"\xff\xfe\0\0", b"\0\0\xfe\xff"}:
        raise Refused("acts")
    if body[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        body = body.decode("utf-16", "replace").encode("utf-8", "replace")
    declared = _WRITTEN_IN.search(body[:400])
    if b"\0" in body or (declared and declared[1].lower() not in _READABLE):
        raise Refused("acts")
    return body
