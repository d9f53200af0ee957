"""Rules on walls in the demo: four of the prefecture, one of the county in two versions, some behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from lianxin.demo.days import moment
from lianxin.demo.world import World
from lianxin.kernel.actor import Actor
from lianxin.kit.scope import scope
from lianxin.rulebook import actions, reads
from lianxin.rulebook.samples import SAMPLES
from lianxin.rulebook.words import CORE, Slot

_TITLE = "常委会组成人员联系代表办法"
_TEXT = (
    "一、每名常委会组成人员固定联系三名以上基层代表。\n"
    "二、每半年至少当面听取一次意见，听到的意见在平台上登记。\n"
    "三、代表提出的困难，由代工委协调办理并答复。"
)


def walls(world: World) -> int:
    """Set the rules and hang them in most venues of the main county; returns how many sheets hang."""
    office = world.offices[world.main_county]
    above = replace(office, place=world.main_county[:4])
    day = world.today - timedelta(days=180)
    _set_core(above, world)
    hung = 0
    spots = [spot for spot in world.spots if spot.county == world.main_county]
    with scope(office):
        actions.set_rule(
            slot=Slot.LOCAL, title=_TITLE, body=_TEXT, source="楚市人办〔2026〕6 号", valid_from=day,
            actor=office, at=moment(day, 600),
        )  # fmt: skip
        for number, spot in enumerate(spots):
            if number % 6 == 5:
                continue
            on = day + timedelta(days=number % 30)
            ids = [rule.id for rule in reads.rules_in_force(spot.codes[0], on=on)]
            hung += actions.hang_rules(
                venue_id=spot.venue_id, rule_ids=ids, on=on, actor=office, at=moment(on, 620)
            )
        later = world.today - timedelta(days=20)
        actions.set_rule(
            slot=Slot.LOCAL, series=_TITLE, title=_TITLE, source="楚市人办〔2026〕15 号", valid_from=later,
            body=_TEXT + "\n四、联系情况每季度在网上公布一次。", actor=office, at=moment(later, 600),
        )  # fmt: skip
    return hung


def _set_core(above: Actor, world: World) -> None:
    """The prefecture's four core rules."""
    day = world.today - timedelta(days=200)
    with scope(above):
        for slot in CORE:
            sample = SAMPLES[slot]
            actions.set_rule(
                slot=slot, title=sample.title, body=sample.body, source="楚州人办〔2026〕2 号",
                valid_from=day, actor=above, at=moment(day, 600),
            )  # fmt: skip
