"""What is filled in for an import: the file or the paste, and what each column is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.exchange.reads import SheetView
from lianxin.exchange.words import KIND_LABELS

MOST_BYTES = 12_000_000


class UploadForm(forms.Form):
    """A file, or what was copied out of a sheet."""

    kind = forms.ChoiceField(
        label=_("导入什么"),
        choices=list(KIND_LABELS.items()),
        error_messages={"required": _("请选导入什么。")},
    )
    file = forms.FileField(
        label=_("选择文件"), required=False,
        help_text=_("Excel 文件（.xlsx、.xls）或 CSV，最大 12 MB。表格原样上传就行，不用先整理。"),
        widget=forms.FileInput({"accept": ".xlsx,.xls,.csv,.txt"}),
    )  # fmt: skip
    text = forms.CharField(
        label=_("或者粘贴"), required=False, widget=forms.Textarea,
        help_text=_("在 Excel 里选中表格（连同表头）复制，粘贴到这里。"),
    )  # fmt: skip
    term = forms.IntegerField(
        label=_("第几届"), required=False, min_value=1, max_value=99,
        help_text=_("用于代表和历年建议。不填就看文件，文件没写就用现在这一届。"),
        error_messages={"invalid": _("届次请填数字，例如 17。")},
    )  # fmt: skip
    once = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def clean(self) -> dict[str, Any]:
        """One of the two, and not too large."""
        given = super().clean() or {}
        file = given.get("file")
        if file is None and not given.get("text", "").strip():
            raise forms.ValidationError(_("请选择文件，或者把表格粘贴进来。"))
        if file is not None and file.size > MOST_BYTES:
            raise forms.ValidationError(_("文件超过 12 MB。请只留要导入的工作表，或分成几个文件。"))
        return given

    def content(self) -> tuple[bytes, str]:
        """Bytes and name of what was given."""
        file = self.cleaned_data.get("file")
        if file is not None:
            return file.read(), file.name
        return self.cleaned_data["text"].encode(), str(_("粘贴的表格"))

    def body(self) -> dict[str, str]:
        """What was sent, to tell a repeat from another file."""
        file = self.cleaned_data.get("file")
        content = self.cleaned_data["text"].encode()
        if file is not None:
            content = file.read()
            file.seek(0)
        return {
            "kind": self.cleaned_data["kind"],
            "content": hashlib.sha256(content).hexdigest(),
            "term": str(self.cleaned_data["term"]),
        }


def mapping_from(sheets: list[SheetView], post: Mapping[str, str]) -> dict[str, list[object]]:
    """What the columns page says of every sheet; a sheet whose box is not ticked is left out."""
    mapping: dict[str, list[object]] = {}
    for sheet in sheets:
        if f"use-{sheet.key}" not in post:
            continue
        fields = {c.name.rpartition("-")[2]: post.get(c.name, "") for c in sheet.columns}
        row = post.get(f"row-{sheet.key}", "")
        number = int(row) if row.isdecimal() and 0 < int(row) < 1000 else sheet.header_row
        known = {str(o["value"]) for c in sheet.columns for o in c.options}
        chosen = {at: field for at, field in fields.items() if field and field in known}
        for name in sheet.names:
            mapping[name] = [number, sheet.height if number == sheet.header_row else 1, chosen]
    return mapping
