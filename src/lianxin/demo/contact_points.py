"""Contact points in the demo: under venues of the main county, and one where drafts are discussed."""

from __future__ import annotations

from datetime import timedelta

from lianxin.demo.days import moment
from lianxin.demo.world import World
from lianxin.kit.scope import scope
from lianxin.venues.actions.points import PointFacts, close_point, open_point
from lianxin.venues.words import PointKind

_KINDS = (
    (PointKind.GROUP, "三组代表联系点", "三组活动室", "李组长"),
    (PointKind.COMPANY, "农产品合作社代表联系点", "合作社办公室", "杨经理"),
    (PointKind.SCHOOL, "完小代表联系点", "完小传达室", "张老师"),
)


def points(world: World) -> int:
    """Every second venue of the main county has one; returns how many there are, closed ones too."""
    office = world.offices[world.main_county]
    spots = [spot for spot in world.spots if spot.county == world.main_county][::2]
    day = world.today - timedelta(days=200)
    with scope(office):
        for number, spot in enumerate(spots):
            kind, name, where, who = _KINDS[number % len(_KINDS)]
            facts = PointFacts(
                kind=kind, name=f"{spot.name[:4]}{name}", division_code=spot.codes[0], address=where,
                responsible_name=who, opening_hours="周一至周五 9:00–17:00", venue_id=spot.venue_id,
            )  # fmt: skip
            opened = day + timedelta(days=number)
            point = open_point(facts=facts, opened_on=opened, actor=office, at=moment(opened, 560))
            if number == 1:
                ended = opened + timedelta(days=90)
                reason = "合作社搬到别的乡镇了"
                close_point(point_id=point.pk, on=ended, reason=reason, actor=office, at=moment(ended, 600))
        facts = PointFacts(
            kind=PointKind.LEGISLATIVE, name="楚雄市基层立法联系点", division_code=world.main_county,
            address="市政务服务中心三楼", responsible_name="周主任", phone="0878-3000009",
            opening_hours="周一至周五 9:00–17:00", named_by="楚雄州人大常委会",
        )  # fmt: skip
        open_point(facts=facts, opened_on=day, actor=office, at=moment(day, 560))
    return len(spots) + 1
