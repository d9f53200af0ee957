"""What in a text may lead to a person, and the text without it. A person decides.

Source: ADR-0014; PIPL art. 4, 25, 28. What it does not catch is listed there.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain

from lianxin.assist import _names, _numbers
from lianxin.assist.words import MASKS, WHY, Kind


@dataclass(frozen=True, slots=True)
class Finding:
    """A place in a text, [start, end), that looks like personal data of a kind, and why it is marked."""

    start: int
    end: int
    kind: Kind
    text: str
    why: str


# Where two findings overlap, the earlier kind in this order stays.
_RANK = {
    kind: rank
    for rank, kind in enumerate(
        (
            Kind.EMAIL, Kind.IDENTITY, Kind.PLATE, Kind.MOBILE, Kind.BANK_CARD, Kind.LANDLINE, Kind.ACCOUNT,
            Kind.LICENCE, Kind.HOUSE, Kind.NAME,
        )
    )
}  # fmt: skip


def _rank(span: tuple[int, int, str]) -> tuple[int, int, int]:
    """First the surer kind, then the longer place, then the earlier one."""
    start, end, kind = span
    return _RANK[Kind(kind)], start - end, start


def find(text: str) -> tuple[Finding, ...]:
    """Every place that looks like personal data, in reading order, none overlapping."""
    ascii_text = _numbers.plain(text)
    spans = chain(
        _numbers.phones(ascii_text), _numbers.long_numbers(ascii_text),
        _numbers.plates_and_accounts(ascii_text),
        _numbers.licences(ascii_text), _numbers.houses(ascii_text), _names.names(text),
    )  # fmt: skip
    kept: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(set(spans), key=_rank):
        if all(end <= other[0] or start >= other[1] for other in kept):
            kept.append((start, end, kind))
    return tuple(
        Finding(start, end, Kind(kind), text[start:end], str(WHY[kind])) for start, end, kind in sorted(kept)
    )


def redact(text: str, findings: tuple[Finding, ...]) -> str:
    """The text with a readable word in place of each finding: 某某, （电话已隐去）."""
    parts, at = [], 0
    for finding in findings:
        mask = "某" if finding.kind == Kind.NAME and len(finding.text) == 1 else MASKS[finding.kind]
        parts += [text[at : finding.start], mask]
        at = finding.end
    return "".join([*parts, text[at:]])


def redacted(text: str) -> str:
    """The text without what was found in it."""
    return redact(text, find(text))


def counts(findings: tuple[Finding, ...]) -> dict[Kind, int]:
    """How many of each kind, in the order of `Kind`."""
    found = Counter(finding.kind for finding in findings)
    return {kind: found[kind] for kind in Kind if found[kind]}
