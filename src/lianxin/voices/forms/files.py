"""Photos and a voice clip that come with a matter. Two native inputs; nothing here needs a script."""

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


class BadFile(Exception):
    """One file is not taken; `field` is where to say so, the text what to do."""

    def __init__(self, field: str, sentence: str) -> None:
        """Carry the sentence."""
        super().__init__(sentence)
        self.field = field


class ManyFiles(forms.FileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Up to three photos, as a list. Their content is looked at later, once the words are in order."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """The files that are not empty; refuses more than may be attached."""
        given = data if isinstance(data, Sequence) else [data]
        photos = [photo for photo in given if photo]
        if len(photos) > MAX_PHOTOS:
            raise forms.ValidationError(
                _("最多传 %(most)s 张照片。请挑最清楚的几张。") % {"most": MAX_PHOTOS}
            )
        return photos


class PhotosForm(forms.Form):
    """The photos' input, and how they become derivatives. Files are never kept between two tries."""

    # Naming the types avoids a slow chooser on old phones, and iPhones then send JPEG instead of HEIC.
    photos = PhotosField(
        label=gettext_lazy("照片"),
        required=False,
        widget=ManyFiles(attrs={"accept": "image/jpeg,image/png,image/webp", "multiple": True}),
    )

    def _uploads(self) -> list[tuple[str, Kind, UploadedFile[Any]]]:
        return [("photos", Kind.PHOTO, photo) for photo in self.cleaned_data.get("photos") or []]

    def file_sums(self) -> dict[str, str]:
        """Hashes of what was uploaded, in order: they tell a repeat from another matter."""
        sums: dict[str, list[str]] = {name: [] for name in self.fields if name in {"photos", "recording"}}
        for field, _kind, upload in self._uploads():
            digest = hashlib.sha256()
            for chunk in upload.chunks():
                digest.update(chunk)
            sums[field].append(digest.hexdigest())
        return {field: " ".join(found) for field, found in sums.items()}

    def derived_files(self) -> tuple[Derivative, ...]:
        """Every file made anew, before anything is stored. Raises BadFile for the first one not taken."""
        derived = []
        for number, (field, kind, upload) in enumerate(self._uploads(), start=1):
            try:
                derived.append(attachments.derive(kind, upload))
            except FileRefused as refused:
                which = _("第 %(num)s 张：") % {"num": number} if field == "photos" and number > 1 else ""
                raise BadFile(field, f"{which}{refused}") from refused
        return tuple(derived)

    def remind_of_files(self) -> None:
        """A browser forgets chosen files when a page comes back: say so where they were."""
        for field in ("photos", "recording"):
            if self.is_bound and self.errors and self.files.get(field):
                self.add_error(field, _("文字都还在，文件没有留下来：请重新选一次，再提交。"))


class FilesForm(PhotosForm):
    """Photos and a voice clip."""

    recording = forms.FileField(
        label=gettext_lazy("录音"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "audio/*"}),
    )

    def _uploads(self) -> list[tuple[str, Kind, UploadedFile[Any]]]:
        found = super()._uploads()
        if recording := self.cleaned_data.get("recording"):
            found.append(("recording", Kind.VOICE, recording))
        return found
