"""A citizen says whether to be told by SMS, and takes it back. Source: ADR-0035; LAW-PIPL §14, §15."""

from __future__ import annotations

import re
import uuid
from datetime import datetime

from django.db import transaction

from lianxin.kernel.actor import Actor
from lianxin.vault import actions as vault
from lianxin.vault.words import Errands
from lianxin.voices.actions._steps import locked
from lianxin.voices.models import Case
from lianxin.voices.reads.telling import is_offered

_MOBILE = re.compile(r"1[0-9]{10}")


def is_mobile(phone: str) -> bool:
    """Whether an SMS can reach this number: a landline gets none."""
    return bool(_MOBILE.fullmatch(phone))


def agree_if_asked(
    case: Case, item_id: uuid.UUID, *, wants: bool, phone: str, actor: Actor, at: datetime
) -> None:
    """Keep the consent that came with a matter, inside its transaction.

    Nothing is kept where the box is not offered, for who fears retaliation, or without a mobile number: such
    a box can only come from an old page or a program. Source: ADR-0035 §2.
    """
    if wants and not case.is_protected and is_mobile(phone) and is_offered(case.division_code, at=at):
        vault.agree(
            item_id=item_id, purpose=Errands.TELL_PROGRESS, via=case.channel,
            actor=actor, at=at, division_code=case.division_code,
        )  # fmt: skip


@transaction.atomic
def stop_messages(*, case_id: int, actor: Actor, at: datetime) -> bool:
    """The citizen wants no more messages; False when none were wanted. Doing it twice changes nothing.

    What was not handed over yet is not sent. Raises NotFound for a case the actor does not see.
    """
    case = locked(case_id, actor, None)
    return vault.withdraw(
        subject_kind="voices.case", subject_id=case.pk, purpose=Errands.TELL_PROGRESS,
        actor=actor, at=at, division_code=case.division_code,
    )  # fmt: skip
