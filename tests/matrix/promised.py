"""A suggestion of the own county that was answered with a promise: what the year's pages list."""

from __future__ import annotations

from datetime import datetime, timedelta

from lianxin.kernel.actor import Actor, Role
from lianxin.kit.scope import scope
from lianxin.suggestions import actions as suggestions
from lianxin.suggestions.clocks import local_day
from lianxin.suggestions.models import Promised, Talk
from lianxin.suggestions.words import Leader, Mode, Satisfaction, Stage
from lianxin.suggestions.workflow import Duty


def promise_of(person_id: int, unit_id: int, place: str, congress_id: int, at: datetime) -> int:
    """Carry one suggestion through to its rating; returns the promise of its reply."""
    lead = Actor(
        user_id=1, grant_id=1, role=Role.DEPUTY, person_id=person_id, place=place, name="代表", source="demo"
    )
    office = Actor(user_id=3, grant_id=3, role=Role.DEPUTY_AFFAIRS, place=place, name="代工委", source="demo")
    unit = {"unit_id": unit_id, "place": place, "source": "demo"}
    officer = Actor(user_id=2, grant_id=2, role=Role.UNIT_HANDLER, name="经办", **unit)
    head = Actor(user_id=4, grant_id=4, role=Role.UNIT_LEADER, name="局长", **unit)
    text = suggestions.Draft(
        "关于装路灯的建议", "三组到小学没有路灯，晚上不好走。", "请交通部门今年内装好路灯。", "transport"
    )
    day = local_day(at)
    with scope(lead):
        made = suggestions.draft_suggestion(congress_id=congress_id, draft=text, actor=lead, at=at)
        suggestions.submit_suggestion(suggestion_id=made.pk, actor=lead, at=at)
    with scope(office):
        suggestions.accept_suggestion(suggestion_id=made.pk, category="", actor=office, at=at)
        sole = suggestions.Given(unit_id, Duty.SOLE)
        suggestions.assign_suggestion(suggestion_id=made.pk, given=[sole], note="", actor=office, at=at)
    talk = suggestions.TalkFacts(Stage.BEFORE, Mode.VISIT, Leader.HEAD, day, "到村里看了路，说好年内装灯。")
    reply = suggestions.ReplyText(
        "B", "三组到小学的路灯已经列入今年的计划，资金已经落实。", promise_text="装路灯十二盏",
        promise_due_on=day + timedelta(days=60),
    )  # fmt: skip
    with scope(officer):
        suggestions.receive_suggestion(suggestion_id=made.pk, actor=officer, at=at)
        suggestions.record_talk(suggestion_id=made.pk, talk=talk, actor=officer, at=at)
        suggestions.draft_reply(suggestion_id=made.pk, reply=reply, actor=officer, at=at)
    with scope(lead):
        talk_id = Talk.objects.get(suggestion_id=made.pk).pk
        suggestions.confirm_talk(suggestion_id=made.pk, talk_id=talk_id, actor=lead, at=at)
    with scope(head):
        suggestions.issue_reply(suggestion_id=made.pk, actor=head, at=at)
    with scope(lead):
        suggestions.rate_reply(
            suggestion_id=made.pk, attitude=Satisfaction.SATISFIED, result=Satisfaction.SATISFIED, text="",
            actor=lead, at=at,
        )  # fmt: skip
        return Promised.objects.get(suggestion_id=made.pk).pk
