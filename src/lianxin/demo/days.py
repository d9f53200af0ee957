"""Moments at which things happen: offices on working days, citizens when they are awake."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from lianxin.calendars import reads as calendars

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_HISTORY_DAYS = 500


def moment(day: date, minute: int) -> datetime:
    """The UTC moment at `minute` minutes after midnight in China."""
    return (datetime.combine(day, time(), tzinfo=_SHANGHAI) + timedelta(minutes=minute)).astimezone(UTC)


class WorkingYear:
    """The working days before `today`, oldest first."""

    def __init__(self, today: date, place: str, rng: Random, history_days: int = _HISTORY_DAYS) -> None:
        calendar = calendars.current()
        days = (today - timedelta(days=n) for n in range(history_days, 0, -1))
        self._days = [day for day in days if calendar.is_workday(day, place)]
        self._known = frozenset(self._days)
        self._rng = rng

    @property
    def length(self) -> int:
        """How many working days it has."""
        return len(self._days)

    def moments(self, gaps: list[int], tail: int) -> list[datetime]:
        """One moment for the receipt and one for each gap (working days after the one before), growing.

        The last lies `tail` working days before the last working day.
        """
        index = len(self._days) - 1 - tail - sum(gaps)
        day, minute = self._received(self._days[index], early=bool(gaps) and gaps[0] == 0)
        found = [moment(day, minute)]
        for number, gap in enumerate(gaps):
            index += gap
            if gap == 0:
                found.append(found[-1] + timedelta(minutes=self._rng.randint(15, 80)))
            else:
                next_gap = gaps[number + 1] if number + 1 < len(gaps) else 1
                found.append(moment(self._days[index], self._office_minute(early=next_gap == 0)))
        return found

    def _received(self, day: date, *, early: bool) -> tuple[date, int]:
        before = day - timedelta(days=1)
        if not early and before not in self._known and self._rng.random() < 0.4:
            return before, self._rng.randint(8 * 60, 21 * 60)
        return day, self._rng.randint(7 * 60 + 30, 9 * 60 if early else 20 * 60)

    def _office_minute(self, *, early: bool) -> int:
        morning = self._rng.randint(8 * 60 + 40, 11 * 60 + 20)
        return (
            morning if early or self._rng.random() < 0.55 else self._rng.randint(14 * 60 + 30, 17 * 60 + 20)
        )
