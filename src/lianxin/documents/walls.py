"""What hangs on the wall of a venue: rule texts and the flow chart, on A3."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lianxin.documents.setting import render_pdf


@dataclass(frozen=True, slots=True)
class WallText:
    """A rule on A3 upright. `owner` stands above the title; `foot` says version, day and source below."""

    owner: str
    title: str
    paragraphs: tuple[str, ...]
    foot: str


@dataclass(frozen=True, slots=True)
class WallChart:
    """A picture of A3 across, with its words as text."""

    title: str
    svg: str


def wall_pdf(sheets: Sequence[WallText | WallChart], *, title: str, author: str) -> bytes:
    """One A3 sheet for each (a long text goes on over more). Raises ValueError when there is none."""
    if not sheets:
        raise ValueError("nothing to hang")
    return render_pdf(
        "wall", {"title": title, "author": author, "sheets": [_words(sheet) for sheet in sheets]}
    )


def _words(sheet: WallText | WallChart) -> dict[str, object]:
    if isinstance(sheet, WallChart):
        return {"kind": "chart", "title": sheet.title, "svg": sheet.svg}
    return {
        "kind": "text",
        "owner": sheet.owner,
        "title": sheet.title,
        "paragraphs": list(sheet.paragraphs),
        "foot": sheet.foot,
        "size": _size(sheet.paragraphs),
    }


def _size(paragraphs: Sequence[str]) -> int:
    """Points that fill the sheet: a short rule is read from the door, a long one still fits."""
    # Each paragraph ends in a line that is half empty.
    length = sum(len(words) + 12 for words in paragraphs)
    for most, points in ((330, 30), (520, 26), (760, 22), (1100, 19)):
        if length <= most:
            return points
    return 16
