"""Two deputies and one matter: a signature asked for; two merged, and separated again (ADR-0037 §1)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from lianxin.demo.days import moment
from lianxin.kernel.actor import Actor
from lianxin.kit.scope import scope
from lianxin.people import reads as people
from lianxin.suggestions import actions
from lianxin.suggestions.actions import Draft

if TYPE_CHECKING:
    from lianxin.demo.suggestions import Proposals

_MAIN = Draft(
    title="关于在老车站路口装红绿灯的建议",
    situation="老车站路口没有红绿灯，早晚接送学生时车和人挤在一起，今年已经发生两起小事故。",
    proposal="请公安交警部门在路口装红绿灯和人行横道线，放学时段安排人员值守。",
    category="transport",
)
_OTHER = Draft(
    title="关于老车站路口过街安全的建议",
    situation="老车站路口过街要等很久，老人和学生不敢过，附近两个小区的居民都反映过。",
    proposal="请在路口增加红绿灯和安全岛，夜里加一盏路灯。",
    category="transport",
)

_ASKED = Draft(
    title="关于在集镇增设公共充电桩的建议",
    situation="集镇只有两个充电桩，赶集天要排队一个多小时，跑城乡客运的电动车常常充不上电。",
    proposal="请在农贸市场和客运站停车场各增设四个充电桩，价格公示，安排人员看管。",
    category="transport",
)


def tell(proposals: Proposals) -> int:
    """The first deputy withdraws, and the other's comes back to review; returns how many were added."""
    if len(proposals.deputies) < 2:
        return 0
    first, second = proposals.deputies[1], proposals.deputies[0]
    _ask(proposals, second)
    start, office = proposals.world.today - timedelta(days=14), proposals.office
    main = _raised(proposals, first, _MAIN, moment(start, 560))
    other = _raised(proposals, second, _OTHER, moment(start, 640))
    with scope(office):
        day = moment(start + timedelta(days=2), 600)
        actions.accept_suggestion(suggestion_id=main, category="", actor=office, at=day)
        actions.merge_suggestion(
            suggestion_id=other, main_id=main, actor=office, at=day + timedelta(minutes=5)
        )
    with scope(first):
        actions.withdraw_suggestion(
            suggestion_id=main, reason="交警大队已经列入本月的计划，不用再办。", actor=first,
            at=moment(start + timedelta(days=11), 590),
        )  # fmt: skip
    return 3


def _ask(proposals: Proposals, asked: Actor) -> None:
    """A colleague's draft waits for the yes or no of the deputy of the tour."""
    day = proposals.world.today - timedelta(days=2)
    colleague = proposals.deputies[-1]
    with scope(colleague):
        name = people.names_of([asked.person_id or 0])[asked.person_id or 0]
        made = actions.draft_suggestion(
            congress_id=proposals.congress_id, draft=_ASKED, actor=colleague, at=moment(day, 1180)
        )
        actions.invite_cosigners(suggestion_id=made.pk, names=(name,), actor=colleague, at=moment(day, 1190))


def _raised(proposals: Proposals, deputy: Actor, draft: Draft, at: datetime) -> int:
    with scope(deputy):
        made = actions.draft_suggestion(congress_id=proposals.congress_id, draft=draft, actor=deputy, at=at)
        actions.submit_suggestion(suggestion_id=made.pk, actor=deputy, at=at + timedelta(minutes=3))
    return made.pk
