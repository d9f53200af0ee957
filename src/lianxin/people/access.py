"""Who may record people and units: administrators and the deputy affairs committee, inside their place."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.codes import inside, range_of
from lianxin.kernel.errors import NotAllowed
from lianxin.people.models import RosterFacts

RECORDERS = frozenset({Role.TENANT_ADMIN, Role.DEPUTY_AFFAIRS, Role.PRESIDIUM})


def require_may_record(actor: Actor, division_code: str) -> None:
    """Recording is done by the congress of the place itself. Source: LAW-DEPUTIES-2025 §12, §57."""
    if actor.source == "setup":
        return
    if actor.role not in RECORDERS or not inside(division_code, actor.place):
        raise NotAllowed(_("只有本级人大的代表工作岗位可以登记，请换到对应岗位再试。"))


def roster_visible_to(actor: Actor) -> QuerySet[RosterFacts]:
    """Births, phones and parties: read by those who record in the place only. Source: ADR-0024."""
    if not actor.place or (actor.source != "setup" and actor.role not in RECORDERS):
        return RosterFacts.objects.none()
    low, high = range_of(actor.place)
    return RosterFacts.objects.filter(home_code__gte=low, home_code__lt=high)
