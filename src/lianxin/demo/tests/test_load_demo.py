from __future__ import annotations

import io
import json
import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from lianxin.accounts.models import Grant, User
from lianxin.accounts.reads import actor_from
from lianxin.assessments.coverage_map import Cover, coverage_map
from lianxin.demo.cast import CAST, PASSWORD
from lianxin.demo.content import matters, units
from lianxin.demo.records import where_of
from lianxin.demo.stories import COURSES, HERO
from lianxin.demo.tests.conftest import AT, TODAY, Demo, everything
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.text import clean
from lianxin.kit.paging import Cursor
from lianxin.kit.scope import scope
from lianxin.notices.reads import notice_rows
from lianxin.suggestions.workflow import SuggestionState
from lianxin.voices.actions._steps import PAST
from lianxin.voices.reads import Filters, case_list, draft_marks, views_for
from lianxin.voices.words import Topic
from lianxin.voices.workflow import CASE_FLOW, CaseState

PHONE = re.compile(r"(?<!\d)(1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}-\d{7,8})(?!\d)")


def test_the_demo_loads_as_the_application_role_under_row_level_security(demo: Demo) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
        assert cursor.fetchone() == (False,)
        cursor.execute("select current_user")
        assert cursor.fetchone() == ("lianxin_app",)
    assert demo.made.cases == len(demo.titles) > 30
    assert demo.progress[-1] == 100


def test_the_same_seed_gives_the_same_people_and_matters(demo: Demo) -> None:
    assert demo.made == demo.again
    assert demo.titles == demo.titles_again


def test_every_state_is_there(demo: Demo) -> None:
    assert {state for state, _ in demo.titles} == set(CaseState)


def test_every_verb_happens(demo: Demo) -> None:
    events = {
        event
        for (event,) in everything("select distinct event from journal_entry where event like 'voices.%'")
    }
    verbs = {*PAST.values(), "received", "published"} - {"answered_with_main"}  # this one a job does, later
    assert {f"voices.case.{verb}" for verb in verbs} <= events
    assert PAST.keys() == CASE_FLOW.moves.keys()


def test_some_cases_are_late_reopened_published_and_looked_into(demo: Demo) -> None:
    late = everything(f"select count(*) from voices_case where due_on < '{TODAY}'")[0][0]
    published = everything("select count(*) from voices_case where published_at is not null")[0][0]
    supervised = everything("select count(*) from voices_case where is_supervised")[0][0]
    reveals = everything("select count(*) from vault_reveal")[0][0]
    assert late > 2
    assert published >= 2
    assert supervised >= 2
    assert reveals >= 1


def test_nothing_happens_after_today_or_before_its_own_beginning(demo: Demo) -> None:
    wrong = everything(
        f"select count(*) from voices_step s join voices_case c on c.id = s.case_id "
        f"where s.at < c.received_at or s.at >= timestamptz '{TODAY} 00:00+08'"
    )
    assert wrong == [(0,)]
    unordered = everything(
        "select count(*) from (select at - lag(at) over (partition by case_id order by id) as gap from voices_step) g "
        "where gap < interval '0'"
    )
    assert unordered == [(0,)]


def test_offices_act_in_working_hours(demo: Demo) -> None:
    rows = everything(
        "select count(*) from voices_step where by_role = 'unit_handler' and "
        "extract(hour from at at time zone 'Asia/Shanghai') not between 7 and 19"
    )
    assert rows == [(0,)]


def test_no_phone_number_stands_in_any_case_text(demo: Demo) -> None:
    rows = everything(
        "select text || title || place_text || answer || rating_text || public_title || public_text || public_answer "
        "from voices_case union all select text from voices_step union all select reason from journal_entry"
    )
    assert not [text for (text,) in rows if PHONE.search(text)]


def test_contacts_are_sealed(demo: Demo) -> None:
    assert everything("select count(*) > 5 from vault_sealeditem where subject_kind = 'voices.case'") == [
        (True,)
    ]
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        everything("select sealed from vault_sealeditem")


def test_if_empty_does_nothing_twice(demo: Demo) -> None:
    before = everything("select count(*) from voices_case")
    out = io.StringIO()
    call_command("load_demo", "--if-empty", "--size", "tiny", "--json", stdout=out, stderr=io.StringIO())
    assert json.loads(out.getvalue()) == {"loaded": False}
    assert everything("select count(*) from voices_case") == before


def test_a_second_load_is_refused(demo: Demo) -> None:
    with pytest.raises(CommandError, match="已经有演示数据"):
        call_command("load_demo", "--size", "tiny", stdout=io.StringIO(), stderr=io.StringIO())


def test_nothing_is_loaded_outside_demo_mode(demo: Demo, settings: object) -> None:
    settings.LIANXIN_DEMO = False
    with pytest.raises(CommandError, match="只有演示模式"):
        call_command("load_demo", "--size", "tiny", stdout=io.StringIO(), stderr=io.StringIO())


def test_the_tour_has_something_to_try(demo: Demo) -> None:
    everything("select 1")
    waiting = everything(
        "select count(*) from voices_case c join accounts_grant g on g.venue_id = c.venue_id "
        "join accounts_user u on u.id = g.user_id where u.login = 'zhaoym' and c.state = 'received'"
    )
    assert waiting[0][0] >= 1


def test_accounts_are_listed_with_what_to_try() -> None:
    out = io.StringIO()
    call_command("demo_accounts", stdout=out)
    assert all(member.login in out.getvalue() for member in CAST)
    assert PASSWORD in out.getvalue()
    out = io.StringIO()
    call_command("demo_accounts", "--json", stdout=out)
    assert {row["login"] for row in json.loads(out.getvalue())} == {member.login for member in CAST}


def test_the_texts_are_many_clean_and_complete() -> None:
    told = matters()
    assert len({matter.said for matter in told}) >= 60
    assert {matter.topic for matter in told} == set(Topic)
    keys = {unit.key for unit in units().county} | {"township"}
    words = {"p": "吉乐村", "g": "三组", "t": "鹿城镇"}
    for matter in told:
        assert matter.unit in keys
        for text in (matter.said, matter.title, matter.gist, matter.answer, matter.spot):
            assert clean(text.format(**words)) == text.format(**words)
            assert not PHONE.search(text)
        if matter.decline is None:
            assert matter.title
            assert matter.gist
            assert len(matter.title.format(**words)) <= 40
            assert len(matter.answer) >= 20
    for course, start in HERO:
        assert course in COURSES
        found = [matter for matter in told if matter.said.startswith(start)]
        assert len(found) == 1
        assert found[0].fits(where_of("吉乐村"))


@pytest.mark.parametrize("login", ["ligf", "zhaoym", "duangq"])
def test_only_the_last_days_notices_are_unread(demo: Demo, login: str) -> None:
    actor = Actor(user_id=User.objects.get(login=login).pk)
    with scope(actor):
        told = notice_rows(actor, Cursor(size=500)).rows
    unread = [notice for notice in told if notice.read_at is None]
    assert len(told) > len(unread)
    assert all(AT - notice.at <= timedelta(days=2) for notice in unread)


def test_suggestions_stand_in_every_state_and_are_numbered_without_gaps(demo: Demo) -> None:
    rows = everything(
        "select state, number, concat(phase, session_id) from suggestions_suggestion "
        "where submitted_at is not null and not is_imported"
    )
    # A deputy's own draft is nobody else's: the office sees what was submitted.
    private = {SuggestionState.DRAFT, SuggestionState.COSIGNING}
    assert {state for state, _number, _series in rows} == set(SuggestionState) - private
    assert demo.made.suggestions >= 30
    # One series for the session, one for before and one for after it.
    series = {of for _state, number, of in rows if number}
    assert len(series) == 3
    for one in series:
        numbers = sorted(number for _state, number, of in rows if number and of == one)
        assert numbers == list(range(1, len(numbers) + 1))
    promises = everything("select distinct state from suggestions_promised")
    assert {state for (state,) in promises} == {"open", "reported", "kept", "broken"}


def test_the_year_of_suggestions_has_something_on_every_page(demo: Demo) -> None:
    for table in ("yearmark", "inspection", "selfreport", "commendation", "look", "chase", "placefigure"):
        assert everything(f"select count(*) from suggestions_{table}")[0][0] > 0, table
    rates = everything(
        "select count(*), count(*) filter (where has_face), count(*) filter (where is_rated) from suggestions_stat"
    )[0]
    assert rates[0] > rates[1] > rates[2] > 0


@pytest.mark.parametrize("login", [member.login for member in CAST if member.role == Role.UNIT_LEADER])
def test_each_head_of_the_tour_finds_an_answer_to_sign(demo: Demo, login: str) -> None:
    user = User.objects.get(login=login)
    leader = actor_from(user, Grant.objects.get(user_id=user.pk), source="test")
    with scope(leader):
        views = views_for(leader.role)
        rows = case_list(leader, Filters(view=views[0]), Cursor(), today=TODAY).rows
        marks = draft_marks(leader, [row.id for row in rows])
    assert [mark.may_sign for mark in marks.values()] == [True]


def test_a_session_left_motions_a_list_in_review_and_published_replies(demo: Demo) -> None:
    # Four deputies cannot raise a motion (ten have to); the government's stands.
    motions = everything("select state, proposer from suggestions_motion order by id")
    assert motions == [("submitted", "government")]
    ((state, lines, proposed),) = everything(
        "select h.state, count(*), count(l.proposed_unit_id) from suggestions_handover h "
        "join suggestions_handoverline l on l.handover_id = h.id group by h.id, h.state"
    )
    assert state == "review"
    assert lines >= 10
    assert 0 < proposed <= lines
    ((published, with_phone),) = everything(
        "select count(*), count(*) filter (where text || answer ~ '1[3-9][0-9]{9}') "
        "from suggestions_publicsuggestion where published_at is not null"
    )
    assert (published, with_phone) == (6, 0)


@pytest.mark.usefixtures("demo")
def test_one_village_must_build_and_the_map_shows_it() -> None:
    with scope(Actor(role=Role.DEPUTY_AFFAIRS, place="532301")):
        counts = coverage_map("532301").whole.counts
    assert counts[Cover.MUST] == 1
    assert counts[Cover.JOINT] >= 1
