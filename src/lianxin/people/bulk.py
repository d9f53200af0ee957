"""Many congresses, deputies and seats at once, for a place built from nothing. Source: ADR-0022."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from lianxin.journal.bulk import Line, write_lines
from lianxin.kernel.actor import Actor
from lianxin.kernel.codes import ALPHABET
from lianxin.kit.bulk import copy_rows, reserve_ids
from lianxin.people.actions import PersonFacts, spelled
from lianxin.people.models import Mandate, Person
from lianxin.people.words import MandateState


@dataclass(frozen=True, slots=True)
class NewDeputy:
    """A person with one seat."""

    facts: PersonFacts
    term_id: int
    home_code: str
    electoral_district: str
    since: date


def load_deputies(deputies: Sequence[NewDeputy], *, rng: Random, actor: Actor, at: datetime) -> list[int]:
    """Record the deputies as `record_deputy` does one; returns their ids in the same order."""
    ids = reserve_ids(Person, len(deputies))
    columns = (
        "id", "name", "sort_key", "initials", "sex", "ethnic_group", "occupation", "introduction", "slug"
    )  # fmt: skip
    copy_rows(Person, columns, (_person(pk, d, rng) for pk, d in zip(ids, deputies, strict=True)))
    seats = reserve_ids(Mandate, len(deputies))
    of_seats = (
        "id", "person_id", "term_id", "electoral_district", "home_code", "card_no", "state", "since",
        "end_reason", "end_ground",
    )  # fmt: skip
    copy_rows(
        Mandate,
        of_seats,
        (
            (
                seat,
                pk,
                d.term_id,
                d.electoral_district,
                d.home_code,
                "",
                str(MandateState.ACTIVE),
                d.since,
                "",
                "",
            )
            for seat, pk, d in zip(seats, ids, deputies, strict=True)
        ),
    )
    lines = []
    for seat, pk, deputy in zip(seats, ids, deputies, strict=True):
        code = deputy.home_code
        lines.append(Line("people.person", pk, "people.person.recorded", actor, at, code))
        lines.append(Line("people.mandate", seat, "people.mandate.given", actor, at, code))
    write_lines(lines)
    return ids


def _person(pk: int, deputy: NewDeputy, rng: Random) -> tuple[object, ...]:
    facts, slug = deputy.facts, "".join(rng.choices(ALPHABET, k=8))
    sort_key, initials = spelled(facts.name)
    return (
        pk, facts.name, sort_key, initials, facts.sex, facts.ethnic_group, facts.occupation,
        facts.introduction, slug,
    )  # fmt: skip
