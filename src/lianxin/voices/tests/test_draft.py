"""起草、审签、签发: a unit's answer before anybody outside the unit reads it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from lianxin.accounts.testing import actor_for
from lianxin.journal.models import Entry
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError, NotAllowed, NotFound, Stale
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.kit.scope import scope
from lianxin.voices import actions, reads
from lianxin.voices.models import Draft, Profile
from lianxin.voices.profiles import rules_for
from lianxin.voices.testing import COUNTY, NOON, World, make_case, perform
from lianxin.voices.tests.conftest import LATER, NOT_FOUND
from lianxin.voices.workflow import DRAFT_FLOW, DraftState

TEXT = "已经换了三盏灯，晚上都亮了。"
WORDS: dict[str, Any] = {"text": TEXT, "result": "solved", "reason": ""}


@pytest.fixture
def leader(world: World) -> Actor:
    """From here on the unit has a leader, so its handlers' answers wait for a signature."""
    return actor_for(Role.UNIT_LEADER, COUNTY, name="郭局长", unit_id=world.unit_id)


def do(verb: str, case_id: int, actor: Actor, at: Any = LATER, **facts: Any) -> Any:
    if verb in {"write", "submit", "issue"}:
        facts = WORDS | facts
    with scope(actor):
        return getattr(actions, f"{verb}_draft")(case_id=case_id, actor=actor, at=at, **facts)


def draft_of(actor: Actor, case_id: int) -> Draft:
    with scope(actor):
        return Draft.objects.get(case_id=case_id)


def lines(actor: Actor, draft: Draft) -> list[tuple[str, str, str]]:
    """As the unit's journal tells it; read without a scope, as the auditor's database role would."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('app.audit', '53', true)")
    found = Entry.objects.filter(subject_kind="voices.draft", subject_id=draft.pk).order_by("id")
    return [(line.event, line.before, line.after) for line in found]


def test_drafted_submitted_returned_changed_and_signed(world, see, leader) -> None:
    case_id, officer = make_case(world, "handling"), world.officer
    do("write", case_id, officer, text="换了三", result="")
    assert draft_of(officer, case_id).state == DraftState.DRAFTING
    do("submit", case_id, officer)
    assert see(case_id).case.state == "handling"
    do("return", case_id, leader, remark="写上是哪天换的")
    back = draft_of(officer, case_id)
    assert (back.state, back.remark) == (DraftState.RETURNED, "写上是哪天换的")
    do("submit", case_id, officer, text="三月二日换了三盏灯，晚上都亮了。", version=back.version)
    do("sign", case_id, leader, version=draft_of(leader, case_id).version)
    seen, draft = see(case_id), draft_of(leader, case_id)
    assert seen.shows("answer", "answered", "handling", "answered", by="楚雄市交通运输局")
    assert (seen.case.answer, seen.case.answer_result) == ("三月二日换了三盏灯，晚上都亮了。", "solved")
    assert (draft.state, draft.signer_name, draft.signed_at) == (DraftState.ISSUED, "郭局长", LATER)
    assert lines(leader, draft) == [
        ("voices.draft.begun", "", "drafting"),
        ("voices.draft.submitted", "drafting", "waiting"),
        ("voices.draft.returned", "waiting", "returned"),
        ("voices.draft.submitted", "returned", "waiting"),
        ("voices.draft.signed", "waiting", "issued"),
    ]


def test_a_handler_whose_leader_signs_does_not_answer_directly(world, refuses, leader) -> None:
    sentence = "本单位的答复要负责人签发。请写成答复稿，点“提交审签”。"
    refuses("answer", make_case(world, "handling"), NotAllowed, sentence)


def test_a_unit_without_a_leader_answers_directly(world, see) -> None:
    case_id = make_case(world, "handling")
    do("issue", case_id, world.officer)
    assert see(case_id).case.state == "answered"
    assert draft_of(world.officer, case_id).state == DraftState.ISSUED
    with pytest.raises(NotFound):
        do("sign", make_case(world, "handling"), world.officer)


def test_a_place_may_do_without_signatures(world, see, leader) -> None:
    facts = dict.fromkeys(("claim", "triage", "accept", "handle", "confirm", "rate"), 5)
    Profile.objects.create(
        division_code=COUNTY, valid_from=date(2026, 1, 1), name="chuxiong", version=1, source="试点",
        needs_signature=False, **{f"{name}_days": days for name, days in facts.items()},
    )  # fmt: skip
    rules_for.cache_clear()
    case_id = make_case(world, "handling")
    with pytest.raises(MoveNotAllowed, match="不用别人签发"):
        do("submit", case_id, world.officer)
    do("issue", case_id, world.officer)
    assert see(case_id).case.state == "answered"
    rules_for.cache_clear()


def test_the_leader_answers_without_asking_anybody(world, see, leader) -> None:
    case_id = make_case(world, "handling")
    do("issue", case_id, leader)
    assert see(case_id).case.state == "answered"


def test_an_answer_given_beside_the_draft_ends_it(world, see, leader) -> None:
    case_id = make_case(world, "handling")
    do("submit", case_id, world.officer)
    perform("answer", world, case_id, at=LATER, actor=leader)
    assert draft_of(leader, case_id).state == DraftState.ISSUED
    with pytest.raises(MoveNotAllowed):
        do("sign", case_id, leader)


def test_a_handler_neither_signs_nor_returns(world, leader) -> None:
    case_id = make_case(world, "handling")
    do("submit", case_id, world.officer)
    for verb, facts in (("sign", {}), ("return", {"remark": "改一改再送"})):
        with pytest.raises(NotAllowed, match="这一步只能由单位负责人来做。"):
            do(verb, case_id, world.officer, **facts)
    assert draft_of(leader, case_id).state == DraftState.WAITING


def test_what_waits_is_not_changed_but_taken_back(world, leader) -> None:
    case_id = make_case(world, "handling")
    do("submit", case_id, world.officer)
    with pytest.raises(MoveNotAllowed, match="收回修改"):
        do("write", case_id, world.officer)
    do("take_back", case_id, world.officer)
    do("write", case_id, world.officer, text="再想想")
    assert draft_of(world.officer, case_id).text == "再想想"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"text": "办了"}, "答复太短了"),
        ({"text": "您反映的路灯，{办了什么}，请您看看。"}, "还有一处没填：{办了什么}"),
        ({"result": ""}, "请选一下办理结果。"),
        ({"result": "cannot", "reason": ""}, "请写明原因和下一步打算"),
        ({"result": "nonsense"}, "请从列表里选一个办理结果。"),
    ],
)
def test_an_unfinished_answer_is_not_submitted_and_nothing_is_lost(world, leader, words, sentence) -> None:
    case_id = make_case(world, "handling")
    do("write", case_id, world.officer)
    with pytest.raises(DomainError, match=sentence):
        do("submit", case_id, world.officer, **words)
    assert (draft_of(leader, case_id).state, draft_of(leader, case_id).text) == ("drafting", TEXT)


def test_what_cannot_be_done_is_said_with_its_reason(world, see, leader) -> None:
    case_id = make_case(world, "handling")
    do("issue", case_id, leader, result="cannot", reason="要等明年的道路改造，已经报了计划")
    case = see(case_id).case
    assert (case.answer_result, case.answer_reason) == ("cannot", "要等明年的道路改造，已经报了计划")
    citizen = Actor(case_id=case_id, source="citizen")
    with scope(citizen):
        page = reads.citizen_case(citizen, on=date(2026, 3, 4))
    assert (page.result, page.reason) == ("暂时不能解决", "要等明年的道路改造，已经报了计划")


def test_an_old_page_is_stale_but_ones_own_saving_is_not(world, leader) -> None:
    case_id, officer = make_case(world, "handling"), world.officer
    first = do("write", case_id, officer)
    do("write", case_id, officer, text="换了三盏灯", version=first.version)
    do("write", case_id, officer, text="换了三盏灯，亮了", version=first.version)
    with pytest.raises(Stale, match="同事动过这份答复稿"):
        do("write", case_id, leader, text="我来写", version=first.version)
    do("submit", case_id, officer, version=first.version)
    with pytest.raises(Stale):
        do("sign", case_id, leader, version=first.version)


def test_after_the_deputy_sends_it_back_the_answer_is_written_anew(world, see, leader) -> None:
    case_id = make_case(world, "handling")
    do("submit", case_id, world.officer)
    do("sign", case_id, leader)
    perform("send_back", world, case_id, at=LATER + timedelta(minutes=5))
    do("submit", case_id, world.officer, text="第四盏灯也换好了，请再看看。", at=LATER + timedelta(hours=1))
    assert see(case_id).case.state == "handling"
    do("sign", case_id, leader, at=LATER + timedelta(hours=2))
    assert see(case_id).case.answer == "第四盏灯也换好了，请再看看。"


@pytest.mark.parametrize("who", ["second_officer", "other_officer"])
def test_another_unit_finds_nothing_to_write_on(world, who) -> None:
    case_id = make_case(world, "handling")
    with pytest.raises(NotFound, match=NOT_FOUND):
        do("write", case_id, getattr(world, who))


@pytest.mark.parametrize("who", ["deputy", "office", "liaison", "dispatcher"])
def test_nobody_outside_the_unit_writes_or_reads_it(world, who, leader) -> None:
    case_id, actor = make_case(world, "handling"), getattr(world, who)
    do("write", case_id, world.officer)
    with pytest.raises(NotAllowed, match="这一步只能由被交办的单位来做。"):
        do("write", case_id, actor)
    with scope(actor):
        assert not Draft.objects.exists()  # row-level security alone
        with pytest.raises(NotFound):
            reads.draft_page(actor, case_id, at=NOON)


@pytest.mark.parametrize("state", ["received", "claimed", "assigned", "answered", "closed"])
def test_only_a_case_being_handled_is_answered(world, state) -> None:
    with pytest.raises(DomainError):
        do("write", make_case(world, state), world.officer)


def test_exactly_the_verbs_of_the_table_move_a_draft(world, leader) -> None:
    """Written out a second time, on purpose."""
    table = {
        "drafting": {"write", "submit", "issue"},
        "waiting": {"take_back", "return", "sign", "issue"},
        "returned": {"write", "submit", "issue"},
        "issued": {"rewrite"},
    }
    assert {state: set(DRAFT_FLOW.verbs_from(state)) for state in DRAFT_FLOW.states} == table


def test_the_leader_sees_what_waits_first(world, leader) -> None:
    waiting, other = make_case(world, "handling"), make_case(world, "handling")
    do("submit", waiting, world.officer)
    do("write", other, world.officer)
    first = reads.views_for(Role.UNIT_LEADER)[0]
    with scope(leader):
        rows = reads.most_urgent(leader, first, today=date(2026, 3, 3))
        marks = reads.draft_marks(leader, [waiting, other])
        assert [row.id for row in rows] == [waiting]
        assert {case_id: mark.label for case_id, mark in marks.items()} == {
            waiting: "答复：待签发",
            other: "答复：起草中",
        }
        assert reads.counts(leader, (first,), today=date(2026, 3, 3)) == {"sign": 1}
