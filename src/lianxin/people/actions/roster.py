"""A whole roster at once: deputies with their seats, recorded in few statements, and withdrawn again.

The rules are those of `record_person`, `change_person` and `give_mandate`; only the statements are bulk ones,
since ten thousand rows one by one take minutes. Source: ADR-0024.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.codes import random_code
from lianxin.kernel.errors import DomainError
from lianxin.people.access import require_may_record
from lianxin.people.actions import spelled
from lianxin.people.models import (
    Absence,
    Mandate,
    OrganMember,
    Person,
    RosterFacts,
    Suspension,
    Term,
)
from lianxin.people.words import MandateState

_BATCH = 1000
_PERSON = ("name", "sex", "ethnic_group", "occupation")
_FACTS = ("birth", "phone", "party", "education", "identity")
_SEAT = ("electoral_district", "home_code", "card_no")


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One line of a roster. `person_id` names the person it is about; None records somebody new."""

    name: str
    home_code: str
    person_id: int | None = None
    sex: str = ""
    ethnic_group: str = ""
    occupation: str = ""
    birth: str = ""
    phone: str = ""
    party: str = ""
    education: str = ""
    identity: str = ""
    electoral_district: str = ""
    card_no: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one record. Without `before` it was made; otherwise these facts became those."""

    kind: str  # person, facts, mandate
    id: int
    after: dict[str, str]
    before: dict[str, str] | None = None


@dataclass(slots=True)
class Recorded:
    """What one line did: created, updated or unchanged, and every record it touched."""

    status: str
    person_id: int
    changes: list[Change] = field(default_factory=list)


@transaction.atomic
def record_roster(
    *, term_id: int, entries: Sequence[RosterEntry], actor: Actor, at: datetime
) -> list[Recorded]:
    """Record deputies and their seats in one term; what is there already is only changed where it differs.

    A fact the roster does not give stays as it is. Some 25 statements for a thousand rows.
    """
    term = Term.objects.select_for_update().get(pk=term_id)
    if term.closed_at is not None:
        raise DomainError(_("这一届已经换届封存，名册请导入新的一届。"))
    for code in {e.home_code for e in entries}:
        require_may_record(actor, code)
    ids = [e.person_id for e in entries if e.person_id is not None]
    if len(ids) != len(set(ids)):
        raise DomainError(_("名册里同一个人出现了两次，请先核对。"))
    people = {p.pk: p for p in Person.objects.select_for_update().filter(pk__in=ids)}
    seats = {m.person_id: m for m in Mandate.objects.select_for_update().filter(term=term, person_id__in=ids)}
    facts = {f.person_id: f for f in RosterFacts.objects.filter(person_id__in=ids)}
    new = _made(entries)
    results: list[Recorded] = []
    work = _Work()
    for entry, made in zip(entries, new, strict=True):
        person = made or people[entry.person_id or 0]
        result = Recorded("created" if made else "unchanged", person.pk)
        if made:
            result.changes.append(Change("person", person.pk, _told(person, _PERSON)))
        else:
            work.differ(person, "person", entry, _PERSON, result)
        _seat(entry, person, seats.get(person.pk), term, work, result)
        _facts(entry, person, facts.get(person.pk), work, result)
        if result.changes and not made:
            result.status = "updated"
        results.append(result)
    work.save(results)
    _write_journal(entries, results, actor, at)
    return results


def _made(entries: Sequence[RosterEntry]) -> list[Person | None]:
    """The new people, in the order of the entries."""
    made: list[Person | None] = []
    for entry in entries:
        if entry.person_id is not None:
            made.append(None)
            continue
        sort_key, initials = spelled(entry.name)
        made.append(
            Person(
                name=entry.name, sort_key=sort_key[:120], initials=initials[:40], sex=entry.sex,
                ethnic_group=entry.ethnic_group, occupation=entry.occupation, slug=random_code(8),
            )
        )  # fmt: skip
    Person.objects.bulk_create([p for p in made if p is not None], batch_size=_BATCH)
    return made


def _told(record: Model, names: Iterable[str]) -> dict[str, str]:
    return {name: str(getattr(record, name)) for name in names}


class _Work:
    """What is to be inserted and updated, gathered row by row."""

    def __init__(self) -> None:
        self.new: dict[type[Any], list[Any]] = {Mandate: [], RosterFacts: []}
        self.old: dict[type[Any], dict[int, Any]] = {Person: {}, Mandate: {}, RosterFacts: {}}
        self.pending: list[tuple[Recorded, Mandate]] = []

    def differ(
        self, record: Any, kind: str, entry: RosterEntry, names: Iterable[str], result: Recorded
    ) -> None:
        """Set what the roster gives and the record says otherwise."""
        changed = [n for n in names if (v := getattr(entry, n)) and v != getattr(record, n)]
        if not changed:
            return
        before = _told(record, changed)
        for name in changed:
            setattr(record, name, getattr(entry, name))
        self.old[type(record)][record.pk] = record
        result.changes.append(Change(kind, record.pk, _told(record, changed), before))

    def save(self, results: list[Recorded]) -> None:
        """Write all of it; seats get their numbers only now."""
        Mandate.objects.bulk_create(self.new[Mandate], batch_size=_BATCH)
        for result, mandate in self.pending:
            result.changes.append(Change("mandate", mandate.pk, _told(mandate, _SEAT)))
        RosterFacts.objects.bulk_create(self.new[RosterFacts], batch_size=_BATCH)
        fields: dict[type[Any], Sequence[str]] = {Person: _PERSON, Mandate: _SEAT, RosterFacts: _FACTS}
        for model, records in self.old.items():
            if records:
                model.objects.bulk_update(records.values(), fields[model], batch_size=_BATCH)


def _seat(
    entry: RosterEntry, person: Person, seat: Mandate | None, term: Term, work: _Work, result: Recorded
) -> None:
    if seat is not None:
        work.differ(seat, "mandate", entry, _SEAT, result)
        return
    mandate = Mandate(
        person=person, term=term, home_code=entry.home_code, electoral_district=entry.electoral_district,
        since=entry.since or term.starts_on, card_no=entry.card_no, state=MandateState.ACTIVE,
    )  # fmt: skip
    work.new[Mandate].append(mandate)
    work.pending.append((result, mandate))
    if result.status == "unchanged":
        result.status = "updated"


def _facts(
    entry: RosterEntry, person: Person, facts: RosterFacts | None, work: _Work, result: Recorded
) -> None:
    if facts is not None:
        work.differ(facts, "facts", entry, _FACTS, result)
        return
    if not any(getattr(entry, name) for name in _FACTS):
        return
    made = RosterFacts(
        person=person, home_code=entry.home_code, **{name: getattr(entry, name) for name in _FACTS}
    )
    work.new[RosterFacts].append(made)
    result.changes.append(Change("facts", person.pk, _told(made, _FACTS)))


def _write_journal(
    entries: Sequence[RosterEntry], results: list[Recorded], actor: Actor, at: datetime
) -> None:
    people: dict[str, list[tuple[int, str]]] = {"people.person.recorded": [], "people.person.changed": []}
    seats: dict[str, list[tuple[int, str]]] = {"people.mandate.given": [], "people.mandate.changed": []}
    for entry, result in zip(entries, results, strict=True):
        for change in result.changes:
            place = (change.id, entry.home_code)
            if change.kind == "mandate":
                seats["people.mandate.changed" if change.before else "people.mandate.given"].append(place)
            elif change.kind == "person" and change.before is None:
                people["people.person.recorded"].append(place)
            elif place not in people["people.person.changed"][-1:] and result.status != "created":
                people["people.person.changed"].append(place)
    for event, subjects in people.items():
        journal.write_many("people.person", subjects, event, actor=actor, at=at)
    for event, subjects in seats.items():
        journal.write_many("people.mandate", subjects, event, actor=actor, at=at)


@transaction.atomic
def withdraw_roster(*, changes: Sequence[Change], actor: Actor, at: datetime, reason: str) -> None:
    """Take an imported roster back: what it made goes, what it changed is as before.

    Raises DomainError when a record was changed since, or a new person got a further seat. Whether other
    rooms hold anything of these people the caller has asked before.
    """
    made = {kind: [c.id for c in changes if c.kind == kind and c.before is None] for kind in _MODELS}
    homes = dict(Mandate.objects.filter(pk__in=made["mandate"]).values_list("pk", "home_code"))
    for code in set(homes.values()):
        require_may_record(actor, code)
    if Mandate.objects.filter(person_id__in=made["person"]).exclude(pk__in=made["mandate"]).exists():
        raise DomainError(_("导入的代表后来又登记了别的代表资格，不能整批撤销了。请逐个修改。"))
    _require_unused(made)
    for kind, model in _MODELS.items():
        _require_untouched(model, [c for c in changes if c.kind == kind])
    RosterFacts.objects.filter(pk__in=made["facts"]).delete()
    places = dict(Mandate.objects.filter(pk__in=made["mandate"]).values_list("person_id", "home_code"))
    Mandate.objects.filter(pk__in=made["mandate"]).delete()
    Person.objects.filter(pk__in=made["person"]).delete()
    for kind, model in _MODELS.items():
        _restore(model, [c for c in changes if c.kind == kind and c.before is not None])
    journal.write_many(
        "people.person", [(pk, places.get(pk, actor.place)) for pk in made["person"]],
        "people.person.withdrawn", actor=actor, at=at, reason=reason,
    )  # fmt: skip


_MODELS: dict[str, type[Any]] = {"person": Person, "mandate": Mandate, "facts": RosterFacts}


def _require_unused(made: dict[str, list[int]]) -> None:
    """Raise DomainError when an organ, an absence or a suspension hangs on what the import made."""
    in_organs = OrganMember.objects.filter(person_id__in=made["person"]).exists()
    absent = Absence.objects.filter(mandate_id__in=made["mandate"]).exists()
    if in_organs or absent or Suspension.objects.filter(mandate_id__in=made["mandate"]).exists():
        raise DomainError(
            _("导入的代表里有人已经编进组织，或者登记过缺席、暂停，不能整批撤销了。请逐个修改。")
        )


def _require_untouched(model: type[Any], changes: list[Change]) -> None:
    """Raise DomainError unless every record still says what the import made it say, and no seat has ended."""
    found = {r.pk: r for r in model.objects.select_for_update().filter(pk__in=[c.id for c in changes])}
    for change in changes:
        record = found.get(change.id)
        ended = model is Mandate and record is not None and record.state != MandateState.ACTIVE
        if record is None or ended or _told(record, change.after) != change.after:
            raise DomainError(_("导入的资料后来有人改过，不能整批撤销了。请逐个修改。"))


def _restore(model: type[Any], changes: list[Change]) -> None:
    records = {r.pk: r for r in model.objects.filter(pk__in=[c.id for c in changes])}
    names: set[str] = set()
    for change in changes:
        for name, value in (change.before or {}).items():
            setattr(records[change.id], name, value)
            names.add(name)
    if model is Person and "name" in names:
        for person in records.values():
            person.sort_key, person.initials = spelled(person.name)
        names |= {"sort_key", "initials"}
    if names:
        model.objects.bulk_update(records.values(), sorted(names), batch_size=_BATCH)
