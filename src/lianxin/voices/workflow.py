"""The states of a case and every legal move. Plain Python: read this page to know all that can happen."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_noop as _

from lianxin.kernel.workflow import State, Tone, Workflow, move, note


class CaseState(StrEnum):
    """Where a case is."""

    RECEIVED = "received"
    CLAIMED = "claimed"
    ASSIGNED = "assigned"
    ARBITRATION = "arbitration"
    HANDLING = "handling"
    REFERRED = "referred"
    MERGED = "merged"
    ANSWERED = "answered"
    CONFIRMED = "confirmed"
    RATED = "rated"
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """How a case ended, apart from where it is. Source: domain.md §3.2 (exits)."""

    ANSWERED_ON_SPOT = "answered_on_spot"
    VILLAGE = "village"
    TOWNSHIP_DEPT = "township_dept"
    COUNTY_UNIT = "county_unit"
    HIGHER_UNIT = "higher_unit"
    TO_12345 = "to_12345"
    CONVERT_TO_SUGGESTION = "convert_to_suggestion"
    HAND_TO_HIGHER_DEPUTY = "hand_to_higher_deputy"
    MERGED = "merged"
    TO_PETITION_OFFICE = "to_petition_office"
    NOT_ACCEPTED = "not_accepted"
    WITHDRAWN = "withdrawn"


S = CaseState
CASE_FLOW = Workflow(
    "voices.case",
    "民情件",
    [
        State(S.RECEIVED, _("待接单"), _("已经收到，等代表接单"), Tone.WAITING),
        State(S.CLAIMED, _("已接单"), _("代表已经接单，正在了解"), Tone.WORKING),
        State(S.ASSIGNED, _("待领单"), _("已经交给部门，等部门接收"), Tone.WAITING),
        State(S.ARBITRATION, _("待裁定"), _("几个部门说法不一样，人大机关正在定由谁办"), Tone.LATE),
        State(S.HANDLING, _("办理中"), _("部门正在办"), Tone.WORKING),
        State(S.REFERRED, _("已转出"), _("已经转给别处办，代表在等结果"), Tone.WORKING),
        State(S.MERGED, _("并案办理"), _("和别人反映的同一件事一起办"), Tone.WORKING),
        State(S.ANSWERED, _("待核实"), _("部门有答复了，代表正在核实"), Tone.WORKING),
        State(S.CONFIRMED, _("待评价"), _("有结果了，请您评价"), Tone.WAITING),
        State(S.RATED, _("评价待处理"), _("您的评价收到了"), Tone.LATE),
        State(S.CLOSED, _("已办结"), _("已经办结"), Tone.DONE),
        State(S.DECLINED, _("不予受理"), _("这件事不归这里办，去哪里办写在下面"), Tone.QUIET),
        State(S.WITHDRAWN, _("已撤回"), _("您已经撤回"), Tone.QUIET),
    ],
    [
        move("claim", _("接单"), S.RECEIVED, S.CLAIMED, "domain.md §3.1 代表接单; ADR-0007 §1"),
        move("release", _("退回待接"), S.CLAIMED, S.RECEIVED, "ADR-0007 §2"),
        move("answer_on_spot", _("现场答复"), S.CLAIMED, S.CONFIRMED, "domain.md §3.2 (a); ADR-0007 §3"),
        move(
            "assign", _("交办"), S.CLAIMED, S.ASSIGNED, "LAW-DEPUTIES-2025 §31; domain.md §3.2; ADR-0007 §4"
        ),
        move("accept", _("领单"), S.ASSIGNED, S.HANDLING, "domain.md §3.1 部门领单; ADR-0007 §5"),
        move("object", _("退回交办"), S.ASSIGNED, S.CLAIMED, "domain.md §3.2; ADR-0007 §5"),
        move("object_again", _("再次退回，请求裁定"), S.ASSIGNED, S.ARBITRATION, "ADR-0016 §3"),
        move("arbitrate", _("裁定"), S.ARBITRATION, S.ASSIGNED, "ADR-0016 §3"),
        move("answer", _("答复"), S.HANDLING, S.ANSWERED, "domain.md §3.1; ADR-0007 §6"),
        move("send_back", _("退回重办"), S.ANSWERED, S.HANDLING, "domain.md §3.1 跟踪督办; ADR-0007 §7"),
        move("confirm", _("核实属实"), S.ANSWERED, S.CONFIRMED, "domain.md §3.1 跟踪督办; ADR-0007 §7"),
        move("lift", _("上交"), [S.RECEIVED, S.CLAIMED], S.RECEIVED, "domain.md §3.2 室→站→家; ADR-0016 §1"),
        move("refer", _("转出"), S.CLAIMED, S.REFERRED, "domain.md §3.2 (exits); ADR-0016 §4"),
        move("report_back", _("回告结果"), S.REFERRED, S.CONFIRMED, "domain.md §3.4; ADR-0016 §4"),
        move("recall", _("收回"), S.REFERRED, S.CLAIMED, "ADR-0016 §4"),
        move("merge", _("并案"), [S.RECEIVED, S.CLAIMED], S.MERGED, "domain.md §3.2 (merged); ADR-0016 §5"),
        move("split", _("拆分"), S.MERGED, S.RECEIVED, "ADR-0016 §5"),
        move("answer_merged", _("并案答复"), S.MERGED, S.CONFIRMED, "ADR-0016 §5"),
        move("rate", _("评价"), S.CONFIRMED, S.RATED, "domain.md §3.4; ADR-0007 §8"),
        move("reopen", _("再办一次"), S.RATED, S.CLAIMED, "domain.md §3.4 (不满意 → 重开一次); ADR-0007 §9"),
        move("close", _("办结"), [S.CONFIRMED, S.RATED], S.CLOSED, "domain.md §3.1 销号; ADR-0007 §10"),
        move("decline", _("不予受理"), [S.RECEIVED, S.CLAIMED], S.DECLINED, "domain.md §2.3; ADR-0007 §11"),
        move("withdraw", _("撤回"), [S.RECEIVED, S.CLAIMED, S.MERGED], S.WITHDRAWN, "ADR-0007 §12"),
        note(
            "add_fact",
            _("补充情况"),
            [S.RECEIVED, S.CLAIMED, S.ASSIGNED, S.ARBITRATION, S.HANDLING, S.REFERRED, S.MERGED, S.ANSWERED],
            "domain.md §3.1; ADR-0016 §2",
        ),
        note(
            "visit", _("走访核实"), [S.CLAIMED, S.ASSIGNED, S.HANDLING, S.ANSWERED], "LAW-DEPUTIES-2025 §28"
        ),
        note("progress", _("办理进展"), S.HANDLING, "domain.md §3.1 跟踪督办; ADR-0016 §2"),
        note("extend", _("延期"), S.HANDLING, "domain.md §3.3 (once, with reason); ADR-0016 §2"),
        note(
            "supervise",
            _("督办"),
            [S.RECEIVED, S.CLAIMED, S.ASSIGNED, S.ARBITRATION, S.HANDLING, S.REFERRED, S.ANSWERED],
            "domain.md §3.1 跟踪督办, §3.4; ADR-0016 §2",
        ),
    ],
)
OPEN_STATES = (
    S.RECEIVED, S.CLAIMED, S.ASSIGNED, S.ARBITRATION, S.HANDLING, S.REFERRED, S.MERGED, S.ANSWERED,
    S.CONFIRMED, S.RATED,
)  # fmt: skip
END_STATES = (S.CLOSED, S.DECLINED, S.WITHDRAWN)
# Before there is an answer for the citizen.
UNANSWERED = (S.RECEIVED, S.CLAIMED, S.ASSIGNED, S.ARBITRATION, S.HANDLING, S.REFERRED, S.MERGED)
# What a like matter may be merged into: not yet answered, and no voice itself.
TAKES_VOICES = (*(state for state in UNANSWERED if state != S.MERGED), S.ANSWERED)
# While the deputies and the liaison of a tier hold it: the tier's own clock runs.
WITH_VENUE = (S.RECEIVED, S.CLAIMED)

# The five stages citizens see, with the states in which each is the current one. Source: domain.md §3.1.
STAGES: tuple[tuple[str, tuple[CaseState, ...]], ...] = (
    (_("收集"), (S.RECEIVED,)),
    (_("研判"), (S.CLAIMED, S.MERGED)),
    (_("交办"), (S.ASSIGNED, S.ARBITRATION)),
    (_("督办"), (S.HANDLING, S.REFERRED, S.ANSWERED)),
    (_("反馈"), (S.CONFIRMED, S.RATED, S.CLOSED)),
)

# Within this time a claim is undone without giving a reason. Source: shared design paper §1.6 flow 4.
UNDO_S = 10


class DraftState(StrEnum):
    """Where a unit's answer is before it goes out."""

    DRAFTING = "drafting"
    WAITING = "waiting"
    RETURNED = "returned"
    ISSUED = "issued"


D = DraftState
DRAFT_FLOW = Workflow(
    "voices.draft",
    "答复稿",
    [
        State(D.DRAFTING, _("起草中"), _("单位正在写答复"), Tone.WORKING),
        State(D.WAITING, _("待签发"), _("单位正在审答复"), Tone.WAITING),
        State(D.RETURNED, _("退回修改"), _("单位正在改答复"), Tone.LATE),
        State(D.ISSUED, _("已签发"), _("单位答复了"), Tone.DONE),
    ],
    [
        note("write", _("保存"), [D.DRAFTING, D.RETURNED], "ADR-0021 §1"),
        move("submit", _("提交审签"), [D.DRAFTING, D.RETURNED], D.WAITING, "issue 3 (unit); ADR-0021 §2"),
        move("take_back", _("收回修改"), D.WAITING, D.DRAFTING, "ADR-0021 §2"),
        move("return", _("退回修改"), D.WAITING, D.RETURNED, "issue 3 (unit); ADR-0021 §2"),
        move("sign", _("签发"), D.WAITING, D.ISSUED, "issue 3 (unit); ADR-0021 §2"),
        move("issue", _("直接答复"), [D.DRAFTING, D.WAITING, D.RETURNED], D.ISSUED, "ADR-0021 §3"),
        move("rewrite", _("重写"), D.ISSUED, D.DRAFTING, "domain.md §3.1 跟踪督办; ADR-0021 §1"),
    ],
)
