"""What the writing page needs: the deputy's seats, the text so far, units and categories to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import NotFound
from lianxin.people import reads as people
from lianxin.people.reads import SeatRow, UnitRow
from lianxin.suggestions import access
from lianxin.suggestions.profiles import rules_for
from lianxin.suggestions.reads.sight import sight
from lianxin.suggestions.words import CATEGORIES
from lianxin.suggestions.workflow import SUGGESTION_FLOW


@dataclass(frozen=True, slots=True)
class Choices:
    """What a draft to one congress may choose from."""

    congress_id: int
    congress: str
    units: tuple[UnitRow, ...]
    categories: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A draft to go on with."""

    id: int
    version: int
    values: dict[str, object]
    choices: Choices


def seats(actor: Actor) -> list[SeatRow]:
    """Where the deputy may raise something. One query."""
    return people.seats_of(actor.person_id or 0)


def choices_for(actor: Actor, congress_id: int, *, today: date) -> Choices:
    """Units and categories for a congress of the deputy's. Two queries. Raises NotFound."""
    seat = next((s for s in seats(actor) if s.congress_id == congress_id), None)
    if seat is None:
        raise NotFound(_("您不是这一级的在任代表，请选您当选的那一级人大。"))
    return _choices(seat.congress_id, seat.congress, seat.division_code, today)


def _choices(congress_id: int, congress: str, division_code: str, today: date) -> Choices:
    local = rules_for(division_code, today).categories
    categories = [*((code, str(label)) for code, label in CATEGORIES.items()), *local.items()]
    return Choices(congress_id, congress, tuple(people.units_for(division_code)), tuple(categories))


def draft_page(actor: Actor, suggestion_id: int, *, today: date) -> DraftPage:
    """The lead deputy's draft. Three queries. Raises NotFound unless it may be edited now."""
    suggestion = sight(actor, suggestion_id)
    may = SUGGESTION_FLOW.may("edit", suggestion.state) and access.may("edit", actor, suggestion)
    if not may:
        raise NotFound(_("这件建议现在不能修改。请回到建议页面看最新情况。"))
    congress = people.congress_at(suggestion.division_code)
    values: dict[str, object] = {
        name: getattr(suggestion, name)
        for name in (
            "title", "situation", "proposal", "category", "proposed_unit_id", "may_publish",
            "is_confidential", "delegation_name",
        )
    }  # fmt: skip
    return DraftPage(
        suggestion.pk,
        suggestion.version,
        values,
        _choices(suggestion.congress_id, congress[1] if congress else "", suggestion.division_code, today),
    )
