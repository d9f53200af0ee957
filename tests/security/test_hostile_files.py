"""Hostile files: a corpus of more than five hundred, and as many spoilt ones as the time allows.

Whatever comes, it ends in a clean derivative or in a sentence: the process that asked lives on, no limit of
time is met, and what must be refused is. `./lianxin nightly T39 --minutes 60` spoils files for an hour; every
failure names its seed and keeps its file in var/fuzz. Source: T38, T39, T41.
"""

from __future__ import annotations

import os
import random
import time

import pytest
from support import hostile_documents as documents
from support import hostile_photos as photos
from support.fuzz import SHEET, WORD, Ends, decoding_watched, spoilt, try_one
from support.scale import MINUTES, NIGHTLY, note

from lianxin.attachments.testing import phone_photo, photo, tone

pytestmark = pytest.mark.timeout(5 * 3600 if NIGHTLY else 280)
SECONDS = MINUTES * 60 if NIGHTLY else 12
SEED = int(os.environ.get("LIANXIN_SEED") or (time.time_ns() % 10**9 if NIGHTLY else 39))


def corpus() -> list[tuple[str, str, bytes, str]]:
    """Kind of reader, name, bytes, and "refused" where anything else would be wrong."""
    made = [
        ("photo", *file)
        for family in (photos.jpegs, photos.pngs, photos.webps, photos.two_in_one)
        for file in family()
    ]
    made += [("voice", *file) for file in photos.sounds()]
    made += [("pdf", *file) for file in documents.pdfs()]
    for kind, reader in (("docx", WORD), ("xlsx", SHEET)):
        files = list(documents.packages(kind))
        made += [(kind, *file) for file in files]
        # These read words and cells only: what acts elsewhere does nothing there.
        made += [(reader, name, data, "") for name, data, _must in files]
    for kind in ("photo", "voice", "pdf", "docx", "xlsx"):
        made += [(kind, *file) for file in photos.strangers()]
    return made


def test_every_file_of_the_corpus_ends_in_a_derivative_or_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """At night all; in every run each twelfth, and all that are read without a process of their own."""
    files, ends = corpus(), Ends()
    assert len({(kind, data) for kind, _name, data, _must in files}) >= 500
    decoding_watched(monkeypatch, ends)
    each = 1 if NIGHTLY else 12
    for number, (kind, name, data, must) in enumerate(files):
        if kind in {WORD, SHEET} or number % each == 0:
            try_one(ends, kind, name, data, must)
    assert not ends.wrong, "\n".join(ends.wrong)
    _tell("corpus", ends)


def test_spoilt_files_end_in_a_derivative_or_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Valid files of every kind with bytes, lengths and parts hurt, for a given time."""
    dice, ends = random.Random(SEED), Ends()
    decoding_watched(monkeypatch, ends)
    whole = seeds()
    began = time.monotonic()
    while time.monotonic() - began < SECONDS and len(ends.wrong) < 20:
        kind, data = dice.choice(whole)
        try_one(ends, kind, f"number {ends.counts.total()} of seed {SEED}", spoilt(dice, data))
    assert not ends.wrong, f"seed {SEED}:\n" + "\n".join(ends.wrong)
    _tell(f"{(time.monotonic() - began) / 60:.1f} minutes of fuzzing, seed {SEED}", ends)


def seeds() -> list[tuple[str, bytes]]:
    """Small valid files of everything that is taken."""
    pictures = [
        phone_photo((200, 150)), photo(size=(120, 90), progressive=True), photo("PNG", (60, 40)), photo("WEBP", (60, 40)),
        photo("WEBP", (60, 40), lossless=True),
    ]  # fmt: skip
    made = [("photo", data) for data in pictures]
    made += [("voice", tone(form, codec, rate=rate, seconds=1)) for form, codec, rate in photos.SOUNDS]
    text, book, paper = documents.office("docx"), documents.office("xlsx"), documents.pdf()
    table = "姓名,电话,单位\n李桂芳,13800000000,彩云镇\n".encode()
    return [
        *made,
        ("pdf", paper), ("docx", text), ("xlsx", book), (WORD, text), (WORD, text), (SHEET, book), (SHEET, book), (SHEET, table),
    ]  # fmt: skip


def _tell(what: str, ends: Ends) -> None:
    kinds = sorted({key.partition(" ")[0] for key in ends.counts})
    told = []
    for kind in kinds:
        here = {key.partition(" ")[2]: n for key, n in ends.counts.items() if key.partition(" ")[0] == kind}
        told.append(f"{kind} {sum(here.values())} ({here.get('made', 0)} made)")
    note(
        "T39",
        f"{what}: {ends.counts.total():,} files, 0 wrong; {', '.join(told)}; {ends.died} of the limited processes died; "
        f"slowest {ends.slowest[0]:.1f} s",
    )
