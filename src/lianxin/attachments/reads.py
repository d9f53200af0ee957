"""Files of a subject. The caller has shown that the reader may see the subject."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from lianxin.attachments.models import Attachment
from lianxin.attachments.storage import name_of, store
from lianxin.attachments.words import ENDINGS, SMALL_SIDE, TYPES, Kind
from lianxin.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Item:
    """One file as a page shows it. `number` counts from 1 within its subject; pixels or seconds by kind."""

    id: uuid.UUID
    kind: str
    number: int
    size_bytes: int
    width: int
    height: int
    seconds: int
    name: str = ""

    @property
    def is_photo(self) -> bool:
        """Whether it is looked at, not listened to."""
        return self.kind == Kind.PHOTO

    @property
    def small_size(self) -> tuple[int, int]:
        """Width and height of the thumbnail in pixels."""
        ratio = min(1.0, SMALL_SIDE / max(self.width, self.height, 1))
        return max(1, round(self.width * ratio)), max(1, round(self.height * ratio))


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of one file with what a browser must know."""

    data: bytes
    content_type: str
    filename: str


def exist_for(subject_kind: str) -> Exists:
    """An annotation for a query of subjects by number: whether files hang on the row. No query of its own."""
    return Exists(Attachment.objects.filter(subject_kind=subject_kind, subject_id=OuterRef("pk")))


def items_of(subject_kind: str, subject_id: int) -> tuple[Item, ...]:
    """Files of one subject in their order. One query."""
    rows = Attachment.objects.filter(subject_kind=subject_kind, subject_id=subject_id).order_by("position")
    return tuple(_item(row) for row in rows)


def items_of_many(subject_kind: str, subject_ids: Iterable[int]) -> dict[int, tuple[Item, ...]]:
    """Files of several subjects in their order, by subject. One query, none for no subjects."""
    found: dict[int, tuple[Item, ...]] = {}
    ids = set(subject_ids)
    if ids:
        rows = Attachment.objects.filter(subject_kind=subject_kind, subject_id__in=ids)
        for row in rows.order_by("subject_id", "position"):
            found[row.subject_id] = (*found.get(row.subject_id, ()), _item(row))
    return found


# Kind of subject → the numbers, or a query of them, that the reader was shown to see.
Subjects = Mapping[str, Iterable[int] | QuerySet[Any]]


def content_of(subjects: Subjects, item_id: uuid.UUID, *, small: bool = False) -> Content:
    """One file of one of the subjects, or its thumbnail. One query, one file. Raises NotFound."""
    theirs = Q()
    for kind, ids in subjects.items():
        theirs |= Q(subject_kind=kind, subject_id__in=ids)
    row = Attachment.objects.filter(theirs, pk=item_id).first()
    if row is None or (small and row.kind != Kind.PHOTO):
        raise NotFound(_("没有找到这个文件。请返回上一页。"))
    ending = ENDINGS[Kind(row.kind)]
    data = store().get(name_of(row.pk, ending, small=small))
    return Content(data, TYPES[Kind(row.kind)], row.name or f"{row.kind}-{row.position + 1}.{ending}")


def _item(row: Attachment) -> Item:
    return Item(
        row.pk, row.kind, row.position + 1, row.size_bytes, row.width, row.height, row.seconds, row.name
    )  # fmt: skip
