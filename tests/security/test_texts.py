"""Odd characters go in, come out the same, and look like what they are. Source: T36, T42, T43."""

from __future__ import annotations

import csv
import io
import random
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook
from support.scale import note, scaled

from lianxin.accounts.models import Grant, User
from lianxin.accounts.testing import sign_in
from lianxin.kernel.text import clean
from lianxin.kit.http import safe_next
from lianxin.kit.scope import scope
from lianxin.voices.models import Case
from lianxin.voices.testing import NOON, World, make_world, receive

pytestmark = pytest.mark.django_db
# Pieces a text is drawn from: plain, rare (Ext-B to Ext-I), names of minorities, marks, emoji, and things
# that must not come through.
PLAIN = ["路灯", "水沟", "三组", "，", "。", "（", "Road 3", "12.5", "《办法》", "㐂", "阿依·热合曼", "๑"]
RARE = ["𠮷", "𡈽", "𪚥", "𫝆", "𬺓", "𰻝", "𱁬", "𲂬", "\u9fff", "龘", "㙍", "ꊈꌠ", "ᥖᥭᥰ", "👨‍👩‍👧"]
MARKS = ["e\u0301", "\u00e9", "ﬁ", "Å", "\u212b", "한글", "한글", "가", "①", "㎡", "　"]
DROPPED = ["\u202e", "\u2066", "\u2069", "\u200b", "\u200f", "\ufeff", "\x00", "\x07", "\ud800", "\x1b"]
FORMULAS = ["=", "+", "-", "@", "\t=", "\r=", "＝", "＋", "－", "＠", "=cmd|'/c calc'!A0", "@SUM(1)*", "\n="]
MARKUP = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "'-alert(1)-'",
    "{{ 7331*7919 }}",
    "{% debug %}",
    "${7331*7919}",
    "<a href='javascript:alert(1)'>x</a>",
    "</textarea><script>alert(1)</script>",
    "&lt;script&gt;",
    "%3Cscript%3E",
    "<!--",
]


@pytest.fixture
def world(noon: datetime, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon + timedelta(minutes=5))
    return make_world(noon)


@pytest.fixture
def office(world: World) -> Client:
    client = Client()
    sign_in(client, User.objects.get(pk=world.office.user_id), Grant.objects.get(pk=world.office.grant_id))
    return client


def corpus(count: int, pieces: list[str], seed: int) -> Iterator[str]:
    draw = random.Random(seed)
    for number in range(count):
        yield f"第{number}件" + "".join(draw.choices(pieces, k=draw.randint(1, 9))) + "坏了"


def text_of(world: World, case_id: int) -> str:
    with scope(world.office):
        return Case.objects.get(pk=case_id).text


def received(world: World, text: str, n: int) -> int:
    """Each in a millisecond of its own: numbers of one millisecond may meet among thousands."""
    return receive(world, text=text, at=NOON + timedelta(milliseconds=n)).case_id


def shown_text(page: str) -> str:
    """What a reader of the page sees: tags gone, entities read."""
    return unescape(re.sub(r"<[^>]*>", "", page))


@pytest.mark.timeout(1800)
def test_texts_come_back_as_they_were(world: World) -> None:
    many = scaled(300, 2000)
    for n, text in enumerate(corpus(many, PLAIN + RARE + MARKS, seed=43)):
        assert text_of(world, received(world, text, n)) == unicodedata.normalize("NFC", text)
    note("T43", f"{many:,} texts into the database and back: byte-equal after NFC")


def test_what_would_turn_or_hide_text_never_gets_in(world: World) -> None:
    for n, text in enumerate(corpus(300, [*PLAIN, *DROPPED], seed=44)):
        kept = text_of(world, received(world, text, n))
        assert kept == clean(text)
        assert not [mark for mark in DROPPED if mark in kept]


def test_rare_characters_reach_the_page_the_workbook_and_the_table(world: World, office: Client) -> None:
    text = "第一件" + "".join(RARE)
    case_id = receive(world, text=text).case_id
    assert text in shown_text(office.get(f"/voices/{case_id}").content.decode())
    lines = exported(office, "csv")
    assert text[:20] in lines[1][1]
    assert text[:20] in workbook_cells(office)[1][1]


def exported(client: Client, kind: str) -> list[list[str]]:
    answer = client.post("/voices/export?view=", {"purpose": "核对一遍", "kind": kind})
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"), newline="")))


def workbook_cells(client: Client) -> list[list[str]]:
    answer = client.post("/voices/export?view=", {"purpose": "核对一遍", "kind": "xlsx"})
    file = io.BytesIO(b"".join(answer.streaming_content))
    with zipfile.ZipFile(file) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
    file.seek(0)
    table = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    return [[str(cell) for cell in row] for row in table]


def test_no_exported_cell_is_a_formula(world: World, office: Client) -> None:
    texts = [f"{start}1+1 这件事坏了" for start in FORMULAS]
    for text in texts:
        case_id = receive(world, text=text).case_id
        assert text_of(world, case_id) == clean(text)
    found = [cell for line in exported(office, "csv") for cell in line]
    assert not [cell for cell in found if cell[:1] in set("=+-@\t\r＝＋－＠")]
    assert len([cell for cell in found if "这件事坏了" in cell]) == len(texts)
    assert len([row for row in workbook_cells(office) if "这件事坏了" in row[1]]) == len(texts)


@pytest.mark.parametrize("payload", MARKUP)
def test_markup_is_text_on_every_page_that_shows_a_case(world: World, office: Client, payload: str) -> None:
    receipt = receive(world, text=f"灯坏了 {payload}", place_text=payload)
    for address in (f"/voices/{receipt.case_id}", "/voices?view=", f"/voices/{receipt.case_id}?q={payload}"):
        page = office.get(address).content.decode()
        assert "58054189" not in page
        assert not re.search(r"<(script|img|svg|a)[^>]*alert\(1\)", page)
    assert payload in shown_text(office.get(f"/voices/{receipt.case_id}").content.decode())


@pytest.mark.parametrize("query", MARKUP)
def test_what_is_searched_for_is_shown_as_text(office: Client, query: str) -> None:
    page = office.get("/voices", {"view": "", "q": query}).content.decode()
    assert not re.search(r"<(script|img|svg|a)[^>]*alert\(1\)", page)
    assert "onerror=alert(1)>" not in page


ELSEWHERE = [
    "https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)",
    "\\\\evil.example", "/%0d%0aSet-Cookie:x", "http:evil.example", "///evil.example", "/\n/evil.example",
    "//evil.example/%2f..", "data:text/html,x", "https:/evil.example", " //evil.example", "\u3000//evil.example",
]  # fmt: skip


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_sent_to_another_site(target: str) -> None:
    to = safe_next(target)
    assert to.startswith("/")
    assert not to.startswith(("//", "/\\"))
    assert to == "/" or "evil.example" not in to
