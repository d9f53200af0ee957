"""Builders for tests of motions: a session, a place where three sponsors are enough, motions in any state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lianxin.kernel.actor import Actor
from lianxin.kit.scope import scope
from lianxin.suggestions import actions
from lianxin.suggestions.actions import Count, MotionText
from lianxin.suggestions.models import Motion, Profile
from lianxin.suggestions.motion_flow import MotionState
from lianxin.suggestions.motion_words import NoMotion
from lianxin.suggestions.profiles import rules_for
from lianxin.suggestions.testing import COUNTY, NOON, SETUP, World

M = MotionState
TEXT = MotionText(
    title="关于制定农村饮水安全管理办法的议案",
    grounds="全市还有三十二个村民小组冬春缺水，管护没有依据，代表和群众意见集中。",
    plan="请大会作出决定，由市人民政府在今年九月前制定农村饮水安全管理办法。",
    category="farming",
)


def open_congress(*, signers: int = 3) -> None:
    """A session that sits, and a local rule of so many sponsors (0: the law's own number)."""
    if signers:
        Profile.objects.create(
            division_code=COUNTY, valid_from=date(2026, 1, 1), name="楚雄市", version=1, source="测试",
            values={"motion_signers": signers},
        )  # fmt: skip
    rules_for.cache_clear()
    with scope(SETUP):
        actions.open_session(
            division_code=COUNTY, term_number=9, number=5, name="第九届第五次会议",
            starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 6), actor=SETUP, at=NOON,
        )  # fmt: skip


def draft(world: World, *, at: datetime = NOON) -> int:
    """A draft of the lead deputy; returns its id."""
    with scope(world.lead):
        return actions.draft_motion(
            congress_id=world.congress_id, text=TEXT, actor=world.lead, at=at
        ).pk  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Usual:
    act: Callable[..., Motion]
    who: str
    facts: Mapping[str, object]


_MEETING = {"decided_by": "大会主席团第二次会议"}
_COMMITTEE = _MEETING | {"committee": "财政经济委员会"}
USUAL: dict[str, _Usual] = {
    "edit": _Usual(actions.edit_motion, "lead", {"text": TEXT}),
    "invite": _Usual(actions.invite_to_motion, "lead", {"names": ("普学明", "张文军")}),
    "cosign": _Usual(actions.cosign_motion, "second", {}),
    "cosign_third": _Usual(actions.cosign_motion, "third", {}),
    "refuse": _Usual(actions.refuse_motion, "third", {}),
    "take_back": _Usual(actions.take_back_motion, "lead", {}),
    "submit": _Usual(actions.submit_motion, "lead", {}),
    "send_to_committee": _Usual(actions.send_to_committee, "office", _COMMITTEE),
    "give_opinion": _Usual(
        actions.give_committee_opinion, "committee", {"favours": True, "opinion": "符合职权，条件成熟。"}
    ),
    "put_on_agenda": _Usual(actions.put_on_agenda, "office", _MEETING),
    "refer_after": _Usual(actions.refer_after_session, "office", _COMMITTEE),
    "convert": _Usual(actions.convert_motion, "office", _MEETING | {"note": ""}),
    "reject": _Usual(
        actions.reject_motion, "office",
        _MEETING | {"code": NoMotion.EXECUTIVE, "note": "属于政府日常工作，请作为建议提出。"},
    ),
    "pass": _Usual(actions.vote_on_motion, "office", {"count": Count(101, 40, 20, 200)}),
    "vote_down": _Usual(actions.vote_on_motion, "office", {"count": Count(100, 40, 20, 200)}),
    "report": _Usual(
        actions.report_motion, "committee", {"report": "市人民政府已经制定管理办法，九月一日施行。"}
    ),
    "leave": _Usual(actions.leave_motion, "second", {}),
    "withdraw": _Usual(actions.withdraw_motion, "lead", {"reason": "准备再完善方案"}),
    "ask_withdrawal": _Usual(actions.ask_withdrawal, "lead", {"reason": "准备再完善方案"}),
    "consent_withdrawal": _Usual(actions.consent_withdrawal, "office", _MEETING),
    "refuse_withdrawal": _Usual(actions.refuse_withdrawal, "office", _MEETING),
}  # fmt: skip
_IN = ("invite", "cosign", "cosign_third", "submit")
PATHS: dict[MotionState, tuple[str, ...]] = {
    M.DRAFT: (),
    M.COSIGNING: ("invite",),
    M.SUBMITTED: _IN,
    M.COMMITTEE: (*_IN, "send_to_committee"),
    M.AGENDA: (*_IN, "put_on_agenda"),
    M.AFTER_SESSION: (*_IN, "refer_after"),
    M.VOTED: (*_IN, "put_on_agenda", "pass"),
    M.CLOSED: (*_IN, "put_on_agenda", "pass", "report"),
    M.CONVERTED: (*_IN, "convert"),
    M.REJECTED: (*_IN, "reject"),
    M.WITHDRAWN: (*_IN, "withdraw"),
}


def perform(
    verb: str, world: World, motion_id: int, *, at: datetime, actor: Actor | None = None, **changes: object
) -> Motion:
    """Do `verb` to a motion as its usual actor with its usual words, unless told otherwise."""
    usual = USUAL[verb]
    by = actor or getattr(world, usual.who)
    with scope(by):
        return usual.act(motion_id=motion_id, actor=by, at=at, **(dict(usual.facts) | changes))


def make(world: World, state: MotionState | str = M.DRAFT, *, path: tuple[str, ...] | None = None) -> int:
    """A motion walked to `state` or along `path`, a minute a step; returns its id. A session must sit."""
    motion_id = draft(world)
    for number, verb in enumerate(PATHS[MotionState(state)] if path is None else path, start=1):
        perform(verb, world, motion_id, at=NOON + timedelta(minutes=number))
    return motion_id
