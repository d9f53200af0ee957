"""The states of a suggestion and every legal move. Plain Python: all that can happen stands here."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_noop as _

from lianxin.kernel.workflow import State, Tone, Workflow, move, note


class SuggestionState(StrEnum):
    """Where a suggestion is."""

    DRAFT = "draft"
    COSIGNING = "cosigning"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    HANDED = "handed"
    ASSIGNED = "assigned"
    DISPUTED = "disputed"
    HANDLING = "handling"
    REPLIED = "replied"
    MEETING = "meeting"
    CLOSED = "closed"
    DECLINED = "declined"
    LETTER = "letter"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


S = SuggestionState
SUGGESTION_FLOW = Workflow(
    "suggestions.suggestion",
    "代表建议",
    [
        State(S.DRAFT, _("起草中"), _("代表正在起草"), Tone.WORKING),
        State(S.COSIGNING, _("征集附议"), _("正在请其他代表附议"), Tone.WAITING),
        State(S.SUBMITTED, _("待审查"), _("已经提交，等人大机关审查"), Tone.WAITING),
        State(S.RETURNED, _("退回修改"), _("请代表修改后再提"), Tone.LATE),
        State(S.ACCEPTED, _("待交办"), _("已经立案，等交办"), Tone.WAITING),
        State(S.HANDED, _("待分办"), _("已经交给承办机关，等分给具体单位"), Tone.WAITING),
        State(S.ASSIGNED, _("待接收"), _("已经交办，等单位接收"), Tone.WAITING),
        State(S.DISPUTED, _("待改派"), _("单位提出异议，正在定由谁办"), Tone.LATE),
        State(S.HANDLING, _("办理中"), _("单位正在办"), Tone.WORKING),
        State(S.REPLIED, _("待评价"), _("已经答复，请代表评价"), Tone.WAITING),
        State(S.MEETING, _("待联席会议"), _("再次不满意，由联席会议研究"), Tone.LATE),
        State(S.CLOSED, _("已办结"), _("已经办结"), Tone.DONE),
        State(S.DECLINED, _("不予立案"), _("没有立案"), Tone.QUIET),
        State(S.LETTER, _("转为来信"), _("按代表来信处理"), Tone.QUIET),
        State(S.MERGED, _("已并案"), _("和相同的建议一起办"), Tone.QUIET),
        State(S.WITHDRAWN, _("已撤回"), _("代表已经撤回"), Tone.QUIET),
    ],
    [
        note("edit", _("修改"), S.DRAFT, "domain.md §1.3 (一事一议)"),
        move("invite", _("邀请附议"), S.DRAFT, S.COSIGNING, "domain.md §1.3; ADR-0025 §2"),
        note("cosign", _("附议"), S.COSIGNING, "domain.md §1.3 (co-signers confirm in person)"),
        note("refuse", _("不附议"), S.COSIGNING, "domain.md §1.3; ADR-0025 §2"),
        move("take_back", _("收回修改"), S.COSIGNING, S.DRAFT, "ADR-0025 §2"),
        move(
            "submit",
            _("提交"),
            [S.DRAFT, S.COSIGNING],
            S.SUBMITTED,
            "LAW-DEPUTIES-2025 §24, §36; domain.md §1.3",
        ),
        move("return", _("退回修改"), S.SUBMITTED, S.RETURNED, "domain.md §1.4"),
        move("revise", _("修改后再提"), S.RETURNED, S.DRAFT, "domain.md §1.4; ADR-0025 §2"),
        note("advise", _("建议撤回"), S.SUBMITTED, "domain.md §1.4 (Beijing)"),
        move("accept", _("立案"), S.SUBMITTED, S.ACCEPTED, "domain.md §1.4"),
        move("decline", _("不予立案"), S.SUBMITTED, S.DECLINED, "domain.md §1.4 (reason codes)"),
        move("letter", _("转为代表来信"), S.SUBMITTED, S.LETTER, "domain.md §1.4 (Shanghai, Qingdao)"),
        move("merge", _("并案"), S.SUBMITTED, S.MERGED, "domain.md §1.4 (Chongqing); ADR-0025 §4"),
        note(
            "take_in",
            _("并入另一件"),
            [S.ACCEPTED, S.HANDED, S.ASSIGNED, S.DISPUTED, S.HANDLING, S.MEETING],
            "ADR-0025 §4 (told on both sides)",
        ),
        move("unmerge", _("拆开，重新审查"), S.MERGED, S.SUBMITTED, "ADR-0037 §1"),
        note("let_go", _("拆出一件"), [S.ACCEPTED, S.HANDED, S.WITHDRAWN], "ADR-0037 §1"),
        move("hand_over", _("交办到机关"), S.ACCEPTED, S.HANDED, "LAW-DEPUTIES-2025 §51; domain.md §1.6"),
        move(
            "assign",
            _("交办到单位"),
            [S.ACCEPTED, S.HANDED],
            S.ASSIGNED,
            "LAW-DEPUTIES-2025 §51; domain.md §1.6",
        ),
        move(
            "object",
            _("提出异议"),
            [S.ASSIGNED, S.HANDLING],
            S.DISPUTED,
            "domain.md §1.5 (unit objects)",
        ),
        move("reassign", _("改派"), S.DISPUTED, S.ASSIGNED, "domain.md §1.5 (re-assign); ADR-0025 §5"),
        move("arbitrate", _("裁定"), S.DISPUTED, S.ASSIGNED, "domain.md §1.6; ADR-0025 §5"),
        note("receive", _("接收"), [S.ASSIGNED, S.HANDLING], "domain.md §1.5; ADR-0025 §5"),
        move("begin", _("开始办理"), S.ASSIGNED, S.HANDLING, "ADR-0025 §5"),
        note("plan", _("办理方案"), S.HANDLING, "domain.md §1.9 (五个一, six elements)"),
        note("meet", _("记录面商"), [S.HANDLING, S.REPLIED], "LAW-DEPUTIES-2025 §51; domain.md §1.7"),
        note("confirm_talk", _("确认面商"), [S.HANDLING, S.REPLIED], "domain.md §1.7 [REC]"),
        note("deny_talk", _("没有这次面商"), [S.HANDLING, S.REPLIED], "domain.md §1.7 [REC]"),
        note("give_opinion", _("协办意见"), S.HANDLING, "domain.md §1.6"),
        note("ask_extension", _("申请延期"), S.HANDLING, "LAW-DEPUTIES-2025 §51; domain.md §1.5"),
        note("grant_extension", _("同意延期"), S.HANDLING, "LAW-DEPUTIES-2025 §51; domain.md §1.5"),
        note("refuse_extension", _("不同意延期"), S.HANDLING, "domain.md §1.5"),
        note("draft_reply", _("起草答复"), S.HANDLING, "domain.md §1.8"),
        note("send_back_reply", _("退回答复稿"), S.HANDLING, "domain.md §1.8 (signed by the head of unit)"),
        note("issue_reply", _("签发答复"), S.HANDLING, "domain.md §1.8 (signed by the head of unit)"),
        move("reply", _("答复代表"), S.HANDLING, S.REPLIED, "LAW-DEPUTIES-2025 §51; domain.md §1.8"),
        move("rate", _("满意或基本满意"), S.REPLIED, S.CLOSED, "domain.md §1.9"),
        move(
            "rate_again", _("不满意，重新办理"), S.REPLIED, S.HANDLING, "domain.md §1.5 (re-handle), §1.9"
        ),
        move("rate_escalate", _("再次不满意"), S.REPLIED, S.MEETING, "domain.md §1.5 (second time)"),
        move(
            "close_silent", _("逾期未评价，办结"), S.REPLIED, S.CLOSED, "domain.md §1.9 (silence is excluded)"
        ),
        move("conclude", _("联席会议结论"), S.MEETING, S.CLOSED, "domain.md §1.5 (joint meeting)"),
        note(
            "say",
            _("交流"),
            [S.ASSIGNED, S.HANDLING, S.REPLIED],
            "LAW-DEPUTIES-2025 §51 (contact, hear); domain.md §0 Wenshan",
        ),
        note(
            "supervise",
            _("督办"),
            [S.HANDED, S.ASSIGNED, S.DISPUTED, S.HANDLING, S.MEETING],
            "LAW-DEPUTIES-2025 §52; domain.md §1.9",
        ),
        note(
            "make_key",
            _("列为重点督办"),
            [S.ACCEPTED, S.HANDED, S.ASSIGNED, S.HANDLING],
            "LAW-DEPUTIES-2025 §52; domain.md §1.9",
        ),
        note("promise_progress", _("承诺进展"), S.CLOSED, "domain.md §1.8 (follow-up of B)"),
        note("check_promise", _("复核承诺"), S.CLOSED, "domain.md §1.8 (follow-up of B)"),
        move(
            "withdraw",
            _("撤回"),
            [
                S.DRAFT,
                S.COSIGNING,
                S.SUBMITTED,
                S.RETURNED,
                S.ACCEPTED,
                S.HANDED,
                S.ASSIGNED,
                S.DISPUTED,
                S.HANDLING,
            ],
            S.WITHDRAWN,
            "domain.md §1.3 (withdrawal in writing); ADR-0025 §3",
        ),
    ],
)  # fmt: skip
END_STATES = (S.CLOSED, S.DECLINED, S.LETTER, S.MERGED, S.WITHDRAWN)
OPEN_STATES = tuple(state for state in S if state not in END_STATES)
# Not yet in the hands of the congress: only those who sign it read it.
PRIVATE_STATES = (S.DRAFT, S.COSIGNING)
# It has a number.
NUMBERED_STATES = (S.ACCEPTED, S.HANDED, S.ASSIGNED, S.DISPUTED, S.HANDLING, S.REPLIED, S.MEETING, S.CLOSED)
WITH_UNITS = (S.ASSIGNED, S.DISPUTED, S.HANDLING, S.REPLIED, S.MEETING, S.CLOSED)
# Numbered, and no unit has it yet: what was merged into it may still be separated. Source: ADR-0037 §1.
BEFORE_UNITS = (S.ACCEPTED, S.HANDED)
# From the day of 交办 on; the reply clock counts from it.
HANDED_STATES = (S.HANDED, *WITH_UNITS)

# The five stages of the page. Source: shared design paper §3.3.
STAGES: tuple[tuple[str, tuple[SuggestionState, ...]], ...] = (
    (_("提出"), (S.DRAFT, S.COSIGNING, S.RETURNED)),
    (_("审查立案"), (S.SUBMITTED, S.ACCEPTED)),
    (_("交办"), (S.HANDED, S.ASSIGNED, S.DISPUTED)),
    (_("办理答复"), (S.HANDLING,)),
    (_("评价反馈"), (S.REPLIED, S.MEETING, S.CLOSED)),
)


class HandlingState(StrEnum):
    """Where one unit's part stands."""

    GIVEN = "given"
    RECEIVED = "received"
    OBJECTED = "objected"
    DONE = "done"
    REPLACED = "replaced"


H = HandlingState
HANDLING_FLOW = Workflow(
    "suggestions.handling",
    "承办",
    [
        State(H.GIVEN, _("待接收"), _("等单位接收"), Tone.WAITING),
        State(H.RECEIVED, _("办理中"), _("单位正在办"), Tone.WORKING),
        State(H.OBJECTED, _("有异议"), _("单位提出异议"), Tone.LATE),
        State(H.DONE, _("已答复"), _("单位已经答复"), Tone.DONE),
        State(H.REPLACED, _("已改派"), _("改由别的单位办"), Tone.QUIET),
    ],
    [
        move("receive", _("接收"), H.GIVEN, H.RECEIVED, "domain.md §1.5"),
        move("object", _("提出异议"), H.GIVEN, H.OBJECTED, "domain.md §1.5"),
        move("replace", _("改派"), H.OBJECTED, H.REPLACED, "domain.md §1.5; ADR-0025 §5"),
        move("uphold", _("维持交办"), H.OBJECTED, H.GIVEN, "domain.md §1.5; ADR-0025 §5"),
        move("finish", _("答复或提出协办意见"), H.RECEIVED, H.DONE, "domain.md §1.6, §1.8"),
        move("redo", _("重新办理"), H.DONE, H.RECEIVED, "domain.md §1.5 (re-handle)"),
    ],
)


class Duty(StrEnum):
    """What a unit is to do about a suggestion. Source: domain.md §1.6."""

    LEAD = "lead"
    CO = "co_handler"
    SEPARATE = "separate"
    SOLE = "sole"


# Those who answer the deputy themselves; co-handlers answer the lead.
ANSWERING = (Duty.LEAD, Duty.SEPARATE, Duty.SOLE)
