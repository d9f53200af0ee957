"""Clocks that jump: by a second, ten minutes, a day, a year, and in another zone. Source: T13.

The product asks one clock, once a request, and hands the moment on; deadlines are dates of the place. So a jump
may show the wrong day while it lasts, and nothing of it may stay: nobody is late too early or too late, and
nothing that has ended opens again.
"""

from __future__ import annotations

import os
import random
import re
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from support.scale import NIGHTLY, note, scaled

from lianxin.accounts.models import Grant, Session, User
from lianxin.accounts.sessions import IDLE
from lianxin.accounts.testing import sign_in
from lianxin.kernel.lifetimes import holds, is_ahead
from lianxin.kit.scope import scope
from lianxin.voices import tokens
from lianxin.voices.models import Case
from lianxin.voices.reads.overdue import late_rows
from lianxin.voices.testing import NOON, World, make_world, perform, receive

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(3600 if NIGHTLY else 120)]
ROOT = Path(__file__).resolve().parents[2]
SECOND, TEN_MINUTES, DAY, YEAR = (
    timedelta(seconds=1),
    timedelta(minutes=10),
    timedelta(days=1),
    timedelta(days=365),
)
JUMPS = [sign * jump for jump in (SECOND, TEN_MINUTES, DAY, YEAR) for sign in (-1, 1)]
ZONES = ("America/New_York", "Pacific/Kiritimati", "Pacific/Niue", "Asia/Urumqi", "Europe/London")


class Clock:
    """The clock of the product; `at` is what it shows."""

    at = NOON


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    shown = Clock()
    monkeypatch.setattr("django.utils.timezone.now", lambda: shown.at)
    return shown


@pytest.fixture
def world(clock: Clock) -> World:
    return make_world()


@pytest.fixture
def office(world: World) -> Client:
    client = Client()
    sign_in(client, User.objects.get(pk=world.office.user_id), Grant.objects.get(pk=world.office.grant_id))
    return client


def matters(world: World, many: int) -> None:
    """Brought over two months with 清明 and 五一 in them, at any minute of the day; half of them moved on."""
    dice = random.Random(13)
    for _ in range(many):
        at = NOON + timedelta(minutes=dice.randrange(60 * 24 * 60))
        case_id = receive(world, at=at).case_id
        for verb in ("claim", "assign", "accept", "answer")[: dice.randrange(5)]:
            at += timedelta(hours=dice.randrange(1, 30))
            perform(verb, world, case_id, at=at)


def truly_late(today: date) -> set[int]:
    """Judged one by one, in Python, from the dates on the matters."""
    waits = Case.objects.exclude(state__in=("closed", "declined", "withdrawn", "merged", "confirmed"))
    return {
        case.pk for case in waits
        if (case.due_on and case.due_on < today) or (case.tier_due_on and case.tier_due_on < today)
    }  # fmt: skip


def test_nobody_is_late_too_early_or_too_late_wherever_the_clock_jumps(
    world: World, office: Client, clock: Clock
) -> None:
    many = scaled(25, 190)
    matters(world, many)
    with scope(world.office):
        days = sorted(set(Case.objects.exclude(due_on=None).values_list("due_on", flat=True)))
        kept = set(Case.objects.values_list("pk", "due_on", "tier_due_on"))
    judged = 0
    for day in days:
        midnight = datetime(day.year, day.month, day.day, 16, tzinfo=UTC)  # the day ends in Beijing
        for jump in (-SECOND, timedelta(0), *JUMPS):
            clock.at = midnight + jump
            today = timezone.localtime(clock.at).date()
            with scope(world.office):
                late = {one.case.id for one in late_rows(world.office, today=today)[0]}
                assert late == truly_late(today), (day, jump)
            judged += many
    clock.at = NOON + timedelta(days=40)
    sign_in(office, User.objects.get(pk=world.office.user_id), Grant.objects.get(pk=world.office.grant_id))
    page = office.get("/voices/overdue").content.decode()
    with scope(world.office):
        right = truly_late(timezone.localtime(clock.at).date())
        assert set(Case.objects.values_list("pk", "due_on", "tier_due_on")) == kept, "looking changed nothing"
    assert {int(pk) for pk in re.findall(r"/voices/(\d{12,})", page)} >= right
    note(
        "T13",
        f"{many} matters at {len(days)} midnights and {len(JUMPS)} jumps each: {judged:,} flags, 0 wrong",
    )


@pytest.fixture
def zone() -> Iterator[None]:
    usual = os.environ.get("TZ")
    yield
    if usual is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = usual
    time.tzset()


@pytest.mark.parametrize("name", ZONES)
def test_the_machine_s_zone_and_the_database_s_change_no_deadline(
    world: World, clock: Clock, zone: None, name: str
) -> None:
    def seen() -> tuple[set[int], str, date | None, int]:
        case_id = receive(world, at=datetime(2026, 3, 6, 15, 59, 59, tzinfo=UTC)).case_id
        with scope(world.office):
            late = {
                one.case.id for one in late_rows(world.office, today=timezone.localtime(clock.at).date())[0]
            }
            case = Case.objects.get(pk=case_id)
            return late, case.number, case.due_on, case_id

    matters(world, 6)
    clock.at = NOON + timedelta(days=30)
    here = seen()
    os.environ["TZ"] = name
    time.tzset()
    with connection.cursor() as cursor:
        cursor.execute("select set_config('TimeZone', %s, true)", [name])
    there = seen()
    assert there[0] == here[0] | {there[3]}
    assert (there[1][:-3], there[2]) == (here[1][:-3], here[2])


def test_a_leap_second_read_twice_breaks_nothing(world: World) -> None:
    """Clocks show the last second of such a day twice: the second step is earlier than the first."""
    at = datetime(2026, 6, 30, 23, 59, 59, 900_000, tzinfo=UTC)
    receipts = [receive(world, at=at - n * timedelta(milliseconds=300)) for n in range(4)]
    assert (
        len({receipt.case_id for receipt in receipts}) == len({receipt.number for receipt in receipts}) == 4
    )
    perform("claim", world, receipts[0].case_id, at=at + SECOND)
    perform("assign", world, receipts[0].case_id, at=at)
    perform("accept", world, receipts[0].case_id, at=at + SECOND)
    with scope(world.office):
        assert Case.objects.get(pk=receipts[0].case_id).state == "handling"


@pytest.mark.parametrize("jump", JUMPS)
def test_what_was_done_while_the_clock_was_wrong_can_be_gone_on_with(world: World, jump: timedelta) -> None:
    """A matter whose steps lie before its receipt, or a year ahead, still moves, and its clocks count from today."""
    case_id = receive(world, at=NOON).case_id
    for verb, at in (
        ("claim", NOON + jump),
        ("assign", NOON + SECOND),
        ("accept", NOON + jump),
        ("answer", NOON + DAY),
    ):
        perform(verb, world, case_id, at=at)
    with scope(world.office):
        case = Case.objects.get(pk=case_id)
    assert case.state == "answered"
    assert date(2026, 3, 4) < case.due_on < date(2026, 4, 4)


@pytest.mark.parametrize("life", [tokens.CASE_OPEN_FOR, tokens.CODE_SHOWN_FOR, tokens.TICKET_VALID_FOR, IDLE])
def test_what_holds_for_a_time_holds_no_longer_because_a_clock_ran_ahead(life: timedelta) -> None:
    assert holds(NOON, life, at=NOON + life)
    assert not holds(NOON, life, at=NOON + life + SECOND)
    assert holds(NOON + TEN_MINUTES, life, at=NOON), "clocks of two machines differ by so much"
    for ahead in (TEN_MINUTES + SECOND, DAY, YEAR):
        assert is_ahead(NOON + ahead, at=NOON)
        assert not holds(NOON + ahead, life, at=NOON)


def test_a_word_that_opens_a_case_signed_by_a_clock_a_year_ahead_opens_nothing(
    world: World, clock: Clock
) -> None:
    case_id = receive(world).case_id
    for jump, opens in (
        (timedelta(0), True),
        (-TEN_MINUTES, True),
        (TEN_MINUTES, True),
        (DAY, False),
        (YEAR, False),
        (-YEAR, False),
    ):
        token = tokens.case_token(case_id, at=NOON + jump)
        assert (tokens.case_of(token, at=NOON) == case_id) is opens, jump
        assert (tokens.noted_code(tokens.code_note(7, "1", at=NOON + jump), 7, at=NOON) == "1") is (
            opens and jump > -TEN_MINUTES
        ), jump
        clock.at = NOON
        assert ("路灯" in Client().get(f"/voices/mine/{token}").content.decode()) is opens, jump


def test_a_session_that_ended_by_a_wrong_clock_stays_ended(office: Client, clock: Clock) -> None:
    key = office.cookies["lianxin_session"].value
    assert office.get("/voices").status_code == 200
    clock.at = NOON + YEAR
    assert office.get("/voices").status_code == 302
    clock.at = NOON
    assert not Session.objects.filter(pk=key).exists()
    stolen = Client()
    stolen.cookies["lianxin_session"] = key
    assert stolen.get("/voices").status_code == 302


def test_a_session_used_while_the_clock_ran_ahead_is_idle_when_left_alone(
    office: Client, clock: Clock
) -> None:
    clock.at = NOON + timedelta(hours=1, minutes=50)
    assert office.get("/voices").status_code == 200
    clock.at = NOON
    assert office.get("/voices").status_code == 200
    clock.at = NOON + IDLE + SECOND
    assert office.get("/voices").status_code == 302


@pytest.mark.parametrize("jump", [-YEAR, -DAY, -timedelta(hours=1), -TEN_MINUTES, -SECOND])
def test_a_form_opened_before_the_clock_was_put_back_is_taken(
    clock: Clock, world: World, jump: timedelta
) -> None:
    """At once, or with a new page that keeps the words; never "too quick" until the old time comes again."""
    client, words = Client(), "三组小学门口的路灯坏了两个月，晚上看不见路。"
    page = client.get("/voices/new", {"venue": world.venue_id}).content.decode()
    clock.at = NOON + jump
    for _ in range(2):
        ticket = re.search(r'name="ticket" value="([^"]*)"', page)
        if ticket is None:
            break
        clock.at += timedelta(seconds=5)
        answer = client.post("/voices/new", {"ticket": ticket[1], "what": words})
        if answer.status_code == 302:
            break
        page = answer.content.decode()
        assert words in page
        assert "太快" not in page
    assert answer.status_code == 302
    with scope(world.office):
        assert Case.objects.filter(text=words).count() == 1


def test_no_rule_asks_the_database_s_clock_but_the_vault_s() -> None:
    """One clock decides, so two that differ by ten minutes cannot disagree about a deadline."""
    asks = re.compile(
        r"\bnow\(\)|current_timestamp|current_date|clock_timestamp|localtimestamp", re.IGNORECASE
    )
    own = re.compile(r"timezone\.now\(\)|datetime\.now\(\)")
    found = {
        str(path.relative_to(ROOT / "src/lianxin"))
        for suffix in ("py", "sql")
        for path in (ROOT / "src/lianxin").rglob(f"*.{suffix}")
        if "tests" not in path.parts
        and "bench" not in path.parts
        and asks.search(own.sub("", path.read_text("utf-8")))
    }
    assert found == {"vault/daemon.py", "vault/errands.py"}
