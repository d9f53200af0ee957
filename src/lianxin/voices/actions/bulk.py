"""One step with many cases: asked for once, taken case by case by the room's own verbs. Source: ADR-0020."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotAllowed, NotFound
from lianxin.kit import events
from lianxin.voices import access
from lianxin.voices.actions.notes import note_progress, supervise_case
from lianxin.voices.actions.office import close_case, decline_case
from lianxin.voices.actions.tiers import lift_case
from lianxin.voices.actions.unit import accept_case, assign_case
from lianxin.voices.events import BulkStarted
from lianxin.voices.models import BulkItem, BulkRun, Case
from lianxin.voices.words import DeclineReason, RunResult, RunState

# So many cases at most in one run: some minutes of a worker's time.
MOST_IN_RUN = 1000


def _decline(*, code: str, **facts: Any) -> Case:
    return decline_case(code=DeclineReason(code), **facts)


ACTS: dict[str, Callable[..., object]] = {
    "assign": assign_case,
    "lift": lift_case,
    "supervise": supervise_case,
    "close": close_case,
    "decline": _decline,
    "accept": accept_case,
    "progress": note_progress,
}


@transaction.atomic
def start_run(
    *, verb: str, facts: dict[str, Any], case_ids: Sequence[int], actor: Actor, at: datetime
) -> BulkRun:
    """Note which cases a step is to be taken with, each as it is now, and have a job begin.

    Cases out of the actor's sight are left out. Raises NotAllowed when the role has no such bulk step,
    DomainError for none or too many cases.
    """
    if verb not in access.BULK_VERBS.get(actor.role, ()):
        raise NotAllowed(_("您的岗位不能成批办这一步。请打开一件单独看。"))
    seen = access.cases_visible_to(actor).filter(pk__in=list(case_ids)[: MOST_IN_RUN + 1])
    found = list(seen.order_by("-id").values_list("id", "number", "version"))
    if not found:
        raise DomainError(_("一件也没有选中。请回到清单，先勾选要办的事。"))
    if len(case_ids) > MOST_IN_RUN:
        raise DomainError(_("一次最多办 %(n)d 件。请先筛选，分几次办。") % {"n": MOST_IN_RUN})
    run = BulkRun(
        user_id=actor.user_id or 0, grant_id=actor.grant_id or 0, verb=verb, facts=facts, total=len(found),
        started_at=at,
    )  # fmt: skip
    run.save(force_insert=True)
    BulkItem.objects.bulk_create(
        BulkItem(run=run, case_id=pk, number=number, version=version) for pk, number, version in found
    )
    _write(run, "voices.run.started", actor, at, after=verb)
    events.publish(BulkStarted(run_id=run.pk, user_id=run.user_id, grant_id=run.grant_id))
    return run


def _write(run: BulkRun, event: str, actor: Actor, at: datetime, after: str = "") -> None:
    journal.write(
        "voices.run", run.pk, event, actor=actor, at=at, division_code=actor.place, after=after
    )  # fmt: skip


def _running(run_id: int, actor: Actor) -> BulkRun | None:
    """The person's run, locked, while it is still running."""
    runs = BulkRun.objects.select_for_update().filter(user_id=actor.user_id or 0, state=RunState.RUNNING)
    return runs.filter(pk=run_id).first()


def _end(run: BulkRun, state: RunState, at: datetime) -> None:
    run.state, run.ended_at = state, at
    run.save(update_fields=["state", "ended_at"])


@transaction.atomic
def take_next(*, run_id: int, actor: Actor, at: datetime) -> bool:
    """Take the step with the run's next case, or end the run; returns whether there may be more.

    Step and result are one transaction, so a case is never taken twice. What the rules refuse is noted with
    their sentence. A case that somebody changed after the run began is refused as stale.
    """
    run = _running(run_id, actor)
    if run is None:
        return False
    item = run.items.filter(result="").order_by("id").first()
    if item is None:
        _end(run, RunState.DONE, at)
        _write(run, "voices.run.ended", actor, at)
        return False
    try:
        with transaction.atomic():
            ACTS[run.verb](case_id=item.case_id, version=item.version, actor=actor, at=at, **run.facts)
        item.result = RunResult.DONE
    except DomainError as refused:
        item.result, item.reason = RunResult.REFUSED, str(refused)[:300]
    item.save(update_fields=["result", "reason"])
    return True


@transaction.atomic
def cancel_run(*, run_id: int, actor: Actor, at: datetime) -> None:
    """Stop a run of one's own; what is done stays done. Raises NotFound; an ended run is left as it is."""
    if not access.runs_of(actor).filter(pk=run_id).exists():
        raise NotFound(_("没有这次批量办理。"))
    if run := _running(run_id, actor):
        _end(run, RunState.CANCELLED, at)
        _write(run, "voices.run.cancelled", actor, at)


@transaction.atomic
def stop_run(*, run_id: int, actor: Actor, at: datetime) -> None:
    """End a run whose post works no longer. Source: shared security paper T26."""
    if run := _running(run_id, actor):
        _end(run, RunState.STOPPED, at)
        _write(run, "voices.run.stopped", actor, at)
