"""Who is told when a suggestion moves. Numbers and links only: no words of it travel in a notice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from lianxin.accounts import reads as accounts
from lianxin.kernel.actor import Role
from lianxin.notices import actions as notices

Payload = dict[str, Any]
Audience = Callable[[Payload, datetime], list[int]]


def _lead(payload: Payload, at: datetime) -> list[int]:
    return accounts.user_ids_in(role=Role.DEPUTY, person_ids=[payload["lead_person_id"]], at=at)


def _signers(payload: Payload, at: datetime) -> list[int]:
    return accounts.user_ids_in(role=Role.DEPUTY, person_ids=payload["signer_ids"], at=at)


def _cosigners(payload: Payload, at: datetime) -> list[int]:
    others = [person for person in payload["signer_ids"] if person != payload["lead_person_id"]]
    return accounts.user_ids_in(role=Role.DEPUTY, person_ids=others, at=at) if others else []


def _office(payload: Payload, at: datetime) -> list[int]:
    """The office of the congress: of a county and above, or of a township."""
    place = payload["division_code"]
    role = Role.PRESIDIUM if len(place) == 9 else Role.DEPUTY_AFFAIRS
    return accounts.user_ids_in(role=role, only_place=place, at=at)


def _dispatcher(payload: Payload, at: datetime) -> list[int]:
    if payload["organ"] != "government":
        return []
    return accounts.user_ids_in(role=Role.DISPATCHER, only_place=payload["division_code"], at=at)


def _officers(payload: Payload, at: datetime) -> list[int]:
    return [
        user
        for unit in payload["unit_ids"]
        for user in accounts.user_ids_in(role=Role.UNIT_HANDLER, unit_id=unit, at=at)
    ]


def _heads(payload: Payload, at: datetime) -> list[int]:
    return [
        user
        for unit in payload["unit_ids"]
        for user in accounts.user_ids_in(role=Role.UNIT_LEADER, unit_id=unit, at=at)
    ]


# Verb → what is said, and to whom. A verb that is not here concerns nobody but its actor.
_TOLD: dict[str, tuple[str, tuple[Audience, ...]]] = {
    "invite": (_("有代表请您附议一件建议"), (_cosigners,)),
    "cosign": (_("有代表附议了您的建议"), (_lead,)),
    "refuse": (_("有代表不附议您的建议"), (_lead,)),
    "submit": (_("有新的代表建议待审查"), (_office,)),
    "return": (_("您的建议请修改后再提"), (_signers,)),
    "advise": (_("人大机关对您的建议有说明"), (_lead,)),
    "accept": (_("您的建议已经立案：第%(number)s号"), (_signers,)),
    "decline": (_("您的建议没有立案，请看原因"), (_signers,)),
    "letter": (_("您的建议按来信处理，请看说明"), (_signers,)),
    "merge": (_("您的建议和相同的建议一起办"), (_signers,)),
    "unmerge": (_("一件并案的建议拆开了，回到待审查"), (_signers, _office)),
    "hand_over": (_("有代表建议待分办：第%(number)s号"), (_dispatcher,)),
    "assign": (_("有代表建议待接收：第%(number)s号"), (_officers, _lead)),
    "object": (_("承办单位提出异议，请定由谁办：第%(number)s号"), (_office, _dispatcher)),
    "reassign": (_("改派已定：第%(number)s号"), (_officers, _lead)),
    "arbitrate": (_("已裁定由谁办：第%(number)s号"), (_officers, _lead)),
    "begin": (_("单位开始办理：第%(number)s号"), (_lead,)),
    "plan": (_("单位写了办理方案：第%(number)s号"), (_lead,)),
    "meet": (_("单位记了一次面商，请您确认：第%(number)s号"), (_lead,)),
    "confirm_talk": (_("代表确认了面商：第%(number)s号"), (_officers,)),
    "deny_talk": (_("代表说没有这次面商：第%(number)s号"), (_officers, _office)),
    "give_opinion": (_("协办意见到了：第%(number)s号"), (_officers,)),
    "ask_extension": (_("单位申请延期：第%(number)s号"), (_office,)),
    "grant_extension": (_("同意延期：第%(number)s号"), (_officers, _lead)),
    "refuse_extension": (_("不同意延期：第%(number)s号"), (_officers,)),
    "draft_reply": (_("有答复待签发：第%(number)s号"), (_heads,)),
    "send_back_reply": (_("答复稿退回修改：第%(number)s号"), (_officers,)),
    "reply": (_("您的建议有答复了：第%(number)s号"), (_signers,)),
    "rate": (_("代表评价了答复：第%(number)s号"), (_officers, _office)),
    "rate_again": (_("代表不满意，请重新办理：第%(number)s号"), (_officers, _heads, _office)),
    "rate_escalate": (_("代表再次不满意，请开联席会议：第%(number)s号"), (_officers, _office)),
    "conclude": (_("联席会议有结论了：第%(number)s号"), (_officers, _signers)),
    "close_silent": (_("逾期没有评价，已办结：第%(number)s号"), (_lead,)),
    "say": (_("有新的交流：第%(number)s号"), (_officers, _lead)),
    "supervise": (_("人大督办：第%(number)s号"), (_officers, _heads, _lead)),
    "make_key": (_("列为重点督办：第%(number)s号"), (_officers, _heads, _lead)),
    "promise_progress": (_("承诺有进展了，请您看看：第%(number)s号"), (_lead,)),
    "check_promise": (_("代表复核了承诺：第%(number)s号"), (_officers, _office)),
    "withdraw": (_("代表撤回了建议"), (_officers, _office)),
}


def notify_suggestion_moved(event_id: str, payload: Payload) -> None:
    """Tell those whom it concerns, once each; the one who did it knows already."""
    told = _TOLD.get(payload["verb"])
    if told is None or (payload["verb"] == "withdraw" and not payload["number"]):
        return
    sentence, audiences = told
    now = timezone.now()
    notices.send(
        user_ids={user for audience in audiences for user in audience(payload, now)},
        key=event_id,
        kind="suggestion",
        title=sentence,
        values={"number": payload["number"]},
        url=f"/suggestions/{payload['suggestion_id']}",
        at=datetime.fromisoformat(payload["at"]),
        except_user=payload["actor_user_id"],
    )
