"""Whom offices write to: deputies of a place or level, posts of a place, the deputies placed in a venue."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lianxin.accounts import reads as accounts
from lianxin.accounts.words import role_label
from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import VENUE_ROLES, Actor, Role
from lianxin.notices.words import Option
from lianxin.people import reads as people
from lianxin.people.words import LEVEL_LABELS, CongressLevel
from lianxin.venues import reads as venues

_POSTS = (Role.LIAISON, Role.VENUE_HEAD, Role.PRESIDIUM, Role.STREET_COMMITTEE, Role.UNIT_HANDLER)
_MOST_VENUES = 200


class DeputiesOfPlaces:
    """Deputies in office whose home lies in a place: the whole place, or one of those right below it."""

    name = "deputies"
    label: str | Promise = _("哪里的人大代表")

    def options(self, actor: Actor) -> list[Option]:
        """The sender's place and its parts; nothing for a venue. One query."""
        if not actor.scope:
            return []
        whole = Option(actor.place, _now("%(place)s全部代表") % {"place": divisions.name_of(actor.place)})
        return [whole, *(Option(p.code, p.name) for p in divisions.children(actor.place))]

    def user_ids(self, values: Collection[str], actor: Actor, *, at: datetime) -> list[int]:
        """Their accounts. Two queries."""
        persons = people.ids_in_office(places=values)
        return accounts.user_ids_in(role=Role.DEPUTY, person_ids=persons, at=at)


class DeputiesOfLevels:
    """Deputies in office of one level, with their home in the sender's place."""

    name = "levels"
    label: str | Promise = _("哪一级的人大代表")

    def options(self, actor: Actor) -> list[Option]:
        """The levels from the province down. No query."""
        if not actor.scope:
            return []
        levels = (level for level in CongressLevel if level > CongressLevel.NATIONAL)
        return [Option(str(int(level)), str(LEVEL_LABELS[level])) for level in levels]

    def user_ids(self, values: Collection[str], actor: Actor, *, at: datetime) -> list[int]:
        """Their accounts. Two queries."""
        levels = [int(value) for value in values]
        persons = people.ids_in_office(places=[actor.place], levels=levels)
        return accounts.user_ids_in(role=Role.DEPUTY, person_ids=persons, at=at)


class PostsOfPlace:
    """Everybody who holds a post in the sender's place."""

    name = "posts"
    label: str | Promise = _("哪些岗位")

    def options(self, actor: Actor) -> list[Option]:
        """The posts an office works with. No query."""
        return [Option(role.value, role_label(role)) for role in _POSTS] if actor.scope else []

    def user_ids(self, values: Collection[str], actor: Actor, *, at: datetime) -> list[int]:
        """Their accounts. One query for each post."""
        return [
            user
            for value in sorted(values)
            for user in accounts.user_ids_in(role=Role(value), within=actor.place, at=at)
        ]


class MembersOfVenues:
    """The deputies placed in a venue."""

    name = "venues"
    label: str | Promise = _("哪个家站室的入驻代表")

    def options(self, actor: Actor) -> list[Option]:
        """The venues of the place, or the keeper's own. One query."""
        if actor.role in VENUE_ROLES and actor.venue_id is not None:
            return [Option(str(actor.venue_id), venues.venue(actor.venue_id).name)]
        if not actor.scope:
            return []
        return [
            Option(str(venue.id), venue.name) for venue in venues.venues_in(actor.place, limit=_MOST_VENUES)
        ]

    def user_ids(self, values: Collection[str], actor: Actor, *, at: datetime) -> list[int]:
        """Their accounts. One query for each venue and one more."""
        persons = {person for value in values for person in venues.member_ids(int(value))}
        return accounts.user_ids_in(role=Role.DEPUTY, person_ids=sorted(persons), at=at)
