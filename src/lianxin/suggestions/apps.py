"""Suggestions as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from lianxin.journal import words
from lianxin.kit import rls


class SuggestionsConfig(AppConfig):
    """Registers row-security decisions and journal sentences."""

    name = "lianxin.suggestions"
    label = "suggestions"

    def ready(self) -> None:
        rls.scoped(
            *(
                f"suggestions.{model}"
                for model in (
                    "Suggestion", "Signer", "Handling", "Talk", "Reply", "Promised", "FromCase", "Step",
                    "Deadline",
                )
            )
        )  # fmt: skip
        rls.public("suggestions.Series", "serial numbers only")
        rls.public("suggestions.Profile", "local rules are published")
        rls.public("suggestions.ResultClass", "local rules are published")
        words.register({f"suggestions.suggestion.{event}": said for event, said in _SAID.items()})
        words.register({"suggestions.session.opened": _("登记会次")})


_SAID = {
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
}
