"""The Chinese working-day clock: when a period ends, and why on that day.

Source: 民法典 arts. 201 (the first day is not counted), 202 (months end on the same day, or on the last
day of the month) and 203 (a period that ends on a rest day ends on the next working day);
全国年节及纪念日放假办法 (revised 2024-11-10) for years without a notice; domain.md §1.5.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache
from importlib.resources import files

from lunardate import LunarDate

from lianxin.kernel.codes import LEVEL_LENGTHS
from lianxin.kernel.errors import DomainError

# Raise when the counting below changes: every stored deadline names it through `Calendar.version`.
RULES_VERSION = 1
# 清明 is computed by a formula that holds for this century; see `qingming`.
FIRST_YEAR, LAST_YEAR = 2000, 2099
MAX_AMOUNT = 3650

_DAY = timedelta(days=1)
_SATURDAY, _SUNDAY = 5, 6


class Unit(StrEnum):
    """What a period counts."""

    WORKDAYS = "workdays"
    DAYS = "days"
    MONTHS = "months"


_UNIT_WORDS = {Unit.WORKDAYS: "个工作日", Unit.DAYS: "日", Unit.MONTHS: "个月"}


@dataclass(frozen=True, slots=True)
class Period:
    """An amount of working days, calendar days or months."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if not 1 <= self.amount <= MAX_AMOUNT:
            raise DomainError(f"期限应在 1 到 {MAX_AMOUNT} 之间，请改正后再试。")

    def __str__(self) -> str:
        return f"{self.amount}{_UNIT_WORDS[self.unit]}"


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that do not count, both ends included."""

    from_day: date
    to_day: date
    reason: str

    def __post_init__(self) -> None:
        if self.to_day < self.from_day:
            raise DomainError("暂停的结束日期早于开始日期，请改正后再试。")


# ---- entered data: a year's notice and the festivals of places -----------------------------------


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday of a notice with all its days off, weekends included."""

    name: str
    dates: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class YearNotice:
    """The State Council's notice for one year: days off and make-up working days (调休)."""

    year: int
    holidays: tuple[Holiday, ...]
    make_up: tuple[date, ...]
    source: str = ""
    issued_on: date | None = None
    checked_on: date | None = None

    @classmethod
    def from_json(cls, body: Mapping[str, object]) -> YearNotice:
        """Read and check a notice. Raises DomainError that names the wrong entry."""
        year = body.get("year")
        if not isinstance(year, int) or not FIRST_YEAR <= year <= LAST_YEAR:
            raise DomainError(f"放假通知的年份应是 {FIRST_YEAR} 到 {LAST_YEAR} 之间的整数，请改正。")
        if body.get("status", "announced") != "announced":
            raise DomainError("只能录入已经公布的放假通知，请在通知公布后再录入。")
        holidays = tuple(
            Holiday(_text(item, "name", "节日名称"), _dates(item.get("dates"), "放假日期"))
            for item in _objects(body.get("holidays"), "放假安排")
        )
        notice = cls(
            year=year,
            holidays=holidays,
            make_up=_dates(body.get("make_up", []), "调休上班日期"),
            source=_optional_text(body, "source", "来源"),
            issued_on=_optional_date(body, "issued_on", "发布日期"),
            checked_on=_optional_date(body, "checked_on", "核对日期"),
        )
        notice.require_consistent()
        return notice

    def to_json(self) -> dict[str, object]:
        """The notice as `from_json` reads it."""
        return {
            "year": self.year,
            "status": "announced",
            "source": self.source,
            "issued_on": self.issued_on.isoformat() if self.issued_on else None,
            "checked_on": self.checked_on.isoformat() if self.checked_on else None,
            "holidays": [{"name": h.name, "dates": [d.isoformat() for d in h.dates]} for h in self.holidays],
            "make_up": [d.isoformat() for d in self.make_up],
        }

    def require_consistent(self) -> None:
        """Raise DomainError when the notice contradicts itself or the year."""
        off = [day for holiday in self.holidays for day in holiday.dates]
        if not off:
            raise DomainError("放假通知里没有放假日期，请补充后再保存。")
        for day in (*off, *self.make_up):
            # The notice for 2019 moved 2018-12-29: New Year may reach into the December before.
            if day.year != self.year and (day.year, day.month) != (self.year - 1, 12):
                raise DomainError(f"{day} 不属于 {self.year} 年的放假安排，请核对年份。")
        for day in sorted({*off, *self.make_up}):
            if off.count(day) + self.make_up.count(day) > 1:
                both = day in off and day in self.make_up
                raise DomainError(f"{day} {'既放假又上班' if both else '重复出现'}，请对照通知改正。")
        for day in self.make_up:
            if day.weekday() < _SATURDAY:
                raise DomainError(f"调休上班日 {day} 不是周六或周日，请对照通知改正。")

    def missing_statutory_days(self) -> tuple[str, ...]:
        """Statutory holidays the notice forgets, as sentences to show before saving; usually none."""
        off = {day for holiday in self.holidays for day in holiday.dates}
        return tuple(
            f"{name} {day} 没有列入放假日期，请核对。"
            for day, name in statutory_days(self.year).items()
            if day not in off
        )


@dataclass(frozen=True, slots=True)
class YearlyRule:
    """`days` days from a month and day, by the solar or the lunar calendar (leap months never)."""

    lunar: bool
    month: int
    day: int
    days: int

    def dates_in(self, year: int) -> tuple[date, ...]:
        """The days of the festival that lie in a solar year; the lunar year may be the one before."""
        firsts = (_lunar(y, self.month, self.day) for y in (year - 1, year)) if self.lunar else (
            date(year, self.month, self.day),
        )  # fmt: skip
        return tuple(day for first in firsts for day in _days_from(first, self.days) if day.year == year)


@dataclass(frozen=True, slots=True)
class PlaceHoliday:
    """A day off that only a place has. Dates announced for a year replace the rule in that year.

    Source: 全国年节及纪念日放假办法 art. 4 leaves these days to the local government.
    """

    prefix: str
    place: str
    name: str
    rule: YearlyRule | None
    years: tuple[tuple[int, tuple[date, ...]], ...]
    valid_from: date
    source: str
    verified: bool = False

    @classmethod
    def from_json(cls, body: Mapping[str, object]) -> PlaceHoliday:
        """Read and check a local holiday. Raises DomainError that names the wrong entry."""
        prefix = _text(body, "prefix", "区划代码")
        if not prefix.isdecimal() or len(prefix) not in LEVEL_LENGTHS:
            raise DomainError(f"区划代码“{prefix}”不正确，请填写 2、4、6、9 或 12 位数字。")
        rule, years = body.get("rule"), body.get("years", {})
        if not isinstance(years, Mapping):
            raise DomainError("“年度日期”应按年份填写，请改正。")
        valid_from = _date(body.get("valid_from"), "生效日期")
        announced = tuple((_year_key(key), _dates(value, "放假日期")) for key, value in years.items())
        for year, days in announced:
            if any(day.year != year for day in days):
                raise DomainError(f"{year} 年的地方放假日期里有别的年份，请改正。")
        if rule is None and not announced:
            raise DomainError("地方节日既没有规则也没有日期，请至少填写一项。")
        return cls(
            prefix=prefix,
            place=_text(body, "place", "地方名称"),
            name=_text(body, "name", "节日名称"),
            rule=None if rule is None else _rule(rule),
            years=announced,
            valid_from=valid_from,
            source=_text(body, "source", "来源"),
            verified=body.get("verified") is True,
        )

    def to_json(self) -> dict[str, object]:
        """The local holiday as `from_json` reads it."""
        rule = self.rule
        return {
            "prefix": self.prefix,
            "place": self.place,
            "name": self.name,
            "rule": None if rule is None else {
                "calendar": "lunar" if rule.lunar else "solar",
                "month": rule.month, "day": rule.day, "days": rule.days,
            },
            "years": {str(year): [d.isoformat() for d in days] for year, days in self.years},
            "valid_from": self.valid_from.isoformat(),
            "source": self.source,
            "verified": self.verified,
        }  # fmt: skip

    def dates_in(self, year: int) -> tuple[date, ...]:
        """Days off in a year, from the day the entry is valid."""
        announced = dict(self.years).get(year)
        if announced is None:
            announced = self.rule.dates_in(year) if self.rule else ()
        return tuple(day for day in announced if day >= self.valid_from)


# ---- years without a notice ------------------------------------------------------------------------


def qingming(year: int) -> date:
    """The day of 清明, by the 寿星 formula with the constant of the 21st century (2000 to 2099 only)."""
    _require_year(year)
    short = year % 100
    return date(year, 4, int(short * 0.2422 + 4.81) - short // 4)


@lru_cache(maxsize=128)
def statutory_days(year: int) -> dict[date, str]:
    """The statutory holidays of a year, without any swap day.

    Source: 全国年节及纪念日放假办法 art. 2; before 2025 the text of 2013 (初一 to 初三, 1 May alone).
    """
    _require_year(year)
    revised = year >= 2025
    new_year = _lunar(year, 1, 1)
    days = {date(year, 1, 1): "元旦"}
    days |= dict.fromkeys(_days_from(new_year - _DAY if revised else new_year, 4 if revised else 3), "春节")
    days |= {qingming(year): "清明节"}
    days |= dict.fromkeys(_days_from(date(year, 5, 1), 2 if revised else 1), "劳动节")
    days |= {_lunar(year, 5, 5): "端午节"}
    days |= dict.fromkeys(_days_from(date(year, 10, 1), 3), "国庆节")
    mid_autumn = _lunar(year, 8, 15)
    days[mid_autumn] = "国庆节、中秋节" if mid_autumn in days else "中秋节"
    return days


# ---- the calendar ----------------------------------------------------------------------------------

# Which entries of `Calendar.places` hold for a place; small, so it serves as key of the caches.
_Key = tuple[int, ...]


@dataclass(frozen=True)
class Calendar:
    """Working days of the country and its places. Immutable; safe to share between threads."""

    years: tuple[YearNotice, ...]
    places: tuple[PlaceHoliday, ...] = ()
    _local: dict[tuple[int, _Key], Mapping[date, str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _working: dict[tuple[int, _Key], tuple[int, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @staticmethod
    def shipped() -> Calendar:
        """The calendar that comes with the program (`data/holidays.json`)."""
        return _shipped()

    @classmethod
    def from_json(cls, body: Mapping[str, object]) -> Calendar:
        """Read a whole calendar. Raises DomainError that names the wrong entry."""
        calendar = cls((), tuple(map(PlaceHoliday.from_json, _objects(body.get("places", []), "地方节日"))))
        for item in _objects(body.get("years"), "年度通知"):
            calendar = calendar.with_year(YearNotice.from_json(item))
        return calendar

    def with_year(self, notice: YearNotice) -> Calendar:
        """A new calendar in which `notice` holds for its year; an older notice of that year gives way."""
        others = (kept for kept in self.years if kept.year != notice.year)
        return Calendar(tuple(sorted((*others, notice), key=lambda kept: kept.year)), self.places)

    def with_place(self, holiday: PlaceHoliday) -> Calendar:
        """A new calendar with one more local holiday."""
        return Calendar(self.years, (*self.places, holiday))

    @cached_property
    def version(self) -> str:
        """Newest announced year, rule version and a hash of every fact that can move a date.

        Sources and checking dates are not hashed: mending a footnote is no new calendar.
        """
        notes = {"source", "checked_on", "issued_on", "verified", "status"}
        entries = [*(n.to_json() for n in self.years), *(p.to_json() for p in self.places)]
        facts = [RULES_VERSION, *({k: v for k, v in e.items() if k not in notes} for e in entries)]
        text = json.dumps(facts, ensure_ascii=False, sort_keys=True)
        newest = self.years[-1].year if self.years else 0
        return f"cal-{newest}.{RULES_VERSION}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"

    def is_provisional(self, year: int) -> bool:
        """Whether no notice for the year is known, so that only the statutory days are off."""
        return year not in self._announced

    def is_workday(self, day: date, place: str = "") -> bool:
        """Whether offices of a place (division code, "" for the country) work on a day."""
        _require_day(day)
        ordinals = self._workdays(day.year, self._key(place))
        index = bisect_right(ordinals, day.toordinal())
        return index > 0 and ordinals[index - 1] == day.toordinal()

    def why(self, day: date, place: str = "") -> str:
        """Why a day is a working day or not, as a short Chinese sentence."""
        _require_day(day)
        if name := self._national(day.year).get(day):
            return f"{name}放假" + ("（暂定）" if self.is_provisional(day.year) else "")
        if name := self._local_days(day.year, self._key(place)).get(day):
            return name
        if day in self._make_up:
            return "调休上班"
        return {_SATURDAY: "周六", _SUNDAY: "周日"}.get(day.weekday(), "工作日")

    def workdays_after(self, day: date, count: int, place: str = "") -> date:
        """The `count`-th working day after a day."""
        key, year = self._key(place), day.year
        ordinals = self._workdays(year, key)
        index = bisect_right(ordinals, day.toordinal()) + count - 1
        while index >= len(ordinals):
            index -= len(ordinals)
            year += 1
            ordinals = self._workdays(year, key)
        return date.fromordinal(ordinals[index])

    def count_workdays(self, after: date, to: date, place: str = "") -> int:
        """Working days after one day up to and including another that is not earlier."""
        key = self._key(place)
        skipped = bisect_right(self._workdays(after.year, key), after.toordinal())
        whole = sum(len(self._workdays(year, key)) for year in range(after.year, to.year))
        return whole + bisect_right(self._workdays(to.year, key), to.toordinal()) - skipped

    @cached_property
    def _announced(self) -> frozenset[int]:
        return frozenset(notice.year for notice in self.years)

    @cached_property
    def _off(self) -> Mapping[date, str]:
        return {
            day: h.name for n in self.years for h in n.holidays for day in h.dates if self._speaks(n, day)
        }

    @cached_property
    def _make_up(self) -> frozenset[date]:
        return frozenset(day for n in self.years for day in n.make_up if self._speaks(n, day))

    def _speaks(self, notice: YearNotice, day: date) -> bool:
        """Whether no later notice decides the same day (a December day may be in two notices)."""
        return day.year < notice.year or not any(
            day in later.make_up or any(day in h.dates for h in later.holidays)
            for later in self.years
            if later.year == notice.year + 1
        )

    def _national(self, year: int) -> Mapping[date, str]:
        """Days off in the whole country: the notice's, or the statutory ones while there is none."""
        if not self.is_provisional(year):
            return self._off
        # The notice of the next year may already have taken days of this December off.
        return {**statutory_days(year), **self._off}

    def _key(self, place: str) -> _Key:
        """Indexes of the local holidays of a place: most specific first, then the newest entry."""
        if not place:
            return ()
        found = [i for i, holiday in enumerate(self.places) if place.startswith(holiday.prefix)]
        return tuple(
            sorted(found, key=lambda i: (-len(self.places[i].prefix), -self.places[i].valid_from.toordinal()))
        )

    def _local_days(self, year: int, key: _Key) -> Mapping[date, str]:
        """Local days off of a year with their sentences; of entries with one name the first wins."""
        kept = self._local.get((year, key))
        if kept is None:
            by_name: dict[str, PlaceHoliday] = {}
            for holiday in (self.places[i] for i in key):
                if holiday.dates_in(year):
                    by_name.setdefault(holiday.name, holiday)
            kept = {}
            for holiday in by_name.values():
                for day in holiday.dates_in(year):
                    kept.setdefault(day, f"{holiday.name}（{holiday.place}）放假")
            self._local[year, key] = kept
        return kept

    def _workdays(self, year: int, key: _Key) -> tuple[int, ...]:
        """Ordinals of the working days of a year, ascending."""
        kept = self._working.get((year, key))
        if kept is None:
            _require_year(year)
            off = self._national(year).keys() | self._local_days(year, key).keys()
            kept = tuple(
                day.toordinal()
                for day in _days_from(date(year, 1, 1), 366)
                if day.year == year and day not in off
                and (day.weekday() < _SATURDAY or day in self._make_up)
            )  # fmt: skip
            self._working[year, key] = kept
        return kept


@lru_cache(maxsize=1)
def _shipped() -> Calendar:
    text = files("lianxin.kernel").joinpath("data/holidays.json").read_text(encoding="utf-8")
    body: dict[str, object] = json.loads(text)
    return Calendar.from_json(body)


# ---- counting --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DayStep:
    """One day of a derivation: its number in the count, or None when it does not count, and why."""

    day: date
    counted: int | None
    why: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a period, with everything needed to derive it again.

    `nominal_on` is the last counted day; `on` differs from it when that was a rest day.
    """

    on: date
    nominal_on: date
    start: date
    period: Period
    place: str
    pauses: tuple[Pause, ...]
    provisional: bool
    calendar_version: str
    calendar: Calendar = field(repr=False, compare=False)

    @property
    def steps(self) -> tuple[DayStep, ...]:
        """The derivation, day by day, from the start day to the due day. Computed at each call."""
        return tuple(self._rows())

    def _rows(self) -> Iterator[DayStep]:
        yield DayStep(self.start, None, "起算日，不计入", self.calendar.is_provisional(self.start.year))
        count = 0
        for day in _days_from(self.start + _DAY, (self.on - self.start).days):
            why, counted = self.calendar.why(day, self.place), None
            pause = next((p for p in self.pauses if p.from_day <= day <= p.to_day), None)
            if pause:
                why = f"暂停：{pause.reason}"
            elif day > self.nominal_on:
                why += "，顺延至本日" if day == self.on else "，顺延"
            elif self.period.unit is not Unit.WORKDAYS or self.calendar.is_workday(day, self.place):
                count += 1
                counted = count
                if day == self.nominal_on != self.on:
                    why += "，期满日是休息日，顺延"
            yield DayStep(day, counted, why, self.calendar.is_provisional(day.year))


def due_on(
    start: date,
    period: Period,
    *,
    calendar: Calendar,
    place: str = "",
    pauses: Sequence[Pause] = (),
    roll_forward: bool = True,
) -> Due:
    """The last day of a period that begins on `start`, and whether it may still move (`provisional`).

    The start day is not counted and days in a pause never count. Days and months that end on a rest day
    roll forward to the next working day outside a pause, unless `roll_forward` is off.
    Raises DomainError outside 2000 to 2099. Source: 民法典 arts. 201 to 203.
    """
    _require_day(start)
    stops = _merged(pauses, after=start)
    if period.unit is Unit.WORKDAYS:
        nominal = _nth_open_workday(start, period.amount, stops, calendar, place)
    else:
        months = period.amount if period.unit is Unit.MONTHS else 0
        amount = (add_months(start, months) - start).days if months else period.amount
        nominal = _nth_open_day(start, amount, stops)
    on = nominal
    if roll_forward and period.unit is not Unit.WORKDAYS:
        on = _nth_open_workday(nominal - _DAY, 1, _merged(pauses, after=nominal - _DAY), calendar, place)
    _require_year(on.year)
    touched = range((start + _DAY).year, on.year + 1)
    return Due(
        on=on,
        nominal_on=nominal,
        start=start,
        period=period,
        place=place,
        pauses=tuple(pauses),
        provisional=any(calendar.is_provisional(year) for year in touched),
        calendar_version=calendar.version,
        calendar=calendar,
    )


def explain(
    start: date,
    period: Period,
    *,
    calendar: Calendar,
    place: str = "",
    pauses: Sequence[Pause] = (),
    roll_forward: bool = True,
) -> tuple[DayStep, ...]:
    """The derivation of `due_on` with the same arguments; its last row is the due day."""
    due = due_on(start, period, calendar=calendar, place=place, pauses=pauses, roll_forward=roll_forward)
    return due.steps


def add_months(start: date, months: int) -> date:
    """The same day `months` later, or the last day of that month. Source: 民法典 art. 202."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    _require_year(year)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def workdays_between(a: date, b: date, *, calendar: Calendar, place: str = "") -> int:
    """Working days after `a` up to and including `b`; negative when `b` is earlier."""
    _require_day(a)
    _require_day(b)
    return calendar.count_workdays(a, b, place) if a <= b else -calendar.count_workdays(b, a, place)


def workdays_left(
    today: date, due: date | Due, *, calendar: Calendar, place: str = "", pauses: Sequence[Pause] = ()
) -> int:
    """Working days after today up to the due day, pauses left out: 0 on that day, negative when late."""
    on = due.on if isinstance(due, Due) else due
    early, late = min(today, on), max(today, on)
    count = workdays_between(early, late, calendar=calendar, place=place)
    count -= _paused_workdays(early, late, _merged(pauses, after=early), calendar, place)
    return count if today <= on else -count


_Stops = list[tuple[date, date]]


def _merged(pauses: Iterable[Pause], *, after: date) -> _Stops:
    """Pauses after a day as disjoint ascending stretches."""
    stops: _Stops = []
    for pause in pauses:
        _require_year(pause.to_day.year)
    for begin, end in sorted((max(p.from_day, after + _DAY), p.to_day) for p in pauses if p.to_day > after):
        if stops and begin <= stops[-1][1] + _DAY:
            stops[-1] = (stops[-1][0], max(end, stops[-1][1]))
        else:
            stops.append((begin, end))
    return stops


def _paused_workdays(after: date, to: date, stops: _Stops, calendar: Calendar, place: str) -> int:
    """Working days inside the stretches, after one day up to another."""
    return sum(
        calendar.count_workdays(max(begin - _DAY, after), min(end, to), place)
        for begin, end in stops
        if begin <= to and end > after
    )


def _nth_open_workday(after: date, count: int, stops: _Stops, calendar: Calendar, place: str) -> date:
    """The `count`-th working day after a day that lies in no stretch.

    Each round adds the paused days met so far; the first stable day is the earliest solution.
    """
    day = calendar.workdays_after(after, count, place)
    while stops:
        paused = _paused_workdays(after, day, stops, calendar, place)
        further = calendar.workdays_after(after, count + paused, place)
        if further == day:
            break
        day = further
    return day


def _nth_open_day(after: date, count: int, stops: _Stops) -> date:
    """The `count`-th calendar day after a day that lies in no stretch."""
    day = after + timedelta(days=count)
    for begin, end in stops:
        if begin > day:
            break
        day += end - begin + _DAY
    return day


# ---- small parts -----------------------------------------------------------------------------------


def _days_from(first: date, count: int) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range(count))


def _lunar(year: int, month: int, day: int) -> date:
    solar: date = LunarDate(year, month, day).to_solar_date()
    return solar


def _require_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DomainError(f"日期超出工作日历的范围（{FIRST_YEAR} 到 {LAST_YEAR} 年），请检查日期。")


def _require_day(day: date) -> None:
    # A moment is a date to Python, and its day depends on the time zone: the caller must choose.
    if isinstance(day, datetime):
        raise TypeError("the working-day clock takes local dates, not moments")
    _require_year(day.year)


def _text(body: Mapping[str, object], key: str, label: str) -> str:
    value = body.get(key)
    if not isinstance(value, str) or not value.strip():
        raise DomainError(f"请填写{label}。")
    return value.strip()


def _optional_text(body: Mapping[str, object], key: str, label: str) -> str:
    return "" if body.get(key) in (None, "") else _text(body, key, label)


def _date(value: object, label: str) -> date:
    try:
        return date.fromisoformat(value if isinstance(value, str) and len(value) == 10 else "")
    except ValueError as error:
        raise DomainError(f"{label}“{value}”不是有效日期，请写成 2026-10-01 的样子。") from error


def _optional_date(body: Mapping[str, object], key: str, label: str) -> date | None:
    return None if body.get(key) in (None, "") else _date(body.get(key), label)


def _dates(value: object, label: str) -> tuple[date, ...]:
    if not isinstance(value, list):
        raise DomainError(f"{label}应是日期的列表，请改正。")
    return tuple(sorted(_date(item, label) for item in value))


def _objects(value: object, label: str) -> list[Mapping[str, object]]:
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        raise DomainError(f"{label}应是条目的列表，请改正。")
    return value


def _year_key(value: object) -> int:
    if not isinstance(value, str) or not value.isdecimal() or not FIRST_YEAR <= int(value) <= LAST_YEAR:
        raise DomainError(f"年份“{value}”不正确，请改正。")
    return int(value)


def _rule(value: object) -> YearlyRule:
    numbers = [value.get(key) for key in ("month", "day", "days")] if isinstance(value, Mapping) else []
    kind = value.get("calendar") if isinstance(value, Mapping) else None
    month, day, days = (n if isinstance(n, int) else 0 for n in (numbers or (0, 0, 0)))
    most = 30 if kind == "lunar" else 28
    if kind not in ("lunar", "solar") or not (1 <= month <= 12 and 1 <= day <= most and 1 <= days <= 15):
        raise DomainError("地方节日的规则不正确：请写明公历或农历、月、日和天数。")
    return YearlyRule(kind == "lunar", month, day, days)
