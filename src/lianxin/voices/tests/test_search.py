"""Words are found in every case a reader sees, two characters are enough, and in nobody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from lianxin.kit.paging import Cursor
from lianxin.kit.scope import scope
from lianxin.voices import reads
from lianxin.voices.reads import Filters, search
from lianxin.voices.testing import NOON, OTHER_VILLAGE, make_case, perform
from lianxin.voices.tests.conftest import LATER


@pytest.fixture(
    params=[(5000, 2000), (1, 2000), (1, 0)], ids=["read word by word", "by the index", "by the list"]
)
def _ways(request, monkeypatch) -> None:
    """As if all were among the newest; as if almost none were; as if the index had too many to hand over."""
    nearest, most = request.param
    monkeypatch.setattr(search, "NEAREST", nearest)
    monkeypatch.setattr(search, "_MOST", most)


def hits(actor, text: str, cursor: Cursor | None = None, **filters) -> list[int]:
    with scope(actor):
        page = reads.case_list(actor, Filters(text=text, **filters), cursor or Cursor(), today=LATER.date())
    return [row.id for row in page.rows]


@pytest.fixture
def three(world, _ways) -> list[int]:
    texts = ("二组的水沟被堵，Wi-Fi 也没有", "小学门口的路灯坏了 100% 不亮", "村口的水沟和路灯都要修")
    return [make_case(world, text=text, at=NOON + timedelta(hours=n)) for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("text", "which"),
    [
        ("水沟", (2, 0)),
        ("路灯", (2, 1)),
        ("水沟 路灯", (2,)),
        ("小学门口的路灯坏了", (1,)),
        ("灯坏", (1,)),
        ("Wi-Fi", (0,)),
        ("没有这个词", ()),
        ("100%", (1,)),
        ("１００%", (1,)),
        ("wi-fi", (0,)),
    ],
)
def test_words_are_found_newest_first(world, three, text, which) -> None:
    assert hits(world.office, text) == [three[n] for n in which]


@pytest.mark.parametrize(
    "odd",
    ["'", "''", "\\", "\\'", "&", "|", "!", "(", "a & b", "%", "_", ":*", "水'沟", "<b>", "水\\", "🙂🙂"],
)
def test_odd_characters_are_only_characters(world, three, odd) -> None:
    assert len(hits(world.office, odd)) <= 3


def test_nobody_finds_what_they_do_not_see(world, three) -> None:
    make_case(world, text="水沟在邻县", division_code=OTHER_VILLAGE)
    assert len(hits(world.office, "水沟")) == 2
    assert len(hits(world.liaison, "水沟")) == 3  # it was brought to this venue
    assert len(hits(world.other_office, "水沟")) == 1
    assert hits(world.officer, "水沟") == []
    assert hits(world.auditor, "水沟") == []


@pytest.mark.usefixtures("_ways")
def test_the_answer_and_the_number_are_searched_too(world, see) -> None:
    case_id = make_case(world, "handling")
    perform("answer", world, case_id, at=LATER, text="已经换了变压器，线路也理顺了。")
    assert hits(world.officer, "变压器") == [case_id]
    assert hits(world.office, see(case_id).case.number) == [case_id]


@pytest.mark.usefixtures("_ways")
def test_pages_go_on_where_the_one_before_ended(world) -> None:
    made = [make_case(world, text=f"第{n}盏路灯不亮", at=NOON + timedelta(hours=n)) for n in range(5)]
    newest = made[::-1]
    assert hits(world.office, "路灯", Cursor(size=2)) == newest[:2]
    assert hits(world.office, "路灯", Cursor(before=newest[1], size=2)) == newest[2:4]
    assert hits(world.office, "路灯", Cursor(before=newest[3], size=2)) == newest[4:]
    assert hits(world.office, "路灯", Cursor(after=newest[3], size=2)) == newest[1:3]


def test_other_filters_hold(world, three) -> None:
    assert hits(world.office, "水沟", topic="road") == [three[2], three[0]]
    assert hits(world.office, "水沟", topic="water") == []


_SAID = ("路灯坏了", "水沟堵了", "路灯和水沟", "ＷＩＦＩ 没有", "别的事情")


@pytest.mark.usefixtures("_ways")
def test_whatever_narrows_the_list_all_that_say_it_are_found(world) -> None:
    facts = [(text, topic) for text in _SAID for topic in ("road", "water")] * 2
    made = [
        (make_case(world, text=text, topic=topic, at=NOON + timedelta(hours=n)), text, topic)
        for n, (text, topic) in enumerate(facts)
    ]
    for word in ("路灯", "水沟", "路灯 水沟", "wifi", "没有这个词"):
        for topic in ("", "road", "water", "school"):
            wanted = [
                case_id
                for case_id, text, of in reversed(made)
                if topic in {"", of} and all(part in search.folded(text) for part in word.split())
            ]
            walked, cursor = [], Cursor(size=3)
            while page := hits(world.office, word, cursor, topic=topic):
                walked += page
                cursor = Cursor(before=page[-1], size=3)
            assert walked == wanted, (word, topic)


def test_a_common_word_is_not_asked_of_the_index(world, monkeypatch) -> None:
    def never(*asked: object) -> list[int]:
        raise AssertionError(asked)

    made = [make_case(world, text="路灯不亮", at=NOON + timedelta(hours=n)) for n in range(3)]
    old = make_case(world, text="路灯倒了", topic="water", at=NOON - timedelta(days=1))
    monkeypatch.setattr(search, "NEAREST", 3)
    monkeypatch.setattr(search, "_indexed", never)
    assert hits(world.office, "路灯", topic="water") == [old]
    assert hits(world.office, "路灯") == [*made[::-1], old]


def test_one_character_looks_among_the_newest_alone(world, monkeypatch) -> None:
    old, new = (
        make_case(world, text="沟坏了没人修"),
        make_case(world, text="沟又坏了", at=NOON + timedelta(hours=1)),
    )
    assert hits(world.office, "沟") == [new, old]
    monkeypatch.setattr(search, "NEAREST", 1)
    assert hits(world.office, "沟") == [new]


def test_the_index_can_answer(as_owner) -> None:
    as_owner.execute("set local enable_seqscan = off")
    asked = (
        "explain select id from voices_case where "
        "voices_bigrams(number, text, place_text, answer) @@ array_to_tsvector(array['路灯'])::text::tsquery"
    )
    assert "case_by_words" in "\n".join(row[0] for row in as_owner.execute(asked))


@pytest.mark.django_db
def test_the_search_is_planned_for_the_words_it_is_given() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select proconfig from pg_proc where proname = 'voices_search'")
        assert "plan_cache_mode=force_custom_plan" in cursor.fetchone()[0]
