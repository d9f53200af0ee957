"""Entering a year's holiday notice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.calendars import reads
from lianxin.calendars.events import NoticeEntered
from lianxin.calendars.models import Notice
from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import NotAllowed
from lianxin.kernel.workdays import YearNotice
from lianxin.kit import events

ENTERERS = frozenset({Role.TENANT_ADMIN, Role.SYSTEM_ADMIN})


@transaction.atomic
def enter_notice(*, body: Mapping[str, object], source: str, actor: Actor, at: datetime) -> Notice:
    """Enter (or correct) the official notice of a year; from now on its days count.

    Deadlines already made keep the calendar version that made them. Raises DomainError for a notice
    that contradicts itself. Source: 全国年节及纪念日放假办法 (LAW-HOLIDAYS); issue 2 A.
    """
    if actor.source != "setup" and actor.role not in ENTERERS:
        raise NotAllowed(_("只有管理岗可以录入放假通知。"))
    checked = YearNotice.from_json(dict(body))
    notice = Notice.objects.create(
        year=checked.year, body=checked.to_json(), source=source, entered_at=at, entered_by=actor.user_id
    )
    journal.write(
        "calendars.notice", notice.pk, "calendars.notice.entered",
        actor=actor, at=at, division_code=actor.place, after=str(checked.year), reason=source[:200],
    )  # fmt: skip
    transaction.on_commit(reads.forget)
    events.publish(NoticeEntered(year=checked.year, entered_at=at.isoformat()))
    return notice
