"""Photos of an inspection: sent with its entry, seen by its place and by the units it concerns. ADR-0012."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lianxin.accounts.testing import as_
from lianxin.attachments.models import Attachment
from lianxin.attachments.testing import phone_photo
from lianxin.kit.scope import scope
from lianxin.suggestions.models import Inspection
from lianxin.suggestions.testing import World, make

pytestmark = pytest.mark.usefixtures("now")

LIST = "/suggestions/year/inspections"


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.jpg", phone_photo(), content_type="image/jpeg")


def entry(world: World, **more: object) -> dict[str, object]:
    pk = make(world, "handling")
    return {
        "held_on": "2026-03-02", "place": "鹿城镇三组", "leader": "张副主任", "findings": "路已经修通，路灯还差两盏。",
        "suggestion_ids": [str(pk)], "once": "p",
    } | more  # fmt: skip


def test_its_place_and_its_units_see_the_photos_and_nobody_else_does(world: World) -> None:
    office = as_(world.office)
    assert office.post(LIST, entry(world, photos=[photo(), photo()])).status_code == 302
    with scope(world.office):
        made = Inspection.objects.get(held_on=date(2026, 3, 2))
        photos = list(Attachment.objects.filter(subject_kind="suggestions.inspection", subject_id=made.pk))
    assert len(photos) == 2
    address = f"{LIST}/{made.pk}/photos/{photos[0].pk}"
    for reader in (world.office, world.committee, world.officer):
        assert address in as_(reader).get(LIST + "?year=2026").content.decode()
        shown = as_(reader).get(address)
        assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
        assert as_(reader).get(f"{address}/small").status_code == 200
    for outsider in (world.other_office, world.other_officer):
        assert as_(outsider).get(address).status_code == 404
        with scope(outsider):
            assert not Attachment.objects.filter(pk=photos[0].pk).exists()
    assert as_(world.lead).get(address).status_code in {403, 404}


def test_no_position_and_time_of_the_phone_comes_along(world: World) -> None:
    office = as_(world.office)
    assert office.post(LIST, entry(world, photos=[photo()])).status_code == 302
    with scope(world.office):
        kept = Attachment.objects.get(subject_kind="suggestions.inspection")
        inspection_id = kept.subject_id
    shown = office.get(f"{LIST}/{inspection_id}/photos/{kept.pk}")
    body = b"".join(shown) if shown.streaming else shown.content
    assert b"Exif" not in body


def test_a_file_that_is_no_photo_is_refused_and_the_text_stays(world: World) -> None:
    broken = SimpleUploadedFile("a.jpg", b"no photo")
    answer = as_(world.office).post(LIST, entry(world, photos=[broken]))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "第 1 张：" in page
    assert "路已经修通，路灯还差两盏。" in page
    with scope(world.office):
        assert not Inspection.objects.exists()


def test_a_double_click_records_it_once(world: World) -> None:
    office, sent = as_(world.office), entry(world)
    for _ in range(2):
        assert office.post(LIST, {**sent, "photos": [photo()]}).status_code == 302
    with scope(world.office):
        assert Inspection.objects.count() == 1
        assert Attachment.objects.filter(subject_kind="suggestions.inspection").count() == 1


def test_one_is_recorded_without_photos_as_well(world: World) -> None:
    assert as_(world.office).post(LIST, entry(world)).status_code == 302
