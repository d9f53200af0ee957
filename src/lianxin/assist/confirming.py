"""Words for everybody in which something still looks personal need a person's tick. Source: ADR-0014."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from lianxin.assist.marking import Piece, marked
from lianxin.assist.personal_data import Finding, counts, find
from lianxin.assist.words import KIND_LABELS
from lianxin.kernel.errors import DomainError
from lianxin.kernel.text import clean
from lianxin.kit.forms import StepForm


def require_confirmed(words: Sequence[str], *, confirmed: bool) -> str:
    """What the journal keeps of the confirmation, in the source language; "" when nothing was found.

    It keeps how many of which kind, never the words. Raises DomainError when something is found and nobody
    has said that each place was looked at.
    """
    found = find("\n".join(words))
    if found and not confirmed:
        raise DomainError(
            _now(
                "文字里还有像个人信息的地方：%(kinds)s。请改掉；确实可以公开的，逐处看过以后打勾确认再提交。"
            )
            % {"kinds": _by_kind(found)}
        )
    if not found:
        return ""
    with override(settings.LANGUAGE_CODE):
        return _now("已逐处看过，可以公开：%(kinds)s") % {"kinds": _by_kind(found)}


def _by_kind(found: tuple[Finding, ...]) -> str:
    """手机号 1 处、姓名 2 处."""
    places = (
        _now("%(kind)s %(num)s 处") % {"kind": KIND_LABELS[kind], "num": num}
        for kind, num in counts(found).items()
    )
    return _now("、").join(places)


def _digests(found: tuple[Finding, ...]) -> set[str]:
    return {sha256(f"{place.kind}:{place.text}".encode()).hexdigest()[:16] for place in found}


class ConfirmedWordsForm(StepForm):
    """A form with `title`, `text` and `answer` for everybody; what looks like personal data is confirmed.

    `shown` holds a short digest of each place the page marked; a tick counts for these places and no others.
    """

    public_fields = ("title", "text", "answer")
    field_order = ("version", "once", *public_fields, "shown", "confirmed_findings")

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
        return tuple(found for name in self.public_fields for found in find(self._draft(name)))

    def marks(self) -> tuple[tuple[str, tuple[Piece, ...]], ...]:
        """The proposed words in which something is found, by label, cut into pieces."""
        return tuple(
            (str(self.fields[name].label), marked(self._draft(name)))
            for name in self.public_fields
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
