"""Small files and texts that would swell or run on: refused within two seconds and 300 MB. Source: T38."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from support.hostile_documents import LAUGHS, MAIN, office, repacked
from support.scale import note

from lianxin.assist.personal_data import find, redact
from lianxin.attachments import decoding
from lianxin.attachments.testing import png_header
from lianxin.kernel.text import clean, normal_phone
from lianxin.voices.testing import NOON, make_world, receive

ROOT = Path(__file__).resolve().parents[2]
SECONDS, KILOBYTES = 2.0, 300_000


def overlapping(kind: str, parts: int = 2900) -> bytes:
    """42 kB of one packed part and a list that names it again and again: 4 GB, as far as the list tells."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    size = 1_500_000
    body = packer.compress(bytes(size)) + packer.flush()
    start = (
        b"PK\x03\x04"
        + struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, zlib.crc32(bytes(size)), len(body), size, 8, 0)
        + b"x/000000"
        + body
    )
    names = ["[Content_Types].xml", MAIN[kind], *(f"x/{n:06}" for n in range(parts))]
    listed = b"".join(
        b"PK\x01\x02"
        + struct.pack(
            "<HHHHHHIIIHHHHHII",
            20,
            20,
            0,
            8,
            0,
            0,
            zlib.crc32(bytes(size)),
            len(body),
            size,
            len(name),
            0,
            0,
            0,
            0,
            0,
            0,
        )
        + name.encode()
        for name in names
    )
    return (
        start
        + listed
        + b"PK\x05\x06"
        + struct.pack("<HHHHIIH", 0, 0, len(names), len(names), len(listed), len(start), 0)
    )


def deep(levels: int) -> bytes:
    return b"<a>" * levels + b"</a>" * levels


def bombs() -> Iterator[tuple[str, str, bytes]]:
    """Reader, name, bytes; each is refused."""
    swollen = zlib.compress(bytes(200_000_000), 9)
    for kind, reader in (("docx", "suggestion"), ("xlsx", "import")):
        huge = io.BytesIO()
        with zipfile.ZipFile(huge, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
            for name in ("[Content_Types].xml", MAIN[kind]):
                made.writestr(name, "<x/>")
            made.writestr("x/bomb.xml", bytes(400_000_000))
        for who in (kind, reader):
            yield who, "400 MB in one part", huge.getvalue()
            yield who, "4 GB in 42 kB", overlapping(kind)
            # The reader of imports opens only the parts it needs.
            if who != "import":
                many = {f"x/{n}": b"" for n in range(10_000)}
                yield who, "ten thousand parts", repacked(office(kind), more=many)
        for words in ("utf-8", "utf-16"):
            laughing = ('<?xml version="1.0"?>' + LAUGHS + "<a>&l11;</a>").encode(words)
            yield (
                kind,
                f"a billion laughs in {words}",
                repacked(office(kind), lambda name, body, n=MAIN[kind], b=laughing: b if name == n else body),
            )
    yield (
        "suggestion",
        "a billion laughs",
        repacked(
            office("docx"),
            lambda name, body: LAUGHS.encode() + b"<a>&l11;</a>" if name == MAIN["docx"] else body,
        ),
    )
    yield (
        "suggestion",
        "a million deep",
        repacked(office("docx"), lambda name, body: deep(1_000_000) if name == MAIN["docx"] else body),
    )
    yield (
        "import",
        "a workbook a million deep",
        repacked(office("xlsx"), lambda name, body: deep(1_000_000) if name == MAIN["xlsx"] else body),
    )
    yield "import", "a workbook of one cell far away", repacked(office("xlsx"), _far_away)
    yield (
        "pdf",
        "objects of 200 MB",
        b"%PDF-1.7\n1 0 obj\n<</Type /ObjStm /Filter /FlateDecode>>\nstream\n"
        + swollen
        + b"\nendstream\n%%EOF",
    )
    for size in ((65_535, 65_535), (2**31 - 1, 2**31 - 1), (4899, 4899)):
        yield "photo", f"a picture of {size[0]} x {size[1]}", png_header(*size)
    yield "voice", "boxes in boxes", b"\0\0\0\x18ftypisom" + bytes(16) + _boxes(200_000)


def _far_away(name: str, body: bytes) -> bytes:
    return body.replace(b'r="A1"', b'r="XFD1048576"', 1) if "sheet1" in name else body


def _boxes(levels: int) -> bytes:
    return b"".join(struct.pack(">I", 8 * (levels - n)) + b"moov" for n in range(levels))


_ASK = """
import os, sys, time
sys.path[:0] = [sys.argv[1] + "/src", sys.argv[1] + "/tests"]
os.environ["DJANGO_SETTINGS_MODULE"] = "support.settings"
if sys.argv[2] in ("import", "suggestion"):
    import django; django.setup()
    from lianxin.exchange.sheets.reading import Unreadable, read
    from lianxin.kernel.errors import DomainError
    from lianxin.suggestions.docx_import import read_docx
    data, ask = sys.stdin.buffer.read(), read if sys.argv[2] == "import" else read_docx
    began = time.monotonic()
    try:
        ask(data); end = "made"
    except (Unreadable, DomainError):
        end = "refused"
    seconds = time.monotonic() - began
else:
    import subprocess
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-I", sys.argv[3], sys.argv[2]], stdin=sys.stdin, capture_output=True)
    seconds, end = time.monotonic() - began, "refused" if b"refused" in done.stdout else f"made {done.returncode}"
import resource
inside = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
own = int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
print(end, seconds, max(inside, own))
"""


def test_no_bomb_costs_more_than_two_seconds_and_300_mb() -> None:
    """Each in a process of its own that says what it used; the time is that of the reader, without the start."""
    slowest, largest, wrong, count = 0.0, 0, [], 0
    for reader, name, data in bombs():
        asked = [sys.executable, "-c", _ASK, str(ROOT), reader, str(decoding._DECODER)]
        done = subprocess.run(asked, input=data, capture_output=True, check=False, cwd=ROOT)
        end, seconds, kilobytes = done.stdout.split() or (b"died", b"0", b"0")
        count += 1
        slowest, largest = max(slowest, float(seconds)), max(largest, int(kilobytes))
        if end != b"refused" or float(seconds) > SECONDS or int(kilobytes) > KILOBYTES:
            wrong.append(
                f"{reader}, {name}: {end.decode()} {float(seconds):.1f} s {int(kilobytes)} kB {done.stderr[-300:]!r}"
            )
    assert not wrong, "\n".join(wrong)
    note("T38", f"{count} bombs: all refused, at most {slowest:.1f} s and {largest / 1000:.0f} MB")


HOSTILE_TEXTS = [
    "1" * 5000, "1-" * 2500, "138" * 1600, "a@" * 2500, "a." * 2400 + "@", "王" * 5000, "阿·" * 2500, "买买提·" * 1200, "号楼" * 2500,
    "云A" * 2500, "6222 " * 1000, " " * 5000, "\u3000" * 5000, "第一二三" * 1200, "(" * 5000, "\u202e" * 5000, "e\u0301" * 2500, "姓名：" * 1600,
    "1栋2单元3" * 800, "+86" * 1600, "张三李四" * 1200, "http://" * 700, "\u0301" * 5000, "\u1112\u1161\u11ab" * 1600,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=lambda text: repr(text[:8]))
def test_no_text_keeps_the_rules_for_texts_busy(text: str) -> None:
    began = time.thread_time()
    clean(text)
    normal_phone(text)
    redact(text, find(text))
    assert time.thread_time() - began < SECONDS


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/voices/new", "/accounts/sign-in", "/voices/follow"])
def test_a_body_a_million_deep_is_refused_at_once(path: str) -> None:
    body = b"[" * 1_000_000 + b"]" * 1_000_000
    began = time.thread_time()
    for kind in ("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        assert 200 <= Client().post(path, body, content_type=kind).status_code < 500
    names = "&".join(f"a{n}=1" for n in range(100_000))
    assert Client().post(path, names, content_type="application/x-www-form-urlencoded").status_code == 400
    assert time.thread_time() - began < SECONDS


@pytest.mark.django_db
@pytest.mark.parametrize("text", HOSTILE_TEXTS[:12], ids=lambda text: repr(text[:8]))
def test_the_form_answers_any_text_at_once(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + timedelta(minutes=5))
    world = make_world()
    began = time.thread_time()
    receive(world, text=f"路灯坏了{text[:1900]}坏了")
    assert time.thread_time() - began < SECONDS
