"""The QR plaque on the wall of a venue, or in a deputy's hand: A4, one page each."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import segno
from django.utils.translation import gettext as _

from lianxin.documents.setting import render_pdf

QUIET_MODULES = 4


class PlaqueKind(StrEnum):
    """Whose plaque it is."""

    VENUE = "venue"
    DEPUTY = "deputy"


@dataclass(frozen=True, slots=True)
class PlaqueData:
    """All words of one plaque. `phone`, `day_line` and `subtitle` may be empty; they then leave no gap label.

    `owner` stands on top (the standing committee or presidium); `title` is the venue's or deputy's name;
    `subtitle` a line below it (for a deputy: level and congress); `url` is what the QR holds; `code_text` the
    code to type; `site_host` the only right host; `issued_month` any day of the month of issue.
    """

    kind: PlaqueKind
    owner: str
    title: str
    subtitle: str
    url: str
    code_text: str
    phone: str
    day_line: str
    site_host: str
    issued_month: date


def plaque_pdf(plaque: PlaqueData) -> bytes:
    """One plaque as an A4 PDF."""
    return plaques_pdf([plaque])


def plaques_pdf(plaques: Sequence[PlaqueData]) -> bytes:
    """A batch, one A4 page each, in the order given. Raises ValueError when there is none."""
    if not plaques:
        raise ValueError("no plaque to print")
    title = plaques[0].title if len(plaques) == 1 else _("二维码牌")
    return render_pdf(
        "plaque",
        {
            "document_title": title,
            "document_author": plaques[0].owner,
            "plaques": [_words(plaque) for plaque in plaques],
        },
    )


def grouped(code: str) -> str:
    """The code in groups of three to read aloud: `K7M4QX` → `K7M 4QX`. A code with its own grouping stays."""
    if not code.isalnum():
        return code
    return " ".join(code[start : start + 3] for start in range(0, len(code), 3))


def qr_svg(url: str) -> str:
    """The QR of `url`, level M, with the full quiet zone of four modules on white."""
    code = segno.make(url, error="m", micro=False, boost_error=False)
    out = io.BytesIO()
    code.save(
        out, kind="svg", border=QUIET_MODULES, dark="#1f1b18", light="#ffffff", xmldecl=False, svgclass=None
    )
    return out.getvalue().decode()


def _words(plaque: PlaqueData) -> dict[str, object]:
    deputy = plaque.kind is PlaqueKind.DEPUTY
    return {
        "kind": plaque.kind.value,
        "owner": plaque.owner,
        "title": plaque.title,
        "subtitle": plaque.subtitle,
        "lead": _("有话跟我说，扫一扫") if deputy else _("有话跟代表说，扫一扫"),
        "qr_svg": qr_svg(plaque.url),
        "qr_alt": plaque.url,
        "steps": [_("微信扫码"), _("说说问题"), _("代表接单"), _("等着回音")],
        "phone_words": _("不会扫码？打电话"),
        "phone": plaque.phone,
        "day_line": plaque.day_line,
        "code_words": _("扫不了，打开网址输入"),
        "code_text": grouped(plaque.code_text),
        "warning": _("只认网址 %(host)s，谨防假码") % {"host": plaque.site_host},
        "issued": _("%(year)d 年 %(month)d 月制")
        % {"year": plaque.issued_month.year, "month": plaque.issued_month.month},
    }
