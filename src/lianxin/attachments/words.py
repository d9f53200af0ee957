"""Kinds, limits, and why a file is not taken: what is wrong and what to do, in spoken words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MAX_PHOTOS = 3
MAX_BYTES: Mapping[str, int] = MappingProxyType(
    {"photo": 10_000_000, "voice": 5_000_000} | dict.fromkeys(("pdf", "docx", "xlsx"), 10_000_000)
)


class Kind(StrEnum):
    """What may be attached."""

    PHOTO = "photo"
    VOICE = "voice"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"


DOCUMENTS = frozenset({Kind.PDF, Kind.DOCX, Kind.XLSX})
_DOCUMENT_REFUSALS: Mapping[str, Promise] = MappingProxyType(
    {
        "too_big": _("这个文件超过 10 MB，太大了。请拆成几个，或者把里面的图片压小再传。"),
        "too_big_inside": _("这个文件解开以后太大了。请另存为 PDF 再传，或者拆成几个。"),
        "not_this_kind": _("这个文件的内容和它的扩展名对不上。请用 Word、Excel 或 WPS 打开，另存一份再传。"),
        "old_or_locked": _(
            "这个文件是旧格式（.doc、.xls）或者加了密码，看不到里面。"
            "请去掉密码，另存为 PDF、.docx 或 .xlsx 再传。"
        ),
        "acts": _(
            "这个文件里有宏、脚本、嵌入的文件或者外部链接，不能发给别人。请另存为 PDF（不带附件）再传。"
        ),
        "broken": _("这个文件打不开，可能没有存完整。请重新保存一份再传。"),
        "slow": _("这个文件处理的时间太长。请另存为 PDF 再传，或者拆成几个。"),
        "busy": _("现在传文件的人很多，请过一分钟再试。"),
    }
)


# Codes of `decoder.Refused`, and the parent's own: too_big, slow, busy.
REFUSALS: Mapping[Kind, Mapping[str, Promise]] = MappingProxyType(
    {
        Kind.PHOTO: {
            "too_big": _("这张照片超过 10 MB，太大了。请在手机里发送“普通质量”的照片，或者截一张图再传。"),
            "too_many_pixels": _("这张照片的尺寸太大，打不开。请截一张图再传，或者换一张。"),
            "not_a_photo": _("这个文件不是照片。请选手机拍的照片（JPG、PNG 格式）。"),
            "heic": _(
                "这张照片是 HEIC 格式，这里打不开。请截一张图再传；"
                "苹果手机也可以在“设置→相机→格式”里选“兼容性最佳”再拍。"
            ),
            "broken": _("这张照片打不开，可能没有存完整。请重新拍一张，或者换一张。"),
            "slow": _("这张照片处理的时间太长。请截一张图再传，或者换一张。"),
            "busy": _("现在传照片的人很多，请过一分钟再点一次“提交”。"),
        },
        Kind.VOICE: {
            "too_big": _("这段录音超过 5 MB，太大了。请录短一点，一分钟以内。"),
            "too_long": _("这段录音超过一分钟。请录短一点，拣要紧的说，或者分两次反映。"),
            "too_short": _("这段录音里没有声音。请重新录一段，说完再停。"),
            "not_a_sound": _("这个文件不是录音。请用手机的录音机录一段再选。"),
            "broken": _("这段录音打不开，可能没有存完整。请重新录一段。"),
            "slow": _("这段录音处理的时间太长。请重新录一段，短一点。"),
            "busy": _("现在传录音的人很多，请过一分钟再点一次“提交”。"),
        },
        **dict.fromkeys(DOCUMENTS, _DOCUMENT_REFUSALS),
    }
)
# What a derivative is, whatever came in.
ENDINGS: Mapping[Kind, str] = MappingProxyType(
    {Kind.PHOTO: "jpg", Kind.VOICE: "mp3", Kind.PDF: "pdf", Kind.DOCX: "docx", Kind.XLSX: "xlsx"}
)
_OOXML = "application/vnd.openxmlformats-officedocument"
TYPES: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.PHOTO: "image/jpeg",
        Kind.VOICE: "audio/mpeg",
        Kind.PDF: "application/pdf",
        Kind.DOCX: f"{_OOXML}.wordprocessingml.document",
        Kind.XLSX: f"{_OOXML}.spreadsheetml.sheet",
    }
)
SMALL_SIDE = 320
