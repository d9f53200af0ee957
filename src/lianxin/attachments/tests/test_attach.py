"""Files are kept complete, found again by their subject alone, and swept when no row names them."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError

from lianxin.attachments import reads
from lianxin.attachments.actions import Derivative, attach, sweep_orphans
from lianxin.attachments.models import Attachment, Kept
from lianxin.attachments.words import Kind
from lianxin.kernel.actor import ANONYMOUS, Actor, Role
from lianxin.kit.scope import scope

pytestmark = pytest.mark.django_db

PHOTO = Derivative(Kind.PHOTO, b"\xff\xd8\xffbig", b"\xff\xd8\xffsmall", width=1600, height=900)
VOICE = Derivative(Kind.VOICE, b"\xff\xf3sound", seconds=12)
OFFICE = Actor(user_id=1, grant_id=1, role=Role.DEPUTY_AFFAIRS, place="532301", name="赵主任")


def kept(noon: datetime, *files: Derivative, subject_id: int = 7, first: int = 0) -> list[str]:
    ids = attach(
        subject_kind="tests.thing",
        subject_id=subject_id,
        division_code="532301001001",
        files=files,
        at=noon,
        first=first,
    )
    return [found.hex for found in ids]


def stored(settings: object) -> list[str]:
    root = Path(settings.LIANXIN_FILES)
    return sorted(path.name for path in root.rglob("*") if path.is_file())


def age(settings: object, noon: datetime, **by: float) -> None:
    moment = (noon - timedelta(**by)).timestamp()
    for path in Path(settings.LIANXIN_FILES).rglob("*"):
        os.utime(path, (moment, moment))


def test_rows_and_files_are_kept_for_those_only_who_see_the_subject(noon: datetime, settings: object) -> None:
    with scope(ANONYMOUS):
        photo, voice = kept(noon, PHOTO, VOICE)
        assert stored(settings) == sorted([f"{photo}.jpg", f"{photo}.small.jpg", f"{voice}.mp3"])
        assert {id_.hex for id_ in Kept.objects.values_list("pk", flat=True)} == {photo, voice}
    with scope(OFFICE):
        # No room has said who sees `tests.thing`: the database shows it to nobody.
        assert not Attachment.objects.exists()
        assert reads.items_of("tests.thing", 7) == ()
    for path in Path(settings.LIANXIN_FILES).glob("attachments/*/*"):
        assert (path.stat().st_mode | path.parent.stat().st_mode) & 0o077 == 0


def test_the_hash_is_of_what_is_kept() -> None:
    assert PHOTO.sha256 == hashlib.sha256(PHOTO.data).hexdigest()


def test_a_position_is_taken_once(noon: datetime) -> None:
    kept(noon, PHOTO, PHOTO)
    kept(noon, PHOTO, first=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        kept(noon, PHOTO, first=1)


def test_no_files_cost_nothing(noon: datetime, django_assert_num_queries: object) -> None:
    with transaction.atomic(), django_assert_num_queries(2):  # the savepoint of the action
        assert kept(noon) == []


@pytest.mark.parametrize(
    "change", ["update attachments_attachment set position = 9", "delete from attachments_attachment"]
)
def test_rows_are_never_changed(noon: datetime, change: str) -> None:
    from django.db import connection

    kept(noon, PHOTO)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def test_the_sweep_takes_old_files_without_a_row_only(noon: datetime, settings: object) -> None:
    (photo,) = kept(noon, PHOTO)
    with transaction.atomic():
        kept(noon, VOICE, first=1)
        transaction.set_rollback(True)
    folder = Path(settings.LIANXIN_FILES) / "attachments"
    (folder / photo[:2] / "0123.half").write_bytes(b"x")
    (folder / photo[:2] / "README.txt").write_bytes(b"not ours")
    age(settings, noon, hours=23)
    assert sweep_orphans(at=noon) == 0
    age(settings, noon, hours=25)
    assert sweep_orphans(at=noon) == 2
    assert stored(settings) == sorted([f"{photo}.jpg", f"{photo}.small.jpg", "README.txt"])
    assert sweep_orphans(at=noon) == 0


def test_the_sweep_is_a_nightly_job(noon: datetime) -> None:
    from procrastinate.contrib.django import app

    from lianxin.attachments import tasks

    assert "attachments.sweep" in {name for name, _id in app.periodic_registry.periodic_tasks}
    tasks.sweep(timestamp=0)


def test_an_empty_store_has_nothing_to_sweep(noon: datetime) -> None:
    assert sweep_orphans(at=noon) == 0
