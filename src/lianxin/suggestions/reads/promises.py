"""The ledger of promises (承诺台账): open, late, kept and broken, by place, unit or deputy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from lianxin.kernel.actor import Actor
from lianxin.kit.paging import Cursor, Page
from lianxin.people import reads as people
from lianxin.suggestions import access
from lianxin.suggestions.reads.parts import PromiseRow, promise_row
from lianxin.suggestions.words import PromiseState


@dataclass(frozen=True, slots=True)
class Ledger:
    """A page of promises and what they add up to."""

    page: Page[PromiseRow]
    total: int
    kept: int
    late: int
    broken: int


_LATE = Q(state=PromiseState.OPEN)
LEDGER_VIEWS = ("", "late", "reported", "kept", "broken")


def _narrow(view: str, today: date) -> Q:
    if view == "late":
        return _LATE & Q(due_on__lt=today)
    return Q(state=view) if view in set(PromiseState) else Q()


def ledger(actor: Actor, view: str, cursor: Cursor, *, today: date) -> Ledger:
    """Promises the actor may see, newest first, and their sums: kept, late, broken of all. Three queries.

    Promises belong to the suggestion and not to a term: they stay in the ledger when the term ends.
    """
    visible = access.promises_visible_to(actor)
    sums = visible.aggregate(
        total=Count("pk"),
        kept=Count("pk", filter=Q(state=PromiseState.KEPT)),
        late=Count("pk", filter=_LATE & Q(due_on__lt=today)),
        broken=Count("pk", filter=Q(state=PromiseState.BROKEN)),
    )
    found = visible.filter(_narrow(view, today)).select_related("suggestion")
    rows = list(cursor.window(found))
    names = people.unit_names(row.unit_id for row in rows)
    page = cursor.page([promise_row(row, names.get(row.unit_id, ""), actor, today) for row in rows])
    return Ledger(page, sums["total"], sums["kept"], sums["late"], sums["broken"])
