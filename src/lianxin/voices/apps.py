"""Voices as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from lianxin.journal import words
from lianxin.kit import rls
from lianxin.localrules import books


class VoicesConfig(AppConfig):
    """Registers row-security decisions and journal sentences."""

    name = "lianxin.voices"
    label = "voices"

    def ready(self) -> None:
        from lianxin.voices import local_rules, telling_rules

        books.register(local_rules.BOOK)
        books.register(telling_rules.BOOK)
        rls.scoped("voices.Case", "voices.Step", "voices.Deadline", "voices.Card", "voices.Proposal")
        rls.scoped("voices.SavedView", "voices.BulkRun", "voices.BulkItem")
        rls.scoped("voices.Draft", "voices.AnswerTemplate")
        rls.public("voices.Publication", "a view of published cases in their public words only")
        rls.public("voices.OpenMatter", "a view of open cases in checked words, for others to join")
        rls.public("voices.QueryCode", "found only by a keyed hash of a secret of 53 bits; holds no content")
        rls.public("voices.Profile", "local rules are published")
        rls.public("voices.TellingRule", "local rules are published")
        rls.public("voices.DayNumber", "serial numbers only")
        words.register({"voices.case.handed_over": _("换届移交")})
        words.register(
            {
                "voices.case.received": _("收到"),
                "voices.case.claimed": _("代表接单"),
                "voices.case.released": _("退回待接单"),
                "voices.case.answered_on_spot": _("代表现场答复"),
                "voices.case.assigned": _("交办"),
                "voices.case.accepted": _("部门领单"),
                "voices.case.objected": _("部门退回交办"),
                "voices.case.answered": _("部门答复"),
                "voices.case.sent_back": _("代表退回重办"),
                "voices.case.confirmed": _("代表核实属实"),
                "voices.case.rated": _("群众评价"),
                "voices.case.reopened": _("再办一次"),
                "voices.case.closed": _("办结"),
                "voices.case.declined": _("不予受理"),
                "voices.case.withdrawn": _("群众撤回"),
                "voices.case.imported": _("导入历年民情"),
                "voices.case.import_undone": _("撤销导入的历年民情"),
                "voices.case.objected_again": _("部门再次退回，请求裁定"),
                "voices.case.arbitrated": _("裁定承办单位"),
                "voices.case.lifted": _("上交上一级"),
                "voices.case.referred": _("转给别处办"),
                "voices.case.reported_back": _("回告结果"),
                "voices.case.recalled": _("收回"),
                "voices.case.merged": _("并案"),
                "voices.case.split": _("拆分"),
                "voices.case.answered_with_main": _("并案答复"),
                "voices.case.fact_added": _("群众补充情况"),
                "voices.case.visited": _("代表走访"),
                "voices.case.progressed": _("部门报告进展"),
                "voices.case.extended": _("延期"),
                "voices.case.supervised": _("督办"),
                "voices.case.subject_marked": _("标明被反映的单位或人"),
                "voices.case.published": _("公开"),
                "voices.case.unpublished": _("取消公开"),
                "voices.case.announced": _("请大家一起说"),
                "voices.card.yellow": _("给承办单位黄牌"),
                "voices.card.red": _("给承办单位红牌"),
                "voices.draft.begun": _("起草答复"),
                "voices.draft.submitted": _("答复送审签"),
                "voices.draft.taken_back": _("收回答复再改"),
                "voices.draft.returned": _("负责人退回答复"),
                "voices.draft.signed": _("签发答复"),
                "voices.draft.issued": _("直接答复"),
                "voices.draft.rewritten": _("重写答复"),
                "voices.template.recorded": _("登记答复模板"),
                "voices.template.changed": _("修改答复模板"),
                "voices.template.retired": _("停用答复模板"),
                "voices.list.exported": _("导出民情清单"),
                "voices.view.kept": _("存下一份常用清单"),
                "voices.view.renamed": _("给常用清单改名"),
                "voices.view.put_first": _("换打开时先看的清单"),
                "voices.view.dropped": _("删掉一份常用清单"),
                "voices.run.started": _("开始批量办理"),
                "voices.run.cancelled": _("停下批量办理"),
                "voices.run.stopped": _("岗位失效，批量办理自动停下"),
                "voices.run.ended": _("批量办理办完"),
                "voices.deadline.settled": _("放假通知公布，期限重新核定"),
            }
        )
