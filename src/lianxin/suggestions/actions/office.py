"""What the congress side does while it is handled: more time, supervision, key suggestions; and sessions."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotAllowed
from lianxin.kernel.text import clean
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.people import reads as people
from lianxin.suggestions.access import OFFICES
from lianxin.suggestions.actions._steps import begin, finish, said
from lianxin.suggestions.clocks import local_day
from lianxin.suggestions.models import Session, Suggestion


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


@transaction.atomic
def open_session(
    *,
    division_code: str,
    term_number: int,
    number: int,
    name: str,
    starts_on: date,
    ends_on: date,
    actor: Actor,
    at: datetime,
    motions_until: datetime | None = None,
) -> Session:
    """Enter a session (次) of the congress; what is submitted on its days gets its own series of numbers."""
    may = actor.source == "setup" or (actor.role in OFFICES and actor.place == division_code)
    if not may:
        raise NotAllowed(_("会次由本级人大代表工作机构登记。"))
    congress = people.congress_at(division_code)
    if congress is None:
        raise DomainError(_("这个地方还没有登记人大，请先在“代表与单位”里登记。"))
    if ends_on < starts_on:
        raise DomainError(_("会议结束日期早于开始日期，请改正。"))
    if motions_until is not None and not starts_on <= local_day(motions_until) <= ends_on:
        raise DomainError(_("提议案的截止时间要在会期里面，请改正。"))
    if Session.objects.filter(congress_id=congress[0], term_number=term_number, number=number).exists():
        raise DomainError(_("这次会议已经登记过了。"))
    session = Session(
        congress_id=congress[0],
        division_code=division_code,
        term_number=term_number,
        number=number,
        name=said(name, least=4, sentence=_("请写会议的名称。"))[:60],
        starts_on=starts_on,
        ends_on=ends_on,
        motions_until=motions_until,
    )
    session.save(force_insert=True)
    journal.write(
        "suggestions.session", session.pk, "suggestions.session.opened",
        actor=actor, at=at, division_code=division_code,
    )  # fmt: skip
    return session
