"""The words for everybody, the deputy's wish, and the unit's objection."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lianxin.assist.confirming import ConfirmedWordsForm
from lianxin.kit.forms import line, words
from lianxin.suggestions.forms.fields import StepForm


class PublicWordsForm(ConfirmedWordsForm, StepForm):
    """Words for everybody. Source: ADR-0014, ADR-0032 §6."""

    title = line(_("公开标题"), most=60, required=True)
    text = words(_("建议内容"), _("请逐字检查：不要有群众的姓名、电话、门牌号。"), most=10000)
    answer = words(_("答复"), _("请逐字检查：不要有群众的姓名、电话、门牌号。"), most=10000)


class UnpublishForm(StepForm):
    """Take it off."""

    reason = words(_("为什么取消公开？"), most=200)


class ObjectionForm(StepForm):
    """Why the unit does not want it published; nothing: it does not object any more."""

    reason = words(
        _("不同意公开的理由"), _("只限国家秘密、商业秘密、个人隐私。清空再保存，就是同意公开。"),
        most=500, required=False,
    )  # fmt: skip
