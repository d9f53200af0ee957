"""Where the bytes lie. One small interface; today a folder, and any store with these four verbs tomorrow."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from lianxin.kernel.errors import NotFound

_HALF = ".half"


class Store(Protocol):
    """What the room needs of a store. Names are our own: letters, digits, a dot, one slash."""

    def put(self, name: str, data: bytes) -> None:
        """Keep `data` durably under a name not used before."""

    def get(self, name: str) -> bytes:
        """The bytes; raises NotFound."""

    def names(self, *, before: datetime) -> Iterator[str]:
        """Every name last written before that moment."""

    def remove(self, name: str) -> None:
        """Forget the name; nothing happens when it is not there."""


class Folder:
    """Files in a folder that only the product's own user reads."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, name: str, data: bytes) -> None:
        """Write beside, flush to disk, then rename: a name is either absent or complete."""
        target = self._root / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        half = target.with_name(f"{uuid.uuid4().hex}{_HALF}")
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        half.replace(target)

    def get(self, name: str) -> bytes:
        """The bytes; raises NotFound."""
        try:
            return (self._root / name).read_bytes()
        except FileNotFoundError as error:
            raise NotFound(_("这个文件已经不在了。请返回上一页。")) from error

    def names(self, *, before: datetime) -> Iterator[str]:
        """Every file last written before that moment, half written ones too."""
        for path in sorted(self._root.glob("*/*")):
            with suppress(FileNotFoundError):  # renamed or removed since the folder was listed
                if datetime.fromtimestamp(path.stat().st_mtime, tz=UTC) < before:
                    yield str(path.relative_to(self._root))

    def remove(self, name: str) -> None:
        """Forget the file."""
        (self._root / name).unlink(missing_ok=True)


def store() -> Store:
    """The store of this installation."""
    return Folder(Path(settings.LIANXIN_FILES) / "attachments")


def name_of(item_id: uuid.UUID, ending: str, *, small: bool = False) -> str:
    """Name of a derivative: `3f/3f….jpg`, its thumbnail `3f/3f….small.jpg`."""
    return f"{item_id.hex[:2]}/{item_id.hex}{'.small' if small else ''}.{ending}"


def id_in(name: str) -> uuid.UUID | None:
    """The row's id in a name of ours; None for anything else."""
    try:
        return uuid.UUID(name.rpartition("/")[2].partition(".")[0])
    except ValueError:
        return None


def is_half(name: str) -> bool:
    """Whether writing it never came to an end."""
    return name.endswith(_HALF)
