"""集中交办: a list is made with a proposal for each, reviewed, and then handed over one by one by a job.

Source: ADR-0032 §1; the proposals: §2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotAllowed, NotFound
from lianxin.kernel.text import clean
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.kit import events
from lianxin.people import reads as people
from lianxin.suggestions import access
from lianxin.suggestions.actions._steps import said
from lianxin.suggestions.actions.assign import Given, assign_suggestion
from lianxin.suggestions.events import HandoverStarted
from lianxin.suggestions.models import Handover, HandoverLine, Suggestion
from lianxin.suggestions.reads.routing import Route, Router, asked_of
from lianxin.suggestions.reads.rows import number_of
from lianxin.suggestions.words import HandoverState, LineResult
from lianxin.suggestions.workflow import Duty

H = HandoverState
# So many at most in one list: a session's suggestions, and some minutes of a worker's time.
MOST_IN_LIST = 500


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reviewer wants for a line: a lead with co-handlers, nobody yet, or not this time."""

    lead_unit_id: int | None
    co_unit_ids: tuple[int, ...] = ()
    is_left_out: bool = False


@transaction.atomic
def list_handover(
    *, suggestion_ids: Sequence[int], title: str, note: str, actor: Actor, at: datetime
) -> Handover:
    """Put suggestions that wait for 交办 on a list, each with the unit that history and words propose.

    Nothing is handed over yet. Raises NotAllowed for a post that does not distribute, DomainError for none or
    too many. Six statements, whatever the number.
    """
    _require_distributor(actor)
    if len(suggestion_ids) > MOST_IN_LIST:
        raise DomainError(_("一次最多列 %(n)d 件。请先筛选，分几次交办。") % {"n": MOST_IN_LIST})
    waiting = access.waiting_for_units(actor).filter(pk__in=list(suggestion_ids))
    found = list(waiting.order_by("phase", "number", "pk"))
    if not found:
        raise DomainError(_("现在没有等着交办到单位的建议，不用列清单。"))
    handover = Handover(
        user_id=actor.user_id or 0, grant_id=actor.grant_id or 0, role=actor.role, division_code=actor.place,
        title=said(title, least=4, sentence=_("请给清单写个名称，例如：第五次会议代表建议交办清单。"))[:60],
        note=clean(note)[:500], made_at=at,
    )  # fmt: skip
    handover.save(force_insert=True)
    router = Router(actor, found[0].congress_id, actor.place, people.units_for(actor.place))
    HandoverLine.objects.bulk_create(_line(handover, each, router.route(asked_of(each))) for each in found)
    _write(handover, "listed", actor, at)
    return handover


def _require_distributor(actor: Actor) -> None:
    if actor.role not in access.DISTRIBUTORS or not actor.place:
        raise NotAllowed(_("集中交办由本级人大代表工作机构或政府交办岗来做。"))


def _line(handover: Handover, suggestion: Suggestion, route: Route) -> HandoverLine:
    return HandoverLine(
        handover=handover, suggestion=suggestion, number=number_of(suggestion), version=suggestion.version,
        lead_unit_id=route.unit_id, co_unit_ids=list(route.co_ids), proposed_unit_id=route.unit_id,
        proposed_co_ids=list(route.co_ids), basis=route.basis, times=route.times, out_of=route.out_of,
        words=route.words,
    )  # fmt: skip


def _write(handover: Handover, event: str, actor: Actor, at: datetime) -> None:
    journal.write(
        "suggestions.handover", handover.pk, f"suggestions.handover.{event}", actor=actor, at=at,
        division_code=handover.division_code,
    )  # fmt: skip


def _own(handover_id: int, actor: Actor) -> Handover:
    """The list, locked. Raises NotFound unless the actor's office made it."""
    found = access.handovers_of(actor).select_for_update().filter(pk=handover_id).first()
    if found is None:
        raise NotFound(_("没有这份交办清单，或者它不是您这个岗位列的。"))
    return found


@transaction.atomic
def review_handover(
    *, handover_id: int, choices: Mapping[int, Choice], actor: Actor, at: datetime
) -> Handover:
    """Take over what the reviewer chose for some lines (line id → choice). At most four statements.

    Raises MoveNotAllowed once it has been started, DomainError for a unit that does not serve the place.
    """
    handover = _own(handover_id, actor)
    if handover.state != H.REVIEW:
        raise MoveNotAllowed(_("这份清单已经开始交办，不能再改。要改由谁办，请到那一件建议里改派。"))
    units = {unit.id for unit in people.units_for(handover.division_code)}
    lines = list(HandoverLine.objects.filter(handover=handover, pk__in=list(choices)))
    for line in lines:
        chosen = choices[line.pk]
        wanted = {*chosen.co_unit_ids} | ({chosen.lead_unit_id} if chosen.lead_unit_id else set())
        if not wanted <= units:
            raise DomainError(_("有的单位管不到这个地方，或者已经撤并，请换一个单位。"))
        if chosen.lead_unit_id in chosen.co_unit_ids:
            raise DomainError(_("%(number)s：同一个单位不能又主办又协办。") % {"number": line.number})
        line.lead_unit_id, line.co_unit_ids = chosen.lead_unit_id, list(chosen.co_unit_ids)
        line.is_left_out = chosen.is_left_out
    HandoverLine.objects.bulk_update(lines, ["lead_unit_id", "co_unit_ids", "is_left_out"])
    _write(handover, "reviewed", actor, at)
    return handover


@transaction.atomic
def start_handover(*, handover_id: int, actor: Actor, at: datetime) -> Handover:
    """Begin to hand over; a second click finds it begun and changes nothing.

    Raises DomainError while a line that is not left out has no lead, or when every line is left out.
    """
    handover = _own(handover_id, actor)
    if handover.state in {H.RUNNING, H.DONE}:
        return handover
    if handover.state != H.REVIEW:
        raise MoveNotAllowed(_("这份清单已经取消了，请重新列一份。"))
    lines = HandoverLine.objects.filter(handover=handover, is_left_out=False)
    if not lines.exists():
        raise DomainError(_("清单里每一件都选了“这次不交”，没有要交办的。"))
    missing = lines.filter(lead_unit_id=None).count()
    if missing:
        raise DomainError(_("还有 %(n)d 件没有选主办单位。请选好，或者打勾“这次不交”。") % {"n": missing})
    handover.state, handover.started_at = H.RUNNING, at
    # Who starts it, hands over: a colleague may have made the list.
    handover.user_id, handover.grant_id = actor.user_id or 0, actor.grant_id or 0
    handover.save(update_fields=["state", "started_at", "user_id", "grant_id"])
    _write(handover, "started", actor, at)
    events.publish(
        HandoverStarted(handover_id=handover.pk, user_id=handover.user_id, grant_id=handover.grant_id)
    )
    return handover


@transaction.atomic
def hand_over_next(*, handover_id: int, actor: Actor, at: datetime) -> bool:
    """Hand over the next line, or end the list; returns whether there may be more.

    Assignment and result are one transaction, so nothing is handed over twice. What the rules refuse, or what
    somebody changed meanwhile, is noted with its sentence.
    """
    running = access.handovers_of(actor).select_for_update().filter(state=H.RUNNING)
    handover = running.filter(pk=handover_id).first()
    if handover is None:
        return False
    line = handover.lines.filter(result="", is_left_out=False).order_by("id").first()
    if line is None:
        _end(handover, H.DONE, actor, at)
        return False
    try:
        with transaction.atomic():
            assign_suggestion(
                suggestion_id=line.suggestion_id, given=_given(line), note=handover.note, actor=actor, at=at,
                version=line.version,
            )  # fmt: skip
        line.result = LineResult.DONE
    except DomainError as refused:
        line.result, line.reason = LineResult.REFUSED, str(refused)[:300]
    line.save(update_fields=["result", "reason"])
    return True


def _given(line: HandoverLine) -> list[Given]:
    lead = line.lead_unit_id or 0
    if not line.co_unit_ids:
        return [Given(lead, Duty.SOLE)]
    return [Given(lead, Duty.LEAD), *(Given(unit, Duty.CO) for unit in line.co_unit_ids)]


def _end(handover: Handover, state: HandoverState, actor: Actor, at: datetime) -> None:
    handover.state, handover.ended_at = state, at
    handover.save(update_fields=["state", "ended_at"])
    _write(handover, {H.DONE: "done", H.CANCELLED: "cancelled"}.get(state, "stopped"), actor, at)


@transaction.atomic
def cancel_handover(*, handover_id: int, actor: Actor, at: datetime) -> None:
    """Give the list up, or stop it on its way: what is handed over stays so. An ended one stays as it is."""
    handover = _own(handover_id, actor)
    if handover.state in {H.REVIEW, H.RUNNING}:
        _end(handover, H.CANCELLED, actor, at)


@transaction.atomic
def stop_handover(*, handover_id: int, user_id: int, actor: Actor, at: datetime) -> None:
    """End a list whose maker's post works no longer. Source: shared security paper T26."""
    running = Handover.objects.select_for_update().filter(user_id=user_id, state=H.RUNNING)
    if handover := running.filter(pk=handover_id).first():
        _end(handover, H.STOPPED, actor, at)
