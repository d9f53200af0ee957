"""Suggestions of earlier years, as an office's ledger has them: ended, with their days, and nothing starts.

No clock, no notice, no event. A reply that the ledger holds stands as issued on its day. Source: ADR-0031 §5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError
from lianxin.people import reads as people
from lianxin.suggestions import access
from lianxin.suggestions.models import Handling, Promised, Reply, Series, Signer, Step, Suggestion
from lianxin.suggestions.words import Organ, Outcome, Phase, Proposer, ReplyState, Satisfaction
from lianxin.suggestions.workflow import Duty, HandlingState, SuggestionState

_BATCH = 1000
_NOON = time(12)
_LEDGER = "历年台账"
S = SuggestionState


@dataclass(frozen=True, slots=True)
class PastSuggestion:
    """One ended suggestion. Days are local; what a ledger does not say is empty."""

    term_number: int
    phase: Phase
    session_id: int | None
    number: int | None
    lead_person_id: int
    title: str
    category: str
    situation: str
    submitted_on: date
    closed_on: date
    state: SuggestionState = S.CLOSED
    cosigners: tuple[int, ...] = ()
    delegation: str = ""
    proposal: str = ""
    organ: Organ = Organ.GOVERNMENT
    handed_on: date | None = None
    lead_unit_id: int | None = None
    co_unit_ids: tuple[int, ...] = ()
    unit_name: str = ""
    replied_on: date | None = None
    document_number: str = ""
    result_class: str = ""
    reply: str = ""
    attitude: Satisfaction | None = None
    result: Satisfaction | None = None
    rating_text: str = ""
    decline_code: str = ""


@transaction.atomic
def record_past_suggestions(
    *, suggestions: Sequence[PastSuggestion], actor: Actor, at: datetime
) -> list[int]:
    """Keep suggestions that ended in earlier years; returns their ids in order. Some statements per thousand.

    Raises NotAllowed outside the office, DomainError without a congress or for days that do not fit;
    IntegrityError where the series has the number already.
    """
    access.require_may_keep_past(actor)
    congress = people.congress_at(actor.place)
    if congress is None:
        raise DomainError(_("这个地方还没有登记人大，请先在“代表与单位”里登记。"))
    for past in suggestions:
        _require_order(past, timezone.localtime(at).date())
    rows = [_row(past, congress[0], actor.place) for past in suggestions]
    Suggestion.objects.bulk_create(rows, batch_size=_BATCH)
    pairs = list(zip(rows, suggestions, strict=True))
    Signer.objects.bulk_create([c for row, past in pairs for c in _signers(row, past)], batch_size=_BATCH)
    Handling.objects.bulk_create([c for row, past in pairs for c in _handlings(row, past)], batch_size=_BATCH)
    Reply.objects.bulk_create([c for row, past in pairs for c in _replies(row, past)], batch_size=_BATCH)
    Step.objects.bulk_create([c for row, past in pairs for c in _steps(row, past)], batch_size=_BATCH)
    _go_on_after(rows, suggestions, congress[0])
    subjects = [(row.pk, row.division_code) for row in rows]
    journal.write_many(
        "suggestions.suggestion", subjects, "suggestions.suggestion.imported", actor=actor, at=at
    )
    return [row.pk for row in rows]


def _go_on_after(rows: Sequence[Suggestion], pasts: Sequence[PastSuggestion], congress_id: int) -> None:
    """The next number of a series comes after those of the ledger: offices change over in mid-term."""
    last: dict[tuple[int, str, int], int] = {}
    sessions = {pk: number for (_term, number), pk in people.session_ids(congress_id).items()}
    for row, past in zip(rows, pasts, strict=True):
        if row.number is not None:
            series = past.term_number, past.phase.value, sessions.get(past.session_id or 0, 0)
            last[series] = max(last.get(series, 0), row.number)
    table = Series._meta.db_table
    with connection.cursor() as cursor:
        for (term, phase, session_number), number in sorted(last.items()):
            cursor.execute(
                f"insert into {table} (congress_id, term_number, phase, session_number, last) "
                "values (%s, %s, %s, %s, %s) "
                "on conflict (congress_id, term_number, phase, session_number) "
                f"do update set last = greatest({table}.last, excluded.last)",
                [congress_id, term, phase, session_number, number],
            )


def _require_order(past: PastSuggestion, today: date) -> None:
    days = [d for d in (past.submitted_on, past.handed_on, past.replied_on, past.closed_on) if d]
    if days != sorted(days) or days[-1] > today:
        raise DomainError(_("日期的先后不对，请核对提出、交办、答复、办结的日期。"))


def _moment(day: date, minute: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, _NOON)) + timedelta(minutes=minute)


def _row(past: PastSuggestion, congress_id: int, place: str) -> Suggestion:
    closed = past.state == S.CLOSED
    handed = past.handed_on or past.submitted_on
    proposer = Proposer.DELEGATION if past.delegation else Proposer.JOINT if past.cosigners else Proposer.ONE
    rated = closed and past.result is not None
    units = [past.lead_unit_id, *past.co_unit_ids] if past.lead_unit_id else []
    return Suggestion(
        congress_id=congress_id, term_number=past.term_number, division_code=place, phase=past.phase,
        session_id=past.session_id, proposer=proposer, delegation_name=past.delegation[:40],
        lead_person_id=past.lead_person_id, signer_ids=[past.lead_person_id, *past.cosigners], unit_ids=units,
        category=past.category, title=past.title, situation=past.situation, proposal=past.proposal,
        may_publish=False, state=past.state, number=past.number, created_at=_moment(past.submitted_on, 0),
        submitted_at=_moment(past.submitted_on, 1),
        accepted_at=_moment(past.submitted_on, 2) if past.number is not None else None,
        organ=past.organ if closed else "", handed_at=_moment(handed, 3) if closed else None,
        replied_at=_moment(past.replied_on or past.closed_on, 4) if closed else None,
        result_class=past.result_class if closed else "",
        attitude=(past.attitude or past.result or "") if rated else "",
        result=past.result or "" if rated else "",
        rating_text=past.rating_text if rated else "", rated_at=_moment(past.closed_on, 5) if rated else None,
        outcome=(Outcome.RATED if rated else Outcome.SILENT) if closed else "",
        decline_code=past.decline_code,
        closed_at=_moment(past.closed_on, 6), is_imported=True,
    )  # fmt: skip


def _signers(row: Suggestion, past: PastSuggestion) -> list[Signer]:
    at = row.created_at
    return [
        Signer(
            suggestion=row,
            person_id=person,
            is_lead=person == past.lead_person_id,
            asked_at=at,
            confirmed_at=at,
        )
        for person in row.signer_ids
    ]


def _handlings(row: Suggestion, past: PastSuggestion) -> list[Handling]:
    if row.handed_at is None or past.lead_unit_id is None:
        return []
    first = Duty.LEAD if past.co_unit_ids else Duty.SOLE
    duties = [(past.lead_unit_id, first), *((unit, Duty.CO) for unit in past.co_unit_ids)]
    return [
        Handling(
            suggestion=row, unit_id=unit, duty=duty, state=HandlingState.DONE, given_at=row.handed_at,
            received_at=row.handed_at, done_at=row.replied_at,
        )
        for unit, duty in duties
    ]  # fmt: skip


def _replies(row: Suggestion, past: PastSuggestion) -> list[Reply]:
    if row.replied_at is None or past.lead_unit_id is None or not past.reply:
        return []
    return [
        Reply(
            suggestion=row, unit_id=past.lead_unit_id, version=1, state=ReplyState.ISSUED,
            document_number=past.document_number, result_class=past.result_class, text=past.reply,
            drafted_by=_LEDGER, drafted_at=row.replied_at, signed_by=_LEDGER, issued_at=row.replied_at,
        )
    ]  # fmt: skip


def _steps(row: Suggestion, past: PastSuggestion) -> list[Step]:
    """The stages the ledger tells of, each at its day."""
    office = Role.DEPUTY_AFFAIRS
    ends = {S.DECLINED: "decline", S.LETTER: "letter", S.WITHDRAWN: "withdraw"}
    told: list[tuple[str, datetime | None, str]] = [("submit", row.submitted_at, "")]
    if row.state == S.CLOSED:
        told += [
            ("accept", row.accepted_at, ""), ("assign", row.handed_at, past.unit_name),
            ("reply", row.replied_at, ""),
            ("rate" if row.rated_at else "close_silent", row.rated_at or row.closed_at, past.rating_text),
        ]  # fmt: skip
    else:
        told.append((ends[SuggestionState(row.state)], row.closed_at, ""))
    return [
        Step(suggestion=row, verb=verb, at=at, by_name=_LEDGER, by_role=office, text=text)
        for verb, at, text in told
        if at is not None
    ]


@transaction.atomic
def withdraw_past_suggestions(
    *, suggestion_ids: Sequence[int], actor: Actor, at: datetime, reason: str
) -> None:
    """Take imported suggestions back. Raises DomainError once somebody changed one."""
    access.require_may_keep_past(actor)
    ours = access.past_suggestions_of(actor).filter(pk__in=suggestion_ids, is_imported=True)
    found = list(ours.select_for_update())
    linked = Promised.objects.filter(suggestion_id__in=suggestion_ids).exists()
    if linked or len(found) != len(set(suggestion_ids)) or any(s.version != 1 for s in found):
        raise DomainError(_("导入的历年建议后来有人动过，不能整批撤销了。"))
    Step.objects.filter(suggestion_id__in=suggestion_ids).delete()
    Reply.objects.filter(suggestion_id__in=suggestion_ids).delete()
    Handling.objects.filter(suggestion_id__in=suggestion_ids).delete()
    Signer.objects.filter(suggestion_id__in=suggestion_ids).delete()
    Suggestion.objects.filter(pk__in=suggestion_ids, is_imported=True).delete()
    subjects = [(s.pk, s.division_code) for s in found]
    journal.write_many(
        "suggestions.suggestion",
        subjects,
        "suggestions.suggestion.import_undone",
        actor=actor,
        at=at,
        reason=reason,
    )
