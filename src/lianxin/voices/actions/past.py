"""Matters of earlier years, as a ledger has them: ended, with their stages and dates, and nothing starts.

No query code (no citizen holds one), no clock, no notice, no event, no name and no phone. They say that they
were imported, stand in the lists of their day, and are never published by themselves. Source: ADR-0031 §5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError
from lianxin.kernel.text import shortened
from lianxin.voices import access
from lianxin.voices.ids import new_id
from lianxin.voices.models import Case, Step
from lianxin.voices.words import Channel, DeclineReason, Satisfaction, Topic
from lianxin.voices.workflow import END_STATES, CaseState, Outcome

_BATCH = 1000
# Ledgers have days, timelines moments: each stage stands at a minute of its own, in order, from noon.
_NOON = time(12)


@dataclass(frozen=True, slots=True)
class PastCase:
    """One ended matter. Days are local; what a ledger does not say is empty."""

    number: str
    venue_id: int
    division_code: str
    topic: Topic
    channel: Channel
    text: str
    received_on: date
    closed_on: date
    state: CaseState = CaseState.CLOSED
    outcome: Outcome = Outcome.ANSWERED_ON_SPOT
    place_text: str = ""
    claimed_by: int | None = None
    claimed_on: date | None = None
    deputy_name: str = ""
    unit_id: int | None = None
    unit_name: str = ""
    assigned_on: date | None = None
    answer: str = ""
    answered_on: date | None = None
    satisfaction: Satisfaction | None = None
    is_solved: bool | None = None
    decline_reason: DeclineReason | None = None


@transaction.atomic
def record_past_cases(*, cases: Sequence[PastCase], actor: Actor, at: datetime) -> list[int]:
    """Keep matters that ended in earlier years; returns their ids in order.

    Some statements for each thousand. Raises NotAllowed outside the office's place, DomainError for what has
    not ended or whose days do not fit; IntegrityError where the venue has the number already.
    """
    access.require_may_keep_past(actor, {case.division_code for case in cases})
    for case in cases:
        _require_ended(case, timezone.localtime(at).date())
    rows = [_row(case) for case in cases]
    Case.objects.bulk_create(rows, batch_size=_BATCH)
    steps = [step for row, case in zip(rows, cases, strict=True) for step in _steps(row, case)]
    Step.objects.bulk_create(steps, batch_size=_BATCH * 2)
    journal.write_many(
        "voices.case",
        [(row.pk, row.division_code) for row in rows],
        "voices.case.imported",
        actor=actor,
        at=at,
    )
    return [row.pk for row in rows]


def _require_ended(case: PastCase, today: date) -> None:
    days = [
        d
        for d in (case.received_on, case.claimed_on, case.assigned_on, case.answered_on, case.closed_on)
        if d
    ]
    if case.state not in END_STATES:
        raise DomainError(_("没有办结的不能当作历年资料，请在“登记来访”里登记。"))
    if days != sorted(days) or days[-1] > today:
        raise DomainError(_("日期的先后不对，请核对收到、交办、答复、办结的日期。"))


def _moment(day: date, minute: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, _NOON)) + timedelta(minutes=minute)


def _row(case: PastCase) -> Case:
    received_at = _moment(case.received_on, 0)
    closed_at = _moment(case.closed_on, 5)
    closed = case.state == CaseState.CLOSED
    answered_at = _moment(case.answered_on or case.closed_on, 3) if closed else None
    assigned_on = case.assigned_on or (case.claimed_on or case.received_on if case.unit_id else None)
    return Case(
        id=new_id(received_at), number=case.number, venue_id=case.venue_id, division_code=case.division_code,
        prefecture_code=case.division_code[:4], county_code=case.division_code[:6],
        township_code=case.division_code[:9], channel=case.channel, topic=case.topic,
        title=shortened(case.text, 40), text=case.text, place_text=case.place_text, received_at=received_at,
        state=case.state, outcome=case.outcome, claimed_by=case.claimed_by,
        claimed_at=_moment(case.claimed_on or case.received_on, 1) if case.claimed_by else None,
        unit_id=case.unit_id, assigned_at=_moment(assigned_on, 2) if assigned_on else None,
        answer=case.answer, answered_at=answered_at,
        confirmed_at=_moment(case.closed_on, 4) if closed else None,
        rated_at=closed_at if closed and case.satisfaction else None, is_solved=case.is_solved,
        satisfaction=case.satisfaction or "", closed_at=closed_at, decline_reason=case.decline_reason or "",
        is_imported=True,
    )  # fmt: skip


def _steps(row: Case, case: PastCase) -> list[Step]:
    """The stages the ledger tells of, each at its day."""
    deputy, unit, office = Role.DEPUTY, Role.UNIT_HANDLER, Role.DEPUTY_AFFAIRS
    ledger = "历年台账"
    told: list[tuple[str, datetime | None, str, Role, str]] = [
        ("claim", row.claimed_at, case.deputy_name, deputy, ""),
        ("assign", row.assigned_at, case.deputy_name or ledger, deputy, case.unit_name),
    ]
    if row.state == CaseState.CLOSED:
        told.append(
            ("answer", row.answered_at, case.unit_name, unit, row.answer)
            if row.unit_id
            else ("answer_on_spot", row.answered_at, case.deputy_name, deputy, row.answer)
        )
        told.append(("close", row.closed_at, ledger, office, ""))
    else:
        told.append(
            ("decline" if row.state == CaseState.DECLINED else "withdraw", row.closed_at, ledger, office, "")
        )
    return [
        Step(case=row, verb=verb, at=at, by_name=name[:80], by_role=role, text=text)
        for verb, at, name, role, text in told
        if at is not None
    ]


@transaction.atomic
def withdraw_past_cases(*, case_ids: Sequence[int], actor: Actor, at: datetime, reason: str) -> None:
    """Take imported matters back. Raises DomainError once somebody changed or published one."""
    cases = list(access.past_cases_of(actor).select_for_update().filter(pk__in=case_ids, is_imported=True))
    access.require_may_keep_past(actor, {case.division_code for case in cases})
    touched = any(case.version != 1 or case.published_at is not None for case in cases)
    if touched or len(cases) != len(set(case_ids)):
        raise DomainError(_("导入的历年民情后来有人动过，不能整批撤销了。"))
    Step.objects.filter(case_id__in=case_ids).delete()
    Case.objects.filter(pk__in=case_ids, is_imported=True).delete()
    subjects = [(case.pk, case.division_code) for case in cases]
    journal.write_many(
        "voices.case", subjects, "voices.case.import_undone", actor=actor, at=at, reason=reason
    )
