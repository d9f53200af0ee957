"""收件: a citizen's matter becomes a case."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection

from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError
from lianxin.kit.scope import scope
from lianxin.vault import reads as vault
from lianxin.vault.keys import create_key_file
from lianxin.voices.ids import hash_of, matches, tag_of
from lianxin.voices.models import Case, QueryCode
from lianxin.voices.testing import COUNTY, NOON, PREFECTURE, TOWNSHIP, VILLAGE, receive


def test_a_matter_becomes_a_case_with_number_clock_code_line_and_event(world, see, told) -> None:
    receipt = receive(world, place_text="小学门口")
    seen = see(receipt.case_id)
    case = seen.case
    assert (case.state, case.version, case.outcome) == ("received", 1, "")
    assert (case.prefecture_code, case.county_code, case.township_code) == (PREFECTURE, COUNTY, TOWNSHIP)
    assert (case.division_code, case.reach, case.received_at) == (VILLAGE, 6, NOON)
    assert case.number == receipt.number == "西城社区 260303-01"
    assert seen.running == [("claim", "2026-03-04")]
    assert seen.last_line == ("voices.case.received", "", "received")
    assert [(event.verb, event.state, event.venue_id) for event in told] == [
        ("receive", "received", world.venue_id)
    ]


def test_the_query_code_is_sixteen_digits_and_only_its_hash_is_kept(world) -> None:
    receipt = receive(world)
    assert re.fullmatch(r"\d{16}", receipt.query_code)
    row = QueryCode.objects.get(case_id=receipt.case_id)
    assert row.tag == tag_of(receipt.query_code)
    assert matches(receipt.query_code, row.hash)
    assert not matches("0" * 16, hash_of(receipt.query_code))
    assert receipt.query_code not in row.tag + row.hash


def test_numbers_count_within_the_venue_and_the_beijing_day(world) -> None:
    before_midnight = NOON + timedelta(hours=11, minutes=59)
    numbers = [
        receive(world, at=NOON + timedelta(minutes=1)).number,
        receive(world, at=before_midnight).number,
        receive(world, at=before_midnight + timedelta(minutes=2)).number,
    ]
    assert numbers == ["西城社区 260303-01", "西城社区 260303-02", "西城社区 260304-01"]


def test_a_case_id_is_larger_the_later_it_came(world) -> None:
    assert receive(world).case_id < receive(world, at=NOON + timedelta(milliseconds=1)).case_id < 2**63


def test_the_words_are_cleaned_and_the_title_is_their_first_line(world, see) -> None:
    case = see(receive(world, text="  路灯\u202e坏了\u200b，" + "很久" * 30).case_id).case
    assert case.text.startswith("路灯坏了，很久")
    assert (len(case.title), case.title[-1]) == (40, "…")


def test_name_and_phone_are_sealed_and_nowhere_in_clear(world, see, settings, tmp_path) -> None:
    settings.LIANXIN_VAULT_PUBLIC_KEY = create_key_file(tmp_path / "vault.key")
    receipt = receive(world, contact_name="王秀英", phone="138 0000 0001")
    assert see(receipt.case_id).case.has_contact
    with scope(world.liaison):
        assert len(vault.items_of("voices.case", receipt.case_id)) == 1
    with scope(world.office), connection.cursor() as cursor:
        for table in ("voices_case", "voices_step", "journal_entry"):
            cursor.execute(f"select count(*) from {table} t where t::text ~ '13800000001|王秀英'")
            assert cursor.fetchone() == (0,)


def test_without_a_phone_nothing_is_sealed(world, see) -> None:
    receipt = receive(world, contact_name="王秀英")
    assert not see(receipt.case_id).case.has_contact
    with scope(world.liaison):
        assert vault.items_of("voices.case", receipt.case_id) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": " 灯 "}, "请把事情说清楚一点，至少写几个字。"),
        ({"text": "\u200b" * 9}, "请把事情说清楚一点，至少写几个字。"),
        ({"text": "长" * 2001}, "写得太长了，请控制在 2000 字以内，其余的可以在代表联系您时再说。"),
        ({"phone": "12345"}, "电话号码好像不对，请检查一下，也可以不填。"),
    ],
)
def test_what_cannot_be_a_matter_is_refused_and_nothing_is_stored(world, told, changes, sentence) -> None:
    with pytest.raises(DomainError, match=re.escape(sentence)):
        receive(world, **changes)
    with scope(world.office):
        assert Case.objects.count() == 0
    assert told == []
    assert receive(world).number.endswith("-01")


def test_the_citizen_reads_the_case_only_with_its_code(world) -> None:
    first, second = receive(world).case_id, receive(world).case_id
    with scope(Actor()):
        assert Case.objects.count() == 0
    with scope(Actor(case_id=first)):
        assert [case.pk for case in Case.objects.all()] == [first]
    assert first != second
