"""A deputy does not act any more: the keepers of the venues hear how many open matters wait to be handed on.

Source: ADR-0036 §4; LAW-DEPUTIES-2025 §61–63. Neither the ground nor the name travels.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop

from lianxin.accounts import reads as accounts
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.scope import scope
from lianxin.notices import actions as notices
from lianxin.voices.reads.held import held_in_venues

_HELD = gettext_noop("一位代表现在不能执行职务，有 %(num)d 件接了没办完，请转给别的代表")


def tell_keepers(event_id: str, payload: dict[str, Any]) -> None:
    """Tell the liaisons of each venue, and the county's office, of what the deputy had taken there.

    Nobody is told while another post of the deputy works. The same event again changes nothing.
    """
    person_id, county = payload["person_id"], payload["home_code"][:6]
    if payload["verb"] == "resume" or not accounts.is_halted(person_id):
        return
    worker = Actor(role=Role.DEPUTY_AFFAIRS, place=county, user_id=0, grant_id=0, name="系统", source="job")
    with scope(worker):
        held = held_in_venues(worker, person_id)
    now = timezone.now()
    for venue_id, count in sorted(held.items()):
        _tell(
            accounts.user_ids_in(role=Role.LIAISON, venue_id=venue_id, at=now),
            f"{event_id}:{venue_id}", person_id, count,
        )  # fmt: skip
    if held:
        office = accounts.user_ids_in(role=Role.DEPUTY_AFFAIRS, only_place=county, at=now)
        _tell(office, f"{event_id}:office", person_id, sum(held.values()))


def _tell(users: list[int], key: str, person_id: int, count: int) -> None:
    notices.send(
        user_ids=users, key=key, kind="case", title=_HELD, values={"num": count},
        url=f"/voices?view=working&deputy={person_id}", at=timezone.now(),
    )  # fmt: skip
