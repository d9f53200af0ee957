"""The page on which a closed case is made public: a draft without personal data, the original marked, one tick."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.test import Client

from lianxin.accounts.testing import as_
from lianxin.kit.scope import scope
from lianxin.voices.models import Case
from lianxin.voices.testing import World, make_case, make_world
from lianxin.voices.tests.test_staff_pages import post
from lianxin.voices.workflow import CaseState

pytestmark = pytest.mark.django_db
TOLD = "我叫张建国，电话 13887654321，住东风路12号3幢2单元501，门口的路灯坏了。"
TICK = 'name="confirmed_findings"'


@pytest.fixture
def world(noon: datetime, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon + timedelta(hours=1))
    return make_world(noon)


@pytest.fixture
def case_id(world: World) -> int:
    return make_case(world, CaseState.CLOSED, text=TOLD)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.split('class="fold', 1)[1])
    return unescape(found.group(1)) if found else ""


def is_public(case_id: int) -> bool:
    return Client().get(f"/cases/{case_id}").status_code == 200


def test_the_draft_is_redacted_and_the_original_is_marked(world: World, case_id: int) -> None:
    page = as_(world.office).get(f"/voices/{case_id}").content.decode()
    assert "我叫某某，电话 （电话已隐去），住东风路（门牌已隐去），门口的路灯坏了。</textarea>" in page
    assert re.search(
        r'<mark class="found"[^>]*>13887654321<span class="found__k">.*?手机号</span></mark>', page
    )
    assert re.search(r'<mark class="found"[^>]*>张建国<span class="found__k">.*?姓名</span></mark>', page)
    assert "像门牌或者户号，能找到这一家人。" in page
    assert TICK not in page, "nothing is left in the draft, so nothing is to be confirmed"


def test_a_number_cut_by_the_end_of_the_title_does_not_stay(world: World) -> None:
    told = "村口到小学的路灯全都坏了，晚上娃娃回家看不见路，请打我的电话13887654321"
    page = as_(world.office).get(f"/voices/{make_case(world, CaseState.CLOSED, text=told)}").content.decode()
    title = re.search(r'name="title" value="([^"]*)"', page)
    assert title
    assert "138" not in title.group(1)


def test_nobody_who_may_not_publish_sees_the_marked_original(world: World, case_id: int) -> None:
    assert "<mark" not in as_(world.deputy).get(f"/voices/{case_id}").content.decode()


def test_the_form_comes_back_and_names_what_is_left(world: World, case_id: int) -> None:
    office = as_(world.office)
    words = {"title": "路灯修好了", "text": "张建国老师门口的路灯坏了", "answer": "已经换了三盏灯"}
    page = post(office, case_id, "publish", **words).content.decode()
    assert "文字里还有像个人信息的地方：姓名 1 处" in page
    assert "要公开的文字里还有这些地方像个人信息" in page and TICK in page
    assert not is_public(case_id)
    post(office, case_id, "publish", **words, shown=hidden(page, "shown"), confirmed_findings="on")
    assert is_public(case_id)


def test_a_tick_counts_only_for_what_the_page_has_shown(world: World, case_id: int) -> None:
    office = as_(world.office)
    words = {"title": "路灯修好了", "text": "张建国老师门口的路灯坏了", "answer": "已经换了三盏灯"}
    shown = hidden(post(office, case_id, "publish", **words).content.decode(), "shown")
    words["answer"] = "已经换了三盏灯，电话13887654321"
    page = post(office, case_id, "publish", **words, shown=shown, confirmed_findings="on").content.decode()
    assert "手机号 1 处、姓名 1 处" in page and not is_public(case_id)
    assert f"{TICK} checked" not in page and not re.search(rf"{TICK}[^>]*checked", page), "ticked anew"
    post(office, case_id, "publish", **words, shown=hidden(page, "shown"), confirmed_findings="on")
    assert is_public(case_id)


def test_the_original_stays_as_it_was_told(world: World, case_id: int) -> None:
    words = {"title": "路灯修好了", "text": "路灯坏了", "answer": "已经换了三盏灯"}
    post(as_(world.office), case_id, "publish", **words)
    with scope(world.office):
        assert Case.objects.get(pk=case_id).text == TOLD
    assert "13887654321" not in Client().get(f"/cases/{case_id}").content.decode()
