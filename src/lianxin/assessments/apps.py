"""Assessments as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from lianxin.journal import words
from lianxin.kit import rls


class AssessmentsConfig(AppConfig):
    """Registers row-security decisions and journal sentences."""

    name = "lianxin.assessments"
    label = "assessments"

    def ready(self) -> None:
        rls.scoped("assessments.Assessment", "assessments.Line", "assessments.Charge")
        rls.public("assessments.Standard", "standards are published documents")
        rls.public("assessments.StandardItem", "standards are published documents")
        rls.public("assessments.Honour", "names on a plaque at the door")
        rls.public("assessments.Quota", "rules are published")
        words.register(
            {
                "assessments.standard.set": _("定标准"),
                "assessments.assessment.opened": _("开始评估"),
                "assessments.assessment.reported": _("提交自评"),
                "assessments.assessment.returned": _("退回自评"),
                "assessments.assessment.scored": _("评分"),
                "assessments.assessment.rectification_ordered": _("要求整改"),
                "assessments.assessment.rectified": _("报告整改"),
                "assessments.assessment.rechecked": _("复查"),
                "assessments.assessment.graded": _("定级"),
                "assessments.assessment.taken_over": _("接收纸面评估结果"),
                "assessments.assessment.withdrawn": _("撤销导入的评估结果"),
                "assessments.honour.named": _("命名"),
                "assessments.honour.ended": _("摘牌"),
                "assessments.charge.given": _("定挂联领导、责任人"),
            }
        )
