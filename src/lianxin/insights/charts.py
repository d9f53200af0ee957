"""Geometry of the charts: numbers for an SVG that the server draws. The table beside it says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lianxin.insights.reads import Figures
from lianxin.insights.topics import Month

HEIGHT, TOP, BOTTOM, STEP = 180, 18, 24, 56


@dataclass(frozen=True, slots=True)
class Bar:
    """One month: two bars from the base line, and where its words stand."""

    name: str
    x: int
    received: int
    closed: int
    received_height: int
    closed_height: int
    url: str


@dataclass(frozen=True, slots=True)
class MonthChart:
    """Bars of the months, oldest first."""

    width: int
    base: int
    bars: tuple[Bar, ...]


def months_chart(months: Sequence[Month]) -> MonthChart:
    """Received beside closed, to one scale."""
    most = max((month.received.number for month in months), default=0) or 1
    room = HEIGHT - TOP - BOTTOM
    bars = tuple(
        Bar(
            month.name, number * STEP, month.received.number, month.closed.number,
            room * month.received.number // most, room * month.closed.number // most, month.received.url,
        )
        for number, month in enumerate(months)
    )  # fmt: skip
    return MonthChart(max(1, len(months)) * STEP, HEIGHT - BOTTOM, bars)


@dataclass(frozen=True, slots=True)
class Strip:
    """One line of a lying bar chart: how far of a hundred it reaches."""

    name: str
    number: int
    share: int
    url: str


def strips(rows: Sequence[Figures]) -> list[Strip]:
    """Rows against the largest of them."""
    most = max((row.counts["all"].number for row in rows), default=0) or 1
    return [
        Strip(
            row.name, row.counts["all"].number, 100 * row.counts["all"].number // most, row.counts["all"].url
        )
        for row in rows
    ]
