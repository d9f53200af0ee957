"""Every verb of a case on one page: which form asks for it, which action does it, what is said afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.voices import actions
from lianxin.voices.forms import steps as forms
from lianxin.voices.forms.steps import StepForm


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
    "claim": StepSpec(
        _("接单"), "handshake", StepForm, actions.claim_case, _("已接单，群众会在进度里看到。"), "primary"
    ),
    "answer_on_spot": StepSpec(
        _("现场答复"), "message-square-text", forms.AnswerOnSpotForm, actions.answer_on_spot,
        _("已答复，请群众评价。"),
    ),
    "assign": StepSpec(
        _("交给部门办"), "send", forms.AssignForm, actions.assign_case,
        _("已交办，单位会收到通知。"), "primary",
    ),
    "lift": StepSpec(
        _("上交上一级"), "landmark", forms.LiftForm, actions.lift_case,
        _("已上交，上一级的代表会收到通知，您还能看到进展。"),
    ),
    "refer": StepSpec(
        _("转给别处办"), "arrow-right", forms.ReferForm, actions.refer_case,
        _("已转出。有了结果，请回来告诉群众。"),
    ),
    "report_back": StepSpec(
        _("回告结果"), "message-square-text", forms.ReportBackForm, actions.report_back,
        _("已告诉群众，请他评价。"), "primary",
    ),
    "recall": StepSpec(
        _("收回来办"), "undo-2", forms.RecallForm, actions.recall_case, _("已收回，请另外想办法。")
    ),
    "merge": StepSpec(
        _("并到另一件事"), "copy", forms.MergeForm, actions.merge_case,
        _("已并案，有结果会一并答复每一位群众。"),
    ),
    "announce": StepSpec(
        _("请大家一起说"), "users", forms.AnnounceForm, actions.announce_case,
        _("已保存。有人反映同样的事时，会先看到这一件。"),
    ),
    "split": StepSpec(
        _("拆开单独办"), "undo-2", forms.SplitForm, actions.split_case, _("已拆开，等代表接单。")
    ),
    "arbitrate": StepSpec(
        _("裁定由谁办"), "scale", forms.ArbitrateForm, actions.arbitrate_case,
        _("已裁定，单位会收到通知。"), "primary",
    ),
    "accept": StepSpec(
        _("领单"), "check", StepForm, actions.accept_case, _("已领单，办理期限从今天算起。"), "primary"
    ),
    "answer": StepSpec(
        _("答复"), "message-square-text", forms.AnswerForm, actions.answer_case,
        _("已答复，代表会去核实。"), "primary",
    ),
    "progress": StepSpec(
        _("报告进展"), "pencil", forms.ProgressForm, actions.note_progress, _("已记下，群众会看到进展。")
    ),
    "extend": StepSpec(
        _("申请延期"), "clock", forms.ExtendForm, actions.extend_case, _("已延期，新的期限写在上面。")
    ),
    "confirm": StepSpec(
        _("核实属实"), "check", forms.ConfirmForm, actions.confirm_result,
        _("已核实，请群众评价。"), "primary",
    ),
    "send_back": StepSpec(
        _("没办好，退回重办"), "undo-2", forms.SendBackForm, actions.send_back_answer,
        _("已退回单位重办，办理期限重新计算。"),
    ),
    "object": StepSpec(
        _("不归我们办"), "undo-2", forms.ObjectForm, actions.object_case, _("已退回交办的人，由他们改派。")
    ),
    "object_again": StepSpec(
        _("还是不归我们办"), "scale", forms.ObjectForm, actions.object_case,
        _("已提请人大机关裁定由谁办。"), "", _("已经退过一次，再退就由人大机关裁定，裁定以后不能再退。"),
    ),
    "visit": StepSpec(
        _("记一次走访"), "map-pin", forms.VisitForm, actions.note_visit, _("已记下，群众会看到。")
    ),
    "supervise": StepSpec(
        _("督办"), "flag", forms.SuperviseForm, actions.supervise_case, _("已督办，承办的人会收到通知。")
    ),
    "mark_subject": StepSpec(
        _("标明被反映的单位"), "shield-check", forms.SubjectForm, actions.mark_subject,
        _("已标明，这件事不会先交给它办。"),
    ),
    "release": StepSpec(
        _("退回待接"), "undo-2", forms.ReleaseForm, actions.release_case, _("已退回，别的代表可以接。")
    ),
    "close": StepSpec(
        _("办结"), "circle-check", forms.CloseForm, actions.close_case, _("已办结。"), "primary",
        _("办结以后不能再改，群众会看到办结说明。"),
    ),
    "decline": StepSpec(
        _("不予受理"), "x", forms.DeclineForm, actions.decline_case, _("已告知群众不受理的原因。"), "",
        _("不受理以后不能再改，群众会看到原因和去处。"),
    ),
    "publish": StepSpec(
        _("公开"), "eye", forms.PublishForm, actions.publish_case, _("已公开，任何人都能看到。"), "",
        _("公开以后任何人都能看到下面的文字。"),
    ),
    "unpublish": StepSpec(
        _("取消公开"), "x", forms.UnpublishForm, actions.unpublish_case, _("已取消公开，马上生效。")
    ),
}  # fmt: skip


def run(verb: str, form: StepForm, **who: Any) -> object:
    """Do the verb with what the form says."""
    return STEPS[verb].act(**form.facts(), **who)
