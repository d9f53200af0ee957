"""Hands an upload to the limited process and takes back what it made anew. Source: ADR-0012."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile

from lianxin.attachments.words import MAX_BYTES, REFUSALS, Kind
from lianxin.kernel.errors import DomainError

_DECODER = Path(__file__).with_name("decoder.py")
_PATIENCE_S = {Kind.PHOTO: 15, Kind.VOICE: 20}
# Two at a time in one web process: a full queue of photos must not take the machine's memory. Source: T07.
_AT_ONCE = threading.BoundedSemaphore(2)
_WAIT_S = 20.0
# How our own derivatives begin; a decoder that was taken over cannot hand on anything else.
_OURS = {Kind.PHOTO: b"\xff\xd8\xff", Kind.VOICE: b"\xff\xf3"}
_PARTS = {Kind.PHOTO: 2, Kind.VOICE: 1}


class FileRefused(DomainError):
    """The file is not taken; `code` says why, the text what to do."""

    def __init__(self, kind: Kind, code: str) -> None:
        """Carry the sentence of `code` in the reader's language."""
        self.code = code if code in REFUSALS[kind] else "broken"
        super().__init__(str(REFUSALS[kind][self.code]))


@dataclass(frozen=True, slots=True)
class Derivative:
    """A file made anew: `data` to keep, `small` the thumbnail of a photo (empty for a voice clip)."""

    kind: Kind
    data: bytes
    small: bytes = b""
    width: int = 0
    height: int = 0
    seconds: int = 0

    @property
    def sha256(self) -> str:
        """Hash of what is kept, in hex."""
        return hashlib.sha256(self.data).hexdigest()


def derive(kind: Kind, upload: UploadedFile[Any]) -> Derivative:
    """Take an upload apart in the limited process and make it anew: pixels or sound, and nothing else.

    Raises FileRefused, also when the process dies or does not end. Up to 2 s of one core.
    """
    if (upload.size or 0) > MAX_BYTES[kind]:
        raise FileRefused(kind, "too_big")
    if not _AT_ONCE.acquire(timeout=_WAIT_S):
        raise FileRefused(kind, "busy")
    try:
        with TemporaryFile() as given, TemporaryFile() as answer:
            for chunk in upload.chunks():
                given.write(chunk)
            given.seek(0)
            _run(kind, given, answer)
            answer.seek(0)
            return _read(kind, answer)
    finally:
        _AT_ONCE.release()


def _run(kind: Kind, given: IO[bytes], answer: IO[bytes]) -> None:
    try:
        subprocess.run(  # noqa: S603 (our own file, and a kind from a closed set)
            [sys.executable, "-I", str(_DECODER), kind.value],
            stdin=given,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            timeout=_PATIENCE_S[kind],
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
    if len(parts) != _PARTS[kind] or not all(part.startswith(_OURS[kind]) for part in parts):
        raise FileRefused(kind, "broken")
    return Derivative(kind, parts[0], b"".join(parts[1:]), **facts)
