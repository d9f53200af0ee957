"""Kinds, limits, and why a file is not taken: what is wrong and what to do, in spoken words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MAX_PHOTOS = 3
MAX_BYTES: Mapping[str, int] = MappingProxyType({"photo": 10_000_000, "voice": 5_000_000})


class Kind(StrEnum):
    """What may be attached."""

    PHOTO = "photo"
    VOICE = "voice"


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
    }
)
# What a derivative is, whatever came in.
ENDINGS: Mapping[Kind, str] = MappingProxyType({Kind.PHOTO: "jpg", Kind.VOICE: "mp3"})
TYPES: Mapping[Kind, str] = MappingProxyType({Kind.PHOTO: "image/jpeg", Kind.VOICE: "audio/mpeg"})
SMALL_SIDE = 320
