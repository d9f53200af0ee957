"""What web process and vault say to each other: one JSON line each way. Free of Django.

Question: `{"ticket": "<uuid>"}`. Answer: `{"text": …}` or `{"error": <Chinese sentence>, "code": <Refusal>}`.
Question: `{"errand": "<uuid>"}`. Answer: `{"ended": <Ended>}` or the same error; never a text.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

MAX_QUESTION_BYTES = 512
MAX_ANSWER_BYTES = 65_536


class Refusal(StrEnum):
    """Why the vault did not open an item."""

    MALFORMED = "malformed"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    ERASED = "erased"
    UNREADABLE = "unreadable"
    TOO_MANY = "too_many"
    BUSY = "busy"
    DATABASE = "database"
    DOWN = "down"
    EARLY = "early"
    NO_SPOOL = "no_spool"


class Ended(StrEnum):
    """How an errand ended."""

    SENT = "sent"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"
    EXPIRED = "expired"
    NO_MOBILE = "no_mobile"
    TOO_OFTEN = "too_often"


def _(text: str) -> str:
    """Mark for the message catalogue; the web process translates, the vault does not."""
    return text


SENTENCES: Mapping[Refusal, str] = MappingProxyType(
    {
        Refusal.MALFORMED: _("保管服务没有看懂这次请求。请返回上一页重新申请查看。"),
        Refusal.UNKNOWN: _("没有找到这次查看申请。请返回办件页面重新申请。"),
        Refusal.EXPIRED: _("这次查看申请已超过 24 小时。还需要联系群众的，请重新申请并说明用途。"),
        Refusal.ERASED: _("这份联系方式已按规定清除，不能再查看。请通过办件页面给群众留言。"),
        Refusal.UNREADABLE: _("这份联系方式打不开，密钥可能已经更换。请联系系统管理员，不用重复申请。"),
        Refusal.TOO_MANY: _("近一小时查看联系方式的次数过多，已暂停。请一小时后再试，急事请联系系统管理员。"),
        Refusal.BUSY: _("保管服务正忙。请过一会儿再试，申请在 24 小时内一直有效。"),
        Refusal.DATABASE: _("保管服务暂时连不上数据库。请过几分钟再试，申请在 24 小时内一直有效。"),
        Refusal.DOWN: _("保管服务没有应答，联系方式暂时打不开。请过几分钟再试；一直不行请联系系统管理员。"),
        Refusal.EARLY: _("还没到可以发的时间。到了时间会自动再发，不用处理。"),
        Refusal.NO_SPOOL: _("保管服务还没有设短信的出口。请系统管理员设好 LIANXIN_VAULT_SPOOL。"),
    }
)


class Refused(Exception):
    """The vault does not do what was asked; `code` goes to the client."""

    def __init__(self, code: Refusal) -> None:
        """Carry the code."""
        super().__init__(code.value)
        self.code = code
