"""Reading organs: lists by kind, one organ with its people, and who may join."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext as _

from lianxin.accounts.words import role_label
from lianxin.journal import reads as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import NotFound
from lianxin.kit.jinja_env import iso, moment
from lianxin.people import access
from lianxin.people.models import Mandate, Organ, OrganMember, Person
from lianxin.people.organ_rules import eligible
from lianxin.people.term_reads import TermRow, term_row
from lianxin.people.words import (
    BASIS_LABELS,
    MANDATE_STATE_LABELS,
    ORGAN_LABELS,
    POST_LABELS,
    OrganKind,
    OrganPost,
)

_ORDER = {post: at for at, post in enumerate(OrganPost)}


@dataclass(frozen=True, slots=True)
class OrganRow:
    """One organ in a list."""

    id: int
    name: str
    kind: str
    kind_label: str
    basis_label: str
    head: str
    count: int
    seats: int | None
    starts_on: date
    ends_on: date | None


def organ_rows(
    actor: Actor, term_id: int, kind: str, *, ended: bool = False, after: int = 0, size: int = 50
) -> tuple[list[OrganRow], int]:
    """Organs of one kind, the oldest record first, and the id after which the next page starts (0: none).

    Three queries.
    """
    found = access.organs_visible_to(actor).filter(term_id=term_id, kind=kind, pk__gt=after)
    found = found.filter(ends_on__isnull=not ended)
    heads = OrganMember.objects.filter(until=None, post=OrganPost.HEAD).select_related("person")
    found = found.annotate(n=Count("members", filter=Q(members__until=None)))
    organs = list(found.prefetch_related(Prefetch("members", heads, "heads")).order_by("pk")[: size + 1])
    held = _held(term_id, organs) if kind == OrganKind.DISTRICT else {}
    rows = [_row(organ, held) for organ in organs[:size]]
    return rows, organs[size - 1].pk if len(organs) > size else 0


def _held(term_id: int, organs: Sequence[Organ]) -> dict[str, int]:
    """Seats in office per district of a term."""
    seats = Mandate.objects.filter(
        term_id=term_id, until=None, electoral_district__in=[o.name for o in organs]
    )
    return dict(seats.values_list("electoral_district").annotate(n=Count("pk")).order_by())


def _row(organ: Organ, held: dict[str, int]) -> OrganRow:
    heads: list[OrganMember] = getattr(organ, "heads", [])
    count = held.get(organ.name, 0) if organ.kind == OrganKind.DISTRICT else getattr(organ, "n", 0)
    return OrganRow(
        organ.pk, organ.name, organ.kind, str(ORGAN_LABELS[organ.kind]),
        str(BASIS_LABELS.get(organ.basis, "")), heads[0].person.name if heads else "", count, organ.seats,
        organ.starts_on, organ.ends_on,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody in an organ, now or before."""

    id: int
    person_id: int
    name: str
    occupation: str
    post_label: str
    since: date | None
    until: date | None
    end_reason: str


@dataclass(frozen=True, slots=True)
class OrganFile:
    """One organ with its people and its history."""

    id: int
    term: TermRow
    kind: str
    kind_label: str
    name: str
    basis: str
    basis_label: str
    note: str
    seats: int | None
    starts_on: date
    ends_on: date | None
    end_reason: str
    members: tuple[MemberRow, ...]
    former: tuple[MemberRow, ...]
    history: tuple[dict[str, str], ...]
    may_record: bool


def found_organ(actor: Actor, organ_id: int) -> Organ:
    """An organ of the actor's place. Raises NotFound. One query."""
    organ = access.organs_visible_to(actor).filter(pk=organ_id).first()
    if organ is None:
        raise NotFound(_("没有找到这个组织。可以回到“届次和组织”再找一找。"))
    return organ


def organ_file(actor: Actor, organ_id: int) -> OrganFile:
    """One organ. Raises NotFound. Four queries."""
    organ = found_organ(actor, organ_id)
    term = term_row(actor, organ.term_id)
    members = _members(organ)
    return OrganFile(
        organ.pk, term, organ.kind, str(ORGAN_LABELS[organ.kind]), organ.name, organ.basis,
        str(BASIS_LABELS.get(organ.basis, "")), organ.note, organ.seats, organ.starts_on, organ.ends_on,
        organ.end_reason, tuple(m for m in members if m.until is None),
        tuple(m for m in members if m.until is not None), tuple(_history(organ)),
        term.may_record and organ.ends_on is None,
    )  # fmt: skip


def _members(organ: Organ) -> list[MemberRow]:
    """Those in it by post and name; of a district, those whose seat names it."""
    if organ.kind == OrganKind.DISTRICT:
        seats = Mandate.objects.filter(term_id=organ.term_id, electoral_district=organ.name)
        found = seats.select_related("person").order_by("person__sort_key", "pk")
        return [
            MemberRow(
                seat.pk, seat.person_id, seat.person.name, seat.person.occupation,
                str(MANDATE_STATE_LABELS[seat.state]), seat.since, seat.until, seat.end_reason,
            )
            for seat in found
        ]  # fmt: skip
    labels = POST_LABELS[organ.kind]
    members = sorted(
        organ.members.select_related("person"),
        key=lambda m: (_ORDER[OrganPost(m.post)], m.person.sort_key, m.pk),
    )
    return [
        MemberRow(
            m.pk, m.person_id, m.person.name, m.person.occupation, str(labels[OrganPost(m.post)]), m.since,
            m.until, m.end_reason,
        )
        for m in members
    ]  # fmt: skip


def _history(organ: Organ) -> list[dict[str, str]]:
    """Journal lines as `kit/ui/history.html` draws them, newest first; posts in the organ's words."""
    labels = POST_LABELS[organ.kind]
    said = {str(post): str(label) for post, label in labels.items()}
    return [
        {
            "event": line.sentence, "actor": role_label(line.role), "when": moment(line.at),
            "iso": iso(line.at), "before": said.get(line.before, line.before),
            "after": said.get(line.after, line.after), "reason": line.reason,
        }
        for line in reversed(journal.history_of("people.organ", organ.pk))
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may join."""

    id: int
    name: str
    occupation: str


def candidates(
    actor: Actor, organ_id: int, *, text: str = "", size: int = 60
) -> tuple[list[Candidate], bool]:
    """Who may join, by pinyin, and whether there are more than shown. Two queries."""
    found = eligible(found_organ(actor, organ_id))
    if typed := text.strip()[:40]:
        found = found.filter(
            Q(name__startswith=typed)
            | Q(initials__startswith=typed.lower())
            | Q(sort_key__startswith=typed.lower())
        )
    people: list[Person] = list(found.order_by("sort_key", "pk")[: size + 1])
    return [Candidate(p.pk, p.name, p.occupation) for p in people[:size]], len(people) > size


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """An organ that somebody is in, for the page of the person."""

    organ_id: int
    organ: str
    kind_label: str
    post_label: str
    term: str
    since: date
    until: date | None


def memberships_of(actor: Actor, person_id: int) -> list[MembershipRow]:
    """Organs of the actor's place that a person is or was in, those of today first. One query."""
    found = OrganMember.objects.filter(person_id=person_id, organ__in=access.organs_visible_to(actor))
    rows = found.select_related("organ__term__congress").order_by("-until", "organ__kind", "pk")
    return [
        MembershipRow(
            m.organ_id, m.organ.name, str(ORGAN_LABELS[m.organ.kind]),
            str(POST_LABELS[m.organ.kind][OrganPost(m.post)]),
            _("%(congress)s第 %(number)s 届")
            % {"congress": m.organ.term.congress.name, "number": m.organ.term.number},
            m.since, m.until,
        )
        for m in rows
    ]  # fmt: skip
