"""The year's round of suggestions in the demo, and for 普洱 the two years of the provincial report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from lianxin.demo.days import moment
from lianxin.demo.pictures import picture
from lianxin.demo.suggestions import Proposals, Step, texts_of
from lianxin.demo.world import SETUP, World
from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import Actor
from lianxin.kit.paging import Cursor
from lianxin.kit.scope import scope
from lianxin.suggestions.actions import year as actions
from lianxin.suggestions.actions import year_jobs
from lianxin.suggestions.actions.year import Seen
from lianxin.suggestions.reads import lookback, praise
from lianxin.suggestions.reads import year as years
from lianxin.suggestions.year_words import Found, Praised, YearKind

PUER = "5308"
# Year, month and day of handing in, how many, of them class A, rated, of them not content.
_PUER_YEARS = ((date(2022, 3, 1), 97, 53, 0, 0), (date(2023, 3, 1), 34, 23, 21, 1))
_WAY: tuple[Step, ...] = (
    ("submit", 0), ("accept", 3), ("assign", 4), ("receive", 2), ("meet", 5), ("confirm_talk", 1),
)  # fmt: skip
_FINDINGS = (
    "路面已经修通，弯道护栏还差一段。代表要求雨季前补齐，请单位把完工日期报来。",
    "蓄水池已经建好，水质检测合格。代表建议把管护人员和电话公示到每个小组。",
)
# What the pictures of the two inspections show.
_SEEN = (("road_after", "meeting"), ("tank", "meeting"))
_REPORT = (
    "今年承办的代表建议都已接收，办前、办中、办后与代表面商。已经答复的，代表总体满意；"
    "没有办成的主要是资金还没有到位，已列入计划。承诺事项按月排进度，年底前请代表现场查看。"
)


def go_round(world: World, rng: Random, at: datetime, place: str) -> int:
    """What the office and the units did over the year; returns how many suggestions were added for 普洱."""
    added = _puer(world, rng, at) if place == PUER else 0
    office = world.offices[world.main_county]
    with scope(office):
        for year in (world.today.year - 1, world.today.year):
            _mark(office, year, world.today)
            _praise(office, year, world.today)
        _inspect(office, world.today)
        _chase(office, world.today)
        _look(office, world.today)
    _report(world)
    with scope(office):
        at = _morning(world.today)
        numbers = sorted({2022, 2023, world.today.year - 1, world.today.year})
        year_jobs.count_years(years=numbers, actor=office, at=at)
    return added


def _morning(today: date) -> datetime:
    return moment(today - timedelta(days=1), 500)


def _mark(office: Actor, year: int, today: date) -> None:
    """All that was due is done, but for what fell due in the last weeks."""
    for entry in years.calendar_of(office, year, today=today):
        if entry.may_mark and entry.due_on < today - timedelta(days=20):
            actions.mark_done(
                year_number=year, kind=entry.kind, done_on=entry.due_on - timedelta(days=2),
                note="主任会议听取情况" if entry.kind != YearKind.CIRCULAR else "已印发各承办单位",
                actor=office, at=_morning(today),
            )  # fmt: skip


def _praise(office: Actor, year: int, today: date) -> None:
    """The best unit and the best suggestion of a year, with a reason where a criterion is missed."""
    for kind, read in (
        (Praised.UNIT, praise.unit_candidates),
        (Praised.SUGGESTION, praise.suggestion_candidates),
    ):
        best = read(office, year, today=today)[:1] if year < today.year else []
        for row in best:
            actions.commend(
                year_number=year, kind=kind, subject_id=row.id, decided_by="第二十次主任会议",
                reason="" if row.meets_all else "承办任务重，办成的事群众看得见。", actor=office,
                at=_morning(today),
            )  # fmt: skip


def _inspect(office: Actor, today: date) -> None:
    chosen = [pk for pk, _title in years.inspectable(office)]
    towns = [place.name for place in divisions.children(office.place)]
    for number, findings in enumerate(_FINDINGS):
        held_on = today - timedelta(days=95 - 60 * number)
        seen = Seen(held_on, towns[number % len(towns)], "张副主任", findings, "代表五人、承办单位负责人",
                    tuple(chosen[number * 2 : number * 2 + 2]))  # fmt: skip
        pictures = [picture(scene, number) for scene in _SEEN[number % len(_SEEN)]]
        actions.record_inspection(seen=seen, photos=pictures, actor=office, at=moment(held_on, 1000))


def _quarters(today: date) -> Iterator[date]:
    """The fifth day of each of the last four quarters, oldest first, before today."""
    first = lookback.quarter_start(today)
    days = []
    for _ in range(4):
        days.append(first + timedelta(days=4))
        first = lookback.quarter_start(first - timedelta(days=1))
    return (day for day in reversed(days) if day < today)


def _chase(office: Actor, today: date) -> None:
    for day in _quarters(today):
        year_jobs.chase_promises(actor=office, at=moment(day, 470))


def _look(office: Actor, today: date) -> None:
    """The office went and saw what was promised."""
    said = {
        "kept": (Found.KEPT, "现场看过，已经办成，群众说好用。"),
        "open": (Found.GOING, "已经开工，还差一段。"),
        "reported": (Found.GOING, "单位说已经完工，请代表去看，我们一起去。"),
    }
    day = today - timedelta(days=4)
    for year in (today.year - 1, today.year):
        for row in lookback.lookback(office, year, Cursor(size=6), today=today).rows:
            found, note = said.get(row.state, (Found.NOT, "还没有看到动工，已请单位说明。"))
            actions.look_back(
                promise_id=row.id, found=found, note=note, looked_on=day, actor=office, at=moment(day, 1000)
            )


def _report(world: World) -> None:
    """Most units sent their report; the last one did not."""
    place, today = world.main_county, world.today
    handlers = sorted(world.units[place].items(), key=lambda item: (item[0] != "transport", item[0]))
    for _key, handler in handlers[:3]:
        with scope(handler.actor):
            counts = years.own_counts(handler.actor, today.year, today=today)
            if counts["handed"] or counts["helped"]:
                due = years.report_due_on(place, today.year, today=today)
                day = min(due - timedelta(days=3), today - timedelta(days=1))
                actions.submit_self_report(
                    year_number=today.year, text=_REPORT, actor=handler.actor, at=moment(day, 500)
                )


def _puer(world: World, rng: Random, at: datetime) -> int:
    """2022 and 2023 as the report tells them: 面商 100 %, 满意 95.2 %, 解决 67.6 % after 54.6 %."""
    proposals, made = Proposals(world, rng), 0
    texts, towns = texts_of(world), [place.name for place in divisions.children(world.main_county)]
    if len(proposals.deputies) < 2 or not texts:
        return 0
    with scope(SETUP):
        proposals.know_heads(at)
    for first, count, resolved, rated, unhappy in _PUER_YEARS:
        for number in range(count):
            draft = "draft_a" if number < resolved else "draft_c"
            steps: list[Step] = [*_WAY, (draft, 40), ("issue", 2)]
            if number < rated:
                steps.append(("rate_bad" if number < unhappy else "rate", 5))
            ago = (world.today - first).days - number % 5
            proposals.one(texts[number % len(texts)], towns[number % len(towns)], ago, tuple(steps), number)
            made += 1
    return made
