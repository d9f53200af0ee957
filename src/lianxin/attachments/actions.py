"""Make anew, attach, sweep.

Who may attach is decided by the calling room, which journals its own action: this room knows no cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from lianxin.attachments.decoding import Derivative, FileRefused, derive
from lianxin.attachments.models import Attachment, Kept
from lianxin.attachments.storage import id_in, is_half, name_of, store
from lianxin.attachments.words import ENDINGS

__all__ = ["Derivative", "FileRefused", "Held", "attach", "attach_held", "derive", "hold", "sweep_orphans"]

# A request ends in minutes; a day leaves room for a clock that was set.
ORPHAN_AGE = timedelta(days=1)


@transaction.atomic
def attach(
    *,
    subject_kind: str,
    subject_id: int,
    division_code: str,
    files: Sequence[Derivative],
    at: datetime,
    first: int = 0,
) -> tuple[UUID, ...]:
    """Keep the files and tie them to the subject, in their order from position `first`; returns their ids.

    The bytes are written first: when the transaction fails, files without rows stay for the sweep, and a row
    without its file cannot be. One statement whatever the number of files; none for no files.
    Raises IntegrityError when a position is taken.
    """
    rows = [
        Attachment(
            subject_kind=subject_kind,
            subject_id=subject_id,
            position=position,
            kind=file.kind,
            sha256=file.sha256,
            size_bytes=len(file.data),
            width=file.width,
            height=file.height,
            seconds=file.seconds,
            name=file.name,
            created_at=at,
            division_code=division_code,
        )
        for position, file in enumerate(files, start=first)
    ]
    for row, file in zip(rows, files, strict=True):
        _put(row.pk, file)
    if rows:
        Attachment.objects.bulk_create(rows)
    return tuple(row.pk for row in rows)


def _put(file_id: UUID, file: Derivative) -> None:
    store().put(name_of(file_id, ENDINGS[file.kind]), file.data)
    if file.small:
        store().put(name_of(file_id, ENDINGS[file.kind], small=True), file.small)


@dataclass(frozen=True, slots=True)
class Held:
    """A file that lies in the store and belongs to nothing yet: swept after a day unless it is attached."""

    id: str
    kind: str
    sha256: str
    size_bytes: int
    width: int
    height: int
    name: str


def hold(files: Sequence[Derivative]) -> list[Held]:
    """Keep the bytes while a form is looked at once more; nobody can read them before `attach_held`."""
    held = []
    for file in files:
        made = uuid4()
        _put(made, file)
        held.append(
            Held(made.hex, file.kind.value, file.sha256, len(file.data), file.width, file.height, file.name)
        )
    return held


@transaction.atomic
def attach_held(
    *, subject_kind: str, subject_id: int, division_code: str, files: Sequence[Held], at: datetime
) -> None:
    """Tie held files to the subject in their order; the caller has shown that they were held for this person.

    One statement. Raises IntegrityError for a file that is attached already.
    """
    rows = [
        Attachment(
            id=UUID(file.id), subject_kind=subject_kind, subject_id=subject_id, position=position,
            kind=file.kind, sha256=file.sha256, size_bytes=file.size_bytes, width=file.width,
            height=file.height, name=file.name, created_at=at, division_code=division_code,
        )
        for position, file in enumerate(files)
    ]  # fmt: skip
    if rows:
        Attachment.objects.bulk_create(rows)


def sweep_orphans(*, at: datetime) -> int:
    """Remove files older than a day that no row names; returns how many. One query per folder of the store.

    Doing it twice changes nothing.
    """
    gone = 0
    folders: dict[str, list[str]] = {}
    for name in store().names(before=at - ORPHAN_AGE):
        folders.setdefault(name.split("/", 1)[0], []).append(name)
    for names in folders.values():
        ids = {name: found for name in names if (found := id_in(name)) is not None}
        kept = set(Kept.objects.filter(pk__in=set(ids.values())).values_list("pk", flat=True))
        for name in names:
            if is_half(name) or (name in ids and ids[name] not in kept):
                store().remove(name)
                gone += 1
    return gone
