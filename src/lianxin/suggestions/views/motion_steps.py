"""Every verb of a motion on one page: its form, its action, and what is said afterwards."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lianxin.suggestions import actions
from lianxin.suggestions.forms import motions as forms
from lianxin.suggestions.forms.deputy import ReasonForm
from lianxin.suggestions.forms.fields import StepForm
from lianxin.suggestions.views.steps import StepSpec

MOTION_STEPS: dict[str, StepSpec] = {
    "cosign": StepSpec(_("同意联名"), "check", StepForm, actions.cosign_motion, _("已联名。"), "primary"),
    "refuse": StepSpec(_("不联名"), "x", StepForm, actions.refuse_motion, _("已告诉领衔代表。")),
    "invite": StepSpec(
        _("邀请联名"), "users", forms.InviteToMotionForm, actions.invite_to_motion,
        _("已发出邀请，每位代表要亲自确认。"), "primary",
    ),
    "submit": StepSpec(
        _("提交议案"), "send", StepForm, actions.submit_motion,
        _("已提交，编号写在上面，等主席团决定。"), "primary", _("没有确认联名的代表不列名。"),
    ),
    "take_back": StepSpec(
        _("收回修改"), "undo-2", StepForm, actions.take_back_motion, _("已收回。改好以后要重新邀请联名。"),
    ),
    "give_opinion": StepSpec(
        _("写委员会意见"), "message-square-text", forms.CommitteeOpinionForm, actions.give_committee_opinion,
        _("已记下委员会的意见。"), "primary",
    ),
    "put_on_agenda": StepSpec(
        _("列入议程"), "check", forms.MeetingForm, actions.put_on_agenda, _("已列入大会议程。"), "primary",
    ),
    "send_to_committee": StepSpec(
        _("交委员会先审"), "landmark", forms.CommitteeForm, actions.send_to_committee,
        _("已交委员会先审议。"),
    ),
    "refer_after": StepSpec(
        _("会后交委员会审议"), "clock", forms.CommitteeForm, actions.refer_after_session,
        _("已交委员会，结果要向常委会报告。"),
    ),
    "convert": StepSpec(
        _("转为代表建议"), "file-text", forms.ConvertForm, actions.convert_motion,
        _("已转为代表建议，在“代表建议”里立案、交办。"),
    ),
    "reject": StepSpec(
        _("不作为议案"), "x", forms.RejectForm, actions.reject_motion, _("已把理由告诉提出议案的人。"), "",
        _("提出议案的代表都会收到书面理由。"),
    ),
    "pass": StepSpec(
        _("记表决结果"), "scale", forms.VoteForm, actions.vote_on_motion, _("已记下表决结果。"), "primary",
        _("以全体代表的过半数通过。"),
    ),
    "report": StepSpec(
        _("写结果报告"), "file-text", forms.MotionReportForm, actions.report_motion, _("已报告，议案办结。"),
        "primary",
    ),
    "consent_withdrawal": StepSpec(
        _("主席团同意撤回"), "check", forms.MeetingForm, actions.consent_withdrawal, _("已撤回，审议终止。"),
    ),
    "refuse_withdrawal": StepSpec(
        _("主席团不同意撤回"), "x", forms.MeetingForm, actions.refuse_withdrawal, _("议案继续审议。"),
    ),
    "leave": StepSpec(
        _("退出联名"), "undo-2", StepForm, actions.leave_motion, _("您已退出联名。"), "",
        _("退出以后人数不够的，议案就撤回了。"),
    ),
    "withdraw": StepSpec(
        _("撤回议案"), "x", ReasonForm, actions.withdraw_motion, _("已撤回。"), "",
        _("撤回以后不能再恢复。"),
    ),
    "ask_withdrawal": StepSpec(
        _("要求撤回"), "undo-2", ReasonForm, actions.ask_withdrawal, _("已提出，等主席团决定。"), "",
        _("已经列入议程，撤回要经主席团同意。"),
    ),
}  # fmt: skip
