"""A text cut into pieces, so that a page can show what looks like personal data. Source: ADR-0014."""

from __future__ import annotations

from dataclasses import dataclass

from lianxin.assist.personal_data import find
from lianxin.assist.words import KIND_LABELS


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words; with a label and a reason when they look like personal data, both empty otherwise."""

    text: str
    label: str = ""
    why: str = ""


def marked(text: str) -> tuple[Piece, ...]:
    """The whole text in pieces, in reading order."""
    pieces, at = [], 0
    for finding in find(text):
        pieces.append(Piece(text[at : finding.start]))
        pieces.append(Piece(finding.text, str(KIND_LABELS[finding.kind]), finding.why))
        at = finding.end
    pieces.append(Piece(text[at:]))
    return tuple(piece for piece in pieces if piece.text)
