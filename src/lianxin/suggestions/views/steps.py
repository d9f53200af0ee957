"""Every verb of a suggestion on one page: its form, its action, and what is said afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.suggestions import actions
from lianxin.suggestions.forms import deputy, office, unit
from lianxin.suggestions.forms.fields import StepForm


@dataclass(frozen=True, slots=True)
class StepSpec:
    """A verb as a page offers it. `kind` is the look of its button."""

    label: str | Promise
    icon: str
    form: type[StepForm]
    act: Callable[..., object]
    done: str | Promise
    kind: str = ""
    warning: str | Promise = ""


STEPS: dict[str, StepSpec] = {
    "rate": StepSpec(
        _("评价答复"), "star", deputy.RateForm, actions.rate_reply, _("评价收到了，谢谢您。"), "primary",
        _("联名的请先问问各位附议代表。不满意的会重新办理一次。"),
    ),
    "cosign": StepSpec(
        _("同意附议"), "check", StepForm, actions.cosign_suggestion, _("已附议。"), "primary"
    ),
    "refuse": StepSpec(
        _("不附议"), "x", StepForm, actions.refuse_cosigning, _("已告诉领衔代表。")
    ),
    "submit": StepSpec(
        _("提交"), "send", StepForm, actions.submit_suggestion,
        _("已提交，等人大机关审查。没有确认附议的代表不列名。"), "primary",
    ),
    "invite": StepSpec(
        _("邀请附议"), "users", deputy.InviteForm, actions.invite_cosigners,
        _("已发出邀请，每位代表要亲自确认。"),
    ),
    "take_back": StepSpec(
        _("收回修改"), "undo-2", StepForm, actions.take_back_draft,
        _("已收回。改好以后要重新邀请附议。"),
    ),
    "revise": StepSpec(
        _("修改后再提"), "pencil", StepForm, actions.revise_suggestion,
        _("现在可以修改了，改好以后再提交。"), "primary",
    ),
    "accept": StepSpec(
        _("立案编号"), "check", office.AcceptForm, actions.accept_suggestion, _("已立案，编号写在上面。"),
        "primary",
    ),
    "return": StepSpec(
        _("退回修改"), "undo-2", office.ReturnForm, actions.return_suggestion, _("已退回，代表会收到通知。")
    ),
    "advise": StepSpec(
        _("建议撤回"), "message-square-text", office.AdviseForm, actions.advise_withdrawal,
        _("已告诉代表，由代表决定。"),
    ),
    "merge": StepSpec(
        _("并案"), "copy", office.MergeForm, actions.merge_suggestion, _("已并案，答复会给每一位代表。")
    ),
    "unmerge": StepSpec(
        _("拆开，重新审查"), "undo-2", office.UnmergeForm, actions.unmerge_suggestion,
        _("已拆开，回到待审查，代表会收到通知。"),
    ),
    "letter": StepSpec(
        _("转为代表来信"), "file-text", office.LetterForm, actions.make_letter,
        _("已转为来信，代表会收到通知。"),
    ),
    "decline": StepSpec(
        _("不予立案"), "x", office.DeclineForm, actions.decline_suggestion, _("已告诉代表不立案的原因。"),
        "", _("不立案以后不能再改，代表会看到原因。"),
    ),
    "assign": StepSpec(
        _("交办到单位"), "send", office.AssignForm, actions.assign_singly,
        _("已交办，单位会收到通知。"), "primary",
    ),
    "hand_over": StepSpec(
        _("交给机关分办"), "landmark", office.HandOverForm, actions.hand_over_suggestion,
        _("已交办到机关，答复期限从今天算起。"),
    ),
    "reassign": StepSpec(
        _("改派或维持"), "scale", office.ReassignForm, actions.reassign_suggestion,
        _("已定下由谁办，单位会收到通知。"), "primary",
    ),
    "arbitrate": StepSpec(
        _("裁定由谁办"), "scale", office.ReassignForm, actions.reassign_suggestion,
        _("已裁定，单位会收到通知。"), "primary", _("裁定以后，单位不能再提异议。"),
    ),
    "receive": StepSpec(
        _("接收"), "check", StepForm, actions.receive_suggestion, _("已接收。"), "primary"
    ),
    "object": StepSpec(
        _("提出异议"), "undo-2", unit.ObjectForm, actions.object_suggestion, _("已提出，等交办的人定。")
    ),
    "meet": StepSpec(
        _("记一次面商"), "handshake", unit.TalkForm, actions.record_talk,
        _("已记下，代表确认属实以后算数。"), "primary",
    ),
    "plan": StepSpec(
        _("写办理方案"), "list-checks", unit.PlanForm, actions.plan_handling, _("已保存，代表会看到。")
    ),
    "give_opinion": StepSpec(
        _("提协办意见"), "message-square-text", unit.OpinionForm, actions.give_opinion,
        _("已交给主办单位。"), "primary",
    ),
    "issue_reply": StepSpec(
        _("签发答复"), "award", StepForm, actions.issue_reply, _("已签发，代表会收到通知。"), "primary",
        _("签发以后不能再改，每一位署名的代表都会看到。"),
    ),
    "send_back_reply": StepSpec(
        _("退回答复稿"), "undo-2", unit.NoteForm, actions.send_back_reply, _("已退回经办人修改。")
    ),
    "draft_reply": StepSpec(
        _("起草答复"), "pencil", unit.ReplyForm, actions.draft_reply, _("已保存，等负责人签发。")
    ),
    "ask_extension": StepSpec(
        _("申请延期"), "clock", unit.ExtendForm, actions.ask_extension, _("已提出申请，等答复。")
    ),
    "grant_extension": StepSpec(
        _("同意延期"), "check", StepForm, actions.grant_extension, _("已同意，新的期限写在上面。"), "primary"
    ),
    "refuse_extension": StepSpec(
        _("不同意延期"), "x", deputy.ReasonForm, actions.refuse_extension, _("已告诉单位按期答复。")
    ),
    "conclude": StepSpec(
        _("写联席会议结论"), "landmark", office.ConcludeForm, actions.conclude_meeting, _("已办结。"),
        "primary",
    ),
    "close_silent": StepSpec(
        _("逾期未评价，办结"), "circle-check", StepForm, actions.close_silent,
        _("已办结，不计入满意率。"), "primary",
    ),
    "say": StepSpec(
        _("和对方说一句"), "message-square-text", deputy.SayForm, actions.say, _("已发出。")
    ),
    "supervise": StepSpec(
        _("督办"), "flag", office.SuperviseForm, actions.supervise_suggestion, _("已督办，单位会收到通知。")
    ),
    "make_key": StepSpec(
        _("列为重点督办"), "star", office.KeyForm, actions.make_key, _("已列为重点督办。")
    ),
    "withdraw": StepSpec(
        _("撤回"), "x", deputy.ReasonForm, actions.withdraw_suggestion, _("已撤回。"), "",
        _("撤回以后办理就结束了，不能再恢复。"),
    ),
    # Drawn beside the talk or the promise they belong to.
    "confirm_talk": StepSpec(
        _("属实"), "check", deputy.TalkAnswerForm, actions.confirm_talk, _("已确认。"), "primary"
    ),
    "deny_talk": StepSpec(
        _("没有这回事"), "x", deputy.DenyTalkForm, actions.deny_talk, _("已记下，这次面商不算数。")
    ),
    "promise_progress": StepSpec(
        _("报进展"), "pencil", unit.PromiseReportForm, actions.report_promise, _("已记下，代表会看到。")
    ),
    "check_promise": StepSpec(
        _("复核"), "check", deputy.PromiseCheckForm, actions.check_promise, _("已记下复核结果。"), "primary"
    ),
}  # fmt: skip
BESIDE = frozenset({"confirm_talk", "deny_talk", "promise_progress", "check_promise"})


def run(verb: str, form: StepForm, **who: Any) -> object:
    """Do the verb with what the form says."""
    return STEPS[verb].act(**form.facts(), **who)
