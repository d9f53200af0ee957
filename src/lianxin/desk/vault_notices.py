"""Who is told when somebody looks at unusually many contacts."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from lianxin.accounts import reads as accounts
from lianxin.kernel.actor import Role
from lianxin.notices import actions as notices


def notify_reveals_unusual(event_id: str, payload: dict[str, Any]) -> None:
    """Tell the auditors of the person's place. Source: shared security paper §3 (more than five a day)."""
    at = timezone.now()
    notices.send(
        user_ids=accounts.user_ids_in(role=Role.AUDITOR, place=payload["place"], at=at),
        key=event_id,
        kind="vault",
        title=_("有人一天内申请查看联系方式 %(count)d 次，请核查办事日志"),
        values={"count": payload["count_24h"]},
        url="/journal",
        at=at,
    )
