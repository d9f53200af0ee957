"""Who is told when a case moves. Numbers and links only: no citizen's words travel in a notice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from lianxin.accounts import reads as accounts
from lianxin.kernel.actor import Role
from lianxin.notices import actions as notices
from lianxin.venues import reads as venues

Payload = dict[str, Any]
Audience = Callable[[Payload, datetime], list[int]]


def _deputies(payload: Payload, at: datetime) -> list[int]:
    """The deputy asked for, or everybody placed in the venue."""
    wanted = payload["wanted_person_id"]
    persons = [wanted] if wanted is not None else venues.member_ids(payload["venue_id"])
    return accounts.user_ids_in(role=Role.DEPUTY, person_ids=persons, at=at)


def _members(payload: Payload, at: datetime) -> list[int]:
    """Everybody placed in the venue that has it now."""
    persons = venues.member_ids(payload["venue_id"])
    return accounts.user_ids_in(role=Role.DEPUTY, person_ids=persons, at=at)


def _dispatcher(payload: Payload, at: datetime) -> list[int]:
    county = payload["division_code"][:6]
    return accounts.user_ids_in(role=Role.DISPATCHER, only_place=county, at=at)


def _claimer(payload: Payload, at: datetime) -> list[int]:
    person = payload["claimed_by"]
    return accounts.user_ids_in(role=Role.DEPUTY, person_ids=[person], at=at) if person is not None else []


def _unit(payload: Payload, at: datetime) -> list[int]:
    unit_id = payload["unit_id"]
    if unit_id is None:
        return []
    return accounts.user_ids_in(role=Role.UNIT_HANDLER, unit_id=unit_id, at=at)


def _liaison(payload: Payload, at: datetime) -> list[int]:
    return accounts.user_ids_in(role=Role.LIAISON, venue_id=payload["venue_id"], at=at)


def _office(payload: Payload, at: datetime) -> list[int]:
    """The county's deputy-affairs office: levels above read no single cases."""
    county = payload["division_code"][:6]
    return accounts.user_ids_in(role=Role.DEPUTY_AFFAIRS, only_place=county, at=at)


# Verb → what is said, and to whom. A verb that is not here concerns nobody but its actor.
_TOLD: dict[str, tuple[str, tuple[Audience, ...]]] = {
    "receive": (_("新的民情待接单：%(number)s"), (_deputies, _liaison)),
    "join": (_("又有人反映同一件事：%(number)s"), (_liaison,)),
    "release": (_("民情退回待接：%(number)s"), (_deputies, _liaison)),
    "assign": (_("有一单待领：%(number)s"), (_unit,)),
    "accept": (_("部门已领单：%(number)s"), (_claimer,)),
    "object": (_("部门退回交办，请改派：%(number)s"), (_claimer, _liaison)),
    "answer": (_("部门已答复，请去核实：%(number)s"), (_claimer,)),
    "send_back": (_("代表退回重办：%(number)s"), (_unit,)),
    "rate": (_("群众评价了：%(number)s"), (_claimer, _liaison)),
    "reopen": (_("群众要求再办一次，已转督办：%(number)s"), (_claimer, _liaison, _office)),
    "lift": (_("下级上交的民情待接单：%(number)s"), (_members, _liaison)),
    "object_again": (_("两次退回，请裁定由谁办：%(number)s"), (_office, _dispatcher)),
    "arbitrate": (_("裁定由你单位办，请领单：%(number)s"), (_unit,)),
    "recall": (_("已收回，请另想办法：%(number)s"), (_claimer,)),
    "report_back": (_("转出的事有结果了：%(number)s"), (_liaison,)),
    "split": (_("拆开单独办，待接单：%(number)s"), (_deputies, _liaison)),
    "add_fact": (_("群众补充了情况：%(number)s"), (_claimer, _unit)),
    "progress": (_("部门报告了进展：%(number)s"), (_claimer,)),
    "extend": (_("部门延期了：%(number)s"), (_claimer, _liaison)),
    "supervise": (_("人大督办：%(number)s"), (_claimer, _unit, _liaison)),
    "withdraw": (_("群众撤回了：%(number)s"), (_claimer,)),
    "decline": (_("不予受理：%(number)s"), (_claimer,)),
    "close": (_("已办结：%(number)s"), (_claimer, _unit)),
}

# What an office presses for; a place may let these through at night (ADR-0019 §4).
_PRESSING = frozenset({"supervise", "object_again", "arbitrate"})


def notify_case_moved(event_id: str, payload: Payload) -> None:
    """Tell those whom a move concerns, once each; the one who moved it knows already."""
    told = _TOLD.get(payload["verb"])
    if told is None:
        return
    sentence, audiences = told
    now = timezone.now()
    notices.send(
        user_ids={user for audience in audiences for user in audience(payload, now)},
        key=event_id,
        kind="overdue" if payload["verb"] in _PRESSING else "case",
        title=sentence,
        values={"number": payload["number"]},
        url=f"/voices/{payload['case_id']}",
        at=datetime.fromisoformat(payload["at"]),
        except_user=payload["actor_user_id"],
    )


# Inside the unit only. Source: ADR-0021 §2.
_DRAFTS: dict[str, tuple[str, Role]] = {
    "submit": (_("有一份答复等您签发：%(number)s"), Role.UNIT_LEADER),
    "return": (_("答复退回修改：%(number)s"), Role.UNIT_HANDLER),
}


def notify_draft_moved(event_id: str, payload: Payload) -> None:
    """Tell the leader what waits for a signature, and the handlers what came back."""
    sentence, role = _DRAFTS[payload["verb"]]
    at = datetime.fromisoformat(payload["at"])
    notices.send(
        user_ids=set(accounts.user_ids_in(role=role, unit_id=payload["unit_id"], at=timezone.now())),
        key=event_id,
        kind="case",
        title=sentence,
        values={"number": payload["number"]},
        url=f"/voices/{payload['case_id']}/draft",
        at=at,
        except_user=payload["actor_user_id"],
    )
