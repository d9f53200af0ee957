"""Builders for tests: the world of `voices` with a congress and seats, and suggestions in any state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from lianxin.accounts.testing import actor_for
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.scope import scope
from lianxin.people import actions as people
from lianxin.people.words import CongressLevel
from lianxin.suggestions import actions
from lianxin.suggestions.actions import Draft, Given, ReplyText, TalkFacts
from lianxin.suggestions.models import Handling, Promised, Suggestion, Talk
from lianxin.suggestions.words import DeclineReason, Leader, Mode, Organ, Satisfaction, Stage
from lianxin.suggestions.workflow import Duty, SuggestionState
from lianxin.voices import testing as voices

NOON = datetime(2026, 3, 3, 4, tzinfo=UTC)  # Tuesday, 12:00 in Beijing
SETUP = voices.SETUP
COUNTY, OTHER_COUNTY = voices.COUNTY, voices.OTHER_COUNTY


@dataclass(frozen=True, slots=True)
class World:
    """A county congress, its deputies, office, dispatcher and units; `other_*` belong to the next county."""

    base: voices.World
    congress_id: int
    other_congress_id: int
    unit_id: int
    second_unit_id: int
    other_unit_id: int
    lead: Actor
    second: Actor
    third: Actor
    other_deputy: Actor
    office: Actor
    other_office: Actor
    dispatcher: Actor
    committee: Actor
    officer: Actor
    head: Actor
    second_officer: Actor
    second_head: Actor
    other_officer: Actor


def make_world(at: datetime = NOON) -> World:
    """Make the world through the rooms' own actions."""
    base = voices.make_world(at)
    with scope(SETUP):
        congress, term = _congress("楚雄市人民代表大会", COUNTY, at)
        other, other_term = _congress("禄丰市人民代表大会", OTHER_COUNTY, at)
        seats = (
            (base.deputy, term), (base.second_deputy, term), (base.station_deputy, term),
            (base.other_deputy, other_term),
        )  # fmt: skip
        for deputy, in_term in seats:
            people.give_mandate(
                person_id=deputy.person_id or 0, term_id=in_term, home_code=voices.VILLAGE,
                electoral_district="第一选区", since=date(2022, 1, 1), actor=SETUP, at=at,
            )  # fmt: skip
        return World(
            base=base,
            congress_id=congress,
            other_congress_id=other,
            unit_id=base.unit_id,
            second_unit_id=base.second_unit_id,
            other_unit_id=base.other_unit_id,
            lead=base.deputy,
            second=base.second_deputy,
            third=base.station_deputy,
            other_deputy=base.other_deputy,
            office=base.office,
            other_office=base.other_office,
            dispatcher=base.dispatcher,
            committee=actor_for(Role.SPECIAL_COMMITTEE, COUNTY, name="城建委"),
            officer=base.officer,
            head=actor_for(Role.UNIT_LEADER, COUNTY, name="局长甲", unit_id=base.unit_id),
            second_officer=base.second_officer,
            second_head=actor_for(Role.UNIT_LEADER, COUNTY, name="局长乙", unit_id=base.second_unit_id),
            other_officer=base.other_officer,
        )


def _congress(name: str, place: str, at: datetime) -> tuple[int, int]:
    congress = people.record_congress(
        level=CongressLevel.COUNTY, division_code=place, name=name, actor=SETUP, at=at
    )
    term = people.open_term(congress_id=congress.pk, number=9, starts_on=date(2022, 1, 1), actor=SETUP, at=at)
    return congress.pk, term.pk


def text(**changes: object) -> Draft:
    """A complete draft about a road."""
    facts: dict[str, object] = {
        "title": "关于修复三组到小学道路的建议",
        "situation": "三组到小学的路长两公里，雨天积水，孩子上学难走。",
        "proposal": "请交通部门今年内硬化这段路，并装上路灯。",
        "category": "transport",
    }
    return Draft(**(facts | changes))  # type: ignore[arg-type]  # facts of a test


def draft(world: World, *, at: datetime = NOON, actor: Actor | None = None, **changes: object) -> int:
    """A draft of the lead deputy; returns its id."""
    by = actor or world.lead
    congress = world.other_congress_id if by is world.other_deputy else world.congress_id
    with scope(by):
        return actions.draft_suggestion(congress_id=congress, draft=text(**changes), actor=by, at=at).pk


@dataclass(frozen=True, slots=True)
class _Usual:
    """How a verb is usually done: by which member of the world, with which words."""

    act: Callable[..., Suggestion]
    who: str
    facts: Callable[[World, int], dict[str, object]]


def _just(**facts: object) -> Callable[[World, int], dict[str, object]]:
    return lambda _world, _id: facts


def _talk(world: World, suggestion_id: int) -> dict[str, object]:
    row = Talk.objects.filter(suggestion_id=suggestion_id).order_by("pk").last()
    return {"talk_id": row.pk if row else 0}


def _promise(world: World, suggestion_id: int) -> dict[str, object]:
    row = Promised.objects.filter(suggestion_id=suggestion_id).order_by("pk").last()
    return {"promise_id": row.pk if row else 0}


def talk_facts(held_on: date = date(2026, 3, 3)) -> TalkFacts:
    """A visit of the deputy head before handling."""
    return TalkFacts(
        Stage.BEFORE, Mode.VISIT, Leader.DEPUTY_HEAD, held_on, "到村里看了路，代表希望年内修好。"
    )


REPLY = ReplyText(
    "A",
    "三组到小学的道路已经全部硬化，路灯也装好了，请代表监督。",
    "楚交复〔2026〕12号",
    "段国强 0878-3000000",
)
PROMISING = ReplyText(
    "B", "三组到小学的道路已经列入今年的计划，资金已经落实，正在招标。",
    promise_text="硬化三组到小学的道路两公里",
    promise_amount="60 万元", promise_place="鹿城镇三组", promise_due_on=date(2026, 11, 30),
)  # fmt: skip

USUAL: dict[str, _Usual] = {
    "edit": _Usual(actions.edit_draft, "lead", lambda _w, _i: {"draft": text(title="关于修路的建议")}),
    "invite": _Usual(actions.invite_cosigners, "lead", _just(names=("普学明", "张文军"))),
    "cosign": _Usual(actions.cosign_suggestion, "second", _just()),
    "refuse": _Usual(actions.refuse_cosigning, "third", _just()),
    "take_back": _Usual(actions.take_back_draft, "lead", _just()),
    "submit": _Usual(actions.submit_suggestion, "lead", _just()),
    "return": _Usual(actions.return_suggestion, "office", _just(reason="请补充道路的长度")),
    "revise": _Usual(actions.revise_suggestion, "lead", _just()),
    "advise": _Usual(actions.advise_withdrawal, "office", _just(reason="这段路已经开工了")),
    "accept": _Usual(actions.accept_suggestion, "office", _just(category="")),
    "decline": _Usual(
        actions.decline_suggestion, "office", _just(code=DeclineReason.PERSONAL, note="请按程序办理")
    ),
    "letter": _Usual(actions.make_letter, "office", _just(reason="转给交通局参考")),
    "merge": _Usual(actions.merge_suggestion, "office", lambda w, _i: {"main_id": make(w, "accepted")}),
    "unmerge": _Usual(actions.unmerge_suggestion, "office", _just(reason="说的不是同一段路")),
    "hand_over": _Usual(actions.hand_over_suggestion, "office", _just(organ=Organ.GOVERNMENT, note="")),
    "assign": _Usual(
        actions.assign_suggestion,
        "office",
        lambda w, _i: {"given": [Given(w.unit_id, Duty.LEAD), Given(w.second_unit_id, Duty.CO)], "note": ""},
    ),
    "receive": _Usual(actions.receive_suggestion, "officer", _just()),
    "object": _Usual(
        actions.object_suggestion, "officer", _just(reason="这段路归水务局管", counter_unit_id=None)
    ),
    "reassign": _Usual(
        actions.reassign_suggestion, "office", lambda w, _i: {"unit_id": w.unit_id, "note": "按职责归交通局"}
    ),
    "plan": _Usual(
        actions.plan_handling, "officer", _just(plan="四月勘察，六月招标，十月完工。", in_charge="王副局长")
    ),
    "meet": _Usual(actions.record_talk, "officer", lambda _w, _i: {"talk": talk_facts()}),
    "confirm_talk": _Usual(actions.confirm_talk, "lead", _talk),
    "deny_talk": _Usual(actions.deny_talk, "lead", _talk),
    "give_opinion": _Usual(actions.give_opinion, "second_officer", _just(text="沿线排水沟由我局同步整修。")),
    "ask_extension": _Usual(actions.ask_extension, "officer", _just(reason="要等雨季过后才能施工")),
    "grant_extension": _Usual(actions.grant_extension, "office", _just()),
    "refuse_extension": _Usual(actions.refuse_extension, "office", _just(reason="请按期答复")),
    "draft_reply": _Usual(actions.draft_reply, "officer", _just(reply=REPLY)),
    "send_back_reply": _Usual(actions.send_back_reply, "head", _just(note="请写明完工日期")),
    "issue_reply": _Usual(actions.issue_reply, "head", _just()),
    "rate": _Usual(
        actions.rate_reply,
        "lead",
        _just(attitude=Satisfaction.SATISFIED, result=Satisfaction.BASICALLY, text=""),
    ),
    "rate_again": _Usual(
        actions.rate_reply,
        "lead",
        _just(attitude=Satisfaction.SATISFIED, result=Satisfaction.DISSATISFIED, text="路灯没有装"),
    ),
    "close_silent": _Usual(actions.close_silent, "office", _just()),
    "conclude": _Usual(
        actions.conclude_meeting, "office", _just(text="六月三日联席会议研究，年底前装好路灯。")
    ),
    "say": _Usual(actions.say, "lead", _just(text="请问什么时候开工？")),
    "supervise": _Usual(actions.supervise_suggestion, "office", _just(note="请本月内答复代表")),
    "make_key": _Usual(actions.make_key, "office", _just(decided_by="第十二次主任会议", leader="张副主任")),
    "promise_progress": _Usual(
        actions.report_promise,
        "officer",
        lambda w, i: _promise(w, i) | {"progress": "已经全部硬化完工", "is_done": True},
    ),
    "check_promise": _Usual(actions.check_promise, "lead", lambda w, i: _promise(w, i) | {"is_kept": True}),
    "withdraw": _Usual(actions.withdraw_suggestion, "lead", _just(reason="这段路已经修好了")),
}
# A verb that is a usual one with another face: who, and which verb.
OTHERWISE = {
    "receive_co": ("receive", "second_officer"),
    "object_co": ("object", "second_officer"),
    "arbitrate": ("reassign", "office"),
    "rate_escalate": ("rate_again", "lead"),
}


def perform(
    verb: str,
    world: World,
    suggestion_id: int,
    *,
    at: datetime,
    actor: Actor | None = None,
    **changes: object,
) -> Suggestion:
    """Do `verb` to a suggestion as its usual actor with its usual words, unless told otherwise."""
    verb, other = OTHERWISE.get(verb, (verb, ""))
    usual = USUAL[verb]
    by = actor or getattr(world, other or usual.who)
    with scope(by):
        facts = usual.facts(world, suggestion_id) | changes
    with scope(by):
        return usual.act(suggestion_id=suggestion_id, actor=by, at=at, **facts)


_TO_HANDLING = ("submit", "accept", "assign", "receive", "receive_co")
_TO_REPLIED = (
    *_TO_HANDLING, "meet", "confirm_talk", "give_opinion", "draft_reply", "issue_reply",
)  # fmt: skip
_AGAIN = ("rate_again", "draft_reply", "issue_reply")
PATHS: dict[SuggestionState, tuple[str, ...]] = {
    SuggestionState.DRAFT: (),
    SuggestionState.COSIGNING: ("invite",),
    SuggestionState.SUBMITTED: ("submit",),
    SuggestionState.RETURNED: ("submit", "return"),
    SuggestionState.ACCEPTED: ("submit", "accept"),
    SuggestionState.HANDED: ("submit", "accept", "hand_over"),
    SuggestionState.ASSIGNED: ("submit", "accept", "assign"),
    SuggestionState.DISPUTED: ("submit", "accept", "assign", "object"),
    SuggestionState.HANDLING: _TO_HANDLING,
    SuggestionState.REPLIED: _TO_REPLIED,
    SuggestionState.MEETING: (*_TO_REPLIED, *_AGAIN, "rate_escalate"),
    SuggestionState.CLOSED: (*_TO_REPLIED, "rate"),
    SuggestionState.DECLINED: ("submit", "decline"),
    SuggestionState.LETTER: ("submit", "letter"),
    SuggestionState.MERGED: ("submit", "merge"),
    SuggestionState.WITHDRAWN: ("submit", "withdraw"),
}


def make(
    world: World,
    state: SuggestionState | str = SuggestionState.DRAFT,
    *,
    at: datetime = NOON,
    path: tuple[str, ...] | None = None,
    **changes: object,
) -> int:
    """A suggestion drafted at `at` and walked to `state` or along `path`, a minute a step; returns its id."""
    suggestion_id = draft(world, at=at, **changes)
    steps = PATHS[SuggestionState(state)] if path is None else path
    for number, verb in enumerate(steps, start=1):
        perform(verb, world, suggestion_id, at=at + timedelta(minutes=number))
    return suggestion_id


def parts(world: World, suggestion_id: int) -> dict[int, Handling]:
    """The units' present parts, by unit."""
    with scope(world.office):
        rows = Handling.objects.filter(suggestion_id=suggestion_id).exclude(state="replaced")
        return {row.unit_id: row for row in rows}
