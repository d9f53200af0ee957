"""Many venues with their plates and deputies at once, for a place built from nothing. Source: ADR-0022."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from lianxin.journal.bulk import Line, write_lines
from lianxin.kernel.actor import Actor
from lianxin.kernel.codes import ALPHABET
from lianxin.kit.bulk import copy_rows, reserve_ids
from lianxin.venues.actions import VenueFacts
from lianxin.venues.models import Membership, Plate, Venue
from lianxin.venues.words import Placement, PlateKind

_VENUE = (
    "id", "tier", "name", "division_code", "parent_id", "address", "phone", "opening_hours", "reception_rule",
    "liaison_name", "committee", "field", "opened_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placed:
    """A deputy's place in a venue."""

    venue_id: int
    person_id: int
    kind: Placement
    since: date


def load_venues(
    venues: Sequence[VenueFacts], *, opened_on: date, rng: Random, actor: Actor, at: datetime
) -> list[int]:
    """Open the venues and issue each its plate; returns their ids in the same order."""
    ids, plates = reserve_ids(Venue, len(venues)), reserve_ids(Plate, len(venues))
    copy_rows(
        Venue,
        _VENUE,
        (
            (
                pk, str(v.tier), v.name, v.division_code, v.parent_id, v.address, v.phone, v.opening_hours,
                v.reception_rule, v.liaison_name, v.committee, v.field, opened_on,
            )
            for pk, v in zip(ids, venues, strict=True)
        ),
    )  # fmt: skip
    columns = ("id", "code", "kind", "venue_id", "issued_at", "revoke_reason")
    kind = str(PlateKind.VENUE)
    codes = ("".join(rng.choices(ALPHABET, k=6)) for _ in venues)
    copy_rows(Plate, columns, ((p, c, kind, v, at, "") for p, c, v in zip(plates, codes, ids, strict=True)))
    lines = []
    for pk, plate, venue in zip(ids, plates, venues, strict=True):
        lines.append(Line("venues.venue", pk, "venues.venue.opened", actor, at, venue.division_code))
        place = venue.division_code
        lines.append(Line("venues.plate", plate, "venues.plate.issued", actor, at, place, after=kind))
    write_lines(lines)
    return ids


def load_placements(placed: Sequence[Placed], codes: Mapping[int, str], *, actor: Actor, at: datetime) -> int:
    """Place the deputies in venues, whose divisions `codes` tells; returns how many."""
    ids = reserve_ids(Membership, len(placed))
    columns = ("id", "venue_id", "person_id", "kind", "since")
    rows = ((pk, p.venue_id, p.person_id, str(p.kind), p.since) for pk, p in zip(ids, placed, strict=True))
    count = copy_rows(Membership, columns, rows)
    event = "venues.member.placed"
    write_lines(
        Line("venues.member", pk, event, actor, at, codes[p.venue_id], after=str(p.kind))
        for pk, p in zip(ids, placed, strict=True)
    )
    return count
