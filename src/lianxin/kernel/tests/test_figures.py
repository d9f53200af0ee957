"""Small cells are not shown, and not to be computed from what is."""

from __future__ import annotations

import pytest

from lianxin.kernel.figures import suppressed, suppressed_parts


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (4, None), (5, 5), (120, 120)])
def test_counts_below_five_are_not_shown(count: int, shown: int | None) -> None:
    assert suppressed(count) == shown


def test_another_bound_may_be_asked_for() -> None:
    assert suppressed(7, least=10) is None
    assert suppressed(1, least=1) == 1


def test_a_negative_count_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="not negative"):
        suppressed(-1)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((20, 3, 9), (20, None, None)),
        ((20, 3, 2), (20, None, None)),
        ((20, 0, 9), (20, 0, 9)),
        ((3, 0, 0), (None, 0, 0)),
        ((), ()),
    ],
)
def test_a_single_hidden_part_takes_another_with_it(
    counts: tuple[int, ...], shown: tuple[int | None, ...]
) -> None:
    assert suppressed_parts(counts) == shown
