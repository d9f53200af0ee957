from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel import codes, text


def test_a_code_knows_its_level_and_its_ancestors() -> None:
    assert codes.ancestors_of("532301101001") == ("53", "5323", "532301", "532301101", "532301101001")
    assert [codes.level_of(c) for c in codes.ancestors_of("532301101001")] == [1, 2, 3, 4, 5]
    with pytest.raises(ValueError):
        codes.level_of("53230")


def test_an_empty_prefix_contains_nothing_and_has_no_range() -> None:
    assert not codes.inside("5323", "")
    with pytest.raises(ValueError):
        codes.range_of("")


@given(st.from_regex(r"[0-9]{12}", fullmatch=True), st.sampled_from(codes.LEVEL_LENGTHS))
def test_the_range_holds_exactly_what_lies_inside(code: str, length: int) -> None:
    low, high = codes.range_of(code[:length])
    assert low <= code < high
    other = str(int(code[:length]) + 1).zfill(length)
    assert not (low <= other < high) or len(other) != length


@given(st.text(codes.ALPHABET, min_size=1, max_size=12))
def test_a_typed_code_comes_back_as_it_was_printed(code: str) -> None:
    assert codes.clean_code(" " + "-".join(code.lower()) + " ") == code


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("138 0000 0001", "13800000001"),
        ("+86-13800000001", "13800000001"),
        ("１３８０００００００１", "13800000001"),
        ("0878-3123456", "08783123456"),
        ("12345", ""),
        ("138000000011", ""),
        ("abc", ""),
    ],
)
def test_phones_are_stored_as_digits_or_refused(typed: str, stored: str) -> None:
    assert text.normal_phone(typed) == stored


def test_hidden_characters_are_removed_and_names_beyond_gbk_kept() -> None:
    assert text.clean("路灯\u202e不亮\u200b\x00 ") == "路灯不亮"
    assert text.clean("家\u200d里👨\u200d👩\u200d👧") == "家里👨\u200d👩\u200d👧"
    assert text.clean("香么㱔村 𠮷 阿鲁·木呷") == "香么㱔村 𠮷 阿鲁·木呷"


def test_a_citizen_is_named_by_surname_and_a_phone_is_masked() -> None:
    assert text.surname_only("王秀兰") == "王**"
    assert text.masked_phone("13800000001") == "138****0001"
    assert text.shortened("一二三四五\n六七八九十", 8) == "一二三四五 六…"
