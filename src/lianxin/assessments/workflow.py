"""What an assessment goes through. Source: domain.md §2.4 (昭通, 佛冈), ADR-0028."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from lianxin.kernel.workflow import State, Tone, Workflow, move, note

DRAFT = "draft"
REPORTED = "reported"
SCORED = "scored"
RECTIFYING = "rectifying"
RECTIFIED = "rectified"
GRADED = "graded"

ASSESSMENT_FLOW = Workflow(
    "assessments.assessment",
    "阵地评估",
    [
        State(DRAFT, _("自评中"), _("阵地正在自评"), Tone.WAITING),
        State(REPORTED, _("待评分"), _("自评交了，等评估组评分"), Tone.WAITING),
        State(SCORED, _("待定级"), _("评估组评过分了"), Tone.WORKING),
        State(RECTIFYING, _("整改中"), _("有几项要整改"), Tone.LATE),
        State(RECTIFIED, _("待复查"), _("整改报了，等复查"), Tone.WAITING),
        State(GRADED, _("已定级"), _("评估结束"), Tone.DONE),
    ],
    [
        move("report", _("提交自评"), DRAFT, REPORTED, "domain.md §2.4 (self-application)"),
        move("return_report", _("退回自评"), REPORTED, DRAFT, "ADR-0028 §3"),
        move("score", _("评分"), (REPORTED, SCORED), SCORED, "domain.md §2.4 (comprehensive assessment)"),
        move("order_rectification", _("要求整改"), SCORED, RECTIFYING, "domain.md §2.4; ADR-0028 §4"),
        move("rectify", _("报告整改"), RECTIFYING, RECTIFIED, "ADR-0028 §4"),
        move("recheck", _("复查"), RECTIFIED, SCORED, "ADR-0028 §4"),
        move("grade", _("定级"), SCORED, GRADED, "domain.md §2.4 (stars by thresholds)"),
        note("save", _("保存自评"), DRAFT, "ADR-0028 §3"),
    ],
)
