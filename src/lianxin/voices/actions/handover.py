"""What a leaving deputy has in hand goes to another; where each case is does not change. ADR-0029 §4."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import NotAllowed
from lianxin.people import reads as people
from lianxin.voices import access
from lianxin.voices.workflow import OPEN_STATES


@transaction.atomic
def hand_over_cases(*, person_id: int, successor_id: int, actor: Actor, at: datetime) -> int:
    """Every open case that a deputy took or that asks for them is another deputy's now; returns how many.

    By the office of the place, at a change of term. The case keeps its state and its clocks; the journal says
    from whom to whom. Source: ADR-0029 §4.
    """
    mine = Q(claimed_by=person_id) | Q(wanted_person_id=person_id)
    found = access.cases_visible_to(actor).filter(mine, state__in=OPEN_STATES)
    names = people.names_of([person_id, successor_id])
    said = _("%(old)s → %(new)s") % {"old": names.get(person_id, ""), "new": names.get(successor_id, "")}
    cases = list(found.select_for_update().order_by("pk"))
    for case in cases:
        if not access.is_office(actor, case):
            raise NotAllowed(_("民情由本级人大机关移交，请换到对应岗位再试。"))
        case.claimed_by = successor_id if case.claimed_by == person_id else case.claimed_by
        if case.wanted_person_id == person_id:
            case.wanted_person_id = successor_id
        case.version += 1
        case.save(update_fields=["claimed_by", "wanted_person_id", "version"])
        journal.write(
            "voices.case", case.pk, "voices.case.handed_over", actor=actor, at=at,
            division_code=case.division_code, before=case.state, after=case.state, reason=said,
        )  # fmt: skip
    return len(cases)
