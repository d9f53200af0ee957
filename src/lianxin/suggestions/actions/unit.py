"""What a unit does while it handles: plan, talks with the deputy, opinions, more time, and dialogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotFound
from lianxin.kernel.text import clean
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.suggestions import clocks
from lianxin.suggestions.actions._steps import begin, finish, own_handling, said
from lianxin.suggestions.actions.assign import own_due
from lianxin.suggestions.clocks import local_day
from lianxin.suggestions.models import Handling, Suggestion, Talk
from lianxin.suggestions.words import MODE_LABELS, STAGE_LABELS, ClockKind, Leader, Mode, Stage
from lianxin.suggestions.workflow import ANSWERING, HANDLING_FLOW, Duty, HandlingState

_NOT_YET = gettext_lazy("请先接收这件建议，再继续办理。")
_WORKING = (HandlingState.RECEIVED, HandlingState.DONE)


@transaction.atomic
def plan_handling(
    *,
    suggestion_id: int,
    plan: str,
    in_charge: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Suggestion:
    """Write down how the unit will go about it and who answers for it. Source: domain.md §1.9."""
    suggestion, before = begin("plan", suggestion_id, actor, version)
    duty = own_handling(suggestion, actor, *_WORKING, sentence=str(_NOT_YET))
    duty.plan = said(plan, least=10, sentence=_("请写清打算怎么办：做什么、什么时候、谁负责。"))
    duty.in_charge = said(in_charge, least=2, sentence=_("请写明负责人。"))[:40]
    duty.save(update_fields=["plan", "in_charge"])
    text = f"负责人：{duty.in_charge}。{duty.plan}"
    return finish("plan", suggestion, before, actor=actor, at=at, text=text)


@dataclass(frozen=True, slots=True)
class TalkFacts:
    """One talk with the deputy as the unit records it."""

    stage: Stage
    mode: Mode
    leader: Leader
    held_on: date
    minutes: str
    place: str = ""
    who: str = ""


@transaction.atomic
def record_talk(
    *, suggestion_id: int, talk: TalkFacts, actor: Actor, at: datetime, version: int | None = None
) -> Suggestion:
    """Record a talk (面商). It counts only once the deputy confirms it. Source: domain.md §1.7 [REC]."""
    suggestion, before = begin("meet", suggestion_id, actor, version)
    own_handling(suggestion, actor, *_WORKING, sentence=str(_NOT_YET))
    handed = local_day(suggestion.handed_at or at)
    if not handed <= talk.held_on <= local_day(at):
        raise DomainError(_("面商的日期应当在交办以后、今天以前，请核对。"))
    minutes = said(talk.minutes, least=6, sentence=_("请写下谈了什么、代表有什么意见。"))
    Talk(
        suggestion=suggestion,
        unit_id=actor.unit_id or 0,
        stage=talk.stage,
        mode=talk.mode,
        leader=talk.leader,
        held_on=talk.held_on,
        place=clean(talk.place)[:80],
        who=clean(talk.who)[:120],
        minutes=minutes,
        recorded_at=at,
    ).save(force_insert=True)
    text = f"{STAGE_LABELS[talk.stage]}，{MODE_LABELS[talk.mode]}，{talk.held_on:%Y-%m-%d}。{minutes}"
    return finish("meet", suggestion, before, actor=actor, at=at, text=text)


@transaction.atomic
def confirm_talk(
    *, suggestion_id: int, talk_id: int, actor: Actor, at: datetime, version: int | None = None
) -> Suggestion:
    """The deputy says: so it was. The unit's clock for the first contact stops. Source: domain.md §1.7."""
    suggestion, before = begin("confirm_talk", suggestion_id, actor, version)
    talk = _open_talk(suggestion, talk_id)
    talk.confirmed_at = at
    talk.save(update_fields=["confirmed_at"])
    for duty in Handling.objects.filter(suggestion=suggestion, unit_id=talk.unit_id):
        clocks.stop(duty, ClockKind.CONTACT, at=at)
        duty.due_on = own_due(duty)
        duty.save(update_fields=["due_on"])
    return finish("confirm_talk", suggestion, before, actor=actor, at=at, tells=[talk.unit_id])


@transaction.atomic
def deny_talk(
    *,
    suggestion_id: int,
    talk_id: int,
    words: str = "",
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Suggestion:
    """The deputy says: there was no such talk. It counts nowhere. Source: domain.md §1.7 (代表被满意)."""
    suggestion, before = begin("deny_talk", suggestion_id, actor, version)
    talk = _open_talk(suggestion, talk_id)
    talk.denied_at, talk.deputy_words = at, clean(words)[:500]
    talk.save(update_fields=["denied_at", "deputy_words"])
    return finish(
        "deny_talk", suggestion, before, actor=actor, at=at, text=talk.deputy_words, tells=[talk.unit_id]
    )


def _open_talk(suggestion: Suggestion, talk_id: int) -> Talk:
    talk = Talk.objects.select_for_update().filter(suggestion=suggestion, pk=talk_id).first()
    if talk is None:
        raise NotFound(_("没有找到这次面商记录。请回到建议页面再看。"))
    if talk.confirmed_at or talk.denied_at:
        raise MoveNotAllowed(_("这次面商您已经答复过了。"))
    return talk


@transaction.atomic
def give_opinion(
    *, suggestion_id: int, text: str, actor: Actor, at: datetime, version: int | None = None
) -> Suggestion:
    """A co-handler's written opinion to the lead; late ones stay late. Source: domain.md §1.6."""
    suggestion, before = begin("give_opinion", suggestion_id, actor, version)
    duty = own_handling(
        suggestion, actor, HandlingState.RECEIVED, sentence=_("请先接收；已经提过协办意见的，不用再提。")
    )
    if duty.duty != Duty.CO:
        raise MoveNotAllowed(_("协办意见由协办单位提出；本单位请直接起草答复。"))
    duty.opinion = said(text, least=10, sentence=_("协办意见太短了，请写明本单位能办什么、办不了什么。"))
    duty.opinion_at = duty.done_at = at
    duty.state = HANDLING_FLOW.next_state(duty.state, "finish")
    clocks.stop(duty, at=at)
    duty.due_on = None
    duty.save(update_fields=["opinion", "opinion_at", "done_at", "state", "due_on"])
    tells = _answering_units(suggestion)
    return finish("give_opinion", suggestion, before, actor=actor, at=at, text=duty.opinion, tells=tells)


def _answering_units(suggestion: Suggestion) -> list[int]:
    parts = Handling.objects.filter(suggestion=suggestion, duty__in=ANSWERING)
    return list(parts.exclude(state=HandlingState.REPLACED).values_list("unit_id", flat=True))


@transaction.atomic
def ask_extension(
    *, suggestion_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Suggestion:
    """Ask for six months in all instead of three, with a reason, before the time is up.

    Source: LAW-DEPUTIES-2025 §51; domain.md §1.5.
    """
    suggestion, before = begin("ask_extension", suggestion_id, actor, version)
    duty = own_handling(suggestion, actor, HandlingState.RECEIVED, sentence=str(_NOT_YET))
    if duty.duty not in ANSWERING:
        raise MoveNotAllowed(_("延期由主办（分办、独办）单位申请。"))
    if suggestion.extended_at or suggestion.rehandled_count:
        raise MoveNotAllowed(_("延期只有一次，重新办理的不再延期。"))
    if suggestion.extension_asked_at:
        raise MoveNotAllowed(_("已经申请过了，请等答复。"))
    if suggestion.due_on is not None and local_day(at) > suggestion.due_on:
        raise MoveNotAllowed(_("答复期限已经过了，不能再申请延期。请尽快答复代表。"))
    suggestion.extension_reason = said(reason, least=6, sentence=_("请写明为什么三个月办不完。"))[:500]
    suggestion.extension_asked_at = at
    return finish(
        "ask_extension", suggestion, before, fields=["extension_reason", "extension_asked_at"], actor=actor,
        at=at, text=suggestion.extension_reason,
    )  # fmt: skip


@transaction.atomic
def say(
    *, suggestion_id: int, text: str, actor: Actor, at: datetime, version: int | None = None
) -> Suggestion:
    """A line of dialogue between the deputy and the units. Source: domain.md §0 (Wenshan)."""
    suggestion, before = begin("say", suggestion_id, actor, version)
    words = said(text, least=2, sentence=_("请写几个字再发送。"))[:1000]
    return finish(
        "say", suggestion, before, actor=actor, at=at, text=words,
        tells=() if actor.unit_id else suggestion.unit_ids,
    )  # fmt: skip
