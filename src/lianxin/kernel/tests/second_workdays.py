"""A second opinion on the working-day clock, for tests only.

Written to differ wherever it can: it walks day by day and never jumps, takes announced years from
`chinese_calendar` instead of our JSON, turns each solar day into a lunar one (not the reverse), and
finds 清明 from the longitude of the sun. It shares no code with `kernel.workdays`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta

import chinese_calendar
from lunardate import LunarDate

ANNOUNCED = {2024, 2025, 2026}
ONE = timedelta(days=1)
Pauses = Sequence[tuple[date, date]]

# Dates fixed by a notice for one year; they replace the yearly habit of the same place in that year.
_FIXED = {
    ("5323", "2024-04-15"), ("5323", "2024-04-16"), ("5323", "2025-04-14"), ("5323", "2025-04-15"),
    ("5328", "2025-04-14"), ("5328", "2025-04-15"), ("5328", "2025-04-16"),
    ("5331", "2024-04-11"), ("5331", "2024-04-12"),
    ("5331", "2025-04-10"), ("5331", "2025-04-11"), ("5331", "2025-04-12"), ("5331", "2025-04-13"),
}  # fmt: skip


def _longitude_of_sun(day: date) -> float:
    """Apparent longitude in degrees at the end of the day in Beijing (16:00 UTC), Meeus chapter 25, 0.01°."""
    t = (day.toordinal() + 1721424.5 + 16 / 24 - 2451545.0) / 36525
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t * t
    anomaly = math.radians(357.52911 + 35999.05029 * t - 0.0001537 * t * t)
    centre = (
        (1.914602 - 0.004817 * t) * math.sin(anomaly)
        + 0.019993 * math.sin(2 * anomaly)
        + 0.000289 * math.sin(3 * anomaly)
    )
    node = math.radians(125.04 - 1934.136 * t)
    return (mean + centre - 0.00569 - 0.00478 * math.sin(node)) % 360


def is_qingming(day: date) -> bool:
    """The day in which the sun passes 15°."""
    return day.month == 4 and _longitude_of_sun(day - ONE) < 15 <= _longitude_of_sun(day)


def _lunar(day: date) -> tuple[int, int] | None:
    turned = LunarDate.from_solar_date(day.year, day.month, day.day)
    return None if turned.is_leap_month else (turned.month, turned.day)


def _is_statutory(day: date) -> bool:
    if (day.month, day.day) in {(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)}:
        return True
    if _lunar(day) in {(1, 1), (1, 2), (1, 3), (5, 5), (8, 15)} or is_qingming(day):
        return True
    return day.year >= 2025 and ((day.month, day.day) == (5, 2) or _lunar(day + ONE) == (1, 1))


def _is_local_holiday(day: date, place: str) -> bool:
    prefecture = place[:4] if len(place) >= 4 else ""
    if (prefecture, day.isoformat()) in _FIXED:
        return True
    match prefecture:
        case "5323":
            return _lunar(day) in {(6, 24), (6, 25), (6, 26)}
        case "5325":
            return _lunar(day) == (6, 24)
        case "5328":
            return day.year not in {2023, 2025} and (day.month, day.day) in {(4, 13), (4, 14), (4, 15)}
        case "5329":
            return _lunar(day) in {(3, 15), (3, 16), (3, 17)}
    return False


def is_workday(day: date, place: str = "") -> bool:
    if _is_local_holiday(day, place):
        return False
    if day.year in ANNOUNCED:
        return chinese_calendar.is_workday(day)
    return day.isoweekday() <= 5 and not _is_statutory(day)


def _is_paused(day: date, pauses: Pauses) -> bool:
    return any(begin <= day <= end for begin, end in pauses)


def _month_end(start: date, months: int) -> date:
    """Count month names forward, then step back from the 1st of the following month where the day is missing."""
    year, month = start.year, start.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    try:
        return date(year, month, start.day)
    except ValueError:
        return date(year, month + 1, 1) - ONE


def due(start: date, amount: int, unit: str, place: str, pauses: Pauses, *, roll: bool) -> tuple[date, bool]:
    """Due day and whether any day after the start up to it lies in a year without a notice."""
    if unit == "months":
        amount = (_month_end(start, amount) - start).days
    day, provisional, done = start, False, 0
    while done < amount:
        day += ONE
        provisional |= day.year not in ANNOUNCED
        if not _is_paused(day, pauses) and (unit != "workdays" or is_workday(day, place)):
            done += 1
    while roll and (_is_paused(day, pauses) or not is_workday(day, place)):
        day += ONE
        provisional |= day.year not in ANNOUNCED
    return day, provisional
