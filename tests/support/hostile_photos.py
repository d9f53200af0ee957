"""Hostile and broken pictures and sounds, built in code family by family. Source: T38, T39, T41."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from PIL import Image

from lianxin.attachments.testing import CANARY, phone_photo, photo, png_header, tone

SCRIPT = b"<script>alert(1)</script>"
Made = Iterator[tuple[str, bytes, str]]  # name, bytes, "refused" where a derivative would be wrong, else ""
SOUNDS = (
    ("wav", "pcm_s16le", 16_000), ("mp3", "libmp3lame", 44_100), ("ipod", "aac", 44_100), ("adts", "aac", 44_100),
    ("3gp", "libopencore_amrnb", 8_000), ("amr", "libopencore_amrnb", 8_000), ("webm", "libopus", 48_000),
    ("ogg", "libopus", 48_000),
)  # fmt: skip


def cut(name: str, data: bytes, pieces: int) -> Made:
    """The file, broken off at so many places."""
    for n in range(1, pieces):
        yield f"{name}, {n}/{pieces} of it", data[: len(data) * n // pieces], ""


def strangers() -> Made:
    """Files of other kinds under a false name: neither a photo nor a sound nor a document."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("a.html", SCRIPT)
    for name, data in {
        "nothing": b"", "one byte": b"\xff", "noughts": bytes(4000), "svg": b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT,
        "html": b"<html>" + SCRIPT, "javascript": b"alert(1)", "php": b"<?php system($_GET['c']);", "shell": b"#!/bin/sh\nid\n",
        "program for Windows": b"MZ" + bytes(300), "program for Linux": b"\x7fELF\x02\x01\x01" + bytes(300), "class": b"\xca\xfe\xba\xbe" + bytes(90),
        "wasm": b"\0asm\x01\0\0\0", "bmp": b"BM" + struct.pack("<IHHIIiiHHIIiiII", 70, 0, 0, 54, 40, 4, 4, 1, 24, 0, 16, 0, 0, 0, 0) + bytes(48),
        "tiff": b"II*\0\x08\0\0\0\0\0\0\0\0\0", "icon": b"\0\0\x01\0\x01\0" + bytes(60), "psd": b"8BPS\0\x01" + bytes(60),
        "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(%pipe%id) (w) file\n", "tar": b"a" * 257 + b"ustar\0" + bytes(300),
        "7z": b"7z\xbc\xaf\x27\x1c" + bytes(60), "rar": b"Rar!\x1a\x07\x01\0" + bytes(60), "gzip": b"\x1f\x8b\x08" + bytes(60),
        "archive": archive.getvalue(), "font": b"\0\x01\0\0" + bytes(60), "playlist": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        "list of ffmpeg": b"ffconcat version 1.0\nfile /etc/passwd\n", "sdp": b"v=0\no=- 0 0 IN IP4 127.0.0.1\n", "dash": b"<?xml version='1.0'?><MPD/>",
        "mvg": b"push graphic-context\nfill 'url(https://x/\"|id\")'\n", "eicar's words": b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-TEST",
    }.items():  # fmt: skip
        yield name, data, "refused"


def jpegs() -> Made:
    """Broken off, false lengths, false sizes, tables of nonsense, EXIF that runs in circles."""
    plain, stepwise = phone_photo((200, 150)), photo(size=(120, 90), progressive=True)
    yield from cut("jpeg", plain, 16)
    yield from cut("progressive jpeg", stepwise, 16)
    for marker in (0xDB, 0xC4, 0xC0, 0xDA, 0xE0, 0xE1, 0xFE, 0xDD):
        for length in (0, 1, 2, 0xFFFF):
            segment = b"\xff" + bytes([marker]) + struct.pack(">H", length)
            yield f"jpeg, segment {marker:02x} of length {length}", plain[:2] + segment + plain[2:], ""
    frame = stepwise.index(b"\xff\xc2") + 5
    for height, width in ((65535, 65535), (65535, 1), (1, 65535), (0, 0), (0, 90), (90, 0), (32768, 32768)):
        data = stepwise[:frame] + struct.pack(">HH", height, width) + stepwise[frame + 4 :]
        yield f"jpeg that claims {width} x {height}", data, ""
    tables = plain.index(b"\xff\xc4") + 4
    for at in range(0, 28, 2):
        data = plain[: tables + at] + b"\xff" + plain[tables + at + 1 :]
        yield f"jpeg, table of codes with nonsense at {at}", data, ""
    for mode in ("L", "CMYK", "1"):
        out = io.BytesIO()
        Image.new(mode, (50, 40)).save(out, "JPEG")
        yield f"jpeg in {mode}", out.getvalue(), ""
    for tag in (0, 9, 255, 65535):
        yield f"jpeg held as {tag}", phone_photo((80, 60), orientation=tag), ""
    for name, directory in {
        "itself as the next": b"\0\0\0\x08", "one far outside": b"\x7f\xff\xff\xff",
        "as many entries as fit": b"", "an entry of four thousand million": b"\0\0\0\0",
    }.items():  # fmt: skip
        count = b"\xff\xff" if not directory else b"\0\x01"
        entry = struct.pack(">HHII", 0x0112, 3, 0xFFFFFFFF if "million" in name else 1, 8)
        exif = b"Exif\0\0MM\0*\0\0\0\x08" + count + entry + directory
        yield (
            f"jpeg, EXIF with {name}",
            plain[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + plain[2:],
            "",
        )


def _chunk(name: bytes, data: bytes, crc: int | None = None) -> bytes:
    right = zlib.crc32(name + data) if crc is None else crc
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", right)


def pngs() -> Made:
    """All depths by all colours, sizes that would fill a machine, chunks that swell, animation without end."""
    head, rows = b"\x89PNG\r\n\x1a\n", zlib.compress(bytes(40_000))
    yield from cut("png", photo("PNG", (60, 40)), 14)
    for depth in (0, 1, 2, 4, 8, 16, 32):
        for colour in (0, 1, 2, 3, 4, 5, 6, 255):
            shape = struct.pack(">IIBBBBB", 16, 16, depth, colour, 0, 0, 0)
            yield (
                f"png of depth {depth}, colour {colour}",
                head + _chunk(b"IHDR", shape) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b""),
                "",
            )
    for size in (
        (65_535, 65_535),
        (4899, 4899),
        (24_000_001, 1),
        (1, 2**31 - 1),
        (2**31, 2**31),
        (2**32 - 1, 2**32 - 1),
    ):
        yield f"png that claims {size[0]} x {size[1]}", png_header(*size), "refused"
    shape = struct.pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 1)
    body = {"IDAT": rows, "tEXt": b"Comment\0" + CANARY.encode(), "PLTE": bytes(768), "tRNS": bytes(6)}
    for name, data in body.items():
        for crc in (0, None):
            made = (
                head
                + _chunk(b"IHDR", shape)
                + _chunk(name.encode(), data, crc)
                + _chunk(b"IDAT", rows)
                + _chunk(b"IEND", b"")
            )
            yield f"png, {name} once more{', wrong sum' if crc == 0 else ''}", made, ""
    swollen = zlib.compress(bytes(80_000_000), 9)
    for name, lead in (("zTXt", b"a\0\0"), ("iCCP", b"a\0\0"), ("iTXt", b"a\0\x01\0\0\0")):
        yield (
            f"png, {name} that swells",
            head
            + _chunk(b"IHDR", shape)
            + _chunk(name.encode(), lead + swollen)
            + _chunk(b"IDAT", rows)
            + _chunk(b"IEND", b""),
            "",
        )
    yield (
        "png of twenty thousand empty parts",
        head + _chunk(b"IHDR", shape) + _chunk(b"IDAT", b"") * 20_000 + _chunk(b"IEND", b""),
        "",
    )
    yield (
        "png, rows that swell",
        head + _chunk(b"IHDR", shape) + _chunk(b"IDAT", swollen) + _chunk(b"IEND", b""),
        "",
    )
    moving = struct.pack(">II", 2**31 - 1, 0)
    yield (
        "png, moving without end",
        head
        + _chunk(b"IHDR", shape)
        + _chunk(b"acTL", moving)
        + _chunk(b"IDAT", rows)
        + _chunk(b"IEND", b""),
        "",
    )


def webps() -> Made:
    """Broken off, false sizes, moving pictures."""
    plain = photo("WEBP", (60, 40))
    yield from cut("webp", plain, 14)
    for size in (0, 1, 12, 0x7FFFFFFF, 0xFFFFFFFF):
        yield f"webp that says it has {size} bytes", plain[:4] + struct.pack("<I", size) + plain[8:], ""
    for side in (1, 16_383, 16_384, 2**24 - 1):
        wide = b"VP8X" + struct.pack("<I", 10) + b"\x12\0\0\0" + (side - 1).to_bytes(3, "little") * 2
        yield f"webp on a canvas of {side}", plain[:12] + wide + plain[12:], ""
    out = io.BytesIO()
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue", "green")] * 20
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:], exif=CANARY.encode())
    yield "webp that moves", out.getvalue(), ""


def two_in_one() -> Made:
    """Photos that are something else as well: what comes out must be the photo alone."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("a.html", SCRIPT)
    for form in ("JPEG", "PNG", "WEBP"):
        plain = photo(form, (60, 40))
        for name, tail in {
            "an archive": archive.getvalue(),
            "a page": SCRIPT,
            "a PDF": b"%PDF-1.7\n%%EOF",
            "a photo": plain,
        }.items():
            yield f"{form} with {name} behind it", plain + tail, ""
    for words in (SCRIPT, b"<?php echo 1;", b"%PDF-1.7", b"PK\x03\x04"):
        yield f"jpeg with {words[:8]!r} as its comment", photo(size=(60, 40), comment=words), ""
    yield "gif that is a jar", b"GIF89a" + archive.getvalue(), "refused"
    for brand in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"qt  ", b"isom"):
        yield f"{brand.decode()} as JPG", b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0mif1" + bytes(40), "refused"


def sounds() -> Made:
    """Every format broken off; heads of nonsense; boxes in boxes; sound without end."""
    for form, codec, rate in SOUNDS:
        yield from cut(form, tone(form, codec, rate=rate, seconds=1), 9)
    plain = tone(seconds=0.5)
    fields = {
        "kind": (20, 2),
        "channels": (22, 2),
        "rate": (24, 4),
        "bytes a second": (28, 4),
        "block": (32, 2),
        "bits": (34, 2),
        "length": (40, 4),
    }
    for name, (at, size) in fields.items():
        for value in (0, 1, 7, 2 ** (8 * size) - 1, 2 ** (8 * size - 1)):
            yield (
                f"wav, {name} is {value}",
                plain[:at] + value.to_bytes(size, "little") + plain[at + size :],
                "",
            )
    clip = tone("ipod", "aac", rate=44_100, seconds=0.5)
    for size in (0, 1, 7, 0x7FFFFFFF, 0xFFFFFFFF):
        at = clip.index(b"moov") - 4
        yield f"mp4, a box of {size}", clip[:at] + struct.pack(">I", size) + clip[at + 4 :], ""
    deep = b""
    for _ in range(4000):
        deep = struct.pack(">I", len(deep) + 8) + b"moov" + deep
    yield "mp4, boxes in boxes", clip[:32] + deep, "refused"
    yield (
        "mp3 with a title of 256 MB",
        b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + tone("mp3", "libmp3lame", rate=44_100, seconds=0.5),
        "",
    )
    yield (
        "mkv, parts of unknown size",
        b"\x1aE\xdf\xa3\xff" + b"\x18S\x80g\x01\xff\xff\xff\xff\xff\xff\xff" * 400,
        "refused",
    )
    yield "an hour of nothing", tone("ogg", "libopus", rate=48_000, seconds=0.2) * 400, ""
    yield "five minutes", tone("wav", "pcm_u8", rate=8_000, seconds=300), "refused"
