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
    "accept": StepSpec(
        _("领单"), "check", StepForm, actions.accept_case, _("已领单，办理期限从今天算起。"), "primary"
    ),
    "answer": StepSpec(
        _("答复"), "message-square-text", forms.AnswerForm, actions.answer_case,
        _("已答复，代表会去核实。"), "primary",
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
