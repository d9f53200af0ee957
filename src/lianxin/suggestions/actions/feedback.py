"""After the reply: the deputy rates, it is handled once more or goes to a joint meeting, and it is closed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotFound
from lianxin.kernel.text import clean
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.suggestions.actions._steps import begin, finish, locked, said
from lianxin.suggestions.clocks import local_day
from lianxin.suggestions.models import Handling, Promised, Suggestion
from lianxin.suggestions.words import Outcome, PromiseState, Satisfaction
from lianxin.suggestions.workflow import ANSWERING, HANDLING_FLOW, HandlingState

_RATING = ["attitude", "result", "rating_text", "rated_at"]


def rating_verb(suggestion: Suggestion, attitude: str, result: str) -> str:
    """Which move a rating is: contented closes, a complaint re-handles, a second one goes to a meeting."""
    if Satisfaction.DISSATISFIED not in {attitude, result}:
        return "rate"
    return "rate_escalate" if suggestion.rehandled_count else "rate_again"


@transaction.atomic
def rate_reply(
    *,
    suggestion_id: int,
    attitude: Satisfaction,
    result: Satisfaction,
    text: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Suggestion:
    """The lead deputy rates attitude and result apart, after asking the co-signers; no unit fills this in.

    Dissatisfied needs a reason and forces handling once more, within a month; the second time it goes to a
    joint meeting. Source: domain.md §1.5, §1.9.
    """
    verb = rating_verb(locked(suggestion_id, actor, version), attitude, result)
    suggestion, before = begin(verb, suggestion_id, actor, version)
    words = clean(text)[:1000]
    if verb != "rate" and len(words) < 4:
        raise DomainError(_("不满意的，请写明哪里不满意，单位好重新办理。"))
    suggestion.attitude, suggestion.result = attitude, result
    suggestion.rating_text, suggestion.rated_at = words, at
    fields = list(_RATING)
    if verb == "rate":
        suggestion.outcome, suggestion.closed_at = Outcome.RATED, at
        fields += ["outcome", "closed_at"]
    elif verb == "rate_again":
        suggestion.rehandled_count += 1
        fields.append("rehandled_count")
        _open_again(suggestion)
    return finish(
        verb, suggestion, before, fields=fields, actor=actor, at=at, text=words, tells=suggestion.unit_ids
    )


def _open_again(suggestion: Suggestion) -> None:
    """Those who answered have it on their table again; co-handlers' opinions stand."""
    parts = Handling.objects.filter(suggestion=suggestion, duty__in=ANSWERING, state=HandlingState.DONE)
    for duty in parts:
        duty.state = HANDLING_FLOW.next_state(duty.state, "redo")
        duty.save(update_fields=["state"])


@transaction.atomic
def close_silent(*, suggestion_id: int, actor: Actor, at: datetime, version: int | None = None) -> Suggestion:
    """The time to rate is over and nothing was said: closed without a rating, which counts in no rate.

    Source: domain.md §1.9 (Chongqing art. 29).
    """
    suggestion, before = begin("close_silent", suggestion_id, actor, version)
    if suggestion.due_on is not None and local_day(at) <= suggestion.due_on:
        raise DomainError(_("评价时间还没过，请等代表评价，或者到期以后再办结。"))
    # A complaint of before the second handling stays in the timeline; this reply was not rated.
    suggestion.attitude = suggestion.result = suggestion.rating_text = ""
    suggestion.rated_at = None
    suggestion.outcome, suggestion.closed_at = Outcome.SILENT, at
    return finish(
        "close_silent", suggestion, before, fields=[*_RATING, "outcome", "closed_at"], actor=actor, at=at
    )


@transaction.atomic
def conclude_meeting(
    *, suggestion_id: int, text: str, actor: Actor, at: datetime, version: int | None = None
) -> Suggestion:
    """What the joint meeting (联席会议) settled, told to the deputy; it is closed. Source: domain.md §1.5."""
    suggestion, before = begin("conclude", suggestion_id, actor, version)
    words = said(text, least=10, sentence=_("请写明联席会议什么时候开的、谁参加、结论是什么。"))
    suggestion.outcome, suggestion.closed_at = Outcome.JOINT_MEETING, at
    return finish(
        "conclude", suggestion, before, fields=["outcome", "closed_at"], actor=actor, at=at, text=words,
        tells=suggestion.unit_ids,
    )  # fmt: skip


@transaction.atomic
def report_promise(
    *,
    suggestion_id: int,
    promise_id: int,
    progress: str,
    is_done: bool,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Suggestion:
    """The unit says how far its promise has come; done ones wait for the deputy. Source: domain.md §1.8."""
    suggestion, before = begin("promise_progress", suggestion_id, actor, version)
    promise = _promise(suggestion, promise_id)
    if promise.unit_id != actor.unit_id:
        raise MoveNotAllowed(_("这是别的单位的承诺，由那个单位报进展。"))
    if promise.state in {PromiseState.KEPT, PromiseState.REPORTED}:
        raise MoveNotAllowed(_("这项承诺已经报过完成，请等代表复核。"))
    promise.progress = said(progress, least=4, sentence=_("请写明办到哪一步了。"))[:500]
    fields = ["progress"]
    if is_done:
        promise.state, promise.reported_at = PromiseState.REPORTED, at
        fields += ["state", "reported_at"]
    promise.save(update_fields=fields)
    return finish("promise_progress", suggestion, before, actor=actor, at=at, text=promise.progress)


@transaction.atomic
def check_promise(
    *,
    suggestion_id: int,
    promise_id: int,
    is_kept: bool,
    words: str = "",
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Suggestion:
    """The deputy looks whether the promise was kept: after the unit reports, or after its day.

    Source: domain.md §1.8 (failure must be explained), §1.9 (yearly 回头看).
    """
    suggestion, before = begin("check_promise", suggestion_id, actor, version)
    promise = _promise(suggestion, promise_id)
    if promise.state == PromiseState.KEPT:
        raise MoveNotAllowed(_("这项承诺已经复核过了。"))
    if promise.state != PromiseState.REPORTED and local_day(at) <= promise.due_on:
        raise MoveNotAllowed(_("承诺的日期还没到，单位也没有报完成，到时再复核。"))
    text = clean(words)[:500]
    if not is_kept and len(text) < 4:
        raise DomainError(_("没有兑现的，请写明现在是什么情况。"))
    promise.state = PromiseState.KEPT if is_kept else PromiseState.BROKEN
    promise.checked_at, promise.deputy_words = at, text
    promise.save(update_fields=["state", "checked_at", "deputy_words"])
    return finish("check_promise", suggestion, before, actor=actor, at=at, text=text, tells=[promise.unit_id])


def _promise(suggestion: Suggestion, promise_id: int) -> Promised:
    row = Promised.objects.select_for_update().filter(suggestion=suggestion, pk=promise_id).first()
    if row is None:
        raise NotFound(_("没有找到这项承诺。请回到建议页面再看。"))
    return row
