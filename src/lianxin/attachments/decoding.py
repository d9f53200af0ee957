"""Hands an upload to the limited process and takes back what it made anew. Source: ADR-0012."""

from __future__ import annotations

import fcntl
import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from lianxin.attachments.words import MAX_BYTES, REFUSALS, Kind
from lianxin.kernel.errors import DomainError

_DECODER = Path(__file__).with_name("decoder.py")
_PATIENCE_S = {Kind.VOICE: 20}
# Two at a time on one machine, whatever the number of web processes. Source: shared security paper T07.
_AT_ONCE = 2
_WAIT_S = 20.0
_LOOK_AGAIN_S = 0.05
# How our own derivatives begin; a decoder that was taken over cannot hand on anything else.
_OURS = {
    Kind.PHOTO: b"\xff\xd8\xff",
    Kind.VOICE: b"\xff\xf3",
    Kind.PDF: b"%PDF-",
    Kind.DOCX: b"PK\x03\x04",
    Kind.XLSX: b"PK\x03\x04",
}
_PARTS = {Kind.PHOTO: 2}


class FileRefused(DomainError):
    """The file is not taken; `code` says why, the text what to do."""

    def __init__(self, kind: Kind, code: str) -> None:
        """Carry the sentence of `code` in the reader's language."""
        self.code = code if code in REFUSALS[kind] else "broken"
        super().__init__(str(REFUSALS[kind][self.code]))


@dataclass(frozen=True, slots=True)
class Derivative:
    """A file made anew: `data` to keep, `small` the thumbnail of a photo, `name` that of a document."""

    kind: Kind
    data: bytes
    small: bytes = b""
    width: int = 0
    height: int = 0
    seconds: int = 0
    name: str = ""

    @property
    def sha256(self) -> str:
        """Hash of what is kept, in hex."""
        return hashlib.sha256(self.data).hexdigest()


def derive(kind: Kind, upload: UploadedFile[Any]) -> Derivative:
    """Take an upload apart in the limited process and make it anew: pixels or sound, and nothing else.

    Documents are looked through and, where they are archives, packed anew (ADR-0031 §1).

    Raises FileRefused, also when the process dies or does not end. Up to 2 s of one core.
    """
    if (upload.size or 0) > MAX_BYTES[kind]:
        raise FileRefused(kind, "too_big")
    with TemporaryFile() as given, TemporaryFile() as answer:
        for chunk in upload.chunks():
            given.write(chunk)
        given.seek(0)
        with _turn(kind):
            _run(kind, given, answer)
        answer.seek(0)
        return _read(kind, answer)


@contextmanager
def _turn(kind: Kind) -> Iterator[None]:
    """Hold one of the machine's turns; the kernel gives it back when this process ends, however it ends."""
    folder = Path(settings.LIANXIN_FILES).parent / "turns"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    until = time.monotonic() + _WAIT_S
    with ExitStack() as stack:
        turns = [stack.enter_context((folder / str(number)).open("ab")) for number in range(_AT_ONCE)]
        while not any(_taken(turn) for turn in turns):
            if time.monotonic() > until:
                raise FileRefused(kind, "busy")
            time.sleep(_LOOK_AGAIN_S)
        yield


def _taken(turn: IO[bytes]) -> bool:
    try:
        fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _run(kind: Kind, given: IO[bytes], answer: IO[bytes]) -> None:
    try:
        subprocess.run(  # noqa: S603 (our own file, and a kind from a closed set)
            [sys.executable, "-I", str(_DECODER), kind.value],
            stdin=given,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            timeout=_PATIENCE_S.get(kind, 15),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefused(kind, "slow") from error


def _read(kind: Kind, answer: IO[bytes]) -> Derivative:
    """Believe nothing: the process that wrote this has read a stranger's file."""
    try:
        told = json.loads(answer.readline(10_000))
        if "refused" in told:
            raise FileRefused(kind, str(told["refused"]))
        parts = [answer.read(int(size)) for size in told["sizes"]]
        facts = {name: int(told["facts"].get(name, 0)) for name in ("width", "height", "seconds")}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FileRefused(kind, "broken") from error
    if len(parts) != _PARTS.get(kind, 1) or not all(part.startswith(_OURS[kind]) for part in parts):
        raise FileRefused(kind, "broken")
    small = b"".join(parts[1:])
    return Derivative(kind, parts[0], small, facts["width"], facts["height"], facts["seconds"])
