"""Contact points in the demo: under venues of the main county, and one where drafts are discussed."""

from __future__ import annotations

from datetime import timedelta

from lianxin.demo.days import moment
from lianxin.demo.world import World
from lianxin.kernel.actor import Actor
from lianxin.kit.scope import scope
from lianxin.venues.actions.law_drafts import DraftFacts, ask_opinions, record_opinion
from lianxin.venues.actions.points import PointFacts, close_point, open_point
from lianxin.venues.words import OpinionFrom, PointKind

_KINDS = (
    (PointKind.GROUP, "三组代表联系点", "三组活动室", "李组长"),
    (PointKind.COMPANY, "农产品合作社代表联系点", "合作社办公室", "杨经理"),
    (PointKind.SCHOOL, "完小代表联系点", "完小传达室", "张老师"),
)

_SAID = (
    (OpinionFrom.CITIZEN, "第九条", "村里分两类就够了，分多了老人记不住。"),
    (OpinionFrom.COMPANY, "第十五条", "收运车最好定点定时，我们好安排人等。"),
    (OpinionFrom.EXPERT, "", "建议写明有害垃圾由谁收、收到哪里。"),
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
        point = open_point(facts=facts, opened_on=day, actor=office, at=moment(day, 560))
        _opinions(point.pk, world, office)
    return len(spots) + 1


def _opinions(point_id: int, world: World, office: Actor) -> None:
    """A draft that is open for opinions, with the first ones."""
    since = world.today - timedelta(days=12)
    facts = DraftFacts(
        "楚雄州城乡垃圾管理条例（草案）",
        "规定垃圾分类、收运和费用。\n想请大家说说：分几类合适，收运多久一次合适。",
        "楚雄州人大常委会", since, world.today + timedelta(days=20),
    )  # fmt: skip
    draft = ask_opinions(facts=facts, actor=office, at=moment(since, 600))
    for number, (kind, article, words) in enumerate(_SAID):
        on = since + timedelta(days=number + 1)
        record_opinion(
            draft_id=draft.pk, point_id=point_id, said_by=kind, article=article, text=words, on=on,
            actor=office, at=moment(on, 640),
        )  # fmt: skip
