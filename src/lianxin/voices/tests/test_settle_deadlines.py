from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lianxin.calendars import reads as calendars
from lianxin.calendars.actions import enter_notice
from lianxin.divisions.testing import make_places
from lianxin.journal.models import Entry
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.scope import scope
from lianxin.voices import actions as voices
from lianxin.voices.models import Case, Deadline
from lianxin.voices.words import Channel, Topic

pytestmark = pytest.mark.django_db
SETUP = Actor(source="setup")
OFFICE = Actor(user_id=1, grant_id=1, role=Role.DEPUTY_AFFAIRS, place="532301")
NOTICE_2027 = {
    "year": 2027,
    "source": "测试用通知",
    "holidays": [
        {"name": "元旦", "dates": ["2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04"]},
        {"name": "春节", "dates": [f"2027-02-{d:02d}" for d in range(5, 13)]},
        {"name": "清明节", "dates": ["2027-04-05"]},
        {"name": "劳动节", "dates": ["2027-05-01", "2027-05-02", "2027-05-03"]},
        {"name": "端午节", "dates": ["2027-06-09"]},
        {"name": "中秋节", "dates": ["2027-09-15"]},
        {"name": "国庆节", "dates": [f"2027-10-{d:02d}" for d in range(1, 8)]},
    ],
    "make_up": ["2027-01-09"],
}


@pytest.fixture(autouse=True)
def _fresh_calendar() -> None:
    calendars.forget()
    yield
    calendars.forget()


def receive(at: datetime) -> int:
    matter = voices.Matter(
        text="桥面有个大坑",
        topic=Topic.ROAD,
        channel=Channel.WEB,
        venue_id=1,
        venue_name="西城",
        division_code="532301101001",
    )
    with scope(Actor()):
        return voices.receive_case(matter=matter, actor=Actor(), at=at).case_id


def test_a_deadline_into_an_unannounced_year_says_so_and_is_settled_by_the_notice() -> None:
    with scope(SETUP):
        make_places()
    year_end = datetime(
        2026, 12, 31, 2, tzinfo=UTC
    )  # Thursday; the next working day is a guess until the notice
    case_id = receive(year_end)
    with scope(OFFICE):
        running = Deadline.objects.get(case_id=case_id, kind="claim")
        assert running.is_provisional
        assert running.due_on.isoformat() == "2027-01-04"
    with scope(SETUP):
        enter_notice(body=NOTICE_2027, source="测试用通知", actor=SETUP, at=year_end)
    calendars.forget()
    from lianxin.voices.tasks import settle_after_notice

    settle_after_notice("event", {"year": 2027, "entered_at": year_end.isoformat()})
    with scope(OFFICE):
        settled = Deadline.objects.get(case_id=case_id, kind="claim")
        assert (settled.is_provisional, settled.due_on.isoformat()) == (False, "2027-01-05")
        assert Case.objects.get(pk=case_id).due_on == settled.due_on
        lines = Entry.objects.filter(event="voices.deadline.settled", subject_id=case_id).order_by("before")
        told = [(line.before, line.after, line.source) for line in lines]
        tier = Deadline.objects.get(case_id=case_id, kind="tier").due_on.isoformat()
        assert told == [("2027-01-04", "2027-01-05", "job"), ("2027-01-08", tier, "job")]
        assert Case.objects.get(pk=case_id).tier_due_on.isoformat() == tier != "2027-01-08"


def test_a_deadline_on_an_announced_calendar_does_not_move(noon: datetime) -> None:
    with scope(SETUP):
        make_places()
    case_id = receive(noon)
    with scope(OFFICE):
        assert voices.settle_deadlines(year=2026, actor=OFFICE, at=noon) == 0
        assert not Deadline.objects.get(case_id=case_id, kind="claim").is_provisional
