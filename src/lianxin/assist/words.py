"""Kinds of personal data: how each is called, why it is marked, what stands in its place."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    """What a marked place may be. The values are stored in the journal; do not rename them."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    IDENTITY = "identity"
    BANK_CARD = "bank_card"
    PLATE = "plate"
    HOUSE = "house"
    EMAIL = "email"
    ACCOUNT = "account"
    LICENCE = "licence"
    NAME = "name"


KIND_LABELS: dict[str, str | Promise] = {
    Kind.MOBILE: _("手机号"),
    Kind.LANDLINE: _("座机号"),
    Kind.IDENTITY: _("身份证号"),
    Kind.BANK_CARD: _("银行卡号"),
    Kind.PLATE: _("车牌号"),
    Kind.HOUSE: _("门牌"),
    Kind.EMAIL: _("邮箱"),
    Kind.ACCOUNT: _("微信号、QQ 号"),
    Kind.LICENCE: _("证照编号"),
    Kind.NAME: _("姓名"),
}
WHY: dict[str, str | Promise] = {
    Kind.MOBILE: _("像手机号，公开以后本人可能被打扰。"),
    Kind.LANDLINE: _("像座机号。单位的公开电话可以保留，私人的请去掉。"),
    Kind.IDENTITY: _("像居民身份证号，不能公开。"),
    Kind.BANK_CARD: _("像银行卡号或账号，不能公开。"),
    Kind.PLATE: _("像车牌号，能查到车主。"),
    Kind.HOUSE: _("像门牌或者户号，能找到这一家人。"),
    Kind.EMAIL: _("像电子邮箱，能联系到本人。"),
    Kind.ACCOUNT: _("像微信号或 QQ 号，能联系到本人。"),
    Kind.LICENCE: _("像证件、执照或档案的编号，能查到本人。"),
    Kind.NAME: _("像人的姓名。公职人员履职的姓名可以保留，群众的请去掉。"),
}
# Stored in public texts, so in the source language and not translated.
MASKS: dict[str, str] = {
    Kind.MOBILE: "（电话已隐去）",
    Kind.LANDLINE: "（电话已隐去）",
    Kind.IDENTITY: "（证件号已隐去）",
    Kind.BANK_CARD: "（卡号已隐去）",
    Kind.PLATE: "（车牌已隐去）",
    Kind.HOUSE: "（门牌已隐去）",
    Kind.EMAIL: "（邮箱已隐去）",
    Kind.ACCOUNT: "（账号已隐去）",
    Kind.LICENCE: "（编号已隐去）",
    Kind.NAME: "某某",
}
