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
    total = zlib.crc32(bytes(size))
    body = packer.compress(bytes(size)) + packer.flush()
    start = (
        b"PK\x03\x04"
        + struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, total, len(body), size, 8, 0)
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
            total,
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


def bombs(wanted: str) -> Iterator[tuple[str, str, bytes]]:
    """Reader, name, bytes; each is refused. Those of other families are not built."""
    swollen = zlib.compress(bytes(200_000_000), 9)
    for kind, reader in (("docx", "suggestion"), ("xlsx", "import")):
        if wanted not in {kind, reader}:
            continue
        huge = io.BytesIO()
        with zipfile.ZipFile(huge, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
            for name in ("[Content_Types].xml", MAIN[kind]):
                made.writestr(name, "<x/>")
            made.writestr("x/bomb.xml", bytes(400_000_000))
        four = overlapping(kind)
        for who in (kind, reader):
            yield who, "400 MB in one part", huge.getvalue()
            yield who, "4 GB in 42 kB", four
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


# One process for each reader: it says how each file ended, its seconds of CPU, and at last the most memory it held.
_ASK = """
import os, resource, subprocess, sys, time
sys.path[:0] = [sys.argv[1] + "/src", sys.argv[1] + "/tests"]
os.environ["DJANGO_SETTINGS_MODULE"] = "support.settings"
reader, decoder, files = sys.argv[2], sys.argv[3], sys.argv[4:]
if reader in ("import", "suggestion"):
    import django; django.setup()
    from lianxin.exchange.sheets.reading import Unreadable, read
    from lianxin.kernel.errors import DomainError
    from lianxin.suggestions.docx_import import read_docx

def ask(path):
    if reader in ("import", "suggestion"):
        try:
            (read if reader == "import" else read_docx)(open(path, "rb").read())
        except (Unreadable, DomainError):
            return "refused"
        return "made"
    done = subprocess.run([sys.executable, "-I", decoder, reader], stdin=open(path, "rb"), capture_output=True)
    return "refused" if b"refused" in done.stdout else f"made_{done.returncode}"

def used():
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))

for path in files:
    began = used()
    end = ask(path)
    print(end, used() - began, flush=True)
own = int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
print("all", max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
"""


@pytest.mark.parametrize("reader", ["photo", "voice", "pdf", "docx", "xlsx", "import", "suggestion"])
def test_no_bomb_costs_more_than_two_seconds_and_300_mb(reader: str, tmp_path: Path) -> None:
    """The time is that of the reader with its own start, in seconds of CPU: a machine may be busy."""
    names = []
    for kind, name, data in bombs(reader):
        if kind == reader:
            (tmp_path / str(len(names))).write_bytes(data)
            names.append(name)
    assert names
    files = [str(tmp_path / str(n)) for n in range(len(names))]
    asked = [sys.executable, "-c", _ASK, str(ROOT), reader, str(decoding._DECODER), *files]
    done = subprocess.run(asked, capture_output=True, check=False, cwd=ROOT, text=True)
    *ends, last = [line.split() for line in done.stdout.splitlines()] or [["died", "0"]]
    assert last[0] == "all", (names[len(ends) - 1 :], done.stderr[-500:])
    seconds = [float(used) for _end, used in ends]
    assert [(n, end) for n, (end, _used) in zip(names, ends, strict=True) if end != "refused"] == []
    assert max(seconds) < SECONDS, dict(zip(names, seconds, strict=True))
    assert int(last[1]) < KILOBYTES
    note(
        "T38",
        f"{reader}: {len(names)} bombs refused, at most {max(seconds):.1f} s and {int(last[1]) / 1000:.0f} MB",
    )


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
