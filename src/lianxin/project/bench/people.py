"""The accounts and the plate of the measurements, made through the rooms' own actions inside Django."""

from __future__ import annotations

import secrets
from datetime import date

from django.utils import timezone

from lianxin.accounts import actions as accounts
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.scope import scope
from lianxin.project.bench.world import COUNTY
from lianxin.project.console import say_json
from lianxin.venues import actions as venues
from lianxin.venues.plate_codes import signed_code
from lianxin.venues.words import Placement

_SETUP = Actor(name="测量", source="setup")


def tell(venue_id: int, person_id: int) -> None:
    """Make them and print what the requests need: plate, sign-in names, password."""
    at = timezone.now()
    password = secrets.token_urlsafe(18)
    with scope(_SETUP):
        plate = venues.issue_plate(venue_id=venue_id, person_id=None, actor=_SETUP, at=at)
        venues.place_deputy(
            venue_id=venue_id,
            person_id=person_id,
            kind=Placement.HOME,
            since=date(2024, 1, 1),
            actor=_SETUP,
            at=at,
        )
        for login, role, person in (
            ("bench-staff", Role.DEPUTY_AFFAIRS, None),
            ("bench-deputy", Role.DEPUTY, person_id),
        ):
            user = accounts.create_user(
                login=login, name=login, phone="", password=password, actor=_SETUP, at=at
            )
            accounts.give_grant(
                user_id=user.pk,
                role=role,
                division_code=COUNTY,
                label=login,
                reason="性能测量",
                person_id=person,
                actor=_SETUP,
                at=at,
            )
    say_json(
        {
            "plate": signed_code(plate.code),
            "staff": "bench-staff",
            "deputy": "bench-deputy",
            "password": password,
        }
    )
