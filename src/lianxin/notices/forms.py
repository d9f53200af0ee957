"""How I want to be told: a channel for each group of notices, and when."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lianxin.notices.actions import Wishes
from lianxin.notices.reads import OwnSettings
from lianxin.notices.words import ABOUT_LABELS, CHANNEL_LABELS, About, Channel

_ONLY_HERE = "none"


class SettingsForm(forms.Form):
    """One choice for each group (`about_case`, …), the mail address, the digest, one's own quiet hours."""

    use_required_attribute = False

    mail_address = forms.EmailField(
        label=_("邮箱"),
        help_text=_("选了邮件的才要填。邮件里只说有新的待办，不写内容。"),
        max_length=120,
        required=False,
        error_messages={"invalid": _("这不像一个邮箱，例如 name@example.com。")},
    )
    wants_digest = forms.BooleanField(
        label=_("每天汇总成一条"), help_text=_("超期和督办的不等汇总，照常发。"), required=False
    )
    quiet_from = forms.TimeField(
        label=_("晚上几点以后不打扰"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("时间写成 21:00 这样。")},
    )
    quiet_to = forms.TimeField(
        label=_("早上几点以后再发"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("时间写成 08:00 这样。")},
    )

    def __init__(self, data: QueryDict | None = None, *, own: OwnSettings) -> None:
        super().__init__(data, initial=_initial(own))
        ways = [(_ONLY_HERE, _now("只在系统里")), *((c.value, str(CHANNEL_LABELS[c])) for c in own.offered)]
        for group, (label, hint) in ABOUT_LABELS.items():
            self.fields[f"about_{group}"] = forms.ChoiceField(
                label=str(label),
                help_text=str(hint),
                choices=ways,
                error_messages=dict.fromkeys(("required", "invalid_choice"), _("请从给出的几种里选一种。")),
            )

    @property
    def groups(self) -> list[forms.BoundField]:
        """The fields of channels, in their order."""
        return [self[f"about_{group}"] for group in About]

    def clean(self) -> dict[str, Any]:
        """Quiet hours have both ends or none."""
        said = self.cleaned_data
        if (said.get("quiet_from") is None) != (said.get("quiet_to") is None) and not self.errors:
            self.add_error("quiet_to", _now("请把起止两个时间都填上；都不填就按本地的规定。"))
        return said

    @property
    def wishes(self) -> Wishes:
        """What was said, for the action."""
        said = self.cleaned_data
        start: time | None = said["quiet_from"]
        end: time | None = said["quiet_to"]
        return Wishes(
            channels={g: _channel(said[f"about_{g}"]) for g in About},
            mail_address=said["mail_address"],
            wants_digest=said["wants_digest"],
            quiet=(start, end) if start is not None and end is not None else None,
        )


def _channel(way: str) -> Channel | None:
    return None if way == _ONLY_HERE else Channel(way)


def _initial(own: OwnSettings) -> dict[str, object]:
    chosen = {f"about_{group}": way or _ONLY_HERE for group, way in own.channels.items()}
    return chosen | {
        "mail_address": own.mail_address,
        "wants_digest": own.wants_digest,
        "quiet_from": own.quiet_from,
        "quiet_to": own.quiet_to,
    }
