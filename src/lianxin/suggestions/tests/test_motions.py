"""议案: who may raise one, what the presidium decides, how it ends; every state × every verb.

Source: LAW-LOCAL-ORGANIC §22, §25; LAW-DEPUTIES-2025 §15; ADR-0032 §4, §5.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict
from django.test import Client

from lianxin.accounts.testing import actor_for, as_
from lianxin.journal.models import Entry
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError, NotAllowed, NotFound, Stale
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.kit.paging import Cursor
from lianxin.kit.scope import scope
from lianxin.notices.models import Notice
from lianxin.people import actions as people
from lianxin.people.models import Mandate, Session
from lianxin.suggestions import actions, reads
from lianxin.suggestions.actions import Count
from lianxin.suggestions.models import Motion, MotionSigner, MotionStep, Signer, Suggestion
from lianxin.suggestions.motion_flow import MOTION_FLOW, MOTION_FOLLOWS, MotionState
from lianxin.suggestions.motion_testing import PATHS, TEXT, draft, make, open_congress, perform
from lianxin.suggestions.motion_words import MotionProposer
from lianxin.suggestions.profiles import DEFAULT
from lianxin.suggestions.testing import COUNTY, NOON, SETUP, World
from lianxin.suggestions.testing import perform as perform_suggestion
from lianxin.suggestions.tests.conftest import LATER
from lianxin.voices.testing import VILLAGE

SOON = NOON + timedelta(hours=1)
CURSOR = Cursor()


@pytest.fixture
def congress(world: World) -> World:
    open_congress()
    return world


def see(world: World, motion_id: int) -> Motion:
    with scope(world.lead):
        return Motion.objects.get(pk=motion_id)


def everything(world: World, motion_id: int) -> tuple[object, ...]:
    with scope(world.lead):
        return (
            model_to_dict(Motion.objects.get(pk=motion_id)),
            [model_to_dict(s) for s in MotionSigner.objects.filter(motion_id=motion_id).order_by("pk")],
            list(MotionStep.objects.filter(motion_id=motion_id).values_list("pk", flat=True)),
            Entry.objects.filter(subject_kind="suggestions.motion", subject_id=motion_id).count(),
        )


# ---- every state × every verb ------------------------------------------------------------------------

_OUT = {
    "put_on_agenda": "agenda", "refer_after": "after_session", "convert": "converted", "reject": "rejected",
    "withdraw": "withdrawn",
}  # fmt: skip
# The table is written out a second time, on purpose: `motion_flow.py` is what it tests.
TABLE: dict[str, dict[str, str]] = {
    "draft": {"edit": "draft", "invite": "cosigning", "withdraw": "withdrawn"},
    "cosigning": {
        "cosign": "cosigning", "refuse": "cosigning", "take_back": "draft", "withdraw": "withdrawn",
    },
    # Of three sponsors that the place asks for one leaves: it falls below.
    "submitted": _OUT | {"send_to_committee": "committee", "leave": "withdrawn"},
    # The presidium waits for the committee's opinion.
    "committee": {"give_opinion": "committee", "withdraw": "withdrawn", "leave": "withdrawn"},
    "agenda": {"pass": "voted", "vote_down": "closed", "ask_withdrawal": "agenda"},
    "after_session": {"report": "closed"},
    "voted": {"report": "closed"},
    "closed": {},
    "converted": {},
    "rejected": {},
    "withdrawn": {},
}  # fmt: skip
# Each needs more than a state: enough sponsors, a request.
ELSEWHERE = {"submit", "consent_withdrawal", "refuse_withdrawal"}
VERBS = tuple(verb for verb in MOTION_FLOW.moves if verb not in MOTION_FOLLOWS)


@pytest.mark.parametrize("state", TABLE)
def test_exactly_the_verbs_of_the_table_move_a_motion(congress: World, state: str) -> None:
    pk = make(congress, state)
    results, before = {}, everything(congress, pk)
    for verb in VERBS:
        with transaction.atomic():
            try:
                perform(verb, congress, pk, at=SOON)
            except DomainError:
                assert everything(congress, pk) == before, verb
            else:
                results[verb] = str(see(congress, pk).state)
                assert everything(congress, pk) != before, verb
            transaction.set_rollback(True)
    assert results == TABLE[state]


def test_the_table_names_every_state_and_verb() -> None:
    assert set(TABLE) == set(MotionState) == set(MOTION_FLOW.states) == set(PATHS)
    named = {verb for row in TABLE.values() for verb in row}
    assert named | ELSEWHERE | MOTION_FOLLOWS.keys() == set(MOTION_FLOW.moves)


# ---- raising: LAW-LOCAL-ORGANIC §22; LAW-DEPUTIES-2025 §15 -------------------------------------------


def test_the_law_asks_for_ten_deputies_and_for_five_in_a_township() -> None:
    assert DEFAULT.signers_for(COUNTY) == 10
    assert DEFAULT.signers_for(COUNTY[:4]) == 10
    assert DEFAULT.signers_for(f"{COUNTY}101") == 5


def more_deputies(world: World, how_many: int) -> list[Actor]:
    with scope(SETUP):
        term_id = Mandate.objects.filter(person_id=world.lead.person_id).values_list("term_id", flat=True)[0]
        made = []
        for n in range(how_many):
            person = people.record_person(
                name=f"代表{'甲乙丙丁戊己庚辛壬癸'[n]}", sex="f", ethnic_group="汉族", occupation="农民",
                home_code=VILLAGE, actor=SETUP, at=NOON,
            )  # fmt: skip
            people.give_mandate(
                person_id=person.pk, term_id=term_id, home_code=VILLAGE, electoral_district="第二选区",
                since=date(2022, 1, 1), actor=SETUP, at=NOON,
            )  # fmt: skip
            made.append(actor_for(Role.DEPUTY, COUNTY, name=person.name, person_id=person.pk))
        return made


def test_nine_sponsors_are_too_few_and_ten_are_enough(world: World) -> None:
    open_congress(signers=0)
    others = more_deputies(world, 9)
    pk = draft(world)
    perform("invite", world, pk, at=SOON, names=tuple(other.name for other in others))
    for other in others[:8]:
        perform("cosign", world, pk, at=SOON, actor=other)
    with pytest.raises(DomainError, match="议案要 10 位以上代表联名，现在确认的有 9 位"):
        perform("submit", world, pk, at=SOON)
    assert see(world, pk).state == "cosigning"
    perform("cosign", world, pk, at=SOON, actor=others[8])
    assert perform("submit", world, pk, at=SOON).number == 1


def test_nobody_signs_for_somebody_else_and_who_did_not_confirm_falls_out(congress: World) -> None:
    pk = make(congress, "cosigning")
    with pytest.raises(NotFound):
        perform("cosign", congress, pk, at=SOON, actor=congress.other_deputy)
    perform("cosign", congress, pk, at=SOON)
    with pytest.raises(MoveNotAllowed, match="您已经答复过了"):
        perform("cosign", congress, pk, at=SOON)
    with pytest.raises(DomainError, match="现在确认的有 2 位"):
        perform("submit", congress, pk, at=SOON)


@pytest.mark.parametrize(
    ("field", "sentence"), [("grounds", "请写案据"), ("plan", "请写方案"), ("title", "案由太短了")]
)
def test_a_motion_has_subject_grounds_and_plan(congress: World, field: str, sentence: str) -> None:
    pk = draft(congress)
    parts = {name: getattr(TEXT, name) for name in ("title", "grounds", "plan", "category")} | {field: "短"}
    perform("edit", congress, pk, at=SOON, text=actions.MotionText(**parts))
    with pytest.raises(DomainError, match=sentence):
        perform("invite", congress, pk, at=SOON)


def test_it_is_raised_while_the_congress_sits_and_before_the_presidiums_time(congress: World) -> None:
    pk = make(congress, path=("invite", "cosign", "cosign_third"))
    with pytest.raises(DomainError, match="议案在大会举行会议的时候提"):
        perform("submit", congress, pk, at=NOON + timedelta(days=20))
    Session.objects.update(motions_until=NOON + timedelta(minutes=30))
    with pytest.raises(DomainError, match="提出议案的时间已经过了"):
        perform("submit", congress, pk, at=SOON)
    motion = perform("submit", congress, pk, at=NOON + timedelta(minutes=10))
    assert (motion.phase, motion.number) == ("in_session", 1)


def test_numbers_run_apart_from_those_of_suggestions(congress: World) -> None:
    first, second = make(congress, "submitted"), make(congress, "submitted")
    assert [see(congress, pk).number for pk in (first, second)] == [1, 2]
    with scope(congress.lead):
        made = actions.draft_suggestion(
            congress_id=congress.congress_id,
            draft=actions.Draft("关于修路的建议", "三组的路坏了两公里，雨天难走。", "请今年内修好这段路。", "transport"),
            actor=congress.lead, at=NOON,
        )  # fmt: skip
    perform_suggestion("submit", congress, made.pk, at=SOON)
    assert perform_suggestion("accept", congress, made.pk, at=SOON).number == 1


def test_an_organ_raises_one_without_sponsors(congress: World) -> None:
    with scope(congress.office):
        motion = actions.enter_motion(
            proposer=MotionProposer.GOVERNMENT, proposer_name="楚雄市人民政府", text=TEXT, actor=congress.office,
            at=SOON,
        )  # fmt: skip
        assert (motion.state, motion.number, motion.lead_person_id) == ("submitted", 1, None)
    with pytest.raises(DomainError, match="机关提出的议案不能转为代表建议"):
        perform("convert", congress, motion.pk, at=SOON)
    perform("withdraw", congress, motion.pk, at=SOON, actor=congress.office)
    with scope(congress.lead), pytest.raises(NotAllowed):
        actions.enter_motion(
            proposer=MotionProposer.GOVERNMENT,
            proposer_name="市政府",
            text=TEXT,
            actor=congress.lead,
            at=SOON,
        )


# ---- deciding ----------------------------------------------------------------------------------------


def test_the_committee_is_heard_before_the_presidium_decides(congress: World) -> None:
    pk = make(congress, "committee")
    with pytest.raises(MoveNotAllowed, match="委员会还没有提出审议意见"):
        perform("put_on_agenda", congress, pk, at=SOON)
    perform("give_opinion", congress, pk, at=SOON)
    motion = perform("put_on_agenda", congress, pk, at=SOON)
    assert (motion.state, motion.decided_by) == ("agenda", "大会主席团第二次会议")


def test_a_decision_names_its_meeting(congress: World) -> None:
    with pytest.raises(DomainError, match="由哪次主席团会议"):
        perform("put_on_agenda", congress, make(congress, "submitted"), at=SOON, decided_by="会")


def test_more_than_half_of_all_deputies_pass_it_whoever_was_there(congress: World) -> None:
    passed = perform("pass", congress, make(congress, "agenda"), at=SOON, count=Count(101, 0, 0, 200))
    assert (passed.state, passed.due_on) == ("voted", date(2026, 6, 3))
    half = perform("pass", congress, make(congress, "agenda"), at=SOON, count=Count(100, 0, 0, 200))
    assert (half.state, half.closed_at) == ("closed", SOON)
    with pytest.raises(DomainError, match="加起来比全体代表还多"):
        perform("pass", congress, make(congress, "agenda"), at=SOON, count=Count(150, 40, 20, 200))


def test_the_database_refuses_a_passed_one_without_a_majority(congress: World) -> None:
    pk = make(congress, "voted")
    with scope(congress.office), pytest.raises(IntegrityError, match="motion_passed_by_majority_of_all"):
        Motion.objects.filter(pk=pk).update(votes_for=100)


def test_after_the_session_a_committee_reports_within_three_months(congress: World) -> None:
    pk = make(congress, "after_session")
    assert see(congress, pk).due_on == date(2026, 6, 3)
    motion = perform("report", congress, pk, at=LATER)
    assert (motion.state, motion.due_on, motion.report[:6]) == ("closed", None, "市人民政府已")


def test_what_is_no_motion_is_told_with_its_reason(congress: World) -> None:
    pk = make(congress, "rejected")
    with scope(congress.second):
        step = MotionStep.objects.get(motion_id=pk, verb="reject")
    assert "属于政府日常工作，适合作为建议。属于政府日常工作，请作为建议提出。" in step.text


def test_it_becomes_a_suggestion_of_the_same_sponsors_and_goes_the_usual_way(congress: World) -> None:
    pk = make(congress, "converted")
    with scope(congress.office):
        made = Suggestion.objects.get(from_motion_id=pk)
        assert Motion.objects.get(pk=pk).suggestion_id == made.pk
        assert Signer.objects.filter(suggestion=made, confirmed_at__isnull=False).count() == 3
    assert (made.state, made.title, made.situation, made.proposal) == (
        "submitted", TEXT.title, TEXT.grounds, TEXT.plan,
    )  # fmt: skip
    assert (made.phase, made.proposer, made.due_kind) == ("in_session", "joint", "review")
    perform_suggestion("accept", congress, made.pk, at=LATER)
    assert perform_suggestion("assign", congress, made.pk, at=LATER).state == "assigned"


def test_the_office_writes_no_suggestion_of_its_own_even_in_the_database(congress: World) -> None:
    pk = make(congress, "converted")
    with scope(congress.office):
        real = Suggestion.objects.get(from_motion_id=pk)
        forged = model_to_dict(real, exclude=["id", "session"]) | {"from_motion_id": None}
    for changes in ({}, {"from_motion_id": pk, "lead_person_id": congress.second.person_id}):
        with pytest.raises(Exception, match="row-level security"), scope(congress.office):
            Suggestion(**(forged | changes)).save(force_insert=True)


# ---- taking it back: LAW-DEPUTIES-2025 §15; ADR-0032 §5 ----------------------------------------------


def test_one_sponsor_too_few_withdraws_it_and_one_to_spare_does_not(world: World) -> None:
    open_congress(signers=2)
    pk = make(world, "submitted")
    assert perform("leave", world, pk, at=SOON).state == "submitted"
    with pytest.raises(MoveNotAllowed, match="您已经退出联名了"):
        perform("leave", world, pk, at=SOON)
    motion = perform("leave", world, pk, at=SOON, actor=world.third)
    assert (motion.state, motion.closed_at) == ("withdrawn", SOON)
    with scope(world.lead):
        last = MotionStep.objects.filter(motion_id=pk).latest("pk")
    assert (last.verb, last.text) == ("fall_below", "联名的代表还有1位，不足2位。")


def test_on_the_agenda_it_is_taken_back_with_the_presidiums_consent_only(congress: World) -> None:
    pk = make(congress, "agenda")
    with pytest.raises(MoveNotAllowed):
        perform("withdraw", congress, pk, at=SOON)
    with pytest.raises(MoveNotAllowed, match="没有要求撤回"):
        perform("consent_withdrawal", congress, pk, at=SOON)
    perform("ask_withdrawal", congress, pk, at=SOON)
    assert perform("refuse_withdrawal", congress, pk, at=SOON).state == "agenda"
    perform("ask_withdrawal", congress, pk, at=SOON)
    assert perform("consent_withdrawal", congress, pk, at=SOON).state == "withdrawn"


# ---- who sees and does what --------------------------------------------------------------------------


def test_only_sponsors_see_a_draft_and_the_congress_what_is_in(congress: World) -> None:
    private, handed_in = make(congress, "cosigning"), make(congress, "submitted")
    sees_both, sees_one = (congress.lead, congress.second), (congress.office, congress.committee)
    sees_none = (congress.other_office, congress.other_deputy, congress.officer, congress.dispatcher)
    for actors, count in ((sees_both, 2), (sees_one, 1), (sees_none, 0)):
        for actor in actors:
            with scope(actor):
                page = reads.motion_list(actor, reads.CONGRESS_MOTION_VIEWS[0], CURSOR, today=NOON.date())
            assert len(page.rows) == count, actor
    for actor in (congress.other_office, congress.other_deputy, congress.officer):
        with scope(actor):
            assert not Motion.objects.filter(pk__in=[private, handed_in]).exists()
            assert not MotionSigner.objects.exists()


def test_a_stale_page_changes_nothing(congress: World) -> None:
    pk = make(congress, "submitted")
    with pytest.raises(Stale):
        perform("put_on_agenda", congress, pk, at=SOON, version=1)


def test_the_lead_does_not_decide_and_the_office_does_not_sign(congress: World) -> None:
    pk = make(congress, "submitted")
    for actor in (congress.lead, congress.committee):
        with pytest.raises(NotAllowed, match="本级人大的大会秘书机构"):
            perform("put_on_agenda", congress, pk, at=SOON, actor=actor)


# ---- pages -------------------------------------------------------------------------------------------


def do(client: Client, pk: int, verb: str, **fields: object):
    return client.post(f"/motions/{pk}/{verb}", fields)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
    return LATER


def test_a_motion_goes_its_way_by_the_pages(congress: World, now: datetime) -> None:
    lead, office, committee = (as_(a) for a in (congress.lead, congress.office, congress.committee))
    written = {"title": TEXT.title, "grounds": TEXT.grounds, "plan": TEXT.plan, "category": TEXT.category}
    made, again = (lead.post("/motions/new", written | {"once": "m1"}) for _ in range(2))
    assert made.url == again.url
    pk = int(made.url.rsplit("/", 1)[1])
    assert do(lead, pk, "invite", names="普学明、张文军").status_code == 302
    for actor in (congress.second, congress.third):
        assert TEXT.title in as_(actor).get("/motions?view=asked").content.decode()
        assert do(as_(actor), pk, "cosign").status_code == 302
    assert "已确认 3 位，法定 3 位以上" in lead.get(f"/motions/{pk}").content.decode()
    assert [do(lead, pk, "submit", once="s1").status_code for _ in range(2)] == [302, 302]
    assert "议案第 1 号" in office.get("/motions?view=new").content.decode()
    meeting = {"decided_by": "大会主席团第二次会议"}
    assert do(office, pk, "send_to_committee", committee="财政经济委员会", **meeting).status_code == 302
    assert do(committee, pk, "give_opinion", favours="yes", opinion="符合职权，条件成熟。").status_code == 302
    assert do(office, pk, "put_on_agenda", **meeting).status_code == 302
    votes = {"votes_for": 101, "against": 40, "abstained": 20, "total": 200}
    assert do(office, pk, "pass", **votes).status_code == 302
    assert "赞成 101" in lead.get(f"/motions/{pk}").content.decode()
    assert do(committee, pk, "report", report="市人民政府已经制定管理办法，九月一日施行。").status_code == 302
    assert see(congress, pk).state == "closed"
    with scope(congress.lead):
        told = {notice.words for notice in Notice.objects.filter(url=f"/motions/{pk}")}
    assert {"议案列入大会议程：第1号", "议案表决通过：第1号", "议案有结果报告了：第1号"} <= told


def test_a_wrong_form_keeps_its_words(congress: World, now: datetime) -> None:
    pk = make(congress, "submitted")
    page = do(
        as_(congress.office), pk, "reject", note="请作为建议提出", decided_by="大会主席团"
    ).content.decode()
    assert "请选一项" in page
    assert "请作为建议提出" in page
    assert see(congress, pk).state == "submitted"


def test_the_page_offers_what_can_be_done_and_costs_a_fixed_number_of_queries(
    congress: World, now: datetime, django_assert_max_num_queries
) -> None:
    pk = make(congress, "committee")
    office = as_(congress.office)
    with django_assert_max_num_queries(18):
        page = office.get(f"/motions/{pk}").content.decode()
    offered = re.findall(rf'action="/motions/{pk}/(\w+)"', page)
    assert offered == ["give_opinion"]
    with django_assert_max_num_queries(14):
        assert office.get("/motions").status_code == 200
    for actor in (congress.other_office, congress.other_deputy):
        assert as_(actor).get(f"/motions/{pk}").status_code == 404
        assert do(as_(actor), pk, "withdraw", reason="不关我的事").status_code == 404
