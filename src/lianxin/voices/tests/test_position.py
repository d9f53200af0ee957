"""附上位置: rounded, optional, for handlers only. Source: ADR-0021 §8."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from lianxin.kit.scope import scope
from lianxin.voices import reads
from lianxin.voices.forms.citizen import position_of
from lianxin.voices.testing import NOON, make_case


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (("25.03612", "101.54589"), (Decimal("25.036"), Decimal("101.546"))),
        (("-1", "-180"), (Decimal("-1.000"), Decimal("-180.000"))),
        (("", ""), None),
        (("25.036", ""), None),
        (("91", "101"), None),
        (("25", "181"), None),
        (("NaN", "101"), None),
        (("Infinity", "101"), None),
        (("1e30", "101"), None),
        (("北纬", "东经"), None),
    ],
)
def test_a_position_is_rounded_and_nonsense_is_nothing(typed, kept) -> None:
    assert position_of(*typed) == kept


def test_handlers_see_it_and_the_citizen_need_not_give_it(world) -> None:
    position = (Decimal("25.036"), Decimal("101.546"))
    with_it, without = make_case(world, "claimed", position=position), make_case(world, "claimed")
    with scope(world.deputy):
        assert reads.case_page(world.deputy, with_it, at=NOON).position == "25.036, 101.546"
        assert reads.case_page(world.deputy, without, at=NOON).position == ""


def test_only_the_form_may_ask_where_the_phone_is(world) -> None:
    client = Client()
    form = client.get(f"/voices/new?venue={world.venue_id}")
    assert "geolocation=(self)" in form.headers["Permissions-Policy"]
    assert 'name="latitude"' in form.content.decode()
    for address in ("/", "/voices/follow", "/cases"):
        assert "geolocation=()" in client.get(address).headers["Permissions-Policy"]
