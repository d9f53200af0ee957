"""Like matters: how many are offered, how many rightly, and silence when unsure.

`pairs.txt` are the pairs the tables were written with, `pairs_unseen.txt` those written before the tables saw them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from lianxin.assist.similar import SURE, ranked

DATA = Path(__file__).parent / "data"


def labelled(name: str) -> list[tuple[str, str, bool]]:
    rows = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in row.split("|")] for row in rows if not row.startswith("#")]
    return [(first, second, same == "1") for first, second, same in cells]


def alone(rows: list[tuple[str, str, bool]]) -> tuple[float, float]:
    """(recall, precision) with one candidate at a time."""
    offered = [same for first, second, same in rows if ranked(first, [(1, second)])]
    return sum(offered) / sum(same for *_, same in rows), sum(offered) / len(offered)


def in_a_crowd(rows: list[tuple[str, str, bool]]) -> tuple[float, float]:
    """(recall, precision) with every second text as a candidate; what is not labelled the same counts as wrong."""
    same = {(first, second) for first, second, is_same in rows if is_same}
    crowd = [(at, second) for at, (_first, second, _same) in enumerate(rows)]
    offered = [
        (first, crowd[match.id][1])
        for first in dict.fromkeys(row[0] for row in rows)
        for match in ranked(first, crowd)
    ]
    return len(same & set(offered)) / len(same), sum(pair in same for pair in offered) / len(offered)


def test_the_labelled_list_is_large_enough() -> None:
    rows = labelled("pairs") + labelled("pairs_unseen")
    assert len(rows) >= 60
    assert 40 <= sum(same for *_, same in rows) <= len(rows) - 40


@pytest.mark.parametrize(
    ("name", "recall", "precision"),
    [("pairs", 0.75, 0.9), ("pairs_unseen", 0.6, 0.9)],
)
def test_pairs_are_told_apart(name: str, recall: float, precision: float) -> None:
    rows = labelled(name)
    found, crowd = alone(rows), in_a_crowd(rows)
    print(f"\n{name}: alone {found[0]:.2f} {found[1]:.2f}; in a crowd {crowd[0]:.2f} {crowd[1]:.2f}")  # noqa: T201
    assert found[0] >= recall
    assert found[1] >= precision
    assert crowd[0] >= recall
    assert crowd[1] >= 0.7


def test_the_surest_come_first_and_at_most_three() -> None:
    text = "新街的垃圾堆了一个星期没有人来拉"
    crowd = [
        (1, "新街停车难"),
        (2, "新街垃圾没人清运"),
        (3, "学校食堂饭菜差"),
        (4, text),
        (5, text),
        (6, text),
    ]
    matches = ranked(text, crowd)
    assert [match.id for match in matches] == [2, 4, 5], "equally sure ones by id"
    assert matches[0].score == 1.0
    assert [match.id for match in ranked(text, crowd[:3])] == [2]
    assert [match.id for match in ranked(text, crowd, most=1)] == [2]


def test_a_match_says_which_words_are_shared() -> None:
    (match,) = ranked("养猪场的臭味熏得人受不了", [(7, "养猪场臭味大")])
    assert (match.id, match.why) == (7, "都提到：养猪场、臭气")
    assert SURE <= match.score <= 1


@pytest.mark.parametrize("text", ["", "路灯", "没有人管", "希望领导尽快解决", "help", "12345", "😀😀"])
def test_too_little_is_not_guessed_at(text: str) -> None:
    assert ranked(text, [(1, "路灯坏了没有人管"), (2, ""), (3, "希望领导尽快解决路灯")]) == ()


def test_the_same_place_is_not_the_same_matter() -> None:
    assert ranked("养猪场臭味大", [(1, "养猪场补贴没有到账")]) == ()
    assert ranked("东风路下水道堵了", [(1, "东风路路面坑洼")]) == ()
