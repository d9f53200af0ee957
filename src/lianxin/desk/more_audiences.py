"""Further ways to choose recipients: deputies by the register and by organ, the people of units."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lianxin.accounts import reads as accounts
from lianxin.kernel.actor import Actor, Role
from lianxin.notices.words import Option
from lianxin.people import reads as people
from lianxin.people.words import ORGAN_LABELS, Tag
from lianxin.venues import reads as venues
from lianxin.venues.words import Tier

_PROFESSIONAL = "professional"
_MOST_UNITS = 300
_MOST_ORGANS = 300


class TaggedDeputies:
    """Deputies by tag: women, ethnic minorities, and those placed in professional stations."""

    name = "tags"
    label: str | Promise = _("哪一类人大代表")

    def options(self, actor: Actor) -> list[Option]:
        """The tags. No query."""
        if not actor.scope:
            return []
        return [
            Option(Tag.WOMEN.value, _now("女代表")),
            Option(Tag.MINORITY.value, _now("少数民族代表")),
            Option(_PROFESSIONAL, _now("入驻专业代表工作站的代表")),
        ]

    def user_ids(self, values: Collection[str], actor: Actor, *, at: datetime) -> list[int]:
        """Their accounts. Two queries, and two more for professional stations."""
        tags = {Tag(value) for value in values if value != _PROFESSIONAL}
        persons = set(people.ids_tagged(tags, within=actor.place))
        if _PROFESSIONAL in values:
            stations = venues.known_venues(actor.place)
            persons |= {
                person
                for station in stations
                if station.is_open and station.tier == Tier.PROFESSIONAL
                for person in station.members
            }
        return accounts.user_ids_in(role=Role.DEPUTY, person_ids=sorted(persons), at=at)


class MembersOfOrgans:
    """Deputies of delegations, groups, committees and districts of the sender's own congress."""

    name = "organs"
    label: str | Promise = _("哪些代表团、小组、委员会、选区")

    def options(self, actor: Actor) -> list[Option]:
        """Organs of the place now, with their kind. One query."""
        if not actor.scope or actor.venue_id is not None:
            return []
        organs = people.organs_of(actor.place)[:_MOST_ORGANS]
        return [Option(str(pk), f"{name}（{ORGAN_LABELS[kind]}）") for pk, kind, name in organs]

    def user_ids(self, values: Collection[str], actor: Actor, *, at: datetime) -> list[int]:
        """Accounts of who sits in them. Three queries."""
        persons = people.ids_in_organs([int(value) for value in values], division_code=actor.place)
        return accounts.user_ids_in(role=Role.DEPUTY, person_ids=persons, at=at)


class HandlersOfUnits:
    """Handlers and leaders of handling units of the sender's place."""

    name = "units"
    label: str | Promise = _("哪些承办单位")

    def options(self, actor: Actor) -> list[Option]:
        """Units in use of the place. One query."""
        if not actor.scope:
            return []
        units = [unit for unit in people.known_units(actor.place) if unit.is_active]
        return [Option(str(unit.id), unit.name) for unit in units[:_MOST_UNITS]]

    def user_ids(self, values: Collection[str], actor: Actor, *, at: datetime) -> list[int]:
        """Their accounts. One query."""
        return accounts.user_ids_of_units([int(value) for value in values], at=at)
