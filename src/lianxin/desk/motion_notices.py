"""Who is told when a motion moves. Numbers and links only: no words of it travel in a notice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from lianxin.accounts import reads as accounts
from lianxin.kernel.actor import Role
from lianxin.notices import actions as notices

Payload = dict[str, Any]
_LEAD, _SIGNERS, _OTHERS, _OFFICE, _COMMITTEE = "lead", "signers", "others", "office", "committee"
# Verb → what is said, and to whom. A verb that is not here concerns nobody but its actor.
_TOLD: dict[str, tuple[str, tuple[str, ...]]] = {
    "invite": (_("有代表请您联名提一件议案"), (_OTHERS,)),
    "cosign": (_("有代表同意联名您的议案"), (_LEAD,)),
    "refuse": (_("有代表不联名您的议案"), (_LEAD,)),
    "submit": (_("有新的议案等主席团决定：第%(number)s号"), (_OFFICE,)),
    "send_to_committee": (_("议案交委员会先审议：第%(number)s号"), (_SIGNERS, _COMMITTEE)),
    "give_opinion": (_("委员会提出了审议意见：第%(number)s号"), (_OFFICE, _LEAD)),
    "put_on_agenda": (_("议案列入大会议程：第%(number)s号"), (_SIGNERS,)),
    "refer_after": (_("议案会后由委员会审议：第%(number)s号"), (_SIGNERS, _COMMITTEE)),
    "convert": (_("议案转为代表建议办理：第%(number)s号"), (_SIGNERS,)),
    "reject": (_("没有作为议案处理，请看书面理由：第%(number)s号"), (_SIGNERS,)),
    "pass": (_("议案表决通过：第%(number)s号"), (_SIGNERS, _COMMITTEE)),
    "vote_down": (_("议案表决没有通过：第%(number)s号"), (_SIGNERS,)),
    "report": (_("议案有结果报告了：第%(number)s号"), (_SIGNERS,)),
    "leave": (_("有代表退出联名：第%(number)s号"), (_LEAD, _OFFICE)),
    "fall_below": (_("联名不足法定人数，议案撤回：第%(number)s号"), (_SIGNERS, _OFFICE)),
    "withdraw": (_("议案撤回：第%(number)s号"), (_SIGNERS, _OFFICE)),
    "ask_withdrawal": (_("要求撤回议案，请主席团决定：第%(number)s号"), (_OFFICE,)),
    "consent_withdrawal": (_("主席团同意撤回议案：第%(number)s号"), (_SIGNERS,)),
    "refuse_withdrawal": (_("主席团不同意撤回议案：第%(number)s号"), (_LEAD,)),
}


def _users(audience: str, payload: Payload, at: datetime) -> list[int]:
    place, lead = payload["division_code"], payload["lead_person_id"]
    if audience == _OFFICE:
        role = Role.PRESIDIUM if len(place) == 9 else Role.DEPUTY_AFFAIRS
        return accounts.user_ids_in(role=role, only_place=place, at=at)
    if audience == _COMMITTEE:
        return accounts.user_ids_in(role=Role.SPECIAL_COMMITTEE, only_place=place, at=at)
    persons = [lead] if audience == _LEAD else payload["signer_ids"]
    wanted = [person for person in persons if person is not None]
    if audience == _OTHERS:
        wanted = [person for person in wanted if person != lead]
    return accounts.user_ids_in(role=Role.DEPUTY, person_ids=wanted, at=at) if wanted else []


def notify_motion_moved(event_id: str, payload: Payload) -> None:
    """Tell those whom it concerns, once each; the one who did it knows already."""
    told = _TOLD.get(payload["verb"])
    if told is None or (payload["verb"] == "withdraw" and not payload["number"]):
        return
    sentence, audiences = told
    now = timezone.now()
    notices.send(
        user_ids={user for audience in audiences for user in _users(audience, payload, now)},
        key=event_id,
        kind="suggestion",
        title=sentence,
        values={"number": payload["number"]},
        url=f"/motions/{payload['motion_id']}",
        at=datetime.fromisoformat(payload["at"]),
        except_user=payload["actor_user_id"],
    )
