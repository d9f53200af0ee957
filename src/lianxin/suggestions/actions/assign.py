"""交办 on two levels, the units' objections, and settling them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError, NotAllowed
from lianxin.kernel.text import clean
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.people import reads as people
from lianxin.people.reads import UnitRow
from lianxin.suggestions import clocks
from lianxin.suggestions.actions._steps import begin, finish, locked, own_handling, said
from lianxin.suggestions.clocks import local_day
from lianxin.suggestions.models import Deadline, Handling, Suggestion
from lianxin.suggestions.words import ClockKind, Organ
from lianxin.suggestions.workflow import ANSWERING, HANDLING_FLOW, Duty, HandlingState, SuggestionState

# At the second objection in one matter only the congress office settles it. Source: ADR-0025 §5.
OBJECTIONS_UNTIL_ARBITRATION = 2


@dataclass(frozen=True, slots=True)
class Given:
    """A unit and its duty; `part` says what, where several answer separately."""

    unit_id: int
    duty: Duty
    part: str = ""


@transaction.atomic
def hand_over_suggestion(
    *, suggestion_id: int, organ: Organ, note: str, actor: Actor, at: datetime, version: int | None = None
) -> Suggestion:
    """The first level: to an organ, whose office distributes it. The reply clock starts today.

    Source: LAW-DEPUTIES-2025 §51; domain.md §1.6 (routing levels).
    """
    suggestion, before = begin("hand_over", suggestion_id, actor, version)
    suggestion.organ, suggestion.handed_at = organ, at
    return finish(
        "hand_over", suggestion, before, fields=["organ", "handed_at"], actor=actor, at=at, text=clean(note)
    )


@transaction.atomic
def assign_suggestion(
    *,
    suggestion_id: int,
    given: Sequence[Given],
    note: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Suggestion:
    """The second level: to units, each with its duty. Straight from acceptance, the reply clock starts today.

    Raises DomainError unless it is one sole unit, one lead with or without co-handlers, or two or more
    separate units whose parts are described. Source: domain.md §1.6.
    """
    suggestion, before = begin("assign", suggestion_id, actor, version)
    if before == SuggestionState.ACCEPTED and actor.role == Role.DISPATCHER:
        raise NotAllowed(_("还没有交办到政府，请等人大代表工作机构交办。"))
    _require_a_whole(given)
    units = {unit.id: unit for unit in people.units_for(suggestion.division_code)}
    if any(g.unit_id not in units for g in given):
        raise DomainError(_("这个单位管不到这个地方，或者已经撤并，请换一个单位。"))
    if suggestion.handed_at is None:
        lead = next(g for g in given if g.duty in ANSWERING)
        suggestion.organ, suggestion.handed_at = _organ_of(lead.unit_id), at
    suggestion.unit_ids = sorted({*suggestion.unit_ids, *(g.unit_id for g in given)})
    for g in given:
        _give(suggestion, g, at)
    text = _told(given, units) + clean(note)
    return finish(
        "assign", suggestion, before, fields=["organ", "handed_at", "unit_ids"], actor=actor, at=at,
        text=text, tells=[g.unit_id for g in given],
    )  # fmt: skip


def _require_a_whole(given: Sequence[Given]) -> None:
    duties = sorted(g.duty for g in given)
    if len({g.unit_id for g in given}) != len(given):
        raise DomainError(_("同一个单位只能有一种分工，请检查。"))
    if duties == [Duty.SOLE]:
        return
    if Duty.SOLE in duties:
        raise DomainError(_("独办只能有一个单位；要几个单位一起办，请选主办和协办，或者分办。"))
    if Duty.SEPARATE in duties:
        separate = [g for g in given if g.duty == Duty.SEPARATE]
        if Duty.LEAD in duties:
            raise DomainError(_("分办没有主办单位，请都选分办，或者改成主办和协办。"))
        if len(separate) < 2:
            raise DomainError(_("分办至少要两个单位；一个单位办，请选独办。"))
        if any(not clean(g.part) for g in separate):
            raise DomainError(_("分办要写明每个单位办哪一部分。"))
        return
    if duties.count(Duty.LEAD) != 1:
        raise DomainError(_("请选一个主办单位，再选协办单位；一个单位办，请选独办。"))


def _organ_of(unit_id: int) -> Organ:
    kind = people.unit_kind(unit_id)
    known = {"court": Organ.COURT, "procuratorate": Organ.PROCURATORATE, "party": Organ.PARTY,
             "supervision": Organ.SUPERVISION, "government": Organ.GOVERNMENT,
             "township": Organ.GOVERNMENT}  # fmt: skip
    return known.get(kind, Organ.OTHER)


def _told(given: Sequence[Given], units: dict[int, UnitRow]) -> str:
    """主办：…；协办：…。 Stored words are in the source language."""
    words = {Duty.LEAD: "主办", Duty.CO: "协办", Duty.SEPARATE: "分办", Duty.SOLE: "独办"}
    parts = [f"{words[g.duty]}：{units[g.unit_id].name}{f'（{g.part}）' if g.part else ''}" for g in given]
    return "；".join(parts) + "。"


def _give(suggestion: Suggestion, given: Given, at: datetime) -> Handling:
    """One unit's duty with its clocks."""
    duty = Handling(
        suggestion=suggestion, unit_id=given.unit_id, duty=given.duty, part=clean(given.part)[:500],
        given_at=at,
    )  # fmt: skip
    duty.save(force_insert=True)
    _start_clocks(duty, at)
    return duty


def _start_clocks(duty: Handling, at: datetime) -> None:
    duty.due_on = clocks.start(duty, ClockKind.RECEIVE, at=at)
    if duty.duty == Duty.CO:
        clocks.start(duty, ClockKind.OPINION, at=at)
    else:
        clocks.start(duty, ClockKind.CONTACT, at=at)
    duty.save(update_fields=["due_on"])


@transaction.atomic
def receive_suggestion(
    *, suggestion_id: int, actor: Actor, at: datetime, version: int | None = None
) -> Suggestion:
    """The unit takes its part (接收); when every answering unit has, handling begins. Source: ADR-0025 §5."""
    suggestion, before = begin("receive", suggestion_id, actor, version)
    duty = own_handling(
        suggestion, actor, HandlingState.GIVEN, sentence=_("本单位已经接收过了，或者正在等改派。")
    )
    duty.state = HANDLING_FLOW.next_state(duty.state, "receive")
    duty.received_at = at
    clocks.stop(duty, ClockKind.RECEIVE, at=at)
    duty.due_on = own_due(duty)
    duty.save(update_fields=["state", "received_at", "due_on"])
    finish("receive", suggestion, before, actor=actor, at=at)
    return begin_if_all_received(suggestion, actor, at)


def own_due(duty: Handling) -> date | None:
    """The last day of the unit's next own clock; None when only the reply's runs."""
    running = Deadline.objects.filter(handling=duty, ended_at=None).order_by("due_on")
    return running.values_list("due_on", flat=True).first()


def begin_if_all_received(suggestion: Suggestion, actor: Actor, at: datetime) -> Suggestion:
    """Assigned becomes handling once all who answer the deputy have their part: a follow-up.

    Co-handlers who have not looked yet hold up nobody.
    """
    waiting = Handling.objects.filter(
        suggestion=suggestion, duty__in=ANSWERING, state__in=[HandlingState.GIVEN, HandlingState.OBJECTED]
    )
    if suggestion.state != SuggestionState.ASSIGNED or waiting.exists():
        return suggestion
    before, suggestion.state = suggestion.state, SuggestionState.HANDLING
    return finish("begin", suggestion, before, actor=actor, at=at)


@transaction.atomic
def object_suggestion(
    *,
    suggestion_id: int,
    reason: str,
    counter_unit_id: int | None,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Suggestion:
    """The unit says it is another's business, within its days, with a reason and if it can a unit.

    Late means no change. Source: domain.md §1.5 (objection; Yulin: late = no change); ADR-0025 §5.
    """
    suggestion, before = begin("object", suggestion_id, actor, version)
    duty = own_handling(
        suggestion,
        actor,
        HandlingState.GIVEN,
        sentence=_("本单位已经接收，不能再提异议。请在办理中说明情况。"),
    )
    if suggestion.is_arbitrated:
        raise MoveNotAllowed(_("这件建议已经裁定由谁办，不能再提异议。请先接收，办不了的在答复里说明。"))
    if duty.due_on is not None and local_day(at) > duty.due_on:
        raise MoveNotAllowed(_("提出异议的时间已经过了，请先接收。办不了的，请在答复里说明原因。"))
    duty.objection = said(reason, least=4, sentence=_("请写明为什么不归本单位办，最好说说归谁办。"))[:500]
    duty.counter_unit_id = counter_unit_id
    duty.state = HANDLING_FLOW.next_state(duty.state, "object")
    clocks.stop(duty, at=at)
    duty.due_on = clocks.start(duty, ClockKind.REASSIGN, at=at)
    duty.save(update_fields=["objection", "counter_unit_id", "state", "due_on"])
    suggestion.objection_count += 1
    return finish(
        "object", suggestion, before, fields=["objection_count"], actor=actor, at=at, text=duty.objection,
        reason=duty.objection,
    )  # fmt: skip


@transaction.atomic
def reassign_suggestion(
    *,
    suggestion_id: int,
    unit_id: int,
    note: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Suggestion:
    """Settle an objection: another unit takes the duty, or the same one keeps it.

    From the second objection on this is an arbitration, by the congress office only, and final.
    Source: domain.md §1.5, §1.6; ADR-0025 §5.
    """
    verb = settles(locked(suggestion_id, actor, None))
    suggestion, before = begin(verb, suggestion_id, actor, version)
    why = said(note, least=4, sentence=_("请写明改派或维持的理由，几个单位都会看到。"))
    duty = Handling.objects.select_for_update().get(suggestion=suggestion, state=HandlingState.OBJECTED)
    unit = next((u for u in people.units_for(suggestion.division_code) if u.id == unit_id), None)
    if unit is None:
        raise DomainError(_("这个单位管不到这个地方，或者已经撤并，请换一个单位。"))
    clocks.stop(duty, at=at)
    if unit_id == duty.unit_id:
        duty.state = HANDLING_FLOW.next_state(duty.state, "uphold")
        duty.save(update_fields=["state"])
        _start_clocks(duty, at)
    else:
        _replace(suggestion, duty, unit_id, at)
    suggestion.is_arbitrated = verb == "arbitrate"
    finish(
        verb, suggestion, before, fields=["unit_ids", "is_arbitrated"], actor=actor, at=at,
        text=f"由{unit.name}办理。{why}", reason=why, tells=[unit_id, duty.unit_id],
    )  # fmt: skip
    return begin_if_all_received(suggestion, actor, at)


def _replace(suggestion: Suggestion, duty: Handling, unit_id: int, at: datetime) -> None:
    has_one = Handling.objects.filter(suggestion=suggestion, unit_id=unit_id)
    if has_one.exclude(state=HandlingState.REPLACED).exists():
        raise DomainError(_("这个单位已经有分工了，请换一个单位。"))
    duty.state = HANDLING_FLOW.next_state(duty.state, "replace")
    duty.due_on = None
    duty.save(update_fields=["state", "due_on"])
    suggestion.unit_ids = sorted({*suggestion.unit_ids, unit_id})
    _give(suggestion, Given(unit_id, Duty(duty.duty), duty.part), at)


def settles(suggestion: Suggestion) -> str:
    """The verb that settles an objection now."""
    return "arbitrate" if suggestion.objection_count >= OBJECTIONS_UNTIL_ARBITRATION else "reassign"
