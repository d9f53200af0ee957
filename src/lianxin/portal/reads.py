"""What the public pages show, put together from the rooms below. Nothing here knows a citizen's own words."""

from __future__ import annotations

from dataclasses import dataclass

from lianxin.divisions import reads as divisions
from lianxin.kit.paging import Cursor, Page
from lianxin.people import reads as people
from lianxin.people.reads import DeputyList, DeputyProfile, DeputyRow
from lianxin.rulebook import reads as rulebook
from lianxin.rulebook.reads import RuleRow
from lianxin.venues import reads as venues
from lianxin.venues.reads import PlateRow, VenueList, VenueRow, points
from lianxin.venues.reads.points import PointRow
from lianxin.voices import reads as voices
from lianxin.voices.reads import PublishedRow


@dataclass(frozen=True, slots=True)
class PlatePage:
    """What a scanned plate opens: the venue, or one deputy in it."""

    plate: PlateRow
    venue: VenueRow
    place: str
    person: DeputyRow | None
    deputies: tuple[DeputyRow, ...]
    cases: tuple[PublishedRow, ...]

    @property
    def is_revoked(self) -> bool:
        """Whether the plate was lost or changed."""
        return self.plate.revoked_at is not None


def plate_page(code: str) -> PlatePage | None:
    """The page of a scanned or typed code; None for a code that is not ours. At most six queries.

    Raises NotFound when the venue has closed.
    """
    plate = venues.plate_by_code(code)
    if plate is None:
        return None
    venue = venues.venue(plate.venue_id)
    person_ids = [] if plate.revoked_at else _shown_on(plate)
    found = people.deputy_rows(person_ids) if person_ids else []
    return PlatePage(
        plate=plate,
        venue=venue,
        place=divisions.path_name(venue.division_code),
        person=found[0] if plate.person_id is not None and found else None,
        deputies=tuple(found),
        cases=() if plate.revoked_at else _cases_of(plate),
    )


def _shown_on(plate: PlateRow) -> list[int]:
    return venues.member_ids(plate.venue_id) if plate.person_id is None else [plate.person_id]


def _cases_of(plate: PlateRow) -> tuple[PublishedRow, ...]:
    if plate.person_id is not None:
        return tuple(voices.published_of_deputy(plate.person_id, 3))
    return tuple(voices.published_of_venue(plate.venue_id, 3))


@dataclass(frozen=True, slots=True)
class VenuePage:
    """The online twin of a venue."""

    venue: VenueRow
    path: str
    parent_name: str
    also_serves: tuple[str, ...]
    deputies: tuple[DeputyRow, ...]
    cases: tuple[PublishedRow, ...]
    points: tuple[PointRow, ...]
    rules: tuple[RuleRow, ...]


def venue_page(venue_id: int) -> VenuePage:
    """The online twin of a venue. Nine queries with names in memory. Raises NotFound."""
    venue = venues.venue(venue_id)
    parent = venues.venue_names([venue.parent_id]) if venue.parent_id is not None else {}
    further = venues.joint_places(venue_id)
    divisions.remember([venue.division_code, *further])
    members = venues.member_ids(venue_id)
    return VenuePage(
        venue=venue,
        path=divisions.path_name(venue.division_code, from_level=2),
        parent_name=parent.get(venue.parent_id or 0, ""),
        also_serves=tuple(divisions.name_of(code) for code in further),
        deputies=tuple(people.deputy_rows(members)) if members else (),
        cases=tuple(voices.published_of_venue(venue_id, 5)),
        points=points.points_of_venue(venue_id),
        rules=rulebook.on_wall(venue_id),
    )


def points_page(place: str, *, after: str) -> tuple[tuple[PointRow, ...], str]:
    """One page of open contact points of a place, by code, and where the next one starts. Two queries."""
    return points.public_points(place, after=after)


@dataclass(frozen=True, slots=True)
class Here:
    """The place a list is narrowed to; both empty for everywhere."""

    code: str
    name: str


def here(code: str) -> Here:
    """The place named in an address, or everywhere when there is no such place. One query at most."""
    name = divisions.path_name(code, from_level=2) if divisions.is_code(code) else ""
    if divisions.is_code(code) and not name:
        name = divisions.name_of(code)
    return Here(code, name) if name else Here("", "")


@dataclass(frozen=True, slots=True)
class VenuesPage:
    """Venues of a place, each with where it lies."""

    rows: tuple[tuple[VenueRow, str], ...]
    next_after: str


def venues_page(place: str, *, tier: str, after: str) -> VenuesPage:
    """One page of venues with their places. Two queries."""
    found: VenueList = venues.venue_list(place, tier=tier, after=after)
    divisions.remember([venue.division_code for venue in found.rows])
    rows = tuple((venue, divisions.path_name(venue.division_code)) for venue in found.rows)
    return VenuesPage(rows, found.next_after)


def people_page(*, text: str, place: str, level: int | None, after: str) -> DeputyList:
    """One page of deputies. Two queries."""
    return people.deputy_list(text=text, place=place, level=level, after=after)


@dataclass(frozen=True, slots=True)
class PersonPage:
    """The public profile of a deputy."""

    profile: DeputyProfile
    home: str
    venues: tuple[VenueRow, ...]
    cases: tuple[PublishedRow, ...]


def person_page(slug: str) -> PersonPage:
    """The public profile: mandates, venues, published cases. Five queries. Raises NotFound."""
    profile = people.profile(slug)
    venue_ids = venues.venue_ids_of(profile.row.id)
    return PersonPage(
        profile=profile,
        home=divisions.path_name(profile.home_code),
        venues=tuple(venues.venue_rows(venue_ids)) if venue_ids else (),
        cases=tuple(voices.published_of_deputy(profile.row.id, 5)),
    )


def cases_page(cursor: Cursor, *, place: str, topic: str) -> Page[PublishedRow]:
    """One page of published cases. Three queries."""
    return voices.published_page(cursor, place=place, topic=topic)
