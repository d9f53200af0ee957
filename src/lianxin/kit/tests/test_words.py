"""What people read for what the system stores."""

from __future__ import annotations

from django.utils.translation import override

from lianxin.kit.day_words import reckoned
from lianxin.kit.jinja_env import rules


def test_rules_are_told_by_place_and_version() -> None:
    assert rules("yunnan-default@2") == "平台默认规则（第 2 版）"
    assert rules("楚雄市@3") == "楚雄市（第 3 版）"


def test_what_is_no_profile_is_told_as_it_is() -> None:
    assert rules("楚雄市第十八届人民代表大会第五次会议") == "楚雄市第十八届人民代表大会第五次会议"


def test_why_a_day_counts_is_told_in_the_readers_language() -> None:
    told = "国庆节、中秋节放假（暂定），顺延"
    assert reckoned(told) == told
    with override("en"):
        assert reckoned(told) == "National Day, Mid-Autumn Festival holiday (provisional), moved on"
        assert reckoned("火把节") == "火把节"
        assert reckoned("暂停：等代表补充") == "Paused: 等代表补充"
