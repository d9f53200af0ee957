"""Photos in a form: several at once, made anew before anything is stored. Source: ADR-0012."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.attachments import actions as attachments
from lianxin.attachments.actions import Derivative, FileRefused
from lianxin.attachments.words import MAX_PHOTOS, Kind


class _ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Up to three photos, as a list."""

    widget = _ManyFiles

    def __init__(self, *, label: Any, required: bool = True) -> None:
        super().__init__(
            label=label,
            required=required,
            help_text=gettext_lazy("一次最多三张，每张 10 MB 以内。照片里的位置和时间信息会去掉。"),
            widget=_ManyFiles(attrs={"accept": "image/jpeg,image/png,image/webp", "multiple": True}),
        )

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """The files that are not empty; refuses none where some are asked for, and too many at once."""
        photos = [photo for photo in (data if isinstance(data, Sequence) else [data]) if photo]
        if not photos and self.required:
            raise forms.ValidationError(_("请先选照片，再点上传。"))
        if len(photos) > MAX_PHOTOS:
            raise forms.ValidationError(
                _("一次最多传 %(most)s 张照片，可以分几次传。") % {"most": MAX_PHOTOS}
            )
        return photos


def sums_of(photos: Sequence[UploadedFile[Any]]) -> str:
    """What tells these photos from others."""
    sums = []
    for photo in photos:
        digest = hashlib.sha256()
        for chunk in photo.chunks():
            digest.update(chunk)
        sums.append(digest.hexdigest())
    return " ".join(sums)


def derived_in(form: forms.Form, field: str = "photos") -> tuple[Derivative, ...] | None:
    """Every photo of the form made anew; a bad one becomes the form's error, and None is returned."""
    made = []
    for number, photo in enumerate(form.cleaned_data[field], start=1):
        try:
            made.append(attachments.derive(Kind.PHOTO, photo))
        except FileRefused as refused:
            form.add_error(field, _("第 %(num)s 张：") % {"num": number} + str(refused))
            return None
    return tuple(made)
