"""The unit's written reply: drafted by the officer, sent back or issued by the head of unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError
from lianxin.kernel.text import clean
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.suggestions import clocks
from lianxin.suggestions.actions._steps import begin, finish, own_handling, said
from lianxin.suggestions.clocks import local_day
from lianxin.suggestions.models import Handling, Promised, Reply, Suggestion, Talk
from lianxin.suggestions.profiles import ClassRow, classes_for, rules_for
from lianxin.suggestions.words import ReplyState
from lianxin.suggestions.workflow import ANSWERING, HANDLING_FLOW, Duty, HandlingState, SuggestionState


@dataclass(frozen=True, slots=True)
class ReplyText:
    """What the unit writes to the deputies, and what it promises where the class asks for it."""

    result_class: str
    text: str
    document_number: str = ""
    contact: str = ""
    promise_text: str = ""
    promise_amount: str = ""
    promise_place: str = ""
    promise_due_on: date | None = None


@transaction.atomic
def draft_reply(
    *, suggestion_id: int, reply: ReplyText, actor: Actor, at: datetime, version: int | None = None
) -> Suggestion:
    """Write the reply, or write it anew, for the head of unit to sign. Source: domain.md §1.8."""
    suggestion, before = begin("draft_reply", suggestion_id, actor, version)
    _answering(suggestion, actor)
    meaning = class_of(suggestion, reply.result_class, at)
    short = _("答复太短了，请写明办了什么、结果怎样、下一步怎么办。")
    text = said(reply.text, least=20, sentence=short)
    if meaning.requires_commitment and (not clean(reply.promise_text) or reply.promise_due_on is None):
        raise DomainError(
            _("选了 %(code)s 类，请写明承诺的内容和完成日期，以后要按承诺复核。") % {"code": meaning.code}
        )
    if meaning.requires_commitment and reply.promise_due_on and reply.promise_due_on <= local_day(at):
        raise DomainError(_("承诺的完成日期应当在今天以后，请改正。"))
    latest = _latest(suggestion, actor)
    row = latest if latest and latest.state != ReplyState.ISSUED else _next(suggestion, actor, latest)
    row.state, row.note = ReplyState.DRAFTED, ""
    row.result_class, row.text, row.document_number = meaning.code, text, clean(reply.document_number)[:40]
    row.contact = clean(reply.contact)[:80]
    row.promise_text = clean(reply.promise_text)[:500] if meaning.requires_commitment else ""
    row.promise_amount = clean(reply.promise_amount)[:80]
    row.promise_place = clean(reply.promise_place)[:80]
    row.promise_due_on = reply.promise_due_on if meaning.requires_commitment else None
    row.drafted_by, row.drafted_at = actor.name, at
    row.save()
    return finish(
        "draft_reply", suggestion, before, actor=actor, at=at, is_internal=True,
        text=f"第{row.version}稿，{row.result_class}类。",
    )  # fmt: skip


def class_of(suggestion: Suggestion, code: str, at: datetime) -> ClassRow:
    """What the letter means in the suggestion's place. Raises DomainError for an unknown one."""
    rows = classes_for(suggestion.division_code, local_day(at))
    meaning = next((row for row in rows if row.code == code), None)
    if meaning is None:
        raise DomainError(_("请选一个办理结果类别。"))
    return meaning


def _answering(suggestion: Suggestion, actor: Actor) -> Handling:
    duty = own_handling(suggestion, actor, *HandlingState, sentence="")
    if duty.duty not in ANSWERING:
        raise MoveNotAllowed(_("答复由主办（分办、独办）单位来写；协办单位请提协办意见。"))
    if duty.state != HandlingState.RECEIVED:
        raise MoveNotAllowed(_("请先接收；已经答复过的，不用再答复。"))
    return duty


def _latest(suggestion: Suggestion, actor: Actor) -> Reply | None:
    rows = Reply.objects.select_for_update().filter(suggestion=suggestion, unit_id=actor.unit_id or 0)
    return rows.order_by("-version").first()


def _next(suggestion: Suggestion, actor: Actor, latest: Reply | None) -> Reply:
    number = latest.version + 1 if latest else 1
    return Reply(suggestion=suggestion, unit_id=actor.unit_id or 0, version=number)


@transaction.atomic
def send_back_reply(
    *, suggestion_id: int, note: str, actor: Actor, at: datetime, version: int | None = None
) -> Suggestion:
    """The head of unit wants it written better. Source: domain.md §1.8."""
    suggestion, before = begin("send_back_reply", suggestion_id, actor, version)
    row = _to_sign(suggestion, actor)
    row.state = ReplyState.SENT_BACK
    row.note = said(note, least=2, sentence=_("请写明要改什么。"))[:500]
    row.save(update_fields=["state", "note"])
    return finish("send_back_reply", suggestion, before, actor=actor, at=at, text=row.note, is_internal=True)


def _to_sign(suggestion: Suggestion, actor: Actor) -> Reply:
    row = _latest(suggestion, actor)
    if row is None or row.state != ReplyState.DRAFTED:
        raise MoveNotAllowed(_("现在没有待签发的答复稿，请经办人先起草。"))
    return row


@transaction.atomic
def issue_reply(*, suggestion_id: int, actor: Actor, at: datetime, version: int | None = None) -> Suggestion:
    """The head of unit signs; the reply goes to every signer. With the last answering unit it is replied.

    Refused while a talk that the deputy has not denied is missing, and while a co-handler whose time still
    runs has said nothing. Source: LAW-DEPUTIES-2025 §51; domain.md §1.6 to §1.8; ADR-0025 §7.
    """
    suggestion, before = begin("issue_reply", suggestion_id, actor, version)
    duty = _answering(suggestion, actor)
    row = _to_sign(suggestion, actor)
    _require_heard(suggestion, duty, at)
    _require_opinions(suggestion, duty, at)
    row.state, row.issued_at, row.signed_by = ReplyState.ISSUED, at, actor.name
    row.save(update_fields=["state", "issued_at", "signed_by"])
    duty.state, duty.done_at, duty.due_on = HANDLING_FLOW.next_state(duty.state, "finish"), at, None
    duty.save(update_fields=["state", "done_at", "due_on"])
    clocks.stop(duty, at=at)
    _enter_promise(suggestion, row, at)
    finish("issue_reply", suggestion, before, actor=actor, at=at, text=f"{row.result_class}类。")
    return _reply_if_all_answered(suggestion, actor, at)


def _require_heard(suggestion: Suggestion, duty: Handling, at: datetime) -> None:
    if not rules_for(suggestion.division_code, local_day(at)).talk_before_reply:
        return
    talks = Talk.objects.filter(suggestion=suggestion, unit_id=duty.unit_id, denied_at=None)
    if not talks.exists():
        raise MoveNotAllowed(_("答复以前要先联系代表、听取意见。请先记录面商，再签发答复。"))


def _require_opinions(suggestion: Suggestion, duty: Handling, at: datetime) -> None:
    """A co-handler that is late holds up nobody; one whose days still run does."""
    if duty.duty != Duty.LEAD:
        return
    waiting = Handling.objects.filter(
        suggestion=suggestion, duty=Duty.CO, state__in=[HandlingState.GIVEN, HandlingState.RECEIVED]
    )
    running = clocks.running_opinions(suggestion, at)
    if any(co.pk in running for co in waiting):
        raise MoveNotAllowed(_("协办单位还在期限内、还没有提出意见，请等协办意见到了再答复。"))


def _enter_promise(suggestion: Suggestion, row: Reply, at: datetime) -> None:
    if not row.promise_text or row.promise_due_on is None:
        return
    Promised(
        suggestion=suggestion,
        reply=row,
        unit_id=row.unit_id,
        division_code=suggestion.division_code,
        lead_person_id=suggestion.lead_person_id,
        text=row.promise_text,
        amount=row.promise_amount,
        place=row.promise_place,
        made_on=local_day(at),
        due_on=row.promise_due_on,
    ).save(force_insert=True)


def _reply_if_all_answered(suggestion: Suggestion, actor: Actor, at: datetime) -> Suggestion:
    """Several separate units: answered when the last of them has; its class is the least good one."""
    parts = Handling.objects.filter(suggestion=suggestion, duty__in=ANSWERING).exclude(
        state=HandlingState.REPLACED
    )
    if parts.exclude(state=HandlingState.DONE).exists():
        return suggestion
    replies = Reply.objects.filter(suggestion=suggestion, state=ReplyState.ISSUED).order_by("version")
    issued = dict(replies.values_list("unit_id", "result_class"))  # the newest version of each unit
    order = [row.code for row in classes_for(suggestion.division_code, local_day(at))]
    current = [issued[unit_id] for unit_id in parts.values_list("unit_id", flat=True) if unit_id in issued]
    suggestion.result_class = max(current, key=lambda code: order.index(code) if code in order else -1)
    suggestion.replied_at = at
    before, suggestion.state = suggestion.state, SuggestionState.REPLIED
    return finish("reply", suggestion, before, fields=["result_class", "replied_at"], actor=actor, at=at)
