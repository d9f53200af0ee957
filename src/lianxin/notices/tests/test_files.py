"""Files along with a bulletin: looked through, kept between two looks, taken by those who may, on record."""

from __future__ import annotations

import io
import re
import uuid
from typing import Any

import pytest
import xlsxwriter
from django.core import signing
from django.test import Client

from lianxin.accounts.models import Grant
from lianxin.accounts.testing import actor_for, sign_in
from lianxin.attachments.models import Attachment
from lianxin.attachments.testing import photo, upload
from lianxin.journal.models import Entry
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.scope import scope
from lianxin.notices import audiences
from lianxin.notices.models import Bulletin, Receipt
from lianxin.notices.tests.test_bulletins import Town, form

pytestmark = pytest.mark.django_db
COUNTY = "532301"


@pytest.fixture(autouse=True)
def _town(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audiences, "_audiences", {"town": Town()})


@pytest.fixture
def office(db: None) -> Actor:
    return actor_for(Role.DEPUTY_AFFAIRS, COUNTY, login="office", name="杨秀梅")


@pytest.fixture
def li(db: None) -> Actor:
    return actor_for(Role.DEPUTY, "532301101", login="li", name="李代表", person_id=1)


def browser(actor: Actor) -> Client:
    client = Client()
    grant = Grant.objects.get(pk=actor.grant_id)
    sign_in(client, grant.user, grant)
    return client


def workbook(text: str = "管护责任") -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet().write_string(0, 0, text)
    book.close()
    return out.getvalue()


def tokens(page: str) -> list[str]:
    return re.findall(r'name="keep" value="([^"]+)"', page)


def sent_with(client: Client, *files: Any) -> int:
    said: dict[str, Any] = form(client)
    preview = client.post("/bulletins/new", said | {"attached": list(files)}).content.decode()
    kept = tokens(preview)
    assert len(kept) == len(files), preview
    done = client.post("/bulletins/new", said | {"keep": kept, "confirmed": "1"})
    return int(done.headers["Location"].rsplit("/", 1)[1])


def file_ids(actor: Actor, bulletin: int) -> list[uuid.UUID]:
    with scope(actor):
        found = Attachment.objects.filter(subject_kind="notices.bulletin", subject_id=bulletin)
        return list(found.order_by("position").values_list("pk", flat=True))


def test_files_stay_between_the_look_and_the_sending_and_a_recipient_takes_them(
    office: Actor, li: Actor
) -> None:
    bulletin = sent_with(
        browser(office), upload(workbook(), "道路管护 台账.xlsx"), upload(photo(), "IMG_0001.PNG")
    )
    ids = file_ids(office, bulletin)
    client = browser(li)
    page = client.get(f"/bulletins/{bulletin}").content.decode()
    assert "道路管护 台账.xlsx" in page
    assert "IMG_0001.jpg" in page
    answer = client.post(f"/bulletins/{bulletin}/files/{ids[0]}")
    assert answer.content.startswith(b"PK\x03\x04")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    with scope(li):
        receipt = Receipt.objects.get(bulletin_id=bulletin)
    assert receipt.downloaded_at is not None
    assert receipt.state == "read"
    with scope(office):
        assert Entry.objects.filter(event="notices.bulletin.downloaded").count() == 1
    assert "下载过附件" in browser(office).get(f"/bulletins/{bulletin}?list=read").content.decode()


def test_a_file_is_taken_by_nobody_else_not_by_looking_and_not_from_another_bulletin(
    office: Actor, li: Actor
) -> None:
    client = browser(office)
    bulletin = sent_with(client, upload(workbook(), "台账.xlsx"))
    other = sent_with(client, upload(workbook("别的"), "别的.xlsx"))
    (mine,), (theirs,) = file_ids(office, bulletin), file_ids(office, other)
    stranger = actor_for(Role.DEPUTY, "532302101", login="far", name="外县人", person_id=9)
    neighbour = actor_for(Role.DEPUTY_AFFAIRS, "532302", login="next")
    for actor in (stranger, neighbour):
        assert browser(actor).post(f"/bulletins/{bulletin}/files/{mine}").status_code == 404
        with scope(actor):
            assert not Attachment.objects.filter(subject_kind="notices.bulletin").exists()
    assert browser(li).post(f"/bulletins/{bulletin}/files/{theirs}").status_code == 404
    assert browser(li).get(f"/bulletins/{bulletin}/files/{mine}").status_code == 405
    with scope(office):
        assert not Entry.objects.filter(event="notices.bulletin.downloaded").exists()


def test_a_double_click_with_files_sends_one(office: Actor, li: Actor) -> None:
    client = browser(office)
    said: dict[str, Any] = form(client) | {"confirmed": "1"}
    data = workbook()
    answers = [
        client.post("/bulletins/new", said | {"attached": upload(data, "台账.xlsx")}) for _ in range(2)
    ]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    with scope(office):
        assert Bulletin.objects.get().file_count == 1
        assert Attachment.objects.filter(subject_kind="notices.bulletin").count() == 1


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"MZ\x90", "程序.exe", "这种文件不能发"),
        (b"hello", "会议.pdf", "扩展名对不上"),
        (b"\xd0\xcf\x11\xe0old", "会议.docx", "旧格式"),
        (b"%PDF-1.7\n1 0 obj <</S /JavaScript>> endobj\n%%EOF", "会议.pdf", "不能发给别人"),
        (b"hello", "照片.jpg", "不是照片"),
    ],
)
def test_a_bad_file_is_named_with_what_to_do_and_the_rest_stays(
    office: Actor, li: Actor, data: bytes, name: str, sentence: str
) -> None:
    client = browser(office)
    said: dict[str, Any] = form(client) | {"confirmed": "1"}
    page = client.post(
        "/bulletins/new", said | {"attached": [upload(data, name), upload(workbook(), "好的.xlsx")]}
    ).content.decode()
    assert sentence in page
    assert len(tokens(page)) == 1
    with scope(office):
        assert not Bulletin.objects.exists()


def test_five_files_are_enough_and_a_file_unticked_stays_behind(office: Actor, li: Actor) -> None:
    client = browser(office)
    said: dict[str, Any] = form(client)
    many = [upload(workbook(str(n)), f"{n}.xlsx") for n in range(6)]
    page = client.post("/bulletins/new", said | {"attached": many}).content.decode()
    assert "最多带 5 个附件" in page
    kept = tokens(page)
    assert len(kept) == 5
    done = client.post("/bulletins/new", said | {"keep": kept[1:2], "confirmed": "1"})
    bulletin = int(done.headers["Location"].rsplit("/", 1)[1])
    with scope(office):
        assert [a.name for a in Attachment.objects.filter(subject_id=bulletin)] == ["1.xlsx"]


def test_a_token_of_somebody_else_or_of_yesterday_brings_no_file(
    office: Actor, li: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    colleague = actor_for(Role.DEPUTY_AFFAIRS, COUNTY, login="colleague")
    client = browser(office)
    said: dict[str, Any] = form(client)
    page = client.post(
        "/bulletins/new", said | {"attached": upload(workbook(), "台账.xlsx")}
    ).content.decode()
    (token,) = tokens(page)
    assert tokens(client.post("/bulletins/new", said | {"keep": token}).content.decode())
    assert not tokens(browser(colleague).post("/bulletins/new", said | {"keep": token}).content.decode())
    assert not tokens(client.post("/bulletins/new", said | {"keep": token + "x"}).content.decode())
    tomorrow = signing.time.time() + 86_400
    monkeypatch.setattr(signing.time, "time", lambda: tomorrow)
    page = client.post("/bulletins/new", said | {"keep": token, "confirmed": "1"}).content.decode()
    assert "附件放得太久了" in page
