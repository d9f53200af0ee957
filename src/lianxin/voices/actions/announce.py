"""Put an open case up in checked words, so that others may join it. Source: ADR-0016 §7."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.assist.personal_data import find
from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError
from lianxin.kernel.text import clean
from lianxin.voices import access
from lianxin.voices.actions._steps import locked
from lianxin.voices.models import Case
from lianxin.voices.workflow import TAKES_VOICES


@transaction.atomic
def announce_case(
    *, case_id: int, title: str, actor: Actor, at: datetime, version: int | None = None
) -> Case:
    """Let others join an open case under these words; no words takes it down again.

    Only with the citizen's consent to publication, and never with personal data in the words: nobody confirms
    these away, they can be written without. Source: issue 3 (citizen sees like public cases, can join one).
    """
    case = locked(case_id, actor, version)
    access.require_may("publish", actor, case)
    words = clean(title)[:60]
    if words and case.state not in TAKES_VOICES:
        raise DomainError(_("这件事已经有结果了，不用再请大家一起说。"))
    if words and not case.may_publish:
        raise DomainError(_("反映人没有同意公开这件事，不能让别人看到。"))
    if words and (len(words) < 4 or find(words)):
        raise DomainError(_("请用一句话说清是哪里的什么事，不要有姓名、电话、门牌号。"))
    case.open_title = words
    case.version += 1
    case.save(update_fields=["open_title", "version"])
    journal.write(
        "voices.case", case.pk, "voices.case.announced", actor=actor, at=at, division_code=case.division_code
    )
    return case
