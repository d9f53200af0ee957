"""The working-day clock: shipped data, reasons, hand-made cases, notices."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest

from lianxin.kernel.errors import DomainError
from lianxin.kernel.tests import second_workdays as second
from lianxin.kernel.workdays import (
    Calendar,
    Pause,
    Period,
    PlaceHoliday,
    Unit,
    YearNotice,
    add_months,
    due_on,
    explain,
    qingming,
    statutory_days,
    workdays_between,
    workdays_left,
)

SHIPPED = Calendar.shipped()
WD, D, M = Unit.WORKDAYS, Unit.DAYS, Unit.MONTHS
CHUXIONG, BANNA, DALI, DEHONG, HONGHE = "532301", "532801001", "5329", "533103", "532503"


def d(text):
    return date.fromisoformat(text)


def all_days(first, last):
    day = date(first, 1, 1)
    while day.year <= last:
        yield day
        day += timedelta(days=1)


def notice(year=2027, **changes):
    body = {
        "year": year,
        "source": "测试用",
        "holidays": [{"name": "元旦", "dates": [f"{year}-01-01", f"{year}-01-02"]}],
        "make_up": [f"{year}-01-03"],
    }
    return body | changes


# ---- data


def test_every_day_of_the_announced_years_equals_chinesecalendar():
    for day in all_days(2024, 2026):
        assert SHIPPED.is_workday(day) == chinese_calendar.is_workday(day), day


def test_2026_has_exactly_the_six_known_swap_days():
    assert [str(day) for day in SHIPPED.years[-1].make_up] == [
        "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
    ]  # fmt: skip


def test_shipped_notices_are_consistent_and_name_their_source():
    for shipped in SHIPPED.years:
        assert shipped.missing_statutory_days() == ()
        assert "国办发明电" in shipped.source
        assert shipped.checked_on is not None


def test_shipped_local_holidays_admit_that_nobody_has_verified_them():
    assert {p.prefix for p in SHIPPED.places} == {"5323", "5325", "5328", "5329", "5331"}
    for entry in SHIPPED.places:
        assert not entry.verified
        assert "使用前请核对" in entry.source


def test_statutory_days_match_the_announced_years_and_have_thirteen_days_since_2025():
    for year in range(2025, 2100):
        days = statutory_days(year)
        assert len(days) == (12 if "国庆节、中秋节" in days.values() else 13), year
        assert all(day.year == year for day in days)
    assert len(statutory_days(2024)) == 11


def test_qingming_formula_agrees_with_the_sun_and_with_past_notices():
    for year in range(2000, 2100):
        assert second.is_qingming(qingming(year)), year
    for year in range(2008, 2027):
        assert chinese_calendar.get_holiday_detail(qingming(year)) == (True, "Tomb-sweeping Day"), year


def test_spring_festival_eve_counts_from_2025():
    assert statutory_days(2024).get(d("2024-02-09")) is None
    assert [str(k) for k, name in statutory_days(2027).items() if name == "春节"] == [
        "2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08",
    ]  # fmt: skip


# ---- reasons


@pytest.mark.parametrize(
    ("day", "place", "why"),
    [
        ("2026-10-01", "", "国庆节放假"),
        ("2026-10-03", "", "国庆节放假"),
        ("2025-10-06", "", "国庆节、中秋节放假"),
        ("2026-10-10", "", "调休上班"),
        ("2026-10-17", "", "周六"),
        ("2026-10-18", "", "周日"),
        ("2026-10-19", "", "工作日"),
        ("2026-08-06", CHUXIONG, "火把节（楚雄州）放假"),
        ("2026-08-08", CHUXIONG, "火把节（楚雄州）放假"),
        ("2026-08-09", CHUXIONG, "周日"),
        ("2026-08-06", "", "工作日"),
        ("2026-08-06", "53", "工作日"),
        ("2026-08-06", HONGHE, "火把节（红河州）放假"),
        ("2026-08-07", HONGHE, "工作日"),
        ("2026-04-13", BANNA, "泼水节（西双版纳州）放假"),
        ("2025-04-16", BANNA, "泼水节（西双版纳州）放假"),
        ("2025-04-13", BANNA, "周日"),
        ("2026-05-01", DALI, "劳动节放假"),
        ("2027-04-21", DALI, "三月街（大理州）放假"),
        ("2025-04-10", DEHONG, "泼水节（德宏州）放假"),
        ("2026-04-10", DEHONG, "工作日"),
        ("2027-10-01", "", "国庆节放假（暂定）"),
        ("2025-07-18", CHUXIONG, "火把节（楚雄州）放假"),
        ("2025-08-18", CHUXIONG, "工作日"),
    ],
)
def test_every_day_says_why_it_is_off_or_on(day, place, why):
    assert SHIPPED.why(d(day), place) == why
    assert SHIPPED.is_workday(d(day), place) == (why in {"工作日", "调休上班"})


# ---- cases computed by hand


@pytest.mark.parametrize(
    ("start", "amount", "unit", "place", "due"),
    [
        # 国庆 2025: 9-28 is a working Sunday, 10-01 to 10-08 off, 10-11 a working Saturday.
        ("2025-09-26", 1, WD, "", "2025-09-28"),
        ("2025-09-30", 1, WD, "", "2025-10-09"),
        ("2025-09-30", 3, WD, "", "2025-10-11"),
        ("2025-09-30", 4, WD, "", "2025-10-13"),
        # 春节 2026: 02-14 works, 02-15 to 02-23 off, 02-28 works.
        ("2026-02-13", 1, WD, "", "2026-02-14"),
        ("2026-02-13", 2, WD, "", "2026-02-24"),
        ("2026-02-13", 6, WD, "", "2026-02-28"),
        ("2026-02-13", 7, WD, "", "2026-03-02"),
        ("2026-02-18", 1, WD, "", "2026-02-24"),
        # An ordinary fortnight, and 15 working days across 国庆 2026.
        ("2026-07-01", 10, WD, "", "2026-07-15"),
        ("2026-09-18", 15, WD, "", "2026-10-15"),
        # 火把节 2026: 08-06 to 08-08 in 楚雄, so a period there ends later.
        ("2026-08-03", 5, WD, "", "2026-08-10"),
        ("2026-08-03", 5, WD, CHUXIONG, "2026-08-12"),
        # 民法典 203: a last day inside the holidays moves to the day after them.
        ("2026-09-25", 10, D, "", "2026-10-08"),
        ("2026-07-01", 10, D, "", "2026-07-13"),
        ("2026-07-01", 9, D, "", "2026-07-10"),
        # A last day on a make-up Saturday stays.
        ("2026-02-18", 10, D, "", "2026-02-28"),
        # 民法典 202.
        ("2026-01-31", 1, M, "", "2026-02-28"),
        ("2024-01-31", 1, M, "", "2024-02-29"),
        ("2024-02-29", 12, M, "", "2025-02-28"),
        ("2026-03-31", 3, M, "", "2026-06-30"),
        ("2026-07-01", 3, M, "", "2026-10-08"),
        ("2025-11-30", 3, M, "", "2026-02-28"),
        ("2026-05-08", 3, M, CHUXIONG, "2026-08-10"),
    ],
)
def test_periods_end_where_the_calendar_on_the_wall_says(start, amount, unit, place, due):
    assert due_on(d(start), Period(amount, unit), calendar=SHIPPED, place=place).on == d(due)


def test_rolling_forward_can_be_switched_off():
    due = due_on(d("2026-07-01"), Period(3, M), calendar=SHIPPED, roll_forward=False)
    assert due.on == due.nominal_on == d("2026-10-01")
    assert due.steps[-1].day == due.on


@pytest.mark.parametrize(
    ("period", "pause", "due"),
    [
        # Paused Wed to Fri: three working days later.
        (Period(5, WD), ("2026-07-08", "2026-07-10"), "2026-07-16"),
        # A paused weekend costs no working day.
        (Period(5, WD), ("2026-07-11", "2026-07-12"), "2026-07-13"),
        # The day that would have been due is itself paused.
        (Period(5, WD), ("2026-07-13", "2026-07-13"), "2026-07-14"),
        # A pause before the start, or on its day, changes nothing.
        (Period(5, WD), ("2026-07-01", "2026-07-06"), "2026-07-13"),
        # Calendar days: 07-16 plus five paused days is Tuesday 07-21.
        (Period(10, D), ("2026-07-08", "2026-07-12"), "2026-07-21"),
        # Months: 08-06 plus ten paused days is Sunday 08-16, so Monday.
        (Period(1, M), ("2026-07-20", "2026-07-29"), "2026-08-17"),
        # Rolling forward runs into a pause and goes round it.
        (Period(5, D), ("2026-07-13", "2026-07-14"), "2026-07-15"),
    ],
)
def test_days_in_a_pause_do_not_count(period, pause, due):
    pauses = (Pause(d(pause[0]), d(pause[1]), "等待代表补充材料"),)
    assert due_on(d("2026-07-06"), period, calendar=SHIPPED, pauses=pauses).on == d(due)


def test_overlapping_pauses_count_once():
    pauses = [Pause(d("2026-07-07"), d("2026-07-09"), "甲"), Pause(d("2026-07-08"), d("2026-07-10"), "乙")]
    assert due_on(d("2026-07-06"), Period(5, WD), calendar=SHIPPED, pauses=pauses).on == d("2026-07-17")


def test_the_derivation_reads_like_a_wall_calendar():
    pauses = (Pause(d("2026-09-30"), d("2026-09-30"), "补充材料"),)
    rows = explain(d("2026-09-28"), Period(4, D), calendar=SHIPPED, pauses=pauses)
    assert [(str(r.day)[5:], r.counted, r.why) for r in rows] == [
        ("09-28", None, "起算日，不计入"),
        ("09-29", 1, "工作日"),
        ("09-30", None, "暂停：补充材料"),
        ("10-01", 2, "国庆节放假"),
        ("10-02", 3, "国庆节放假"),
        ("10-03", 4, "国庆节放假，期满日是休息日，顺延"),
        ("10-04", None, "国庆节放假，顺延"),
        ("10-05", None, "国庆节放假，顺延"),
        ("10-06", None, "国庆节放假，顺延"),
        ("10-07", None, "国庆节放假，顺延"),
        ("10-08", None, "工作日，顺延至本日"),
    ]


# ---- counting


def test_working_days_between_leave_out_the_first_day_and_change_sign():
    a, b = d("2026-09-30"), d("2026-10-12")
    assert workdays_between(a, b, calendar=SHIPPED) == 4
    assert workdays_between(b, a, calendar=SHIPPED) == -4
    assert workdays_between(a, a, calendar=SHIPPED) == 0


def test_working_days_left_are_zero_on_the_day_and_negative_when_late():
    due = due_on(d("2026-09-30"), Period(2, WD), calendar=SHIPPED)
    assert due.on == d("2026-10-09")
    left = [workdays_left(d(f"2026-10-{n:02}"), due, calendar=SHIPPED) for n in (1, 8, 9, 10, 11, 12)]
    assert left == [2, 1, 0, -1, -1, -2]
    pauses = [Pause(d("2026-10-08"), d("2026-10-08"), "等待")]
    assert workdays_left(d("2026-10-01"), due.on, calendar=SHIPPED, pauses=pauses) == 1
    beyond = [Pause(d("2026-10-09"), d("2026-10-20"), "等待")]
    assert workdays_left(d("2026-10-01"), due.on, calendar=SHIPPED, pauses=beyond) == 1


# ---- provisional years and notices


def test_a_deadline_that_reaches_an_unannounced_year_is_provisional_until_the_notice_is_entered():
    period, start = Period(10, WD), d("2026-12-25")
    before = due_on(start, period, calendar=SHIPPED)
    assert before.provisional
    assert [row.provisional for row in before.steps] == [r.day.year == 2027 for r in before.steps]
    settled = SHIPPED.with_year(YearNotice.from_json(notice()))
    after = due_on(start, period, calendar=settled)
    assert not after.provisional
    assert (before.on, after.on) == (d("2027-01-11"), d("2027-01-08"))
    assert before.calendar_version != after.calendar_version
    assert SHIPPED.is_provisional(2027), "the shipped calendar never changes"


def test_a_later_notice_for_the_same_year_replaces_the_first():
    calendar = SHIPPED.with_year(YearNotice.from_json(notice()))
    corrected = calendar.with_year(YearNotice.from_json(notice(make_up=[])))
    assert calendar.is_workday(d("2027-01-03"))
    assert not corrected.is_workday(d("2027-01-03"))
    assert [n.year for n in corrected.years] == [2024, 2025, 2026, 2027]


def test_a_notice_may_move_days_of_the_december_before():
    body = notice(holidays=[{"name": "元旦", "dates": ["2026-12-31", "2027-01-01"]}], make_up=["2026-12-26"])
    calendar = SHIPPED.with_year(YearNotice.from_json(body))
    assert not calendar.is_workday(d("2026-12-31"))
    assert calendar.is_workday(d("2026-12-26"))
    assert not calendar.is_provisional(2026)


def test_the_later_notice_decides_a_december_day_that_two_notices_name():
    older = YearNotice.from_json(
        notice(2026, holidays=[{"name": "庆典", "dates": ["2026-12-26"]}], make_up=["2026-12-27"])
    )
    body = notice(holidays=[{"name": "元旦", "dates": ["2026-12-27", "2027-01-01"]}], make_up=["2026-12-26"])
    calendar = SHIPPED.with_year(older).with_year(YearNotice.from_json(body))
    assert calendar.why(d("2026-12-26")) == "调休上班"
    assert calendar.is_workday(d("2026-12-26"))
    assert calendar.why(d("2026-12-27")) == "元旦放假"
    assert not calendar.is_workday(d("2026-12-27"))


def test_a_december_day_moved_for_next_year_counts_in_a_provisional_year_too():
    body = notice(
        2029, holidays=[{"name": "元旦", "dates": ["2028-12-29", "2029-01-01"]}], make_up=["2028-12-23"]
    )
    calendar = SHIPPED.with_year(YearNotice.from_json(body))
    assert calendar.is_provisional(2028)
    assert not calendar.is_workday(d("2028-12-29"))
    assert calendar.is_workday(d("2028-12-23"))
    assert not calendar.is_workday(d("2028-10-02"))


def test_the_start_day_itself_does_not_make_a_deadline_provisional():
    assert not due_on(d("2023-12-31"), Period(1, WD), calendar=SHIPPED).provisional
    assert due_on(d("2023-12-30"), Period(1, WD), calendar=SHIPPED).provisional


def test_the_version_follows_the_facts_and_not_the_footnotes():
    one = SHIPPED.with_year(YearNotice.from_json(notice()))
    other = SHIPPED.with_year(YearNotice.from_json(notice(source="另一个来源")))
    assert one.version == other.version != SHIPPED.version
    assert SHIPPED.version.startswith("cal-2026.1-")
    assert one.version.startswith("cal-2027.1-")
    assert len(SHIPPED.version) <= 40


def test_notices_and_places_survive_json():
    for shipped in SHIPPED.years:
        assert YearNotice.from_json(shipped.to_json()) == shipped
    for entry in SHIPPED.places:
        assert PlaceHoliday.from_json(entry.to_json()) == entry


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"year": "2027"}, "年份"),
        ({"year": 1999}, "年份"),
        ({"status": "draft"}, "公布"),
        ({"holidays": []}, "没有放假日期"),
        ({"holidays": None}, "列表"),
        ({"holidays": [3]}, "列表"),
        ({"holidays": [{"name": "", "dates": ["2027-01-01"]}]}, "节日名称"),
        ({"holidays": [{"name": "元旦", "dates": "2027-01-01"}]}, "列表"),
        ({"holidays": [{"name": "元旦", "dates": ["2027-02-30"]}]}, "2027-02-30"),
        ({"holidays": [{"name": "元旦", "dates": ["20270101"]}]}, "不是有效日期"),
        ({"holidays": [{"name": "元旦", "dates": ["2026-01-01"]}]}, "不属于"),
        ({"holidays": [{"name": "元旦", "dates": ["2027-01-01", "2027-01-01"]}]}, "重复"),
        ({"make_up": ["2027-01-02"]}, "既放假又上班"),
        ({"make_up": ["2027-01-04"]}, "不是周六或周日"),
        ({"make_up": [None]}, "不是有效日期"),
        ({"issued_on": "yesterday"}, "发布日期"),
        ({"source": 5}, "来源"),
    ],
)
def test_a_wrong_notice_is_refused_with_a_sentence_that_names_the_entry(changes, words):
    with pytest.raises(DomainError, match=words):
        YearNotice.from_json(notice(**changes))


def test_a_notice_that_forgets_statutory_days_says_which():
    missing = YearNotice.from_json(notice()).missing_statutory_days()
    assert len(missing) == 12
    assert "国庆节 2027-10-01 没有列入放假日期，请核对。" in missing


# ---- places


def place_holiday(**changes):
    body = {
        "prefix": "532301",
        "place": "楚雄市",
        "name": "火把节",
        "rule": {"calendar": "lunar", "month": 6, "day": 24, "days": 1},
        "valid_from": "2026-01-01",
        "source": "测试用",
    }
    return PlaceHoliday.from_json(body | changes)


def test_the_more_specific_place_wins_over_the_same_festival_of_a_wider_one():
    calendar = SHIPPED.with_place(place_holiday())
    assert calendar.why(d("2026-08-06"), "532301") == "火把节（楚雄市）放假"
    assert calendar.is_workday(d("2026-08-07"), "532301001")
    assert not calendar.is_workday(d("2026-08-07"), "532322")
    assert not calendar.is_workday(d("2024-07-30"), "532301"), "before it is valid the prefecture's days hold"


def test_a_festival_of_its_own_adds_to_those_of_the_wider_place():
    calendar = SHIPPED.with_place(
        place_holiday(name="市庆", rule={"calendar": "solar", "month": 6, "day": 1, "days": 1})
    )
    assert calendar.why(d("2026-06-01"), "532301") == "市庆（楚雄市）放假"
    assert not calendar.is_workday(d("2026-08-07"), "532301")


def test_a_festival_late_in_the_lunar_year_falls_into_the_next_solar_year():
    entry = place_holiday(rule={"calendar": "lunar", "month": 12, "day": 20, "days": 2})
    assert [str(day) for day in entry.dates_in(2027)] == ["2027-01-27", "2027-01-28"]


@pytest.mark.parametrize(
    "changes",
    [
        {"prefix": "532"},
        {"rule": None},
        {"rule": {"calendar": "maya", "month": 1, "day": 1, "days": 1}},
        {"rule": {"calendar": "solar", "month": 2, "day": 30, "days": 1}},
        {"rule": 7},
        {"years": {"2026": ["2025-01-01"]}},
        {"years": {"soon": []}},
        {"years": []},
        {"valid_from": None},
    ],
)
def test_a_wrong_local_holiday_is_refused(changes):
    with pytest.raises(DomainError):
        place_holiday(**changes)


# ---- refusals and speed


@pytest.mark.parametrize("amount", [0, -1, 3651])
def test_impossible_periods_are_refused(amount):
    with pytest.raises(DomainError):
        Period(amount, WD)


def test_a_pause_that_ends_before_it_begins_is_refused():
    with pytest.raises(DomainError):
        Pause(d("2026-07-02"), d("2026-07-01"), "写反了")


@pytest.mark.parametrize(
    ("start", "period", "pauses"),
    [
        (date(1999, 12, 31), Period(1, D), ()),
        (date(2099, 12, 31), Period(1, D), ()),
        (date(2099, 12, 30), Period(9, WD), ()),
        (date(2099, 12, 30), Period(9, M), ()),
        (date(2026, 1, 5), Period(9, WD), (Pause(date(2026, 1, 6), date.max, "无限期"),)),
    ],
)
def test_days_outside_the_century_are_refused_politely(start, period, pauses):
    with pytest.raises(DomainError, match="范围"):
        due_on(start, period, calendar=SHIPPED, pauses=pauses)


def test_a_moment_is_not_a_day():
    with pytest.raises(TypeError):
        due_on(datetime(2026, 1, 1, 23, tzinfo=UTC), Period(1, WD), calendar=SHIPPED)


def test_months_clip_to_the_end_of_the_month():
    assert add_months(d("2026-01-31"), 1) == d("2026-02-28")
    assert add_months(d("2023-12-31"), 2) == d("2024-02-29")
    assert add_months(d("2026-12-15"), 1) == d("2027-01-15")


def test_periods_read_as_chinese():
    assert [str(Period(3, unit)) for unit in Unit] == ["3个工作日", "3日", "3个月"]


def test_sixty_thousand_deadlines_take_seconds():
    begun = time.perf_counter()
    for n in range(60_000):
        due_on(date(2026, 1, 1) + timedelta(days=n % 600), Period(15, WD), calendar=SHIPPED, place=CHUXIONG)
    assert time.perf_counter() - begun < 10
