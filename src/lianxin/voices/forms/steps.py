"""One small form per verb. Field names are the action's own arguments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.assist.confirming import ConfirmedWordsForm
from lianxin.attachments.actions import Derivative
from lianxin.kit import forms as kit_forms
from lianxin.kit.forms import words
from lianxin.people.reads import UnitRow
from lianxin.vault.words import choices as purposes
from lianxin.voices.forms.files import PhotosForm
from lianxin.voices.words import DECLINE_LABELS, REFERRAL_LABELS, RESULT_LABELS, DeclineReason, Referral


class StepForm(kit_forms.StepForm):
    """A step of a case: a repeat is told by what the action is called with."""

    def body(self) -> dict[str, str]:
        """What tells a repeat from another step."""
        return {name: str(value) for name, value in self.facts().items()}


class ShownStepForm(PhotosForm, StepForm):
    """A step that photos can show: the words first, the photos after them."""

    field_order: tuple[str, ...] = ("version", "once", "text", "photos")
    # What was made of the photos; empty until `derived_files` was asked.
    derived: tuple[Derivative, ...] = ()

    def take_photos(self) -> None:
        """Make the photos anew, before anything is stored. Raises BadFile."""
        self.derived = self.derived_files()

    def facts(self) -> dict[str, Any]:
        """The words, and the photos made anew."""
        return {name: value for name, value in super().facts().items() if name != "photos"} | {
            "files": self.derived
        }

    def body(self) -> dict[str, str]:
        """What tells a repeat from another step: words, and hashes of what was uploaded."""
        words = {name: str(value) for name, value in self.facts().items() if name != "files"}
        return words | self.file_sums()


class ReleaseForm(StepForm):
    """Give the case back."""

    reason = words(_("为什么退回？"), _("写给下一位代表看，群众看不到。"), most=200, required=False)


class AnswerOnSpotForm(ShownStepForm):
    """Answer at once."""

    text = words(_("怎么答复群众？"), _("群众会看到这段话，请说清楚政策、办法和找谁。"))


class AssignForm(StepForm):
    """Choose a unit that serves the place."""

    unit_id = forms.IntegerField(
        label=_("交给哪个单位？"),
        widget=forms.Select,
        error_messages={"required": _("请选一个单位。"), "invalid": _("请从列表里选一个单位。")},
    )
    note = words(_("交办说明"), _("需要单位留意什么，可以不写。"), most=500, required=False)

    def offer(self, units: tuple[UnitRow, ...]) -> None:
        """The units to choose from, nearest level first."""
        widget = self.fields["unit_id"].widget
        if isinstance(widget, forms.Select):
            widget.choices = [("", _("请选择")), *((unit.id, unit.name) for unit in units)]


class ArbitrateForm(AssignForm):
    """Say whose business it is, and why."""

    note = words(_("裁定的理由"), _("几个单位都会看到，裁定以后不能再退回。"), most=500)


class LiftForm(StepForm):
    """Why a higher venue is needed."""

    reason = words(_("为什么要上交？"), _("上一级的代表会看到全部经过。"), most=500)


class ReferForm(StepForm):
    """Where else it goes."""

    referral = forms.TypedChoiceField(
        label=_("转到哪里？"),
        coerce=Referral,
        choices=[("", _("请选择")), *REFERRAL_LABELS.items()],
        error_messages={"required": _("请选一个去处。")},
    )
    to = forms.CharField(
        label=_("受理编号或对方名称"),
        help_text=_("例如 12345 的工单号、建议的题目、代表的姓名。"),
        max_length=80,
        error_messages={"required": _("请写明转给谁，或者那边的受理编号，以后好查。")},
    )
    note = words(_("给群众的说明"), _("可以不写。"), most=500, required=False)


class ReportBackForm(StepForm):
    """What came of it elsewhere."""

    text = words(_("那边办得怎么样？"), _("群众会看到，看完请他评价。"))


class RecallForm(StepForm):
    """Back from where it went."""

    reason = words(_("为什么收回？"), most=500)


class MergeForm(StepForm):
    """The same matter as another one."""

    main_id = forms.TypedChoiceField(
        label=_("和哪一件一起办？"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("请选一件要并入的事。"),
            "invalid_choice": _("请从列表里选一件；列表里没有的，说明不能并。"),
        },
    )

    def offer_cases(self, cases: Sequence[tuple[int, str]]) -> None:
        """Like cases, the likest first: id and a line to know it by."""
        field = self.fields["main_id"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [(str(pk), words) for pk, words in cases]


class AnnounceForm(StepForm):
    """Words under which others may join."""

    title = forms.CharField(
        label=_("用一句话说清是哪里的什么事"),
        help_text=_(
            "别人反映同样的事时会看到这句话，可以选“也是我的事”。不要有姓名、电话、门牌号；不写就是取消。"
        ),
        max_length=60,
        required=False,
        error_messages={"max_length": _("请控制在 60 字以内。")},
    )


class SplitForm(StepForm):
    """It was another matter."""

    reason = words(_("为什么拆开单独办？"), _("群众会看到。"), most=500)


class VisitForm(ShownStepForm):
    """What was seen there."""

    text = words(_("什么时候去的，看到了什么？"), _("群众会看到。"), most=1000)


class ProgressForm(ShownStepForm):
    """How far it has come."""

    text = words(_("办到哪一步了？"), _("群众会看到。"), most=1000)


class ExtendForm(StepForm):
    """More time, once."""

    reason = words(_("为什么要延期？"), _("只能延一次，群众会看到原因。"), most=500)


class SuperviseForm(StepForm):
    """What the congress office expects."""

    note = words(_("督办要求"), _("承办的人会看到，群众看到“人大督办”。"), most=500)


class SubjectForm(StepForm):
    """Whom the matter complains about."""

    unit_id = forms.IntegerField(label=_("反映的是哪个单位？"), widget=forms.Select, required=False)

    def offer(self, units: tuple[UnitRow, ...]) -> None:
        """The units to choose from, nearest level first."""
        widget = self.fields["unit_id"].widget
        if isinstance(widget, forms.Select):
            widget.choices = [("", _("不针对某个单位")), *((unit.id, unit.name) for unit in units)]

    def facts(self) -> dict[str, Any]:
        """A person is marked by whoever keeps the roster, not from this form."""
        return super().facts() | {"person_id": None}


class ObjectForm(StepForm):
    """Say why it is another unit's business."""

    reason = words(_("为什么不归本单位办？"), _("最好说明归谁办，交办的人会看到。"), most=500)


class AnswerForm(ShownStepForm):
    """The unit's answer."""

    field_order = ("version", "once", "text", "result", "reason", "photos")
    text = words(_("办了什么，结果怎样？"), _("群众会看到。写清做法和结果；办不了的说明原因和下一步。"))
    result = forms.ChoiceField(
        label=_("办理结果"),
        widget=forms.RadioSelect,
        choices=list(RESULT_LABELS.items()),
        error_messages={"required": _("请选一下办理结果。")},
    )
    reason = words(_("没有全部解决的，原因和下一步"), _("已解决的不用写。"), most=500, required=False)


class SendBackForm(StepForm):
    """Not done yet."""

    reason = words(_("现场看到了什么？"), _("单位和群众都会看到。"), most=500)


class ConfirmForm(ShownStepForm):
    """Looked at, and true."""

    text = words(_("核实情况"), _("什么时候去看的、看到什么。可以不写。"), most=500, required=False)


class CloseForm(StepForm):
    """Close with a word of explanation."""

    reason = words(_("办结说明"), _("群众会看到。"), most=500)


class DeclineForm(StepForm):
    """Not taken here."""

    code = forms.TypedChoiceField(
        label=_("为什么不受理？"),
        coerce=DeclineReason,
        choices=[("", _("请选择")), *DECLINE_LABELS.items()],
        error_messages={"required": _("请选一个原因。")},
    )
    note = words(_("可以去哪里办"), _("群众会看到，请告诉他们该去哪里。"), most=500)


class PublishForm(ConfirmedWordsForm, StepForm):
    """Words for everybody. Source: ADR-0014."""

    title = forms.CharField(
        label=_("公开标题"),
        max_length=60,
        error_messages={"required": _("请写一个公开用的标题。"), "max_length": _("标题请控制在 60 字以内。")},
    )
    text = words(_("什么问题"), _("请逐字检查：不要有姓名、电话、门牌号。"), required=False)
    answer = words(_("怎么办的"), _("请逐字检查：不要有姓名、电话、门牌号。"))


class UnpublishForm(StepForm):
    """Take it off."""

    reason = words(_("为什么取消公开？"), most=200)


class RevealForm(forms.Form):
    """Why the contact is to be seen. The citizen reads the purpose."""

    use_required_attribute = False

    purpose = forms.ChoiceField(
        label=_("用来做什么？"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项用途。")},
    )
    reason = words(_("具体原因"), _("至少 4 个字。会记入日志，用途会显示给群众本人。"), most=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["purpose"]
        if isinstance(field, forms.ChoiceField):
            field.choices = purposes()
