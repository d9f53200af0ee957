"""Figures for everybody: counts so small that they point at people are not shown. Source: ADR-0014."""

from __future__ import annotations

from collections.abc import Sequence

# Fewer than five people behind a figure may be known to each other.
LEAST = 5


def suppressed(count: int, least: int = LEAST) -> int | None:
    """The count, or None when it is between 1 and `least` - 1. Zero is shown: nobody stands behind it.

    A page draws None as "少于 5". Raises ValueError for a negative count.
    """
    if count < 0:
        raise ValueError("a count is not negative")
    return count if count == 0 or count >= least else None


def suppressed_parts(counts: Sequence[int], least: int = LEAST) -> tuple[int | None, ...]:
    """The parts of a total that is shown beside them.

    One hidden part could be computed from the total, so the smallest other part above zero is hidden too.
    """
    shown = [suppressed(count, least) for count in counts]
    others = [at for at, count in enumerate(shown) if count]
    if shown.count(None) == 1 and others:
        shown[min(others, key=lambda at: counts[at])] = None
    return tuple(shown)
