"""Set a typst template into a PDF. The words travel as data, so no text can become code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import pylopdf_fonts_jp as noto_rare
import pylopdf_fonts_zh_cn as noto
import typst

from lianxin.documents.glyphs import printable

TEMPLATES = Path(__file__).parent / "typst"
# One moment for all: the same data gives the same bytes, whoever prints and whenever.
_TIMESTAMP = datetime(2026, 1, 1, tzinfo=UTC)


def render_pdf(template_name: str, data: Mapping[str, object]) -> bytes:
    """Set `typst/<template_name>.typ` with `data` (anything JSON can hold) as `sys.inputs.data`.

    A character that no font has is printed as its number, 〔U+2B73F〕 (`glyphs`).
    Fonts come from the packages `pylopdf-fonts-zh-cn` and, for characters of names that it lacks (𠮷),
    `pylopdf-fonts-jp` only, so the paper looks the same on every machine.
    About 0.2 s for the first document of a process. Raises ValueError for an unknown template.
    """
    template = TEMPLATES / f"{template_name}.typ"
    if not template_name.isidentifier() or not template.is_file():
        raise ValueError(f"no document template {template_name!r}")
    pdf = typst.compile(
        template,
        root=TEMPLATES,
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"data": json.dumps(printable(data), ensure_ascii=False)},
        timestamp=_TIMESTAMP,
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst returned no single PDF")
    return pdf


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[noto.sans_path().parent, noto_rare.sans_path().parent],
    )
