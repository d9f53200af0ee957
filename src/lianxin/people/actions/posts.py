"""A deputy's posts follow their seats: none works while every seat it rests on is suspended or over.

Source: LAW-DEPUTIES-2025 §61–63; ADR-0036.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from lianxin.accounts import actions as accounts
from lianxin.accounts import reads
from lianxin.kernel.actor import Actor
from lianxin.kernel.codes import inside
from lianxin.people.models import Mandate
from lianxin.people.words import MandateState


@transaction.atomic
def settle_posts(person_id: int, actor: Actor, at: datetime) -> None:
    """Stop or resume each deputy post of this person by their seats as they stand now. Settled twice as once.

    A post rests on the seats in the congress of its own place; where the person has none there, on those of
    a congress above or below it. A person without any seat (an account older than its roster) keeps the post.
    """
    posts = reads.deputy_posts_of([person_id])
    if not posts:
        return
    seats = list(
        Mandate.objects.filter(person_id=person_id).values_list("term__congress__division_code", "state")
    )
    stopped: dict[str, list[int]] = {}
    back: list[int] = []
    for post in posts:
        states = _states_under(post.place, seats)
        if MandateState.ACTIVE in states or not states:
            back.append(post.id)
        else:
            stopped.setdefault(_why(states), []).append(post.id)
    accounts.resume_posts(grant_ids=back, actor=actor, at=at)
    for reason, grant_ids in stopped.items():
        accounts.halt_posts(grant_ids=grant_ids, reason=reason, actor=actor, at=at)


def _states_under(place: str, seats: list[tuple[str, str]]) -> set[str]:
    """States of the seats that a post of this place rests on."""
    own = {state for code, state in seats if code == place}
    return own or {state for code, state in seats if inside(code, place) or inside(place, code)}


def _why(states: set[str]) -> str:
    """Kept in Chinese, and told in the language of who reads."""
    if MandateState.SUSPENDED in states:
        return _("代表职务暂时停止执行")
    return _("代表资格已经终止或者届满")
