"""Who is told when a term is closed: those who took open matters over."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from lianxin.accounts import reads as accounts
from lianxin.kernel.actor import Role
from lianxin.notices import actions as notices


def notify_term_closed(event_id: str, payload: dict[str, Any]) -> None:
    """Tell each successor that matters of a deputy who left are theirs now. Source: ADR-0029 §4."""
    at = timezone.now()
    people = payload["successor_ids"]
    users = accounts.user_ids_in(role=Role.DEPUTY, person_ids=people, at=at) if people else []
    title = _("换届移交：有离任代表没办完的事转到您这里了")
    notices.send(user_ids=users, key=event_id, kind="case", title=title, url="/my/voices?view=mine", at=at)
