"""What every verb shares: lock and check, then save, tell the timeline, the journal and the other rooms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from lianxin.attachments.actions import Derivative, attach
from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotFound, Stale
from lianxin.kernel.text import clean
from lianxin.kit import events
from lianxin.voices import access, clocks
from lianxin.voices.events import CaseMoved, CaseSettled
from lianxin.voices.models import Case, Step
from lianxin.voices.workflow import CASE_FLOW

PAST = {
    "claim": "claimed",
    "release": "released",
    "answer_on_spot": "answered_on_spot",
    "assign": "assigned",
    "accept": "accepted",
    "object": "objected",
    "answer": "answered",
    "send_back": "sent_back",
    "confirm": "confirmed",
    "rate": "rated",
    "reopen": "reopened",
    "close": "closed",
    "decline": "declined",
    "withdraw": "withdrawn",
    "object_again": "objected_again",
    "arbitrate": "arbitrated",
    "lift": "lifted",
    "refer": "referred",
    "report_back": "reported_back",
    "recall": "recalled",
    "merge": "merged",
    "split": "split",
    "answer_merged": "answered_with_main",
    "add_fact": "fact_added",
    "visit": "visited",
    "progress": "progressed",
    "extend": "extended",
    "supervise": "supervised",
}

# After these an open case has its answer, or will never have one.
_SETTLES = frozenset({"answer_on_spot", "confirm", "report_back", "decline", "withdraw"})


def locked(case_id: int, actor: Actor, version: int | None) -> Case:
    """The case, locked until the transaction ends.

    Raises NotFound when the actor does not see it, Stale when the page was drawn from an older version.
    """
    case = access.cases_visible_to(actor).select_for_update().filter(pk=case_id).first()
    if case is None:
        raise NotFound(_("没有找到这件事，或者它不在您的工作范围里。"))
    if version is not None and version != case.version:
        raise Stale(_("就在刚才，别人已经处理了这件事。请刷新页面，看看最新情况再决定。"))
    return case


def begin(verb: str, case_id: int, actor: Actor, version: int | None) -> tuple[Case, str]:
    """Lock, access, move: the first three steps. Returns the case in its new state, and the old state."""
    case = locked(case_id, actor, version)
    access.require_may(verb, actor, case)
    before, case.state = case.state, CASE_FLOW.next_state(case.state, verb)
    return case, before


def finish(
    verb: str,
    case: Case,
    before: str,
    *,
    fields: list[str],
    actor: Actor,
    at: datetime,
    by_name: str,
    text: str = "",
    for_citizen: bool = True,
    reason: str = "",
    files: Sequence[Derivative] = (),
) -> Case:
    """Save by name, restart the clocks, add the step, the journal line and the event: steps five to seven.

    What only goes on record leaves the clocks as they are. Photos hang on the step that they show.
    """
    case.version += 1
    if CASE_FLOW.stays(verb):
        case.save(update_fields=["version", *fields])
    else:
        step_clock = clocks.prepare(case, at=at)
        tier_clock = clocks.prepare_tier(case, at=at, anew=verb == "lift")
        case.save(update_fields=["state", "due_kind", "due_on", "tier_due_on", "version", *fields])
        clocks.restart(case, [step_clock, tier_clock], at=at)
    step = add_step(case, verb, actor=actor, at=at, by_name=by_name, text=text, for_citizen=for_citizen)
    if files:
        attach(
            subject_kind="voices.step",
            subject_id=step.pk,
            division_code=case.division_code,
            files=files,
            at=at,
        )
    journal.write(
        "voices.case",
        case.pk,
        f"voices.case.{PAST[verb]}",
        actor=actor,
        at=at,
        division_code=case.division_code,
        before=before,
        after=case.state,
        reason=reason,
    )
    events.publish(
        CaseMoved(
            case_id=case.pk,
            number=case.number,
            verb=verb,
            state=case.state,
            division_code=case.division_code,
            venue_id=case.venue_id,
            unit_id=case.unit_id,
            claimed_by=case.claimed_by,
            wanted_person_id=case.wanted_person_id,
            actor_user_id=actor.user_id,
            at=at.isoformat(),
        )
    )
    if verb in _SETTLES:
        events.publish(CaseSettled(case_id=case.pk, division_code=case.division_code, at=at.isoformat()))
    return case


def add_step(
    case: Case,
    verb: str,
    *,
    actor: Actor,
    at: datetime,
    by_name: str,
    text: str = "",
    for_citizen: bool = True,
) -> Step:
    """One line of the timeline."""
    step = Step(
        case=case, verb=verb, at=at, by_name=by_name, by_role=actor.role, text=text, for_citizen=for_citizen
    )
    step.save(force_insert=True)
    return step


def said(text: str, *, least: int, sentence: str) -> str:
    """The cleaned text. Raises DomainError with `sentence` when it is shorter than `least` characters."""
    cleaned = clean(text)
    if len(cleaned) < least:
        raise DomainError(sentence)
    return cleaned
