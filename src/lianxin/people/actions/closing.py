"""Closing a term (换届): seats expire, organs end, open matters change hands, the archive freezes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError
from lianxin.kit import events
from lianxin.people.access import require_may_close_term
from lianxin.people.actions.organs import running_term
from lianxin.people.closing_reads import held_by, leaving_seats, next_term
from lianxin.people.events import TermClosed
from lianxin.people.handover import ports
from lianxin.people.models import Mandate, Organ, OrganMember, Suspension, Term
from lianxin.people.words import MandateState

_IN_OFFICE = (MandateState.ACTIVE, MandateState.SUSPENDED)


@dataclass(frozen=True, slots=True)
class Closed:
    """What the closing did."""

    seats: int
    organs: int
    handed: int


@transaction.atomic
def close_term(*, term_id: int, successors: Mapping[int, int], actor: Actor, at: datetime) -> Closed:
    """Close a term on the first day of the next one: all of it or nothing.

    `successors` names, for everybody who leaves with open matters, the deputy who takes them over.
    Raises DomainError when the next term is not recorded or has not begun, or somebody is not named.
    Source: LAW-DEPUTIES-2025 §2 (to the first session of the next congress); ADR-0029 §4.
    """
    term = running_term(term_id, actor)
    require_may_close_term(actor, term.congress.division_code)
    following = next_term(term)
    if following is None:
        raise DomainError(_("请先登记新的一届，导入新一届代表名册，再办上一届的换届。"))
    if following.starts_on > timezone.localtime(at).date():
        raise DomainError(_("新的一届还没有开始，到第一次会议那一天再办换届。"))
    handed = _hand_over(term, following, successors, actor, at)
    on = following.starts_on
    organ_ids = _end_organs(term, on)
    seats = _expire(term, on, actor, at)
    term.ends_on, term.closed_at = on, at
    term.save(update_fields=["ends_on", "closed_at"])
    said = _("届满 %(seats)d 人，结束组织 %(organs)d 个，移交 %(handed)d 件")
    facts = {"seats": seats, "organs": len(organ_ids), "handed": handed}
    _tell(term, "people.term.closed", said % facts, actor, at)
    events.publish(
        TermClosed(
            term_id=term.pk, division_code=term.congress.division_code, organ_ids=organ_ids,
            successor_ids=sorted(set(successors.values())) if handed else [], at=at.isoformat(),
        )
    )  # fmt: skip
    return Closed(seats, len(organ_ids), handed)


def _hand_over(term: Term, following: Term, successors: Mapping[int, int], actor: Actor, at: datetime) -> int:
    """Give everything open of those who leave to whom was named for them."""
    seats = {seat.person_id: seat for seat in leaving_seats(term.pk)}
    held = held_by(actor, list(seats))
    new = Mandate.objects.filter(term=following, state=MandateState.ACTIVE).select_related("person")
    able = {seat.person_id: seat.person.name for seat in new}
    total = 0
    for person_id, rows in held.items():
        name, successor = seats[person_id].person.name, successors.get(person_id, 0)
        if successor not in able:
            raise DomainError(_("请给%(name)s选一位新一届的代表接手没办完的事。") % {"name": name})
        done = sum(
            port.hand_over(person_id=person_id, successor_id=successor, actor=actor, at=at)
            for port in ports()
        )
        what = "，".join(f"{label} {number}" for label, number in rows)
        said = _("%(old)s → %(new)s：%(what)s") % {"old": name, "new": able[successor], "what": what}
        _tell(term, "people.term.handed_over", said, actor, at)
        total += done
    return total


def _end_organs(term: Term, on: date) -> list[int]:
    """End memberships and organs; returns the ids of the organs. Four statements."""
    why = _("换届")
    organs = Organ.objects.filter(term=term, ends_on=None)
    ids = list(organs.order_by("pk").values_list("pk", flat=True))
    members = OrganMember.objects.filter(organ_id__in=ids, until=None)
    members.update(until=Greatest(F("since"), on), end_reason=why)
    organs.filter(pk__in=ids).update(ends_on=Greatest(F("starts_on"), on), end_reason=why)
    return ids


def _expire(term: Term, on: date, actor: Actor, at: datetime) -> int:
    """Let every seat in office run out; a suspension ends with its seat. Returns how many."""
    why = _("任期届满")
    seats = Mandate.objects.select_for_update().filter(term=term, state__in=_IN_OFFICE)
    subjects = list(seats.order_by("pk").values_list("pk", "home_code"))
    ids = [pk for pk, _home in subjects]
    open_ones = Suspension.objects.filter(mandate_id__in=ids, until=None)
    open_ones.update(until=Greatest(F("since"), on), end_note=why)
    Mandate.objects.filter(pk__in=ids).update(state=MandateState.EXPIRED, until=on, end_reason=why)
    journal.write_many("people.mandate", subjects, "people.mandate.expired", actor=actor, at=at, reason=why)
    return len(ids)


def _tell(term: Term, event: str, said: str, actor: Actor, at: datetime) -> None:
    journal.write(
        "people.term", term.pk, event, actor=actor, at=at, division_code=term.congress.division_code,
        reason=said[:500],
    )  # fmt: skip
