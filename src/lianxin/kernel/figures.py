"""Counts and rates that open what they count; counts too small to be shown. Source: ADR-0014."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Count:
    """A number and the address of the list it counts; "" where no list may be opened."""

    number: int
    url: str


@dataclass(frozen=True, slots=True)
class Rate:
    """A numerator over a denominator; without a denominator it is neither 0 nor 100 %."""

    code: str
    numerator: Count
    denominator: Count

    @property
    def text(self) -> str:
        """Such as "67.6%", half up; "—" without a denominator."""
        if not self.denominator.number:
            return "—"
        tenths = (self.numerator.number * 2000 + self.denominator.number) // (2 * self.denominator.number)
        return f"{tenths // 10}.{tenths % 10}%"

    @property
    def percent(self) -> float | None:
        """In percent, unrounded; None without a denominator."""
        base = self.denominator.number
        return 100 * self.numerator.number / base if base else None
