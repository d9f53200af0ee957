"""One function per verb: standards, the assessment from self-report to stars, honours, who is in charge."""

from __future__ import annotations

from lianxin.assessments.actions.assess import (
    Score,
    grade,
    order_rectification,
    recheck,
    return_report,
    score,
)
from lianxin.assessments.actions.honours import end_honour, name_venue
from lianxin.assessments.actions.people_in_charge import put_in_charge
from lianxin.assessments.actions.report import Said, open_assessment, rectify, report, save_report
from lianxin.assessments.actions.standards import ItemFacts, set_standard

__all__ = [
    "ItemFacts",
    "Said",
    "Score",
    "end_honour",
    "grade",
    "name_venue",
    "open_assessment",
    "order_rectification",
    "put_in_charge",
    "recheck",
    "rectify",
    "report",
    "return_report",
    "save_report",
    "score",
    "set_standard",
]
