"""The verbs of a suggestion as the people of the demo do them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from lianxin.demo.pictures import picture, scenes_of
from lianxin.demo.world import Handler
from lianxin.kernel.actor import Actor
from lianxin.kit.scope import scope
from lianxin.people import reads as people
from lianxin.suggestions import actions
from lianxin.suggestions import reads as suggestion_reads
from lianxin.suggestions.actions import Given, PhotoOf, ReplyText, TalkFacts
from lianxin.suggestions.clocks import local_day
from lianxin.suggestions.words import DeclineReason, Leader, Mode, Organ, Satisfaction, Stage
from lianxin.suggestions.workflow import Duty


@dataclass(slots=True)
class Walk:
    """One suggestion on its way, and whose turn it may be."""

    suggestion_id: int
    lead: Actor
    second: Actor
    office: Actor
    unit: Handler
    co: Handler
    head: Actor
    answer: str
    promise: str
    amount: str
    town: str
    category: str = ""


def heads_first(keys: Iterable[str]) -> list[str]:
    """Units in order, the one of the tour first."""
    return sorted(keys, key=lambda key: (key != "transport", key))


def _do(act: Callable[..., object], who: Actor, walk: Walk, at: datetime, **facts: Any) -> None:
    with scope(who):
        act(suggestion_id=walk.suggestion_id, actor=who, at=at, **facts)


def _cosigners(walk: Walk, at: datetime) -> None:
    with scope(walk.lead):
        name = people.names_of([walk.second.person_id or 0])[walk.second.person_id or 0]
    _do(actions.invite_cosigners, walk.lead, walk, at, names=(name,))


def _page(walk: Walk, who: Actor, at: datetime) -> suggestion_reads.SuggestionPage:
    with scope(who):
        return suggestion_reads.suggestion_page(who, walk.suggestion_id, at=at)


def _talk_answer(act: Callable[..., object], walk: Walk, at: datetime) -> None:
    talk = _page(walk, walk.lead, at).talks[-1]
    _do(act, walk.lead, walk, at, talk_id=talk.id)


def _check(walk: Walk, at: datetime, *, is_kept: bool) -> None:
    promise = _page(walk, walk.lead, at).promises[-1]
    words = "现场看过，已经办好。" if is_kept else "现场看过，还有一段没有完工。"
    _do(actions.check_promise, walk.lead, walk, at, promise_id=promise.id, is_kept=is_kept, words=words)


def _report(walk: Walk, at: datetime) -> None:
    officer = walk.unit.actor
    promise = _page(walk, officer, at).promises[-1]
    facts = {"promise_id": promise.id, "progress": "工程已经完工，请代表现场查看。", "is_done": True}
    _do(actions.report_promise, officer, walk, at, **facts)
    _show(walk, officer, at, PhotoOf.PROMISE, promise.id, *scenes_of(walk.category))


def _show(walk: Walk, who: Actor, at: datetime, of: PhotoOf, subject_id: int, *scenes: str) -> None:
    """Hang drawn pictures on it."""
    photos = [picture(scene, walk.suggestion_id) for scene in scenes]
    _do(actions.add_photos, who, walk, at, of=of, subject_id=subject_id, photos=photos)


def _merge(walk: Walk, at: datetime) -> None:
    like = _page(walk, walk.office, at).like
    if like:
        _do(actions.merge_suggestion, walk.office, walk, at, main_id=like[0][0])


def _meet(walk: Walk, at: datetime) -> None:
    talk = TalkFacts(
        Stage.BEFORE, Mode.SITE, Leader.DEPUTY_HEAD, local_day(at), "一起到现场看了，代表希望先办最急的。",
        walk.town, "分管负责人、经办人、村干部",
    )  # fmt: skip
    _do(actions.record_talk, walk.unit.actor, walk, at, talk=talk)
    held = _page(walk, walk.unit.actor, at).talks[-1]
    _show(walk, walk.unit.actor, at, PhotoOf.TALK, held.id, scenes_of(walk.category)[0], "meeting")


def show_matter(walk: Walk, at: datetime) -> None:
    """A picture of what is wrong, from the deputy who writes about it."""
    _show(walk, walk.lead, at, PhotoOf.MATTER, walk.suggestion_id, scenes_of(walk.category)[0])


def _draft(walk: Walk, at: datetime, *, promises: bool) -> None:
    reply = ReplyText(
        "B" if promises else "A", walk.answer, "", "办公室 0878-0000000",
        walk.promise if promises else "", walk.amount, walk.town, local_day(at) + timedelta(days=150),
    )  # fmt: skip
    _do(actions.draft_reply, walk.unit.actor, walk, at, reply=reply)


def _draft_reference(walk: Walk, at: datetime) -> None:
    reply = ReplyText("C", "因资金和用地条件限制，今年暂时难以办到，已列入项目库，条件具备时办理。",
                      "", "办公室 0878-0000000")  # fmt: skip
    _do(actions.draft_reply, walk.unit.actor, walk, at, reply=reply)


def _rate(walk: Walk, at: datetime, result: Satisfaction, text: str) -> None:
    _do(actions.rate_reply, walk.lead, walk, at, attitude=Satisfaction.SATISFIED, result=result, text=text)


def _assign(walk: Walk, at: datetime) -> None:
    given = [Given(walk.unit.unit_id, Duty.LEAD), Given(walk.co.unit_id, Duty.CO)]
    _do(
        actions.assign_suggestion, walk.office, walk, at, given=given, note="请在办前、办中、办后与代表面商。"
    )


def _office(act: Callable[..., object], **facts: Any) -> Callable[[Walk, datetime], None]:
    return lambda walk, at: _do(act, walk.office, walk, at, **facts)


def _lead(act: Callable[..., object], **facts: Any) -> Callable[[Walk, datetime], None]:
    return lambda walk, at: _do(act, walk.lead, walk, at, **facts)


def _unit(act: Callable[..., object], **facts: Any) -> Callable[[Walk, datetime], None]:
    return lambda walk, at: _do(act, walk.unit.actor, walk, at, **facts)


def _co(act: Callable[..., object], **facts: Any) -> Callable[[Walk, datetime], None]:
    return lambda walk, at: _do(act, walk.co.actor, walk, at, **facts)


VERBS: dict[str, Callable[[Walk, datetime], None]] = {
    "cosigners": _cosigners,
    "cosign": lambda walk, at: _do(actions.cosign_suggestion, walk.second, walk, at),
    "submit": _lead(actions.submit_suggestion),
    "return": _office(actions.return_suggestion, reason="请补充具体的里程和受影响的人数。"),
    "accept": _office(actions.accept_suggestion, category=""),
    "decline": _office(
        actions.decline_suggestion, code=DeclineReason.OUT_OF_SCOPE, note="属于州级事权，已转州人大代表参考。"
    ),
    "letter": _office(actions.make_letter, reason="内容是咨询政策，转给有关单位直接答复您。"),
    "merge": _merge,
    "hand_over": _office(actions.hand_over_suggestion, organ=Organ.GOVERNMENT, note="请政府办分办。"),
    "assign": _assign,
    "receive": _unit(actions.receive_suggestion),
    "receive_co": _co(actions.receive_suggestion),
    "object": _unit(
        actions.object_suggestion, reason="这一段由镇政府管护，建议由镇里主办。", counter_unit_id=None
    ),
    "reassign": lambda walk, at: _do(
        actions.reassign_suggestion,
        walk.office,
        walk,
        at,
        unit_id=walk.unit.unit_id,
        note="按部门职责分工，仍由原单位主办。",
    ),
    "plan": _unit(
        actions.plan_handling,
        plan="先现场核查，再排出分步计划，资金落实后施工，完工后请代表验收。",
        in_charge="分管副局长",
    ),
    "meet": _meet,
    "confirm_talk": partial(_talk_answer, actions.confirm_talk),
    "deny_talk": partial(_talk_answer, actions.deny_talk),
    "opinion": _co(actions.give_opinion, text="涉及我局的部分已列入计划，将与主办单位同步实施。"),
    "ask_extension": _unit(actions.ask_extension, reason="要等雨季过后才能施工，三个月内完不成。"),
    "grant_extension": _office(actions.grant_extension),
    "draft_a": partial(_draft, promises=False),
    "draft_b": partial(_draft, promises=True),
    "draft_c": _draft_reference,
    "issue": lambda walk, at: _do(actions.issue_reply, walk.head, walk, at),
    "rate": lambda walk, at: _rate(walk, at, Satisfaction.SATISFIED, "办得实在，谢谢。"),
    "rate_bad": lambda walk, at: _rate(
        walk, at, Satisfaction.DISSATISFIED, "还有两处没有处理，群众还在反映。"
    ),
    "conclude": _office(
        actions.conclude_meeting, text="联席会议研究：剩余路段列入下一年度计划，由主办单位牵头。"
    ),
    "close_silent": _office(actions.close_silent),
    "say": _lead(actions.say, text="请问什么时候到现场看？村里可以先准备材料。"),
    "supervise": _office(actions.supervise_suggestion, note="请尽快与代表面商，按期答复。"),
    "make_key": _office(actions.make_key, decided_by="第三十二次主任会议", leader="人大常委会副主任"),
    "report": _report,
    "check_kept": partial(_check, is_kept=True),
    "check_broken": partial(_check, is_kept=False),
    "withdraw": _lead(actions.withdraw_suggestion, reason="有关部门已经安排施工，不用再办。"),
}
