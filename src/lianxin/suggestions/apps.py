"""Suggestions as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from lianxin.journal import words
from lianxin.kit import rls
from lianxin.localrules import books


class SuggestionsConfig(AppConfig):
    """Registers row-security decisions and journal sentences."""

    name = "lianxin.suggestions"
    label = "suggestions"

    def ready(self) -> None:
        from lianxin.suggestions.local_rules import BOOK

        books.register(BOOK)
        rls.scoped(
            *(
                f"suggestions.{model}"
                for model in (
                    "Suggestion", "Signer", "Handling", "Talk", "Reply", "Promised", "FromCase", "Step",
                    "Deadline",
                )
            )
        )  # fmt: skip
        rls.scoped(
            *(
                f"suggestions.{model}"
                for model in (
                    "PlaceFigure", "YearMark", "Inspection", "SelfReport", "Commendation", "Look", "Chase",
                )
            )
        )  # fmt: skip
        rls.scoped("suggestions.Handover", "suggestions.HandoverLine", "suggestions.RouteChoice")
        rls.scoped("suggestions.PublicSuggestion")
        rls.scoped("suggestions.Motion", "suggestions.MotionSigner", "suggestions.MotionStep")
        rls.public("suggestions.Series", "serial numbers only")
        rls.public("suggestions.Profile", "local rules are published")
        rls.public("suggestions.ResultClass", "local rules are published")
        words.register({f"suggestions.suggestion.{event}": said for event, said in _SAID.items()})
        words.register({f"suggestions.year.{event}": said for event, said in _SAID_OF_YEARS.items()})
        words.register({f"suggestions.motion.{event}": said for event, said in _MOTION.items()})
        words.register({f"suggestions.handover.{event}": said for event, said in _HANDOVER.items()})


_SAID = {
    "imported": _("导入历年建议"),
    "import_undone": _("撤销导入的历年建议"),
    "edited": _("保存草稿"),
    "sent_for_cosigning": _("邀请附议"),
    "cosigned": _("附议"),
    "not_cosigned": _("不附议"),
    "taken_back": _("收回修改"),
    "submitted": _("提交建议"),
    "returned": _("退回代表修改"),
    "revised": _("代表修改"),
    "advised_withdrawal": _("建议代表撤回"),
    "accepted": _("立案编号"),
    "declined": _("不予立案"),
    "made_letter": _("转为代表来信"),
    "merged": _("建议并案"),
    "took_in": _("另一件建议并入"),
    "unmerged": _("并案的建议拆开，回到待审查"),
    "let_go": _("拆出一件并入的建议"),
    "handed_over": _("交办到机关"),
    "assigned": _("交办到单位"),
    "objected": _("单位提出异议"),
    "reassigned": _("改派承办单位"),
    "arbitrated": _("裁定承办单位"),
    "received": _("单位接收"),
    "begun": _("开始办理"),
    "planned": _("单位制定办理方案"),
    "talk_recorded": _("单位记录面商"),
    "talk_confirmed": _("代表确认面商"),
    "talk_denied": _("代表否认面商"),
    "opinion_given": _("协办单位提出意见"),
    "extension_asked": _("单位申请延期"),
    "extended": _("同意延期"),
    "extension_refused": _("不同意延期"),
    "reply_drafted": _("起草答复"),
    "reply_sent_back": _("退回答复稿"),
    "reply_issued": _("签发答复"),
    "replied": _("答复代表"),
    "rated": _("代表评价"),
    "rated_again": _("代表不满意，重新办理"),
    "rated_to_meeting": _("代表再次不满意，转联席会议"),
    "closed_silent": _("逾期未评价，办结"),
    "concluded": _("联席会议结论"),
    "said": _("代表与单位交流"),
    "supervised": _("督办建议"),
    "made_key": _("列为重点督办"),
    "promise_reported": _("单位报告承诺进展"),
    "promise_checked": _("代表复核承诺"),
    "withdrawn": _("代表撤回建议"),
    "photos_added": _("上传照片"),
    "published": _("公开建议和答复"),
    "unpublished": _("取消公开"),
    "wish_changed": _("代表改变公开意愿"),
    "publication_objected": _("承办单位不同意公开"),
    "publication_agreed": _("承办单位同意公开"),
}
_HANDOVER = {
    "listed": _("列出集中交办清单"),
    "reviewed": _("核对集中交办清单"),
    "started": _("开始集中交办"),
    "done": _("集中交办完成"),
    "cancelled": _("取消集中交办"),
    "stopped": _("岗位失效，集中交办停下"),
}
_MOTION = {
    "edited": _("保存议案草稿"),
    "sent_for_signing": _("邀请联名提议案"),
    "signed": _("联名提议案"),
    "not_signed": _("不联名"),
    "taken_back": _("收回议案修改"),
    "submitted": _("提交议案"),
    "sent_to_committee": _("议案交委员会先审议"),
    "opinion_given": _("委员会提出审议意见"),
    "put_on_agenda": _("议案列入议程"),
    "referred_after_session": _("议案会后审议"),
    "converted": _("议案转为代表建议"),
    "rejected": _("不作为议案处理"),
    "passed": _("议案表决通过"),
    "voted_down": _("议案表决没有通过"),
    "reported": _("议案结果报告"),
    "left": _("代表退出议案联名"),
    "fallen_below": _("联名不足，议案撤回"),
    "withdrawn": _("撤回议案"),
    "withdrawal_asked": _("要求撤回议案"),
    "withdrawal_refused": _("主席团不同意撤回议案"),
    "withdrawal_granted": _("主席团同意撤回议案"),
}

_SAID_OF_YEARS = {
    "marked": _("登记年度工作已完成"),
    "inspected": _("登记视察"),
    "reported": _("承办单位提交自查报告"),
    "commended": _("表扬"),
    "looked_back": _("回头看承诺"),
    "paper_taken": _("生成办理情况文件"),
}
