"""Photos and a voice clip travel with a matter: from the form to the pages of those who see the case."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from lianxin.accounts.testing import as_
from lianxin.attachments.actions import derive
from lianxin.attachments.models import Attachment
from lianxin.attachments.testing import CANARY, phone_photo, photo, png_header, tone, upload
from lianxin.attachments.words import Kind
from lianxin.kernel.actor import ANONYMOUS, Actor
from lianxin.kit.scope import scope
from lianxin.kit.throttle import Limit
from lianxin.voices import tokens
from lianxin.voices.testing import NOON, World, make_case, make_world, perform
from lianxin.voices.tests.test_citizen_pages import WORDS, Clock, blank_form, body, cases, clock, statements
from lianxin.voices.tests.test_citizen_pages import hidden as hidden_in
from lianxin.voices.workflow import CaseState

__all__ = ["clock"]


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def address(world: World) -> str:
    return f"/voices/new?venue={world.venue_id}"


def two_photos_and_a_clip() -> dict[str, Any]:
    return {
        "photos": [upload(phone_photo()), upload(photo("PNG"), "截图.png", "image/png")],
        "recording": upload(tone("ipod", "aac", rate=44_100), "录音.m4a", "audio/mp4"),
    }


def report(client: Client, clock: Clock, address: str, **files: Any) -> HttpResponse:
    return client.post("/voices/new", blank_form(client, clock, address) | files)


def mine(case_id: int, clock: Clock) -> str:
    return f"/voices/mine/{tokens.case_token(case_id, at=clock.at)}"


def addresses(page: str) -> list[str]:
    return re.findall(r'(?:src|href)="(/voices/[^"]+/files/[^"]+)"', page)


def stored(settings: Any) -> list[Path]:
    return [path for path in Path(settings.LIANXIN_FILES).rglob("*") if path.is_file()]


def test_the_form_takes_files_without_script(client: Client, clock: Clock, address: str) -> None:
    page = body(client.get(address))
    assert 'enctype="multipart/form-data"' in page
    assert re.search(r'<input type="file" name="photos"[^>]*accept="image/jpeg[^>]* multiple', page)
    assert re.search(r'<input type="file" name="recording"[^>]*accept="audio/\*"', page)


def test_photos_and_a_clip_reach_the_citizen_and_the_deputy(
    client: Client, clock: Clock, address: str, world: World
) -> None:
    assert report(client, clock, address, **two_photos_and_a_clip()).status_code == 302
    (case,) = cases()
    page = body(client.get(mine(case.pk, clock)))
    seen = addresses(page)
    assert (page.count('loading="lazy"'), page.count("<audio controls"), len(seen)) == (2, 1, 5)
    assert "录音，2 秒" in page
    deputy = as_(world.deputy)
    case_page = deputy.get(f"/voices/{case.pk}").content.decode()
    assert len(addresses(case_page)) == 5
    for link in [*seen, *addresses(case_page)]:
        answer = (deputy if f"/voices/{case.pk}/" in link else client).get(link)
        assert answer.status_code == 200, link
        assert CANARY.encode() not in answer.content
        if answer["Content-Type"] == "image/jpeg":
            image = Image.open(io.BytesIO(answer.content))
            assert (image.format, dict(image.getexif())) == ("JPEG", {})
        else:
            assert answer["Content-Type"] == "audio/mpeg"


def test_a_file_is_served_as_what_it_is_and_kept_by_no_cache_between(
    client: Client, clock: Clock, address: str
) -> None:
    report(client, clock, address, **two_photos_and_a_clip())
    (case,) = cases()
    *photos, clip = addresses(body(client.get(mine(case.pk, clock))))
    answer = client.get(photos[0])
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, max-age=3600"
    assert answer["Content-Disposition"] == 'inline; filename="photo-1.jpg"'
    assert "sandbox" in answer["Content-Security-Policy"]
    whole = client.get(clip).content
    for asked, expected in [
        ("bytes=0-1", whole[:2]),
        ("bytes=100-", whole[100:]),
        ("bytes=-7", whole[-7:]),
        (f"bytes=5-{len(whole) * 2}", whole[5:]),
    ]:
        part = client.get(clip, headers={"range": asked})
        assert (part.status_code, part.content == expected) == (206, True), asked
    for asked in ("bytes=9-3", "bytes=-", "lines=1-2", "bytes=0-1,5-6", "bytes=99999999-"):
        assert client.get(clip, headers={"range": asked}).status_code == 200, asked


def test_strangers_find_nothing(client: Client, clock: Clock, address: str, world: World) -> None:
    report(client, clock, address, **two_photos_and_a_clip())
    report(client, clock, address)
    with_files, without = cases()
    page = body(client.get(mine(with_files.pk, clock)))
    file_id = re.search(r"/files/([0-9a-f-]{36})", page).group(1)
    other = as_(world.other_deputy)
    assert other.get(f"/voices/{with_files.pk}/files/{file_id}").status_code == 404
    assert other.get(f"/voices/{with_files.pk}/files/{file_id}/small").status_code == 404
    assert Client().get(f"/voices/{with_files.pk}/files/{file_id}").status_code == 302
    assert Client().get(f"/voices/mine/x/files/{file_id}").status_code == 404
    assert client.get(f"{mine(without.pk, clock)}/files/{file_id}").status_code == 404
    assert as_(world.deputy).get(f"/voices/{without.pk}/files/{file_id}").status_code == 404
    address_of_mine = f"{mine(with_files.pk, clock)}/files/{file_id}"
    clock.forward(hours=13)
    assert client.get(address_of_mine).status_code == 404


def test_the_database_shows_rows_to_those_only_who_see_the_case(
    client: Client, clock: Clock, address: str, world: World
) -> None:
    report(client, clock, address, **two_photos_and_a_clip())
    for actor, count in [(world.office, 3), (world.deputy, 3), (world.other_deputy, 0), (ANONYMOUS, 0)]:
        with scope(actor):
            assert Attachment.objects.count() == count, actor


def test_a_bad_file_shows_its_sentence_and_keeps_the_words(
    client: Client, clock: Clock, address: str, settings: Any
) -> None:
    bad = upload(b"<html><script>alert(1)</script>")
    page = body(report(client, clock, address, photos=[upload(photo()), bad]))
    assert "第 2 张：这个文件不是照片。" in page
    assert "文字都还在，文件没有留下来：请重新选一次，再提交。" in page
    assert WORDS in page
    assert (cases(), stored(settings)) == ([], [])
    clock.forward(seconds=5)
    again = {"ticket": hidden_in(page, "ticket"), "what": WORDS, "photos": [upload(photo())]}
    assert client.post("/voices/new", again).status_code == 302
    assert len(cases()) == 1


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"photos": [upload(photo(size=(20, 20))) for _ in range(4)]}, "最多传 3 张照片"),
        ({"photos": [upload(png_header(65_535, 65_535))]}, "尺寸太大"),
        ({"photos": [upload(b"")]}, "这个文件不是照片"),
        ({"recording": upload(photo())}, "这个文件不是录音"),
        ({"recording": upload(tone(seconds=70, rate=8_000))}, "超过一分钟"),
    ],
)
def test_every_refusal_says_what_to_do(
    client: Client, clock: Clock, address: str, files: dict[str, Any], sentence: str
) -> None:
    page = body(report(client, clock, address, **files))
    assert sentence in page
    assert cases() == []


def test_other_mistakes_remind_of_the_files(client: Client, clock: Clock, address: str) -> None:
    page = body(report(client, clock, address, phone="12", **two_photos_and_a_clip()))
    assert page.count("<span>文字都还在，文件没有留下来") == 2


def test_two_clicks_with_files_make_one_case(
    client: Client, clock: Clock, address: str, settings: Any
) -> None:
    fields = blank_form(client, clock, address)
    for _click in range(2):
        files = {"photos": [upload(phone_photo())]}
        assert client.post("/voices/new", fields | files).status_code == 302
    other = client.post("/voices/new", fields | {"photos": [upload(photo(size=(9, 9)))]})
    assert (len(cases()), len(stored(settings)), other.status_code) == (1, 2, 409)


def test_trying_files_is_counted(
    client: Client, clock: Clock, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lianxin.voices.views import citizen

    few = Limit("voices.files", 1, timedelta(hours=1), citizen.FILES_TRIED.sentence)
    monkeypatch.setattr(citizen, "FILES_TRIED", few)
    assert report(client, clock, address, photos=[upload(b"x")]).status_code == 200
    response = report(client, clock, address, photos=[upload(photo())])
    assert (response.status_code, cases()) == (429, [])
    assert "先不传照片和录音" in body(response)


def test_files_cost_one_query_and_no_files_none(
    client: Client, clock: Clock, address: str, world: World
) -> None:
    report(client, clock, address, **two_photos_and_a_clip())
    report(client, clock, address)
    with_files, without = cases()
    deputy = as_(world.deputy)
    for browser, link in [
        (client, lambda case: mine(case.pk, clock)),
        (deputy, lambda case: f"/voices/{case.pk}"),
    ]:
        cost = []
        for case in (with_files, without):
            browser.get(link(case))
            with CaptureQueriesContext(connection) as queries:
                browser.get(link(case))
            cost.append(len(statements(queries)))
        assert cost[0] == cost[1] + 1, cost


def test_the_public_page_shows_no_files(client: Client, clock: Clock, world: World) -> None:
    files = (derive(Kind.PHOTO, upload(photo())),)
    case_id = make_case(world, CaseState.CLOSED, files=files)
    perform("publish", world, case_id, at=NOON + timedelta(days=1))
    with scope(world.office):
        (file_id,) = Attachment.objects.values_list("pk", flat=True)
    page = client.get(f"/cases/{case_id}")
    assert page.status_code == 200
    assert "/files/" not in body(page)
    with scope(ANONYMOUS):
        assert not Attachment.objects.filter(pk=file_id).exists()


def test_a_request_too_large_is_refused_unread(client: Client, db: None, settings: Any) -> None:
    settings.LIANXIN_MAX_UPLOAD_BYTES = 1000
    response = client.post("/voices/new", {"ticket": "x", "photos": upload(bytes(2000))})
    assert response.status_code == 400
    assert "少传几张照片" in body(response)


# Photos of a step: what a deputy saw, what a unit did.


def take(client: Client, case_id: int, verb: str, **fields: Any) -> HttpResponse:
    return client.post(f"/voices/{case_id}/{verb}", fields, follow=True)


def test_a_visit_and_an_answer_are_shown_by_photos(client: Client, clock: Clock, world: World) -> None:
    case_id = make_case(world, CaseState.HANDLING)
    deputy, unit = as_(world.deputy), as_(world.officer)
    assert 'enctype="multipart/form-data"' in body(deputy.get(f"/voices/{case_id}"))
    take(deputy, case_id, "visit", text="到三组看过，两盏灯不亮", photos=[upload(phone_photo())])
    answered = take(
        unit,
        case_id,
        "answer",
        text="换了两盏灯头，晚上都亮了。",
        result="solved",
        photos=[upload(photo("PNG"))],
    )
    assert "已答复，代表会去核实" in body(answered)
    page = body(deputy.get(f"/voices/{case_id}"))
    assert page.count('loading="lazy"') == 2
    own = body(client.get(mine(case_id, clock)))
    for link in [*addresses(page), *addresses(own)]:
        answer = (deputy if f"/voices/{case_id}/" in link else client).get(link)
        assert answer.status_code == 200, link
        assert CANARY.encode() not in answer.content
    assert len(addresses(own)) == 4
    stranger, elsewhere = as_(world.other_office), make_case(world)
    for link in addresses(page):
        assert stranger.get(link).status_code == 404
        assert deputy.get(link.replace(str(case_id), str(elsewhere))).status_code == 404
        assert Client().get(link).status_code == 302


def test_no_photo_of_a_step_is_read_out_of_sight(world: World) -> None:
    case_id = make_case(world, CaseState.HANDLING)
    take(as_(world.deputy), case_id, "visit", text="到三组看过，两盏灯不亮", photos=[upload(phone_photo())])
    for actor, seen in ((world.deputy, 1), (world.officer, 1), (Actor(case_id=case_id), 1), (ANONYMOUS, 0)):
        with scope(actor):
            assert Attachment.objects.filter(subject_kind="voices.step").count() == seen
    with scope(world.other_office):
        assert not Attachment.objects.filter(subject_kind="voices.step").exists()


def test_a_photo_that_is_none_keeps_the_words_and_takes_no_step(world: World, settings: Any) -> None:
    case_id = make_case(world, CaseState.HANDLING)
    bad = upload(b"<html><script>alert(1)</script>", "照片.jpg", "image/jpeg")
    page = body(take(as_(world.deputy), case_id, "visit", text="到三组看过，两盏灯不亮", photos=[bad]))
    assert "到三组看过，两盏灯不亮</textarea>" in page
    assert "文件没有留下来" in page
    assert "代表走访" not in page
    assert not stored(settings)


def test_a_step_sent_twice_keeps_its_photos_once(world: World) -> None:
    case_id = make_case(world, CaseState.HANDLING)
    deputy = as_(world.deputy)
    for _ in range(2):
        shown = {"text": "到三组看过，两盏灯不亮", "once": "k" * 20, "photos": [upload(phone_photo())]}
        assert "已记下" in body(take(deputy, case_id, "visit", **shown))
    with scope(world.deputy):
        assert Attachment.objects.filter(subject_kind="voices.step").count() == 1
