"""What is written down for somebody at the counter, on the phone, or from a letter. Keyboard first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.kernel.text import clean, normal_phone
from lianxin.venues.reads import VenueRow
from lianxin.voices.actions import Matter
from lianxin.voices.forms.telling import TellingForm
from lianxin.voices.reads import Destination
from lianxin.voices.reads.telling import is_offered
from lianxin.voices.words import CHANNEL_LABELS, INTAKE_CHANNELS, TOPICS, Channel, Topic


class IntakeForm(TellingForm):
    """One screen in the order in which people speak. Source: shared design paper §1.6 flow 3 (≤ 90 s)."""

    use_required_attribute = False

    channel = forms.ChoiceField(
        label=gettext_lazy("怎么来的？"),
        choices=[(channel.value, CHANNEL_LABELS[channel]) for channel in INTAKE_CHANNELS],
        initial=Channel.COUNTER.value,
    )
    what = forms.CharField(
        label=gettext_lazy("什么问题？"),
        help_text=gettext_lazy("照群众的原话写，说清地点和情况。"),
        widget=forms.Textarea(attrs={"autofocus": True}),
        min_length=4,
        max_length=2000,
        error_messages={
            "required": gettext_lazy("请写一写是什么问题，一句话也可以。"),
            "min_length": gettext_lazy("请把事情说清楚一点，至少写几个字。"),
            "max_length": gettext_lazy("写得太长了，请控制在 2000 字以内。"),
        },
    )
    topic = forms.ChoiceField(
        label=gettext_lazy("哪方面的事？"),
        choices=[*TOPICS.items()],
        initial=Topic.OTHER.value,
    )
    village = forms.ChoiceField(label=gettext_lazy("在哪个村（社区）？"), required=False)
    place = forms.CharField(
        label=gettext_lazy("具体在哪里？"),
        max_length=120,
        required=False,
        error_messages={"max_length": gettext_lazy("地点写得太长了，请控制在 120 字以内。")},
    )
    name = forms.CharField(label=gettext_lazy("怎么称呼？"), max_length=30, required=False)
    phone = forms.CharField(
        label=gettext_lazy("电话"),
        help_text=gettext_lazy("先问群众愿不愿意留。加密保存，以后看要写原因，群众看得到。"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"}),
    )
    may_publish = forms.BooleanField(label=gettext_lazy("群众同意办完后公开这件事"), required=False)
    is_protected = forms.BooleanField(
        label=gettext_lazy("群众担心打击报复"),
        help_text=gettext_lazy("勾上以后直接交给县级代表之家，您这里也不再看得到。"),
        required=False,
    )
    tell_me = forms.BooleanField(
        label=gettext_lazy("群众要求有进展时发短信提醒"),
        help_text=gettext_lazy(
            "本人当面或者电话里说要，才勾。短信不写内容、编号和地点；群众凭查询码随时可以停。"
        ),
        required=False,
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, to: Destination, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.to = to
        self.offer_messages(is_offered=is_offered(to.division_code, at=at))
        village = self.fields["village"]
        if isinstance(village, forms.ChoiceField):
            village.choices = [("", _("不清楚，或者不止一个村")), *((v.code, v.name) for v in to.villages)]

    def clean_phone(self) -> str:
        """Digits of a Chinese number, or nothing."""
        typed: str = self.cleaned_data["phone"]
        phone = normal_phone(typed) if typed else ""
        if typed and not phone:
            raise forms.ValidationError(_("电话号码好像不对，请再问一遍，也可以不填。"))
        return phone

    def clean(self) -> dict[str, Any]:
        """A message needs a number it can reach."""
        self.check_messages()
        return self.cleaned_data

    def body(self) -> dict[str, str]:
        """What was written, for telling a repeat from another matter."""
        return {name: str(value) for name, value in self.cleaned_data.items() if name != "once"}

    def matter(self) -> Matter:
        """What was written, for the action."""
        said = self.cleaned_data
        return Matter(
            text=said["what"],
            topic=Topic(said["topic"]),
            channel=Channel(said["channel"]),
            venue_id=self.to.venue.id,
            venue_name=self.to.venue.name,
            venue_tier=self.to.venue.tier,
            division_code=said["village"] or self.to.division_code,
            place_text=said["place"],
            contact_name=clean(said["name"]),
            phone=said["phone"],
            may_publish=said["may_publish"],
            is_protected=said["is_protected"],
            wants_messages=self.wants_messages(),
        )


class VenueForm(forms.Form):
    """Which venue of the place writes it down: an office has many."""

    venue = forms.TypedChoiceField(label=gettext_lazy("登记到哪个阵地？"), coerce=int)

    def __init__(self, venues: list[VenueRow], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["venue"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [(str(venue.id), venue.name) for venue in venues]
