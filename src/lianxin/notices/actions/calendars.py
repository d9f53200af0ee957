"""The secret address of one's calendar: made, made anew, stopped. Source: ADR-0031 §4."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import NotAllowed
from lianxin.notices.feeds import hash_of
from lianxin.notices.models import CalendarAddress


@transaction.atomic
def renew_calendar(*, actor: Actor, at: datetime) -> str:
    """Draw a new secret for the account and return it, once; the address of before stops working."""
    if actor.user_id is None:
        raise NotAllowed(_("请先登录，再订阅日历。"))
    secret = secrets.token_urlsafe(32)
    CalendarAddress.objects.update_or_create(
        user_id=actor.user_id, defaults={"secret_hash": hash_of(secret), "made_at": at}
    )
    journal.write(
        "notices.calendar", actor.user_id, "notices.calendar.renewed",
        actor=actor, at=at, division_code=actor.place,
    )  # fmt: skip
    return secret


@transaction.atomic
def stop_calendar(*, actor: Actor, at: datetime) -> None:
    """Forget the address; a second time changes nothing."""
    gone, _by_model = CalendarAddress.objects.filter(user_id=actor.user_id or 0).delete()
    if gone:
        journal.write(
            "notices.calendar", actor.user_id or 0, "notices.calendar.stopped",
            actor=actor, at=at, division_code=actor.place,
        )  # fmt: skip
