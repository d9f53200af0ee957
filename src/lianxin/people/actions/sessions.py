"""Sessions of a congress, and who was not there."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotFound
from lianxin.kernel.text import clean
from lianxin.people.access import require_may_hold_session, require_may_record
from lianxin.people.models import Absence, Congress, Mandate, Session, Term
from lianxin.people.words import MandateState


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
    """Enter a session (次) of the congress; what is raised on its days gets its own series of numbers."""
    require_may_hold_session(actor, division_code)
    congress = Congress.objects.filter(division_code=division_code).first()
    if congress is None:
        raise DomainError(_("这个地方还没有登记人大，请先在“代表与单位”里登记。"))
    term = Term.objects.select_for_update().filter(congress=congress, number=term_number).first()
    if term is not None and term.closed_at is not None:
        raise DomainError(_("这一届已经换届封存，不能再登记会次。"))
    if Session.objects.filter(congress_id=congress.pk, term_number=term_number, number=number).exists():
        raise DomainError(_("这次会议已经登记过了。"))
    session = Session(
        congress_id=congress.pk, division_code=division_code, term_number=term_number, number=number,
        name=_named(name), starts_on=starts_on, ends_on=_later(starts_on, ends_on),
        motions_until=_within(motions_until, starts_on, ends_on),
    )  # fmt: skip
    session.save(force_insert=True)
    journal.write(
        "people.session", session.pk, "people.session.opened",
        actor=actor, at=at, division_code=division_code,
    )  # fmt: skip
    return session


@transaction.atomic
def change_session(
    *,
    session_id: int,
    name: str,
    starts_on: date,
    ends_on: date,
    actor: Actor,
    at: datetime,
    motions_until: datetime | None = None,
) -> Session:
    """Correct the name or the days; what was numbered in it keeps its number."""
    session = _locked(session_id, actor)
    session.name, session.starts_on, session.ends_on = _named(name), starts_on, _later(starts_on, ends_on)
    session.motions_until = _within(motions_until, starts_on, ends_on)
    session.save(update_fields=["name", "starts_on", "ends_on", "motions_until"])
    journal.write(
        "people.session", session.pk, "people.session.changed",
        actor=actor, at=at, division_code=session.division_code,
    )  # fmt: skip
    return session


@transaction.atomic
def record_absence(
    *, session_id: int, mandate_id: int, has_leave: bool, note: str, actor: Actor, at: datetime
) -> Absence:
    """A deputy was not at the session; the later word counts. Source: LAW-DEPUTIES-2025 §61–63."""
    session = _locked(session_id, actor)
    seat = Mandate.objects.select_related("term").filter(pk=mandate_id).first()
    if seat is None or (seat.term.congress_id, seat.term.number) != (
        session.congress_id,
        session.term_number,
    ):
        raise NotFound(_("这一届里没有这位代表，请在名单里选。"))
    if seat.since > session.ends_on or seat.state not in {MandateState.ACTIVE, MandateState.SUSPENDED}:
        raise DomainError(_("开这次会的时候这位代表没有在任，不用登记缺席。"))
    absence = Absence.objects.select_for_update().filter(session=session, mandate=seat).first()
    before = "" if absence is None else _leave(absence)
    absence = absence or Absence(session=session, mandate=seat, home_code=session.division_code)
    absence.has_leave, absence.note = has_leave, clean(note)[:120]
    absence.save(update_fields=["has_leave", "note"] if absence.pk else None)
    journal.write(
        "people.mandate", seat.pk, "people.absence.recorded", actor=actor, at=at,
        division_code=session.division_code, before=before, after=_leave(absence), reason=session.name,
    )  # fmt: skip
    return absence


@transaction.atomic
def strike_absence(*, absence_id: int, actor: Actor, at: datetime) -> None:
    """Take back an absence that was entered by mistake; the journal keeps that it was."""
    absence = Absence.objects.select_for_update().select_related("session").filter(pk=absence_id).first()
    if absence is None:
        raise NotFound(_("没有这条缺席登记，可能已经撤掉了。"))
    session = _locked(absence.session_id, actor)
    mandate_id, before = absence.mandate_id, _leave(absence)
    absence.delete()
    journal.write(
        "people.mandate", mandate_id, "people.absence.struck", actor=actor, at=at,
        division_code=session.division_code, before=before, reason=session.name,
    )  # fmt: skip


def _leave(absence: Absence) -> str:
    return "leave" if absence.has_leave else "no_leave"


def _named(name: str) -> str:
    text = clean(name)[:60]
    if len(text) < 4:
        raise DomainError(_("请写会议的名称，例如“第九届人民代表大会第五次会议”。"))
    return text


def _later(starts_on: date, ends_on: date) -> date:
    if ends_on < starts_on:
        raise DomainError(_("会议结束日期早于开始日期，请改正。"))
    return ends_on


def _locked(session_id: int, actor: Actor) -> Session:
    session = Session.objects.select_for_update().filter(pk=session_id).first()
    if session is None:
        raise NotFound(_("没有这次会议。"))
    require_may_record(actor, session.division_code)
    term = Term.objects.filter(congress_id=session.congress_id, number=session.term_number).first()
    if term is not None and term.closed_at is not None:
        raise DomainError(_("这一届已经换届封存，会次和缺席登记不能再改。"))
    return session


def _within(moment: datetime | None, starts_on: date, ends_on: date) -> datetime | None:
    if moment is not None and not starts_on <= timezone.localtime(moment).date() <= ends_on:
        raise DomainError(_("提议案的截止时间要在会期里面，请改正。"))
    return moment
