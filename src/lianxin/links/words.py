"""Words for kinds of links and ways of visiting."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class LinkKind(StrEnum):
    """Who keeps in touch with whom (双联系). Source: 玉溪 (4+N+1); LAW-DEPUTIES-2025 §28; ADR-0029."""

    MEMBER_DEPUTY = "member_deputy"
    COMMITTEE_DEPUTY = "committee_deputy"
    DEPUTY_VOTERS = "deputy_voters"


KIND_LABELS: dict[str, str | Promise] = {
    LinkKind.MEMBER_DEPUTY: _("常委会组成人员联系代表"),
    LinkKind.COMMITTEE_DEPUTY: _("委员会联系代表"),
    LinkKind.DEPUTY_VOTERS: _("代表联系选民"),
}


class Mode(StrEnum):
    """How a visit was made."""

    HOME = "home"
    TALK = "talk"
    CALL = "call"
    ONLINE = "online"


MODE_LABELS: dict[str, str | Promise] = {
    Mode.HOME: _("上门走访"),
    Mode.TALK: _("座谈"),
    Mode.CALL: _("打电话"),
    Mode.ONLINE: _("网上联系"),
}
