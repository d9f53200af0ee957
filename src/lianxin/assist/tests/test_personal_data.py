"""Personal data in sentences as citizens write them: what is found, what is missed, what is marked for nothing.

`tuned.txt` are the sentences the rules were written with; `unseen.txt` and `fresh.txt` those written afterwards, one
after the other, whose figures at first sight are in the README.
"""

from __future__ import annotations

import itertools
import random
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from lianxin.assist.personal_data import counts, find, redact, redacted
from lianxin.assist.words import KIND_LABELS, MASKS, WHY, Kind

SETS = ("tuned", "unseen", "fresh")
DATA = Path(__file__).parent / "data"
MARK = re.compile(r"\{(\w+):([^}]+)\}")
HARD = (Kind.MOBILE, Kind.LANDLINE, Kind.IDENTITY, Kind.BANK_CARD, Kind.PLATE)
Span = tuple[int, int, str]


def sentences(*names: str) -> list[tuple[str, list[Span]]]:
    """(sentence, labelled places)."""
    found = []
    for name in names:
        for line in (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines():
            if line.startswith("#"):
                continue
            text, at, spans = "", 0, []
            for mark in MARK.finditer(line):
                text += line[at : mark.start()]
                spans.append((len(text), len(text) + len(mark[2]), mark[1]))
                text, at = text + mark[2], mark.end()
            found.append((text + line[at:], spans))
    return found


@dataclass
class Figures:
    """Of `labelled` places `found` are covered whole; of `marked` ones `right` touch a labelled one of the kind."""

    labelled: Counter[str]
    found: Counter[str]
    marked: Counter[str]
    right: Counter[str]

    def recall(self, *kinds: str) -> float:
        return sum(self.found[k] for k in kinds) / max(sum(self.labelled[k] for k in kinds), 1)

    def __str__(self) -> str:
        return "\n".join(
            f"  {k:10} {self.found[k]:3} of {self.labelled[k]:3}   {self.right[k]:3} of {self.marked[k]:3}"
            for k in Kind
        )

    def precision(self, *kinds: str) -> float:
        return sum(self.right[k] for k in kinds) / max(sum(self.marked[k] for k in kinds), 1)


def figures(*names: str) -> Figures:
    result = Figures(Counter(), Counter(), Counter(), Counter())
    for text, labels in sentences(*names):
        got = [(place.start, place.end, str(place.kind)) for place in find(text)]
        for start, end, kind in labels:
            result.labelled[kind] += 1
            result.found[kind] += any(g[0] <= start and g[1] >= end and g[2] == kind for g in got)
        for start, end, kind in got:
            result.marked[kind] += 1
            result.right[kind] += any(w[0] < end and start < w[1] and w[2] == kind for w in labels)
    return result


def test_the_labelled_set_is_large_and_half_of_it_without_personal_data() -> None:
    both = sentences(*SETS)
    assert len(both) >= 150
    assert sum(not labels for _, labels in both) >= 70
    assert {kind for _, labels in both for *_, kind in labels} == set(Kind)


@pytest.mark.parametrize("name", SETS)
def test_numbers_are_found_and_every_kind_has_its_figures(name: str) -> None:
    seen = figures(name)
    print(f"\n{name}: found of labelled, right of marked\n{seen}")  # noqa: T201  (read with -s)
    assert seen.recall(*HARD) >= 0.97
    assert seen.precision(*HARD) >= 0.97
    # Floors for the soft kinds, so that a change of tables is seen; the README states the figures.
    assert seen.recall(Kind.NAME) >= 0.85
    assert seen.precision(Kind.NAME) >= 0.9
    assert seen.recall(Kind.HOUSE) >= 0.9


def _with_check_digit(digits: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]


def _luhn(digits: str) -> str:
    for last in "0123456789":
        total = 0
        for place, digit in enumerate(reversed(digits + last)):
            value = int(digit) * (1 + place % 2)
            total += value - 9 * (value > 9)
        if total % 10 == 0:
            return digits + last
    raise AssertionError(digits)


def _written(rng: random.Random, digits: str) -> str:
    """A number as people write it: plain, full width, Chinese, with gaps."""
    wide = "".join(chr(ord(d) + 0xFEE0) if d.isdigit() else d for d in digits)
    chinese = "".join("零一二三四五六七八九"[int(d)] if d.isdigit() else d for d in digits)
    grouped = f"{digits[:3]}{rng.choice(' -')}{digits[3:7]}{rng.choice(' -')}{digits[7:]}"
    return rng.choice([digits, digits, wide, chinese, grouped, " ".join(digits)])


def test_phones_however_written_are_found_in_the_middle_of_a_sentence() -> None:
    rng = random.Random(1)
    for _ in range(600):
        number = _written(rng, f"1{rng.randint(3, 9)}{rng.randint(0, 999999999):09}")
        text = f"路灯坏了打{number}找我，停了3天"
        assert [(f.kind, f.text) for f in find(text)] == [(Kind.MOBILE, number)], text


def test_identity_numbers_cards_and_plates_are_found() -> None:
    rng = random.Random(2)
    for _ in range(400):
        day = f"{rng.randint(1920, 2020)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
        number = _with_check_digit(f"5399{rng.randint(1, 99):02}{day}{rng.randint(0, 999):03}")
        assert [f.kind for f in find(f"证件是{number}，请查")] == [Kind.IDENTITY], number
        card = _luhn(f"62{rng.randint(0, 10**13 - 1):013}" + "0" * rng.randint(0, 3))
        assert [f.kind for f in find(f"打到{card}里")] in ([Kind.BANK_CARD], [Kind.IDENTITY]), card
        sign = rng.choice("云贵川渝桂") + rng.choice("ABCDEGH") + rng.choice(["", "·", " "])
        plate = sign + rng.choice(["D", "F", ""]) + f"{rng.randint(0, 99999):05}"
        assert [(f.kind, f.text) for f in find(f"一辆{plate}堵在门口")] == [(Kind.PLATE, plate)], plate


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12345",
        "2024年5月18日",
        "长1500米",
        "编号20240512001234",
        "1380000000",
        "138000000012",
        "云A",
        "〇" * 50,
    ],
)
def test_these_are_nothing(text: str) -> None:
    assert find(text) == ()


def test_a_finding_says_where_what_and_why() -> None:
    (finding,) = find("请打 13887654321 找我")
    assert (finding.start, finding.end, finding.kind, finding.text) == (3, 14, Kind.MOBILE, "13887654321")
    assert finding.why == "像手机号，公开以后本人可能被打扰。"
    assert set(WHY) == set(KIND_LABELS) == set(MASKS) == set(Kind)


def test_places_are_in_order_and_do_not_overlap() -> None:
    for text, _labels in sentences(*SETS):
        found = find(text)
        assert all(text[place.start : place.end] == place.text for place in found)
        assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_the_redacted_text_reads_well_and_holds_no_finding() -> None:
    text = "我叫张建国，电话13887654321，李主任来过，住东风路12号3幢2单元501。"
    assert redacted(text) == "我叫某某，电话（电话已隐去），某主任来过，住东风路（门牌已隐去）。"
    assert redact(text, ()) == text
    for sentence, _labels in sentences(*SETS):
        assert find(redacted(sentence)) == (), sentence


def test_counts_are_by_kind() -> None:
    found = find("张建国老师、李红老师，电话13887654321")
    assert counts(found) == {Kind.MOBILE: 1, Kind.NAME: 2}
    assert counts(()) == {}


def test_a_long_text_costs_little() -> None:
    """Nested quantifiers would hang here until the time limit of a test: 4,000 characters like half a number."""
    for piece in ("1 3-", "12号3幢", "一", "a.", "62 ", "云A"):
        find(piece * (4000 // len(piece)))
