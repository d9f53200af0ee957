"""公开: three switches, checked words, and the public pages. Source: LAW-DEPUTIES-2025 §51; ADR-0032 §6."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from lianxin.accounts.testing import as_
from lianxin.journal.models import Entry
from lianxin.kernel.actor import ANONYMOUS, Actor
from lianxin.kernel.errors import DomainError, NotAllowed, NotFound
from lianxin.kit.paging import Cursor
from lianxin.kit.scope import scope
from lianxin.suggestions import actions, reads
from lianxin.suggestions.models import PublicSuggestion, Suggestion
from lianxin.suggestions.testing import NOON, World, make
from lianxin.suggestions.tests.conftest import LATER

SECRET = "群众王小明，电话 13812345678，住三组 12 号"
WORDS = {
    "title": "关于修复三组到小学道路的建议",
    "text": "三组到小学的路长两公里，雨天积水，请今年内硬化。",
    "answer": "三组到小学的道路已经全部硬化，路灯也装好了。",
}


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
    return LATER


def publish(world: World, pk: int, actor: Actor | None = None, **changes: object) -> PublicSuggestion:
    by = actor or world.office
    with scope(by):
        return actions.publish_suggestion(suggestion_id=pk, actor=by, at=LATER, **(WORDS | changes))


def wish(world: World, pk: int, *, agrees: bool, actor: Actor | None = None) -> None:
    by = actor or world.lead
    with scope(by):
        actions.wish_publication(suggestion_id=pk, agrees=agrees, actor=by, at=LATER)


def object_(world: World, pk: int, reason: str, actor: Actor | None = None) -> None:
    by = actor or world.head
    with scope(by):
        actions.object_to_publication(suggestion_id=pk, reason=reason, actor=by, at=LATER)


def is_public(pk: int) -> bool:
    with scope(ANONYMOUS):
        return PublicSuggestion.objects.filter(pk=pk).exists()


# ---- three switches ----------------------------------------------------------------------------------


def test_a_closed_one_is_published_with_its_facts(world: World) -> None:
    pk = make(world, "closed")
    made = publish(world, pk)
    assert is_public(pk)
    assert (made.number, made.phase, made.raised_by, made.signers) == (1, "inter_session", "李桂芳", 1)
    assert (made.unit_ids, made.result_class, made.result) == (
        [world.unit_id, world.second_unit_id], "A", "basically",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"may_publish": False}, "代表不同意公开"), ({"is_confidential": True}, "代表要求保密")],
)
def test_the_deputys_no_keeps_it_off(world: World, changes: dict[str, bool], sentence: str) -> None:
    with pytest.raises(DomainError, match=sentence):
        publish(world, make(world, "closed", **changes))


def test_before_it_is_closed_nothing_is_published(world: World) -> None:
    with pytest.raises(DomainError, match="办结以后才能公开"):
        publish(world, make(world, "replied"))


def test_a_units_objection_with_its_reason_keeps_it_off_until_taken_back(world: World) -> None:
    pk = make(world, "closed")
    with pytest.raises(DomainError, match="不同意公开要写明理由"):
        object_(world, pk, "不行")
    object_(world, pk, "涉及企业的商业秘密")
    with pytest.raises(DomainError, match="承办单位不同意公开"):
        publish(world, pk)
    object_(world, pk, "")
    publish(world, pk)
    assert is_public(pk)


def test_each_switch_takes_the_page_away_at_once(world: World) -> None:
    pk = make(world, "closed")
    publish(world, pk)
    wish(world, pk, agrees=False)
    assert not is_public(pk)
    wish(world, pk, agrees=True)
    assert not is_public(pk)  # the office looks again before it is shown again
    publish(world, pk)
    object_(world, pk, "涉及企业的商业秘密")
    assert not is_public(pk)
    object_(world, pk, "")
    publish(world, pk)
    with scope(world.office):
        actions.unpublish_suggestion(suggestion_id=pk, reason="文字有误", actor=world.office, at=LATER)
    assert not is_public(pk)
    with scope(world.office), pytest.raises(DomainError, match="现在没有公开"):
        actions.unpublish_suggestion(suggestion_id=pk, reason="文字有误", actor=world.office, at=LATER)


def test_nobody_turns_somebody_elses_switch(world: World) -> None:
    pk = make(world, "closed")
    for actor in (world.lead, world.head, world.committee):
        with pytest.raises(NotAllowed, match="公开由本级人大代表工作机构审核"):
            publish(world, pk, actor)
    for actor in (world.office, world.head):
        with pytest.raises(NotAllowed, match="领衔代表自己定"):
            wish(world, pk, agrees=False, actor=actor)
    for actor in (world.officer, world.lead, world.office):
        with pytest.raises(NotAllowed, match="承办单位负责人"):
            object_(world, pk, "涉及企业的商业秘密", actor)
    with pytest.raises(DomainError, match="本单位不负责答复"):
        object_(world, pk, "涉及企业的商业秘密", world.second_head)
    with pytest.raises(NotFound):
        publish(world, pk, world.other_office)


# ---- personal data -----------------------------------------------------------------------------------


def test_what_looks_like_personal_data_is_confirmed_place_by_place(world: World) -> None:
    pk = make(world, "closed")
    with pytest.raises(DomainError, match=r"还有像个人信息的地方：.*手机号 1 处"):
        publish(world, pk, text=f"三组到小学的路长两公里。{SECRET}")
    assert not is_public(pk)
    publish(world, pk, text=f"三组到小学的路长两公里。{SECRET}", confirmed_findings=True)
    with scope(world.office):
        line = Entry.objects.filter(event="suggestions.suggestion.published").latest("id")
    assert line.reason.startswith("已逐处看过，可以公开：")
    assert "13812345678" not in line.reason


def test_the_page_proposes_words_without_it_and_a_tick_counts_for_what_was_shown(world: World) -> None:
    pk = make(world, "closed", situation=f"三组到小学的路长两公里，雨天积水。{SECRET}")
    office = as_(world.office)
    address = f"/suggestions/{pk}/publication"
    page = office.get(address).content.decode()
    form, originals = page.split("对照原文")
    assert "13812345678" not in form
    assert "13812345678" in originals
    assert 'class="found"' in originals
    sent = WORDS | {"text": f"三组到小学的路长两公里。{SECRET}", "confirmed_findings": "on"}
    again = office.post(address, sent).content.decode()
    assert "还有像个人信息的地方" in again
    assert not is_public(pk)
    shown = re.search(r'name="shown" value="([^"]+)"', again)
    assert shown
    assert office.post(address, sent | {"shown": shown[1]}).status_code == 302
    assert is_public(pk)


# ---- who sees what -----------------------------------------------------------------------------------


def test_row_level_security_shows_the_public_row_and_never_the_suggestion(world: World) -> None:
    pk = make(world, "closed", situation=f"三组到小学的路长两公里，雨天积水。{SECRET}")
    publish(world, pk)
    for actor in (ANONYMOUS, world.other_office, world.other_deputy):
        with scope(actor):
            assert PublicSuggestion.objects.filter(pk=pk).exists()
            assert not Suggestion.objects.filter(pk=pk).exists()
            assert PublicSuggestion.objects.filter(pk=pk).update(title="改动") == 0
    with pytest.raises(Exception, match="row-level security"), scope(world.lead):
        PublicSuggestion.objects.filter(pk=pk).update(title="改动")


def test_the_pages_of_the_three_sides(world: World) -> None:
    pk = make(world, "closed")
    address = f"/suggestions/{pk}/publication"
    lead, head, office = (as_(a) for a in (world.lead, world.head, world.office))
    assert "改为不同意公开" in lead.get(address).content.decode()
    assert lead.post(f"{address}/wish", {"agrees": "no"}).status_code == 302
    assert "公开的文字" not in office.get(address).content.decode()
    assert lead.post(f"{address}/wish", {"agrees": "yes"}).status_code == 302
    assert head.post(f"{address}/objection", {"reason": "涉及企业的商业秘密"}).status_code == 302
    assert "涉及企业的商业秘密" in office.get(address).content.decode()
    assert head.post(f"{address}/objection", {"reason": ""}).status_code == 302
    assert "关于修复三组到小学道路的建议" in office.get("/suggestions?view=publish").content.decode()
    sent = WORDS | {"once": "p1"}
    assert [office.post(address, sent).status_code for _ in range(2)] == [302, 302]
    assert "关于修复三组到小学道路的建议" not in office.get("/suggestions?view=publish").content.decode()
    assert office.post(f"/suggestions/{pk}/unpublish", {"reason": "文字有误"}).status_code == 302
    assert not is_public(pk)
    for actor in (world.other_office, world.other_deputy):
        assert as_(actor).get(address).status_code == 404


# ---- the public pages --------------------------------------------------------------------------------


@pytest.fixture
def published(world: World) -> list[int]:
    made = [make(world, "closed", at=NOON + timedelta(seconds=n)) for n in range(3)]
    publish(world, made[0])
    publish(world, made[1], title="关于改造饮水管网的建议", text="四组的饮水管网老化，冬春缺水，请尽快更换。")
    return made


def test_anybody_finds_published_ones_by_words_category_class_and_place(published: list[int]) -> None:
    client = Client()
    everything = client.get("/open-suggestions").content.decode()
    assert "关于修复三组到小学道路的建议" in everything
    assert "李桂芳" in everything
    assert everything.count("/open-suggestions/") == 2
    found = client.get("/open-suggestions?q=饮水").content.decode()
    assert "关于改造饮水管网的建议" in found
    assert "关于修复三组到小学道路的建议" not in found
    for query, count in (("category=transport", 2), ("category=farming", 0), ("class=A", 2), ("class=B", 0),
                         ("division=532301", 2), ("division=532302", 0), ("q=x&category=nonsense", 0)):  # fmt: skip
        page = client.get(f"/open-suggestions?{query}").content.decode()
        assert page.count('href="/open-suggestions/') == count, query
    assert "没有符合条件的建议" in client.get("/open-suggestions?class=B").content.decode()


def test_the_public_page_tells_what_was_asked_answered_and_rated(published: list[int]) -> None:
    page = Client().get(f"/open-suggestions/{published[0]}").content.decode()
    for words in (*WORDS.values(), "闭会第 1 号", "A 类", "楚雄市交通运输局", "基本满意"):
        assert words in page, words
    assert Client().get(f"/open-suggestions/{published[2]}").status_code == 404


def test_the_list_pages_by_key_and_costs_two_queries(
    world: World, published: list[int], django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(6):
        assert Client().get("/open-suggestions").status_code == 200
    with scope(ANONYMOUS):
        first = reads.public_suggestions(reads.PublicFilters(), Cursor(size=1))
        second = reads.public_suggestions(reads.PublicFilters(), Cursor(before=first.older_than, size=1))
    assert [row.id for row in (*first.rows, *second.rows)] == [published[1], published[0]]
    assert second.older_than is None
