"""The states of a motion (议案) and every legal move. Plain Python: all that can happen stands here.

Deputies raise a motion jointly while the congress sits; the presidium decides whether it comes onto the
agenda, at once or after a special committee has looked at it.
Source: LAW-LOCAL-ORGANIC §22; LAW-DEPUTIES-2025 §15; ADR-0032 §4.
"""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_noop as _

from lianxin.kernel.workflow import State, Tone, Workflow, move, note


class MotionState(StrEnum):
    """Where a motion is."""

    DRAFT = "draft"
    COSIGNING = "cosigning"
    SUBMITTED = "submitted"
    COMMITTEE = "committee"
    AGENDA = "agenda"
    AFTER_SESSION = "after_session"
    VOTED = "voted"
    CLOSED = "closed"
    CONVERTED = "converted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


M = MotionState
_ORGANIC = "LAW-LOCAL-ORGANIC §22"
_SIGNING = "LAW-LOCAL-ORGANIC §22 (jointly); ADR-0025 §2"
MOTION_FLOW = Workflow(
    "suggestions.motion",
    "议案",
    [
        State(M.DRAFT, _("起草中"), _("代表正在起草"), Tone.WORKING),
        State(M.COSIGNING, _("征集联名"), _("正在请其他代表联名"), Tone.WAITING),
        State(M.SUBMITTED, _("待主席团决定"), _("已经提交，等主席团决定"), Tone.WAITING),
        State(M.COMMITTEE, _("委员会先审"), _("专门委员会正在审议"), Tone.WORKING),
        State(M.AGENDA, _("列入议程"), _("已经列入大会议程"), Tone.WORKING),
        State(M.AFTER_SESSION, _("会后审议"), _("大会以后由委员会审议"), Tone.WORKING),
        State(M.VOTED, _("表决通过"), _("大会已经通过，正在办理"), Tone.WORKING),
        State(M.CLOSED, _("已办结"), _("已经办结"), Tone.DONE),
        State(M.CONVERTED, _("转为建议"), _("作为代表建议办理"), Tone.QUIET),
        State(M.REJECTED, _("不作为议案"), _("没有作为议案处理"), Tone.QUIET),
        State(M.WITHDRAWN, _("已撤回"), _("已经撤回"), Tone.QUIET),
    ],
    [
        note("edit", _("修改"), M.DRAFT, "LAW-DEPUTIES-2025 §15 (案由、案据、方案)"),
        move("invite", _("邀请联名"), M.DRAFT, M.COSIGNING, _SIGNING),
        note("cosign", _("联名"), M.COSIGNING, _SIGNING),
        note("refuse", _("不联名"), M.COSIGNING, _SIGNING),
        move("take_back", _("收回修改"), M.COSIGNING, M.DRAFT, "ADR-0025 §2"),
        move("submit", _("提交议案"), M.COSIGNING, M.SUBMITTED, f"{_ORGANIC}; LAW-DEPUTIES-2025 §15"),
        move("send_to_committee", _("交委员会先审"), M.SUBMITTED, M.COMMITTEE, _ORGANIC),
        note("give_opinion", _("委员会意见"), M.COMMITTEE, _ORGANIC),
        move("put_on_agenda", _("列入议程"), [M.SUBMITTED, M.COMMITTEE], M.AGENDA, _ORGANIC),
        move("refer_after", _("会后审议"), [M.SUBMITTED, M.COMMITTEE], M.AFTER_SESSION, "ADR-0032 §4"),
        move("convert", _("转为建议"), [M.SUBMITTED, M.COMMITTEE], M.CONVERTED, "ADR-0032 §4"),
        move("reject", _("不作为议案"), [M.SUBMITTED, M.COMMITTEE], M.REJECTED, f"{_ORGANIC}; ADR-0032 §4"),
        move("pass", _("表决通过"), M.AGENDA, M.VOTED, "LAW-LOCAL-ORGANIC §25 (majority of all deputies)"),
        move("vote_down", _("表决没有通过"), M.AGENDA, M.CLOSED, "LAW-LOCAL-ORGANIC §25"),
        move("report", _("结果报告"), [M.VOTED, M.AFTER_SESSION], M.CLOSED, "ADR-0032 §4"),
        note("leave", _("退出联名"), [M.SUBMITTED, M.COMMITTEE], "ADR-0032 §5"),
        move("fall_below", _("联名不足，撤回"), [M.SUBMITTED, M.COMMITTEE], M.WITHDRAWN, "ADR-0032 §5"),
        move(
            "withdraw", _("撤回"), [M.DRAFT, M.COSIGNING, M.SUBMITTED, M.COMMITTEE], M.WITHDRAWN,
            "LAW-DEPUTIES-2025 §15",
        ),
        note("ask_withdrawal", _("要求撤回"), M.AGENDA, f"{_ORGANIC}; LAW-DEPUTIES-2025 §15"),
        note("refuse_withdrawal", _("不同意撤回"), M.AGENDA, f"{_ORGANIC}; LAW-DEPUTIES-2025 §15"),
        move(
            "consent_withdrawal", _("同意撤回"), M.AGENDA, M.WITHDRAWN,
            f"{_ORGANIC}; LAW-DEPUTIES-2025 §15 (with the presidium's consent, before the vote)",
        ),
    ],
)  # fmt: skip
MOTION_END = (M.CLOSED, M.CONVERTED, M.REJECTED, M.WITHDRAWN)
MOTION_OPEN = tuple(state for state in M if state not in MOTION_END)
# Not yet in the hands of the congress: only those who sign it read it.
MOTION_PRIVATE = (M.DRAFT, M.COSIGNING)
MOTION_IN = (M.SUBMITTED, M.COMMITTEE, M.AGENDA, M.AFTER_SESSION, M.VOTED, M.CLOSED, M.CONVERTED, M.REJECTED)
# Which verb decides that one happens.
MOTION_FOLLOWS = {"fall_below": "leave"}

# The stages of the page.
MOTION_STAGES: tuple[tuple[str, tuple[MotionState, ...]], ...] = (
    (_("提出"), (M.DRAFT, M.COSIGNING)),
    (_("主席团决定"), (M.SUBMITTED, M.COMMITTEE)),
    (_("审议"), (M.AGENDA, M.AFTER_SESSION)),
    (_("办理"), (M.VOTED,)),
    (_("结果"), (M.CLOSED, M.CONVERTED, M.REJECTED, M.WITHDRAWN)),
)
