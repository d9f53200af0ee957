"""交办 of one suggestion from its page: what was proposed is kept with who was chosen. ADR-0037 §2."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from lianxin.kernel.actor import Actor
from lianxin.people import reads as people
from lianxin.suggestions import access
from lianxin.suggestions.actions.assign import Given, assign_suggestion
from lianxin.suggestions.models import RouteChoice, Suggestion
from lianxin.suggestions.reads.routing import Route, Router, asked_of
from lianxin.suggestions.workflow import ANSWERING


@transaction.atomic
def assign_singly(
    *,
    suggestion_id: int,
    given: Sequence[Given],
    note: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Suggestion:
    """Give it to units (`assign_suggestion`), and keep what was proposed; three more queries.

    The proposal is reckoned here once more: what a page sends is not what the count goes by.
    """
    route = _proposed(suggestion_id, actor)
    suggestion = assign_suggestion(
        suggestion_id=suggestion_id, given=given, note=note, actor=actor, at=at, version=version
    )
    answering = [each.unit_id for each in given if each.duty in ANSWERING]
    RouteChoice(
        suggestion=suggestion, division_code=suggestion.division_code, role=actor.role, chosen_at=at,
        lead_unit_id=route.unit_id if route.unit_id in answering else answering[0],
        proposed_unit_id=route.unit_id, proposed_co_ids=list(route.co_ids), basis=route.basis,
    ).save(force_insert=True)  # fmt: skip
    return suggestion


def _proposed(suggestion_id: int, actor: Actor) -> Route:
    """As its page says now: nothing for what the actor does not see."""
    suggestion = access.suggestions_visible_to(actor).filter(pk=suggestion_id).first()
    if suggestion is None:
        return Route(None)
    place = suggestion.division_code
    return Router(actor, suggestion.congress_id, place, people.units_for(place)).route(asked_of(suggestion))
