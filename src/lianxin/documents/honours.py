"""The plaque of a named venue (牌匾): across, A4 for the file and A3 for the sign maker, one page each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from lianxin.documents.setting import render_pdf


class Paper(StrEnum):
    """Sizes that can be asked for."""

    A4 = "a4"
    A3 = "a3"


@dataclass(frozen=True, slots=True)
class HonourPlaque:
    """All words of one plaque: `venue`, `honour` in large, `owner` who named it, `day`, `paper_no` of naming.

    `paper_no` may be empty; it then leaves no gap label. Long words are set smaller, never broken.
    """

    venue: str
    honour: str
    owner: str
    day: str
    paper_no: str


def honours_pdf(plaques: Sequence[HonourPlaque], paper: Paper = Paper.A4) -> bytes:
    """One page each, in the order given. Raises ValueError when there is none."""
    if not plaques:
        raise ValueError("no plaque to print")
    title = f"{plaques[0].venue} {plaques[0].honour}" if len(plaques) == 1 else _("牌匾")
    return render_pdf(
        "honour",
        {
            "title": title,
            "author": plaques[0].owner,
            "paper": paper.value,
            "plaques": [asdict(plaque) for plaque in plaques],
        },
    )
