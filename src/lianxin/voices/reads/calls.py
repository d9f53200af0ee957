"""The call sheet: what is late, by whom to call, with their numbers. Source: domain.md §3.4 (督办)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.accounts import reads as accounts
from lianxin.accounts.reads import UnitContact
from lianxin.kernel.actor import Actor
from lianxin.people import reads as people
from lianxin.venues import reads as venues
from lianxin.voices import access
from lianxin.voices.reads.overdue import LateRow, is_with_unit, late_rows

# More than a morning of calls; the rest is printed in a second sheet.
MOST_CALLS = 200


@dataclass(frozen=True, slots=True)
class Call:
    """One to be called: who, under which numbers, and about which cases, the latest first."""

    who: str
    is_unit: bool
    phone: str
    contacts: tuple[UnitContact, ...]
    rows: tuple[LateRow, ...]


def call_sheet(actor: Actor, case_ids: Sequence[int], *, at: datetime) -> tuple[Call, ...]:
    """Late cases by whom to call; those chosen, or the most urgent 200. At most eight queries.

    `at` in local time. A case that is no longer late, or out of sight, is left out.
    """
    rows, _more = late_rows(actor, today=timezone.localtime(at).date(), only=case_ids, most=MOST_CALLS)
    seen = access.cases_visible_to(actor).filter(pk__in=[row.case.id for row in rows])
    unit_of = dict(seen.values_list("id", "unit_id"))
    groups: dict[tuple[str, int], list[LateRow]] = {}
    for row in rows:
        unit_id = unit_of.get(row.case.id) if is_with_unit(row.case) else None
        key = ("unit", unit_id) if unit_id is not None else (row.holder, row.case.venue_id)
        groups.setdefault(key, []).append(row)
    unit_ids = {key[1] for key in groups if key[0] == "unit"}
    phones = people.unit_phones(unit_ids)
    contacts = accounts.contacts_of_units(unit_ids, at=at)
    desks = {
        venue.id: venue.phone for venue in venues.venue_rows({key[1] for key in groups if key[0] != "unit"})
    }
    return tuple(
        Call(
            found[0].holder or _("还没有人办"),
            kind == "unit",
            phones.get(number, "") if kind == "unit" else desks.get(number, ""),
            contacts.get(number, ()) if kind == "unit" else (),
            tuple(found),
        )
        for (kind, number), found in groups.items()
    )
