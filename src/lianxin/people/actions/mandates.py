"""A seat is suspended, resumed, ended before its term. Source: LAW-DEPUTIES-2025 §61–63."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotFound
from lianxin.kernel.text import clean
from lianxin.kit import events
from lianxin.people.access import require_may_decide_on
from lianxin.people.actions.posts import settle_posts
from lianxin.people.events import MandateMoved
from lianxin.people.models import Mandate, OrganMember, Suspension
from lianxin.people.words import END_LABELS, EndGround, MandateState, SuspensionGround

_IN_OFFICE = (MandateState.ACTIVE, MandateState.SUSPENDED)


@transaction.atomic
def suspend_mandate(
    *, mandate_id: int, ground: SuspensionGround, decided_by: str, on: date, actor: Actor, at: datetime
) -> Mandate:
    """The deputy does not act from a day on; the seat stays theirs. Done twice it is as done once.

    The ground is read by those who record and by the deputy, never by the public.
    Source: LAW-DEPUTIES-2025 §61–63.
    """
    seat = _locked(mandate_id, actor)
    if seat.state == MandateState.SUSPENDED:
        return seat
    if seat.state != MandateState.ACTIVE:
        raise DomainError(_("这条代表资格已经终止或者届满，不能再暂停。"))
    _require_day(seat, on, at)
    Suspension.objects.create(
        mandate=seat, home_code=seat.home_code, ground=ground, decided_by=_told(decided_by), since=on
    )
    return _moved(seat, "suspend", MandateState.SUSPENDED, actor, at)


@transaction.atomic
def resume_mandate(*, mandate_id: int, on: date, note: str, actor: Actor, at: datetime) -> Mandate:
    """The ground is gone within the term: the deputy acts again. Source: LAW-DEPUTIES-2025 §61–63."""
    seat = _locked(mandate_id, actor)
    if seat.state == MandateState.ACTIVE:
        return seat
    if seat.state != MandateState.SUSPENDED:
        raise DomainError(_("这条代表资格已经终止或者届满，不能恢复。"))
    _require_day(seat, on, at)
    _lift(seat, on, _told(note))
    return _moved(seat, "resume", MandateState.ACTIVE, actor, at)


@transaction.atomic
def end_mandate(
    *,
    mandate_id: int,
    on: date,
    reason: str,
    actor: Actor,
    at: datetime,
    ground: EndGround | None = None,
) -> Mandate:
    """Terminate a seat with its legal ground and what it rests on; memberships in organs of its term end too.

    Done twice it is as done once. Source: LAW-DEPUTIES-2025 §61–63.
    """
    seat = _locked(mandate_id, actor)
    if seat.state not in _IN_OFFICE:
        return seat
    if len(clean(reason)) < 2:
        raise DomainError(_("请写明终止资格的依据，例如公告的日期和文号。"))
    if ground is not None:
        _require_day(seat, on, at)
    seat.until, seat.end_reason, seat.end_ground = on, clean(reason)[:120], ground or ""
    if seat.state == MandateState.SUSPENDED:
        _lift(seat, on, _("代表资格终止"))
    ended = _moved(seat, "end", MandateState.TERMINATED, actor, at, reason=clean(reason))
    why = str(END_LABELS[ground]) if ground else _("代表资格终止")
    members = OrganMember.objects.filter(person_id=seat.person_id, organ__term_id=seat.term_id, until=None)
    for member in members:
        member.until, member.end_reason = max(on, member.since), why
        member.save(update_fields=["until", "end_reason"])
    return ended


def _moved(
    seat: Mandate, verb: str, state: MandateState, actor: Actor, at: datetime, *, reason: str = ""
) -> Mandate:
    """Save the state with its facts, write the journal, tell the other rooms."""
    past = {"suspend": "suspended", "resume": "resumed", "end": "ended"}[verb]
    before, seat.state = seat.state, state
    seat.save(update_fields=["state", "until", "end_reason", "end_ground"])
    journal.write(
        "people.mandate", seat.pk, f"people.mandate.{past}", actor=actor, at=at,
        division_code=seat.home_code, before=before, after=state, reason=reason,
    )  # fmt: skip
    settle_posts(seat.person_id, actor, at)
    others = Mandate.objects.filter(person_id=seat.person_id, state=MandateState.ACTIVE)
    events.publish(
        MandateMoved(
            mandate_id=seat.pk, person_id=seat.person_id, verb=verb, home_code=seat.home_code,
            sits_elsewhere=others.exclude(pk=seat.pk).exists(), actor_user_id=actor.user_id,
            at=at.isoformat(),
        )
    )  # fmt: skip
    return seat


def _lift(seat: Mandate, on: date, note: str) -> None:
    suspension = Suspension.objects.select_for_update().get(mandate=seat, until=None)
    suspension.until, suspension.end_note = max(on, suspension.since), note
    suspension.save(update_fields=["until", "end_note"])


def _locked(mandate_id: int, actor: Actor) -> Mandate:
    seats = Mandate.objects.select_for_update(of=("self",)).select_related("term__congress")
    seat = seats.filter(pk=mandate_id).first()
    if seat is None:
        raise NotFound(_("没有这条代表资格。"))
    require_may_decide_on(actor, seat.home_code, seat.term.congress.division_code)
    if seat.term.closed_at is not None:
        raise DomainError(_("这一届已经换届封存，资料只能看，不能改。"))
    return seat


def _require_day(seat: Mandate, on: date, at: datetime) -> None:
    if on < seat.since:
        raise DomainError(_("日期早于当选的日期，请改正。"))
    if on > timezone.localtime(at).date():
        raise DomainError(_("日期还没有到，请到那一天再办。"))


def _told(text: str) -> str:
    said = clean(text)[:120]
    if len(said) < 2:
        raise DomainError(_("请写明依据，例如哪个机关的通知、决定和日期。"))
    return said
