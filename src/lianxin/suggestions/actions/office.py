"""What the congress side does while it is handled: more time, supervision, key suggestions."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor
from lianxin.kernel.text import clean
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.suggestions.actions._steps import begin, finish, said
from lianxin.suggestions.models import Suggestion


@transaction.atomic
def grant_extension(
    *, suggestion_id: int, actor: Actor, at: datetime, version: int | None = None
) -> Suggestion:
    """Six months in all, from the day of 交办. Source: LAW-DEPUTIES-2025 §51; domain.md §1.5."""
    suggestion, before = begin("grant_extension", suggestion_id, actor, version)
    _require_asked(suggestion)
    suggestion.extended_at = at
    return finish(
        "grant_extension", suggestion, before, fields=["extended_at"], actor=actor, at=at,
        tells=suggestion.unit_ids,
    )  # fmt: skip


@transaction.atomic
def refuse_extension(
    *, suggestion_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Suggestion:
    """The three months stand; the unit may ask once more with a better reason."""
    suggestion, before = begin("refuse_extension", suggestion_id, actor, version)
    _require_asked(suggestion)
    why = said(reason, least=4, sentence=_("请写明为什么不同意延期。"))
    suggestion.extension_asked_at, suggestion.extension_reason = None, ""
    return finish(
        "refuse_extension", suggestion, before, fields=["extension_asked_at", "extension_reason"],
        actor=actor, at=at, text=why, reason=why, tells=suggestion.unit_ids,
    )  # fmt: skip


def _require_asked(suggestion: Suggestion) -> None:
    if suggestion.extension_asked_at is None or suggestion.extended_at is not None:
        raise MoveNotAllowed(_("承办单位现在没有申请延期，不用批。"))


@transaction.atomic
def supervise_suggestion(
    *, suggestion_id: int, note: str, actor: Actor, at: datetime, version: int | None = None
) -> Suggestion:
    """A supervision note (督办单) to the units. Source: LAW-DEPUTIES-2025 §52; domain.md §1.9."""
    suggestion, before = begin("supervise", suggestion_id, actor, version)
    words = said(note, least=4, sentence=_("请写明督办的要求。"))
    suggestion.is_supervised = True
    return finish(
        "supervise", suggestion, before, fields=["is_supervised"], actor=actor, at=at, text=words,
        tells=suggestion.unit_ids,
    )  # fmt: skip


@transaction.atomic
def make_key(
    *,
    suggestion_id: int,
    decided_by: str,
    leader: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Suggestion:
    """A key suggestion (重点督办): which meeting decided it, and which leader takes the lead.

    Source: LAW-DEPUTIES-2025 §52; domain.md §1.9.
    """
    suggestion, before = begin("make_key", suggestion_id, actor, version)
    if suggestion.is_key:
        raise MoveNotAllowed(_("这件建议已经是重点督办了。"))
    suggestion.key_decided_by = said(decided_by, least=4, sentence=_("请写明由哪次主任会议确定。"))[:80]
    suggestion.key_leader = clean(leader)[:40]
    suggestion.is_key = True
    leads = f"领衔督办：{suggestion.key_leader}。" if suggestion.key_leader else ""
    text = f"{suggestion.key_decided_by}确定。{leads}"
    return finish(
        "make_key", suggestion, before, fields=["is_key", "key_decided_by", "key_leader"], actor=actor, at=at,
        text=text, tells=suggestion.unit_ids,
    )  # fmt: skip
