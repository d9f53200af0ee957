"""What a citizen fills in: the matter, the query code, the rating. Sentences a person would say."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.attachments.actions import Derivative
from lianxin.kernel.lifetimes import holds
from lianxin.kernel.text import clean, normal_phone
from lianxin.voices.actions import Matter
from lianxin.voices.forms.files import FilesForm
from lianxin.voices.forms.telling import TellingForm
from lianxin.voices.ids import clean_query_code
from lianxin.voices.reads import Destination
from lianxin.voices.reads.telling import is_offered
from lianxin.voices.tokens import TICKET_VALID_FOR, Ticket
from lianxin.voices.words import SATISFACTION_LABELS, TOPICS, Satisfaction, Topic

_ABOUT_100_M = Decimal("0.001")
# Nobody writes a matter in two seconds; a program does. Source: shared design paper §3.6 (no image captcha).
HUMAN_SECONDS = timedelta(seconds=2)
# Pictures of the shared sprite for the topic tiles.
TOPIC_ICONS: dict[str, str] = {
    Topic.ROAD: "route",
    Topic.WATER: "droplets",
    Topic.POWER: "sun-medium",
    Topic.HOUSING: "house",
    Topic.ENVIRONMENT: "trash-2",
    Topic.SCHOOL: "book-open",
    Topic.HEALTH: "heart-pulse",
    Topic.FARMING: "sprout",
    Topic.SAFETY: "shield-check",
    Topic.WELFARE: "handshake",
    Topic.WORK: "building-2",
    Topic.OTHER: "ellipsis",
}


class ReportForm(TellingForm, FilesForm):
    """One page, one required field. The ticket says where it goes and makes it count once."""

    use_required_attribute = False

    what = forms.CharField(
        label=gettext_lazy("什么问题？"),
        help_text=gettext_lazy("说清地点和情况就行，可以点键盘上的话筒说话。"),
        widget=forms.Textarea(
            attrs={
                "placeholder": gettext_lazy("例如：三组到小学的路灯坏了半个月，晚上老人孩子走路不方便。"),
                "autocomplete": "off",
            }
        ),
        min_length=4,
        max_length=2000,
        error_messages={
            "required": gettext_lazy("请写一写是什么问题，一句话也可以。"),
            "min_length": gettext_lazy("请把事情说清楚一点，至少写几个字。"),
            "max_length": gettext_lazy("写得太长了，请控制在 2000 字以内，其余的可以等代表联系您时再说。"),
        },
    )
    topic = forms.ChoiceField(
        label=gettext_lazy("是哪方面的事？"),
        widget=forms.RadioSelect,
        choices=list(TOPICS.items()),
        required=False,
    )
    village = forms.ChoiceField(label=gettext_lazy("在哪个村（社区）？"), required=False)
    place = forms.CharField(
        label=gettext_lazy("具体在哪里？"),
        help_text=gettext_lazy("几组、哪条路、什么旁边。"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": gettext_lazy("地点写得太长了，请控制在 120 字以内。")},
    )
    # Filled in by a button that needs scripts and the citizen's yes; anything odd counts as nothing.
    latitude = forms.CharField(widget=forms.HiddenInput, required=False, max_length=24)
    longitude = forms.CharField(widget=forms.HiddenInput, required=False, max_length=24)
    name = forms.CharField(
        label=gettext_lazy("怎么称呼您？"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("您的电话"),
        help_text=gettext_lazy(
            "只用来问清情况、告诉您结果。加密保存，谁因为什么看过，都会写在您的进度页上。"
        ),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )
    may_publish = forms.BooleanField(
        label=gettext_lazy("办完后可以公开这件事"),
        help_text=gettext_lazy("不公开您的姓名和电话，公开前有人逐字检查。"),
        required=False,
    )
    is_protected = forms.BooleanField(
        label=gettext_lazy("我担心有人打击报复"),
        help_text=gettext_lazy("勾上以后直接交给县级代表之家，村里、乡镇和站里都看不到，办完也不公开。"),
        required=False,
    )
    # Asked when somebody handles the same already: the matter to join, or "no" for a matter of its own.
    joins = forms.RegexField(r"^(no|[0-9]{1,19})$", widget=forms.HiddenInput, required=False)
    website = forms.CharField(label=gettext_lazy("这一格请不要填"), required=False)
    ticket = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, to: Destination, ticket: Ticket, *, at: datetime, data: Any = None, files: Any = None
    ) -> None:
        super().__init__(data, files, initial={"ticket": ticket.signed()})
        self.to, self.slip, self.at = to, ticket, at
        self.offer_messages(is_offered=is_offered(to.division_code, at=at))
        village = self.fields["village"]
        if isinstance(village, forms.ChoiceField):
            village.choices = [("", _("不清楚，或者不止一个村")), *((v.code, v.name) for v in to.villages)]

    @property
    def looks_like(self) -> tuple[object, ...] | None:
        """Blank forms with the same villages and boxes look the same; one that was sent is its own."""
        return None if self.is_bound else (self.to.villages, "tell_me" in self.fields)

    def clean_phone(self) -> str:
        """Digits of a Chinese number, or nothing."""
        typed: str = self.cleaned_data["phone"]
        phone = normal_phone(typed) if typed else ""
        if typed and not phone:
            raise forms.ValidationError(_("电话号码好像不对，请检查一下，也可以不填。"))
        return phone

    def clean_website(self) -> str:
        """People do not see this field; programs fill it."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("这一格请清空，再提交一次。"))
        return ""

    def clean(self) -> dict[str, Any]:
        """Too quick for a person, or a page left open for a day: once more, with everything kept."""
        # A clock that was put back a little makes nobody too quick.
        if timedelta(0) <= self.at - self.slip.made_at < HUMAN_SECONDS:
            raise forms.ValidationError(_("提交得太快了，内容还在。请看一眼，再点一次“提交”。"))
        if not holds(self.slip.made_at, TICKET_VALID_FOR, at=self.at):
            raise forms.ValidationError(_("这一页打开太久了，内容还在。请再点一次“提交”。"))
        self.check_messages()
        return self.cleaned_data

    def body(self) -> dict[str, str]:
        """What was said, for telling a repeat from another matter."""
        said = {name: str(value) for name, value in self.cleaned_data.items() if name != "ticket"}
        return said | self.file_sums()

    @property
    def has_decided(self) -> bool:
        """Whether like matters were shown already, or need not be: heard by the county alone, or with files.

        Files would have to be chosen again on the page in between.
        """
        return bool(self.cleaned_data["joins"] or self.cleaned_data["is_protected"] or self.files)

    def said_again(self) -> list[tuple[str, str]]:
        """Everything typed, for the hidden fields of the next step."""
        return [(name, value) for name, value in self.data.items() if name in self.fields and name != "joins"]

    def matter(self, files: tuple[Derivative, ...] = ()) -> Matter:
        """What was said, for the action."""
        said = self.cleaned_data
        return Matter(
            text=said["what"],
            topic=Topic(said["topic"] or Topic.OTHER),
            channel=self.to.channel,
            venue_id=self.to.venue.id,
            venue_name=self.to.venue.name,
            venue_tier=self.to.venue.tier,
            division_code=said["village"] or self.to.division_code,
            place_text=said["place"],
            contact_name=clean(said["name"]),
            phone=said["phone"],
            may_publish=said["may_publish"],
            wanted_person_id=self.to.person_id,
            is_protected=said["is_protected"],
            joins=int(said["joins"]) if said["joins"].isdecimal() and not said["is_protected"] else None,
            files=files,
            position=position_of(said["latitude"], said["longitude"]),
            wants_messages=self.wants_messages(),
        )


def position_of(latitude: str, longitude: str) -> tuple[Decimal, Decimal] | None:
    """Rounded to about 100 m; None for what is no place on earth. Source: ADR-0021 §8."""
    try:
        found = (Decimal(latitude).quantize(_ABOUT_100_M), Decimal(longitude).quantize(_ABOUT_100_M))
        return found if abs(found[0]) <= 90 and abs(found[1]) <= 180 else None
    except InvalidOperation:  # no number; "NaN" is one that cannot be compared
        return None


class FollowForm(forms.Form):
    """The sixteen digits that the citizen alone has."""

    use_required_attribute = False

    code = forms.CharField(
        label=gettext_lazy("查询码"),
        help_text=gettext_lazy("提交以后给您的 16 位数字，中间有没有空格都行。"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("请输入 16 位查询码。")},
    )

    def clean_code(self) -> str:
        """Sixteen digits."""
        digits = clean_query_code(self.cleaned_data["code"])
        if not digits:
            raise forms.ValidationError(_("查询码是 16 位数字，请数一数有没有多或者少。"))
        return digits


class RateForm(forms.Form):
    """Two questions, nothing chosen beforehand. Source: domain.md §3.4."""

    use_required_attribute = False

    is_solved = forms.ChoiceField(
        label=gettext_lazy("问题解决了吗？"),
        widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("解决了")), ("no", gettext_lazy("没解决"))],
        error_messages={"required": gettext_lazy("请选一下，问题解决了没有。")},
    )
    satisfaction = forms.ChoiceField(
        label=gettext_lazy("您满意吗？"),
        widget=forms.RadioSelect,
        choices=[(level.value, SATISFACTION_LABELS[level]) for level in Satisfaction],
        error_messages={"required": gettext_lazy("请选一下，您满意不满意。")},
    )
    text = forms.CharField(
        label=gettext_lazy("还想说点什么？"),
        widget=forms.Textarea,
        max_length=500,
        required=False,
        error_messages={"max_length": gettext_lazy("写得太长了，请控制在 500 字以内。")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class FactForm(forms.Form):
    """Something more about the matter."""

    use_required_attribute = False

    text = forms.CharField(
        label=gettext_lazy("还有什么要补充？"),
        help_text=gettext_lazy("新发生的情况、更准的地点，办的人都会看到。"),
        widget=forms.Textarea,
        max_length=1000,
        error_messages={
            "required": gettext_lazy("请写一写要补充的情况。"),
            "max_length": gettext_lazy("写得太长了，请控制在 1000 字以内。"),
        },
    )
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class AgainForm(forms.Form):
    """Why it should be done again."""

    use_required_attribute = False

    text = forms.CharField(
        label=gettext_lazy("哪里还没解决？"), widget=forms.Textarea, max_length=500, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
