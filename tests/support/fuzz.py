"""Files into the product's own readers, and what must come out whatever they are. Source: T38, T39."""

from __future__ import annotations

import io
import random
import subprocess
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image

from lianxin.attachments import decoding
from lianxin.attachments.decoding import Derivative, FileRefused, derive
from lianxin.attachments.testing import CANARY, upload
from lianxin.attachments.words import REFUSALS, Kind
from lianxin.exchange.sheets.reading import Unreadable, read
from lianxin.kernel.errors import DomainError
from lianxin.suggestions.docx_import import read_docx

ROOT = Path(__file__).resolve().parents[2]
FOUND = ROOT / "var" / "fuzz"
# Readers that take no `Kind` of attachment: the workbook of an import, the Word file of a suggestion.
SHEET, WORD = "import", "suggestion"
# Starts of a process on a busy machine count; the processes' own limit is 8 s of CPU.
SLOW_S = 12.0


@dataclass(slots=True)
class Ends:
    """How the files ended, and what was wrong with any."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    died: int = 0


def try_one(ends: Ends, kind: str, name: str, data: bytes, must: str = "") -> None:
    """Hand the file to its reader; note how it ended. A wrong end is kept as a file in var/fuzz."""
    began = time.monotonic()
    try:
        end = _READERS[kind](data)
        assert (must, end) != ("refused", "made"), "was taken"
    except BaseException as wrong:  # a panic of foreign code is no Exception
        if isinstance(wrong, KeyboardInterrupt):
            raise
        FOUND.mkdir(parents=True, exist_ok=True)
        saved = FOUND / f"{kind}-{random.Random(data).getrandbits(48):012x}"
        saved.write_bytes(data)
        ends.wrong.append(f"{kind}, {name}: {type(wrong).__name__} {wrong} (kept as {saved.name})")
        end = "WRONG"
    ends.counts[f"{kind} {end}"] += 1
    ends.slowest = max(ends.slowest, (time.monotonic() - began, f"{kind}, {name}"))


def _attachment(kind: Kind) -> Callable[[bytes], str]:
    def read_it(data: bytes) -> str:
        began = time.monotonic()
        end, said, made = "made", "", None
        try:
            made = derive(kind, upload(data, f"x.{kind}"))
        except FileRefused as refused:
            end, said = refused.code, str(refused)
        if made is None:
            assert said == str(REFUSALS[kind][end])
        else:
            _CHECKS[kind](made)
        # Neither is ever the file's fault alone: a machine may be busy, and the caller waits no longer.
        assert end not in {"slow", "busy"} or time.monotonic() - began > SLOW_S, end
        return end

    return read_it


def _photo(made: Derivative) -> None:
    for data in (made.data, made.small):
        image = Image.open(io.BytesIO(data), formats=["JPEG"])
        image.load()
        assert max(image.size) <= 1600
        assert not image.getexif()
        assert CANARY.encode() not in data
        assert b"<script" not in data
        assert data.endswith(b"\xff\xd9")


def _voice(made: Derivative) -> None:
    assert 1 <= made.seconds <= 60
    assert CANARY.encode() not in made.data


def _pdf(made: Derivative) -> None:
    assert made.data.startswith(b"%PDF-")
    assert made.data.rstrip().endswith(b"%%EOF")
    assert b"/JavaScript" not in made.data


def _package(made: Derivative) -> None:
    with zipfile.ZipFile(io.BytesIO(made.data)) as package:
        assert package.testzip() is None
        assert not [
            name for name in package.namelist() if ".." in name or name.lower().endswith("vbaproject.bin")
        ]


_CHECKS: Mapping[Kind, Callable[[Derivative], None]] = {
    Kind.PHOTO: _photo, Kind.VOICE: _voice, Kind.PDF: _pdf, Kind.DOCX: _package, Kind.XLSX: _package,
}  # fmt: skip


def _sheet(data: bytes) -> str:
    try:
        sheets = read(data)
    except Unreadable as refused:
        return refused.code
    assert all(len(sheet.rows) <= 60_000 for sheet in sheets)
    return "made"


def _word(data: bytes) -> str:
    try:
        found = read_docx(data)
    except DomainError:
        return "refused"
    assert len(found.title) <= 60
    assert len(found.situation + found.proposal) <= 10_000
    return "made"


_READERS: Mapping[str, Callable[[bytes], str]] = {kind.value: _attachment(kind) for kind in Kind} | {
    SHEET: _sheet,
    WORD: _word,
}


def watched(ends: Ends) -> Callable[..., Any]:
    """`subprocess.run` for `decoding`, which counts the limited processes that died of a file."""

    def run(*given: Any, **how: Any) -> subprocess.CompletedProcess[bytes]:
        done = subprocess.run(*given, **how)  # noqa: PLW1510 (the caller says it)
        ends.died += done.returncode != 0
        return done

    return run


def spoilt(dice: random.Random, data: bytes) -> bytes:
    """A valid file with up to a dozen hurts: bytes, lengths, pieces; of a package mostly one of its parts."""
    if data[:2] == b"PK" and dice.random() < 0.7:
        return _repacked(dice, data)
    return _hurt(dice, data)


def _hurt(dice: random.Random, data: bytes) -> bytes:
    made = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 3, 6, 12))):
        if not made:
            break
        # Heads are where lengths and kinds stand.
        at = dice.randrange(min(len(made), dice.choice((64, 512, len(made)))))
        match dice.randrange(8):
            case 0:
                made[at] = dice.randrange(256)
            case 1:
                made[at] ^= 1 << dice.randrange(8)
            case 2:
                del made[at : at + dice.choice((1, 4, 40, 400))]
            case 3:
                made[at:at] = made[at : at + dice.choice((1, 4, 40, 400))]
            case 4:
                size = dice.choice((1, 2, 4, 8))
                made[at : at + size] = dice.choice((0, 1, 0x7F, 0xFF)).to_bytes() * size
            case 5:
                there = dice.randrange(len(made))
                made[at : at + 16] = made[there : there + 16]
            case 6:
                del made[at + len(made) // 3 :]
            case _:
                made[at:at] = dice.randbytes(dice.choice((1, 8, 64)))
    return bytes(made)


def _repacked(dice: random.Random, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        names = given.namelist()
        victims = set(dice.sample(names, min(len(names), dice.choice((1, 1, 2, 4)))))
        for name in names:
            body = given.read(name)
            if name in victims and dice.random() < 0.1:
                continue
            made.writestr(name, _hurt(dice, body) if name in victims else body)
    return out.getvalue()


def decoding_watched(monkeypatch: Any, ends: Ends) -> None:
    """Let `decoding` start its processes through `watched`."""

    class Subprocess:
        run = staticmethod(watched(ends))
        DEVNULL, TimeoutExpired = subprocess.DEVNULL, subprocess.TimeoutExpired

    monkeypatch.setattr(decoding, "subprocess", Subprocess)
