"""The words for everybody, the deputy's wish, and the unit's objection."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.assist.personal_data import Finding, find
from lianxin.kernel.text import clean
from lianxin.suggestions.forms.fields import StepForm, line, words
from lianxin.voices.reads.marking import Piece, marked

_FIELDS = ("title", "text", "answer")


def _digests(found: tuple[Finding, ...]) -> set[str]:
    return {sha256(f"{place.kind}:{place.text}".encode()).hexdigest()[:16] for place in found}


class PublicWordsForm(StepForm):
    """Words for everybody. What looks like personal data in them is confirmed. Source: ADR-0014, ADR-0032 §6.

    `shown` holds a short digest of each place the page marked; a tick counts for these places and no others.
    """

    title = line(_("公开标题"), most=60, required=True)
    text = words(_("建议内容"), _("请逐字检查：不要有群众的姓名、电话、门牌号。"), most=10000)
    answer = words(_("答复"), _("请逐字检查：不要有群众的姓名、电话、门牌号。"), most=10000)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    confirmed_findings = forms.BooleanField(
        label=_("已逐处看过，可以公开"),
        help_text=_("上面的文字里还有标出的地方。能改的请改掉；确实可以公开的才打勾。"),
        required=False,
    )

    def facts(self) -> dict[str, Any]:
        """What the action is called with: a tick for places the page has not shown is no tick."""
        facts = super().facts()
        seen = set(facts.pop("shown").split())
        facts["confirmed_findings"] = bool(facts["confirmed_findings"]) and _digests(self.remaining()) <= seen
        return facts

    def remaining(self) -> tuple[Finding, ...]:
        """What still looks like personal data in the proposed words."""
        return tuple(found for name in _FIELDS for found in find(self._draft(name)))

    def marks(self) -> tuple[tuple[str, tuple[Piece, ...]], ...]:
        """The proposed words in which something is found, by label, cut into pieces."""
        return tuple(
            (str(self.fields[name].label), marked(self._draft(name)))
            for name in _FIELDS
            if find(self._draft(name))
        )

    def _draft(self, name: str) -> str:
        return clean(str(self[name].value() or ""))

    def prepare(self) -> None:
        """Ask for the tick when something is found, and for exactly what is found. Called before drawing."""
        found = self.remaining()
        if not found:
            del self.fields["confirmed_findings"]
        shown = " ".join(sorted(_digests(found)))
        if not self.is_bound:
            self.initial["shown"] = shown
            return
        kept = {name: self.data.get(name, "") for name in self.fields if name != "confirmed_findings"}
        self.data = kept | {"shown": shown}


class UnpublishForm(StepForm):
    """Take it off."""

    reason = words(_("为什么取消公开？"), most=200)


class ObjectionForm(StepForm):
    """Why the unit does not want it published; nothing: it does not object any more."""

    reason = words(
        _("不同意公开的理由"), _("只限国家秘密、商业秘密、个人隐私。清空再保存，就是同意公开。"),
        most=500, required=False,
    )  # fmt: skip
