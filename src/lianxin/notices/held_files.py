"""Files of a letter between its first look and its sending: looked through, kept, and named by signed tokens.

A browser forgets chosen files when a page comes back. So their bytes go to the store at once, belonging to
nothing; the page carries a signed token for each, good for this account and for less than the day after which
the store sweeps what nothing names. Source: ADR-0031 §1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from lianxin.attachments import actions as attachments
from lianxin.attachments.actions import FileRefused, Held
from lianxin.attachments.words import ENDINGS, Kind
from lianxin.kernel.text import clean
from lianxin.kit.http import Request
from lianxin.notices.bulletin_forms import BulletinForm
from lianxin.notices.words import MOST_FILES

_SALT = "lianxin.notices.files"
_FOR = timedelta(hours=20)
_KINDS = {
    "pdf": Kind.PDF, "docx": Kind.DOCX, "xlsx": Kind.XLSX,
    **dict.fromkeys(("jpg", "jpeg", "png", "webp"), Kind.PHOTO),
}  # fmt: skip
_NAME_LENGTH = 100


@dataclass(frozen=True, slots=True)
class HeldFiles:
    """What goes along, with the token of each for the page."""

    held: tuple[Held, ...] = ()
    tokens: tuple[str, ...] = ()

    @classmethod
    def of(cls, request: Request, form: BulletinForm) -> HeldFiles:
        """Those kept from the page before, and those newly chosen; what is wrong becomes the form's error."""
        if request.method != "POST":
            return cls()
        held = _kept(request.POST.getlist("keep")[: MOST_FILES * 2], request.actor.user_id, form)
        uploads = request.FILES.getlist("attached")
        if len(held) + len(uploads) > MOST_FILES:
            form.refuse_files(_("最多带 %(most)d 个附件，请去掉几个。") % {"most": MOST_FILES})
            uploads = uploads[: max(0, MOST_FILES - len(held))]
        held += attachments.hold(_derived(uploads, form))
        return cls(tuple(held), tuple(_token(file, request.actor.user_id) for file in held))

    @property
    def sums(self) -> str:
        """Names and hashes: they tell a repeat from another letter."""
        return " ".join(f"{file.name}:{file.sha256}" for file in self.held)

    @property
    def rows(self) -> list[tuple[str, Held]]:
        """Token and file, for the page."""
        return list(zip(self.tokens, self.held, strict=True))


def _token(file: Held, user_id: int | None) -> str:
    return signing.dumps({"user": user_id, "file": asdict(file)}, salt=_SALT, compress=True)


def _kept(tokens: Sequence[str], user_id: int | None, form: BulletinForm) -> list[Held]:
    found: dict[str, Held] = {}
    for token in tokens:
        try:
            said = signing.loads(token, salt=_SALT, max_age=_FOR)
        except signing.BadSignature:
            form.refuse_files(_("附件放得太久了，没有留下来。请重新选一次。"))
            continue
        if said["user"] == user_id:
            file = Held(**said["file"])
            found[file.id] = file
    return list(found.values())


def _derived(uploads: Sequence[UploadedFile[Any]], form: BulletinForm) -> list[attachments.Derivative]:
    derived = []
    for upload in uploads:
        stem, ending = _named(upload.name or "")
        kind = _KINDS.get(ending)
        if kind is None:
            form.refuse_files(
                _("“%(name)s”这种文件不能发。请另存为 PDF、Word（.docx）或 Excel（.xlsx），照片用 JPG、PNG。")
                % {"name": stem}
            )
            continue
        try:
            made = attachments.derive(kind, upload)
        except FileRefused as refused:
            form.refuse_files(f"{stem}：{refused}")
            continue
        derived.append(attachments.Derivative(
            made.kind, made.data, made.small, made.width, made.height, made.seconds,
            f"{stem}.{ENDINGS[made.kind]}",
        ))  # fmt: skip
    return derived


def _named(name: str) -> tuple[str, str]:
    """The name without folders and signs no file system takes, and its ending."""
    stem, _dot, ending = re.split(r"[\\/]", clean(name))[-1].rpartition(".")
    stem = re.sub(r'[<>:"|?*\x00-\x1f]', "", stem).strip(" .")[:_NAME_LENGTH]
    return stem or _("附件"), ending.lower()
