from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from lianxin.kernel.errors import Stale, TooMany
from lianxin.kit import once, throttle

pytestmark = pytest.mark.django_db
LIMIT = throttle.Limit("test", 3, timedelta(minutes=15), "请十五分钟后再试。")


def test_the_same_form_twice_makes_one_thing(noon: datetime) -> None:
    made: list[int] = []

    def make() -> str:
        made.append(1)
        return f"case-{len(made)}"

    fields = {"text": "路灯不亮"}
    assert once.once("k1", fields, make, at=noon) == "case-1"
    assert once.once("k1", fields, make, at=noon) == "case-1"
    assert made == [1]


def test_the_same_key_with_other_words_is_refused(noon: datetime) -> None:
    once.once("k2", {"text": "路灯不亮"}, lambda: "a", at=noon)
    with pytest.raises(Stale, match="已经交过一次"):
        once.once("k2", {"text": "别的事"}, lambda: "b", at=noon)


def test_tries_are_counted_per_subject_and_window(noon: datetime) -> None:
    for _ in range(3):
        throttle.spend(LIMIT, "1.2.3.4", at=noon)
    with pytest.raises(TooMany, match="十五分钟"):
        throttle.spend(LIMIT, "1.2.3.4", at=noon)
    throttle.spend(LIMIT, "5.6.7.8", at=noon)
    throttle.spend(LIMIT, "1.2.3.4", at=noon + timedelta(minutes=15))


def test_the_table_holds_no_address(noon: datetime) -> None:
    from lianxin.kit.models import Throttle

    throttle.count(LIMIT, "192.0.2.77", at=noon)
    assert not Throttle.objects.filter(key__contains="192").exists()
