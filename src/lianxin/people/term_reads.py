"""Reading terms and sessions for those who work with them in their place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor
from lianxin.kernel.codes import inside
from lianxin.kernel.errors import NotFound
from lianxin.people import access
from lianxin.people.models import Absence, Congress, Mandate, Organ, Session, Term
from lianxin.people.organ_rules import kinds_at
from lianxin.people.words import ABSENCES_THAT_END, ORGAN_LABELS, MandateState, OrganKind

_IN_OFFICE = (MandateState.ACTIVE, MandateState.SUSPENDED)


@dataclass(frozen=True, slots=True)
class TermRow:
    """One term of one congress."""

    id: int
    congress: str
    division_code: str
    level: int
    number: int
    starts_on: date
    ends_on: date | None
    is_closed: bool
    may_record: bool
    may_close: bool

    @property
    def name(self) -> str:
        """Congress and number, as it is said."""
        return _("%(congress)s第 %(number)s 届") % {"congress": self.congress, "number": self.number}


def _row(term: Term, actor: Actor) -> TermRow:
    congress: Congress = term.congress
    may = actor.role in access.RECORDERS and inside(congress.division_code, actor.place)
    return TermRow(
        term.pk, congress.name, congress.division_code, congress.level, term.number, term.starts_on,
        term.ends_on, term.closed_at is not None, may and term.closed_at is None,
        term.closed_at is None and access.may_close_term(actor, congress.division_code),
    )  # fmt: skip


def term_rows(actor: Actor, *, after: str = "", size: int = 40) -> tuple[list[TermRow], str]:
    """Terms by congress, the newest of each first, and the code after which the next page starts.

    A page holds so many congresses. Two queries.
    """
    terms = access.terms_visible_to(actor).filter(congress__division_code__gt=after)
    named = terms.order_by("congress__division_code").values_list("congress__division_code", flat=True)
    codes = list(named.distinct()[: size + 1])
    more = codes[size - 1] if len(codes) > size else ""
    found = terms.filter(congress__division_code__in=codes[:size]).select_related("congress")
    return [_row(t, actor) for t in found.order_by("congress__division_code", "-number")], more


def term_row(actor: Actor, term_id: int) -> TermRow:
    """One term. Raises NotFound. One query."""
    term = access.terms_visible_to(actor).select_related("congress").filter(pk=term_id).first()
    if term is None:
        raise NotFound(_("没有找到这一届。可以回到“届次和组织”再找一找。"))
    return _row(term, actor)


@dataclass(frozen=True, slots=True)
class SessionFile:
    """One session with how many were absent."""

    id: int
    term_id: int
    number: int
    name: str
    starts_on: date
    ends_on: date
    with_leave: int
    without_leave: int
    motions_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class TermFile:
    """A term: its seats by state, its sessions, and how many organs of each kind it has now."""

    row: TermRow
    in_office: int
    suspended: int
    ended: int
    sessions: tuple[SessionFile, ...]
    kinds: tuple[tuple[str, str, int], ...]
    alerts: int


def _sessions_of(actor: Actor, row: TermRow, term_id: int) -> tuple[SessionFile, ...]:
    found = access.sessions_visible_to(actor).filter(division_code=row.division_code, term_number=row.number)
    counted = found.annotate(
        yes=Count("absences", filter=Q(absences__has_leave=True)),
        no=Count("absences", filter=Q(absences__has_leave=False)),
    )
    return tuple(
        SessionFile(s.pk, term_id, s.number, s.name, s.starts_on, s.ends_on, s.yes, s.no)
        for s in counted.order_by("-number")
    )


def term_file(actor: Actor, term_id: int) -> TermFile:
    """One term with its numbers. Raises NotFound. Five queries."""
    row = term_row(actor, term_id)
    states = dict(
        Mandate.objects.filter(term_id=term_id).values_list("state").annotate(n=Count("pk")).order_by()
    )
    organs = access.organs_visible_to(actor).filter(term_id=term_id)
    organs = organs if row.is_closed else organs.filter(ends_on=None)
    counts = dict(organs.values_list("kind").annotate(n=Count("pk")).order_by())
    return TermFile(
        row,
        states.get(MandateState.ACTIVE, 0) + states.get(MandateState.SUSPENDED, 0),
        states.get(MandateState.SUSPENDED, 0),
        states.get(MandateState.TERMINATED, 0) + states.get(MandateState.EXPIRED, 0),
        _sessions_of(actor, row, term_id),
        tuple((str(k), str(ORGAN_LABELS[k]), counts.get(k, 0)) for k in kinds_at(row.level)),
        len(absence_alerts(actor, term_id)),
    )


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """Somebody who was not at a session."""

    id: int
    mandate_id: int
    person_id: int
    name: str
    district: str
    has_leave: bool
    note: str


@dataclass(frozen=True, slots=True)
class SeatChoice:
    """A deputy of the term who may be entered as absent."""

    mandate_id: int
    name: str
    district: str


@dataclass(frozen=True, slots=True)
class SessionPage:
    """One session with its absences."""

    session: SessionFile
    term: TermRow
    absences: tuple[AbsenceRow, ...]


def session_page(actor: Actor, session_id: int) -> SessionPage:
    """One session. Raises NotFound. Four queries."""
    session = access.sessions_visible_to(actor).filter(pk=session_id).first()
    term = _term_of(actor, session) if session else None
    if session is None or term is None:
        raise NotFound(_("没有找到这次会议。可以回到“届次和组织”再找一找。"))
    row = _row(term, actor)
    found = access.absences_visible_to(actor).filter(session=session).select_related("mandate__person")
    absences = tuple(_absence(a) for a in found.order_by("mandate__person__sort_key", "pk"))
    leave = sum(a.has_leave for a in absences)
    facts = SessionFile(
        session.pk, term.pk, session.number, session.name, session.starts_on, session.ends_on, leave,
        len(absences) - leave, session.motions_until,
    )  # fmt: skip
    return SessionPage(facts, row, absences)


def _term_of(actor: Actor, session: Session) -> Term | None:
    terms = access.terms_visible_to(actor).select_related("congress")
    return terms.filter(congress_id=session.congress_id, number=session.term_number).first()


def _absence(absence: Absence) -> AbsenceRow:
    seat = absence.mandate
    return AbsenceRow(
        absence.pk, seat.pk, seat.person_id, seat.person.name, seat.electoral_district, absence.has_leave,
        absence.note,
    )  # fmt: skip


def present_named(page: SessionPage, text: str, *, size: int = 40) -> list[SeatChoice]:
    """Deputies of the term by name, those already entered left out; none without a name. One query."""
    typed = text.strip()[:40]
    if not typed:
        return []
    named = (
        Q(person__name__startswith=typed)
        | Q(person__initials__startswith=typed.lower())
        | Q(person__sort_key__startswith=typed.lower())
        | Q(electoral_district__startswith=typed)
    )
    seats = Mandate.objects.filter(named, term_id=page.term.id, state__in=_IN_OFFICE).exclude(
        pk__in=[a.mandate_id for a in page.absences]
    )
    found = seats.select_related("person").order_by("person__sort_key", "pk")[:size]
    return [SeatChoice(seat.pk, seat.person.name, seat.electoral_district) for seat in found]


@dataclass(frozen=True, slots=True)
class Alert:
    """A deputy who was absent without leave from as many sessions as end a seat."""

    mandate_id: int
    person_id: int
    name: str
    district: str
    sessions: tuple[str, ...]


def absence_alerts(actor: Actor, term_id: int) -> list[Alert]:
    """Deputies in office absent without leave from two sessions or more of the term. One query.

    Source: LAW-DEPUTIES-2025 §61–63 (未经批准两次不出席).
    """
    found = access.absences_visible_to(actor).filter(
        has_leave=False, mandate__term_id=term_id, mandate__state__in=_IN_OFFICE
    )
    missed: dict[int, list[Absence]] = {}
    for absence in found.select_related("mandate__person", "session").order_by("session__starts_on", "pk"):
        missed.setdefault(absence.mandate_id, []).append(absence)
    return [
        Alert(
            pk, rows[0].mandate.person_id, rows[0].mandate.person.name, rows[0].mandate.electoral_district,
            tuple(a.session.name for a in rows),
        )
        for pk, rows in missed.items()
        if len(rows) >= ABSENCES_THAT_END
    ]  # fmt: skip


def congress_choices(actor: Actor) -> list[tuple[str, str]]:
    """Congresses inside the actor's place, for opening a term. One query."""
    terms = access.terms_visible_to(actor)
    found = Congress.objects.filter(pk__in=terms.values("congress_id")).order_by("division_code")
    return [(str(c.pk), c.name) for c in found]


def organ_counts(term_ids: Iterable[int]) -> dict[int, int]:
    """How many organs each of these terms has now, districts left out. One query."""
    found = Organ.objects.filter(term_id__in=list(term_ids), ends_on=None).exclude(kind=OrganKind.DISTRICT)
    return dict(found.values_list("term_id").annotate(n=Count("pk")).order_by())
