"""Who acts, in which role, for which place. Plain data: it travels into every action and read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The roles of domain.md §7. A grant gives one role in a division or unit, for a period."""

    CITIZEN = "citizen"
    DEPUTY = "deputy"
    LIAISON = "liaison"
    VENUE_HEAD = "venue_head"
    GROUP_LEADER = "group_leader"
    DELEGATION_STAFF = "delegation_staff"
    PRESIDIUM = "presidium"
    STREET_COMMITTEE = "street_committee"
    DEPUTY_AFFAIRS = "deputy_affairs"
    SPECIAL_COMMITTEE = "special_committee"
    STANDING_LEADER = "standing_leader"
    DISPATCHER = "dispatcher"
    UNIT_HANDLER = "unit_handler"
    UNIT_LEADER = "unit_leader"
    EVALUATOR = "evaluator"
    PUBLISHER = "publisher"
    AUDITOR = "auditor"
    TENANT_ADMIN = "tenant_admin"
    SYSTEM_ADMIN = "system_admin"


# A role sees either a place, a unit, a venue, or only what its person takes part in.
UNIT_ROLES = frozenset({Role.UNIT_HANDLER, Role.UNIT_LEADER})
VENUE_ROLES = frozenset({Role.LIAISON, Role.VENUE_HEAD})
PLACE_ROLES = frozenset(
    {
        Role.PRESIDIUM,
        Role.STREET_COMMITTEE,
        Role.DEPUTY_AFFAIRS,
        Role.SPECIAL_COMMITTEE,
        Role.STANDING_LEADER,
        Role.DISPATCHER,
        Role.EVALUATOR,
        Role.PUBLISHER,
    }
)
# Administrators run the house and read no cases; the auditor reads the journal only (等保三级: 三权分立).
ADMIN_ROLES = frozenset({Role.TENANT_ADMIN, Role.SYSTEM_ADMIN, Role.AUDITOR})


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or job) acting under exactly one grant.

    `place` is the division prefix of the grant; `scope` is the same prefix only for roles
    that read cases by place, and "" otherwise. `case_id` is set for a citizen who has shown
    the query code of one case, and for nobody else.
    """

    user_id: int | None = None
    name: str = ""
    role: Role = Role.CITIZEN
    place: str = ""
    unit_id: int | None = None
    person_id: int | None = None
    venue_id: int | None = None
    grant_id: int | None = None
    case_id: int | None = None
    source: str = "web"

    @property
    def scope(self) -> str:
        """Division prefix whose cases this actor reads by place."""
        return self.place if self.role in PLACE_ROLES else ""

    @property
    def is_signed_in(self) -> bool:
        """Whether a person with an account and a valid grant acts."""
        return self.user_id is not None and self.grant_id is not None


ANONYMOUS = Actor()
