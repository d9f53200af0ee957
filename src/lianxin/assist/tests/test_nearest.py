"""The likest of many known texts: the same answers as `similar`, and none when unsure."""

from __future__ import annotations

from lianxin.assist.nearest import Nearest
from lianxin.assist.similar import ranked

KNOWN = [
    (1, "关于修复三组到集镇破损公路的建议，请硬化公路，补装护栏"),
    (2, "关于更换四组饮水管网的建议，请更换老旧管网，增建蓄水池"),
    (3, "关于治理河道污染的建议，请排查排污口，公布水质"),
    (4, "关于修复八组破损公路的建议，请养护公路，补装护栏和标志"),
]
ASKED = "关于修复五组破损公路的建议，请硬化公路，装护栏"


def test_it_finds_what_similar_finds_in_the_same_order() -> None:
    found = Nearest(KNOWN).like(ASKED, sure=0.35, most=3)
    same = ranked(ASKED, KNOWN, most=3)
    assert [match.id for match in found] == [match.id for match in same] == [1, 4]
    assert [match.score for match in found] == [match.score for match in same]
    assert "破损公路" in found[0].why


def test_nothing_is_found_when_unsure_or_when_nothing_is_known() -> None:
    assert Nearest(KNOWN).like("关于举办山歌比赛的建议，请每年办一次", sure=0.35) == ()
    assert Nearest([]).like(ASKED, sure=0.35) == ()
    assert Nearest(KNOWN).like("", sure=0.35) == ()
