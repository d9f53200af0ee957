"""The articles that are rules, one by one: who, when, how long, what must be there. Source: domain.md §1."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lianxin.kernel.errors import DomainError, NotAllowed, NotFound, Stale
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.kit.scope import scope
from lianxin.suggestions import actions
from lianxin.suggestions.actions import Given
from lianxin.suggestions.models import Profile, Promised, Reply, ResultClass, Signer, Suggestion, Talk
from lianxin.suggestions.profiles import classes_for, rules_for
from lianxin.suggestions.testing import (
    COUNTY,
    NOON,
    PROMISING,
    SETUP,
    draft,
    make,
    parts,
    perform,
    talk_facts,
    text,
)
from lianxin.suggestions.tests.conftest import LATER, NOT_FOUND, STALE
from lianxin.suggestions.words import DeclineReason, Organ, Satisfaction
from lianxin.suggestions.workflow import Duty

_TO_OPINION = ("submit", "accept", "assign", "receive", "receive_co", "meet")


# ---- raising: LAW-DEPUTIES-2025 §24, §36; domain.md §1.3 ------------------------------------------


def test_only_a_deputy_of_the_congress_raises_something_to_it(world) -> None:
    with scope(world.other_deputy), pytest.raises(NotAllowed, match="不是这一级的在任代表"):
        actions.draft_suggestion(
            congress_id=world.congress_id, draft=text(), actor=world.other_deputy, at=NOON
        )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": "修路"}, "标题太短了"),
        ({"situation": "路坏了"}, "请写清情况和问题"),
        ({"proposal": "请修"}, "请写出具体的建议"),
    ],
)
def test_a_submitted_one_has_title_situation_and_proposal(world, refuses, changes, sentence) -> None:
    refuses("submit", make(world, **changes), DomainError, sentence)


def test_between_sessions_it_is_raised_to_the_standing_committee(world, see) -> None:
    assert see(make(world, "submitted")).it.phase == "inter_session"


def open_session(world, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 6), number=5):
    with scope(SETUP):
        return actions.open_session(
            division_code=COUNTY, term_number=9, number=number, name="第九届第五次会议", starts_on=starts_on,
            ends_on=ends_on, actor=SETUP, at=NOON,
        )  # fmt: skip


def test_in_session_it_belongs_to_the_session(world, see) -> None:
    session = open_session(world)
    it = see(make(world, "submitted")).it
    assert (it.phase, it.session_id) == ("in_session", session.pk)


def test_a_delegation_raises_only_in_session(world, see, refuses) -> None:
    refuses("submit", make(world, delegation_name="鹿城代表团"), DomainError, "代表团只能在大会期间提建议")
    open_session(world)
    assert see(make(world, "submitted", delegation_name="鹿城代表团")).it.proposer == "delegation"


def test_each_cosigner_confirms_in_person_and_the_silent_fall_out(world, see) -> None:
    pk = make(world, "cosigning")
    perform("cosign", world, pk, at=LATER)
    perform("submit", world, pk, at=LATER)
    it = see(pk).it
    assert (it.proposer, set(it.signer_ids)) == ("joint", {world.lead.person_id, world.second.person_id})
    with scope(world.lead):
        signer = Signer.objects.get(suggestion_id=pk, person_id=world.second.person_id)
    assert signer.confirmed_at == LATER


def test_nobody_confirms_for_somebody_else(world, refuses) -> None:
    pk = make(world, "cosigning")
    refuses("cosign", pk, NotAllowed, "这一步只能由被邀请附议的代表来做。", actor=world.lead)
    refuses("cosign", pk, NotFound, NOT_FOUND, actor=world.other_deputy)
    perform("cosign", world, pk, at=LATER)
    refuses("cosign", pk, MoveNotAllowed, "您已经答复过了")


def test_a_changed_text_needs_new_confirmations(world, see) -> None:
    pk = make(world, path=("invite", "cosign", "take_back"))
    assert see(pk).it.signer_ids == [world.lead.person_id]
    perform("edit", world, pk, at=LATER)
    perform("submit", world, pk, at=LATER)
    assert see(pk).it.proposer == "one"


@pytest.mark.parametrize(
    ("names", "sentence"), [(("无此人",), "没有找到叫“无此人”"), ((), "请写上要邀请的代表姓名")]
)
def test_only_fellow_deputies_are_asked(world, refuses, names, sentence) -> None:
    refuses("invite", make(world), DomainError, sentence, names=names)


# ---- review: domain.md §1.4 -------------------------------------------------------------------------


@pytest.mark.parametrize("code", DeclineReason)
def test_every_reason_declines_and_is_told(world, see, code) -> None:
    pk = make(world, "submitted")
    perform("decline", world, pk, at=LATER, code=code)
    seen = see(pk)
    assert (seen.it.state, seen.it.decline_code) == ("declined", code)
    assert seen.steps[-1].text.endswith("请按程序办理")


def test_the_merged_ones_deputies_sign_the_main_one(world, see) -> None:
    main = make(world, "accepted")
    other = draft(world, actor=world.second)
    perform("submit", world, other, at=LATER, actor=world.second)
    perform("merge", world, other, at=LATER, main_id=main)
    assert set(see(main).it.signer_ids) == {world.lead.person_id, world.second.person_id}


def test_numbers_run_without_gaps_in_each_series(world, see) -> None:
    between = [see(make(world, "accepted")).it.number for _ in range(3)]
    declined = make(world, "declined")
    open_session(world)
    in_session = [see(make(world, "accepted")).it.number for _ in range(2)]
    assert (between, see(declined).it.number, in_session) == ([1, 2, 3], None, [1, 2])


# ---- assignment: LAW-DEPUTIES-2025 §51; domain.md §1.5, §1.6 -----------------------------------------


def test_the_reply_clock_counts_three_months_from_handing_over_not_from_submission(world, see) -> None:
    pk = make(world, "accepted")
    perform("hand_over", world, pk, at=NOON + timedelta(days=6))
    assert see(pk).running == [("reply", "2026-06-09")]
    perform("assign", world, pk, at=NOON + timedelta(days=9), actor=world.dispatcher)
    assert see(pk).running == [("reply", "2026-06-09")]


@pytest.mark.parametrize(
    ("duties", "sentence"),
    [
        ([Duty.LEAD, Duty.LEAD], "请选一个主办单位"),
        ([Duty.CO], "请选一个主办单位"),
        ([Duty.SOLE, Duty.CO], "独办只能有一个单位"),
        ([Duty.SEPARATE], "分办至少要两个单位"),
        ([Duty.LEAD, Duty.SEPARATE], "分办没有主办单位"),
        ([Duty.SEPARATE, Duty.SEPARATE], "分办要写明每个单位办哪一部分"),
    ],
)
def test_duties_make_a_whole(world, refuses, duties, sentence) -> None:
    units = (world.unit_id, world.second_unit_id)
    given = [Given(unit, duty) for unit, duty in zip(units, duties, strict=False)]
    refuses("assign", make(world, "accepted"), DomainError, sentence, given=given)


def test_the_dispatcher_distributes_only_what_the_government_was_handed(world, refuses, see) -> None:
    pk = make(world, "accepted")
    refuses("assign", pk, NotFound, NOT_FOUND, actor=world.dispatcher)
    perform("hand_over", world, pk, at=LATER, organ=Organ.COURT)
    refuses("assign", pk, NotAllowed, "这一步只能由", actor=world.dispatcher)


def test_a_unit_objects_within_ten_days_and_another_gets_it(world, see, refuses) -> None:
    pk = make(world, "assigned")
    late = NOON + timedelta(days=11)
    refuses("object", pk, MoveNotAllowed, "提出异议的时间已经过了", at=late)
    perform("object", world, pk, at=NOON + timedelta(days=10), actor=world.second_officer)
    other = world.base.home_id  # no unit
    refuses("reassign", pk, DomainError, "管不到这个地方", unit_id=other + 10_000)
    perform("reassign", world, pk, at=LATER, unit_id=world.second_unit_id)
    assert see(pk).it.state == "assigned"
    assert parts(world, pk)[world.second_unit_id].state == "given"


def test_the_second_objection_is_arbitrated_by_the_congress_office_and_is_final(world, see, refuses) -> None:
    pk = make(world, path=("submit", "accept", "hand_over"))
    perform("assign", world, pk, at=LATER, actor=world.dispatcher)
    perform("object", world, pk, at=LATER)
    perform("reassign", world, pk, at=LATER, actor=world.dispatcher)
    perform("object", world, pk, at=LATER)
    refuses("reassign", pk, NotAllowed, "这一步只能由本级人大代表工作机构来做。", actor=world.dispatcher)
    perform("arbitrate", world, pk, at=LATER)
    refuses("object", pk, MoveNotAllowed, "已经裁定由谁办")
    assert see(pk).it.objection_count == 2


def test_handling_begins_when_those_who_answer_have_received(world, see) -> None:
    pk = make(world, path=("submit", "accept", "assign", "receive_co"))
    assert see(pk).it.state == "assigned"
    perform("receive", world, pk, at=LATER)
    assert see(pk).it.state == "handling"


# ---- handling: domain.md §1.7, §1.5 -----------------------------------------------------------------


def test_a_talk_counts_only_when_the_deputy_confirms_it(world, see) -> None:
    pk = make(world, path=_TO_OPINION)
    contact = {kind for kind, _due in see(pk).units_running}
    assert "contact" in contact
    perform("confirm_talk", world, pk, at=LATER)
    assert "contact" not in {kind for kind, _due in see(pk).units_running}
    with scope(world.lead):
        assert Talk.objects.get(suggestion_id=pk).confirmed_at == LATER


def test_a_denied_talk_is_no_talk(world, refuses) -> None:
    pk = make(world, path=(*_TO_OPINION, "deny_talk", "give_opinion", "draft_reply"))
    refuses("issue_reply", pk, MoveNotAllowed, "答复以前要先联系代表、听取意见")


def test_a_unit_cannot_confirm_its_own_talk(world, refuses) -> None:
    refuses("confirm_talk", make(world, path=_TO_OPINION), NotAllowed, "领衔代表", actor=world.officer)


def test_a_talk_lies_between_assignment_and_today(world, refuses) -> None:
    pk = make(world, "handling")
    for day in (date(2026, 3, 2), date(2026, 3, 4)):
        refuses("meet", pk, DomainError, "面商的日期应当在交办以后、今天以前", talk=talk_facts(day))


def test_more_time_means_six_months_in_all(world, see, refuses) -> None:
    pk = make(world, "handling")
    refuses("grant_extension", pk, MoveNotAllowed, "承办单位现在没有申请延期")
    perform("ask_extension", world, pk, at=NOON + timedelta(days=60))
    perform("grant_extension", world, pk, at=NOON + timedelta(days=61))
    assert see(pk).running == [("extended", "2026-09-03")]
    refuses("ask_extension", pk, MoveNotAllowed, "延期只有一次")


def test_more_time_is_asked_for_in_time(world, refuses) -> None:
    late = NOON + timedelta(days=120)
    refuses("ask_extension", make(world, "handling"), MoveNotAllowed, "答复期限已经过了", at=late)


# ---- reply: domain.md §1.6, §1.8 ----------------------------------------------------------------------


def test_no_reply_while_a_cohandlers_time_runs_and_it_has_said_nothing(world, refuses, see) -> None:
    pk = make(world, path=(*_TO_OPINION, "draft_reply"))
    refuses("issue_reply", pk, MoveNotAllowed, "请等协办意见到了再答复")
    perform("issue_reply", world, pk, at=NOON + timedelta(days=45))  # the co-handler is late: go on
    assert see(pk).it.state == "replied"


def test_only_the_head_of_unit_issues(world, refuses) -> None:
    pk = make(world, path=(*_TO_OPINION, "give_opinion", "draft_reply"))
    refuses("issue_reply", pk, NotAllowed, "这一步只能由承办单位负责人来做。", actor=world.officer)
    refuses("issue_reply", pk, MoveNotAllowed, "答复由主办", actor=world.second_head)


def test_a_draft_is_seen_by_its_unit_only(world) -> None:
    pk = make(world, path=(*_TO_OPINION, "draft_reply"))
    for actor, sees in (
        (world.officer, 1), (world.head, 1), (world.lead, 0), (world.office, 0), (world.second_officer, 0),
    ):  # fmt: skip
        with scope(actor):
            assert Reply.objects.filter(suggestion_id=pk).count() == sees


def test_a_sent_back_draft_is_written_anew_and_not_issued(world, refuses) -> None:
    pk = make(world, path=(*_TO_OPINION, "give_opinion", "draft_reply", "send_back_reply"))
    refuses("issue_reply", pk, MoveNotAllowed, "现在没有待签发的答复稿")


def test_a_class_that_promises_needs_promise_and_day_and_enters_the_ledger(world, refuses) -> None:
    from dataclasses import replace

    pk = make(world, path=(*_TO_OPINION, "give_opinion"))
    bare = replace(PROMISING, promise_text="")
    refuses("draft_reply", pk, DomainError, "选了 B 类，请写明承诺的内容和完成日期", reply=bare)
    past = replace(PROMISING, promise_due_on=date(2026, 3, 3))
    refuses("draft_reply", pk, DomainError, "承诺的完成日期应当在今天以后", reply=past)
    perform("draft_reply", world, pk, at=LATER, reply=PROMISING)
    perform("issue_reply", world, pk, at=LATER)
    with scope(world.lead):
        promise = Promised.objects.get(suggestion_id=pk)
    assert (promise.text, promise.due_on, promise.state) == (
        "硬化三组到小学的道路两公里", date(2026, 11, 30), "open",
    )  # fmt: skip


def test_a_place_has_its_own_classes(world, refuses) -> None:
    classes_for.cache_clear()
    ResultClass.objects.create(
        division_code=COUNTY, valid_from=date(2026, 1, 1), code="甲", label="办成", counts_as_resolved=True,
        requires_commitment=False, order=1,
    )  # fmt: skip
    pk = make(world, path=(*_TO_OPINION, "give_opinion"))
    refuses("draft_reply", pk, DomainError, "请选一个办理结果类别")
    classes_for.cache_clear()


# ---- feedback: domain.md §1.5, §1.9 -------------------------------------------------------------------


def test_dissatisfied_needs_a_reason_and_forces_handling_once_within_a_month(world, see, refuses) -> None:
    pk = make(world, "replied")
    refuses("rate_again", pk, DomainError, "请写明哪里不满意", text="")
    perform("rate_again", world, pk, at=LATER)
    seen = see(pk)
    assert (seen.it.state, seen.it.rehandled_count) == ("handling", 1)
    assert seen.running == [("rehandle", "2026-04-03")]
    perform("draft_reply", world, pk, at=LATER)
    perform("issue_reply", world, pk, at=LATER)
    perform("rate_escalate", world, pk, at=LATER)
    assert see(pk).it.state == "meeting"
    perform("conclude", world, pk, at=LATER)
    assert see(pk).it.outcome == "joint_meeting"


@pytest.mark.parametrize("who", ["officer", "head", "office", "second"])
def test_nobody_rates_for_the_lead_deputy(world, refuses, who) -> None:
    pk = make(world, "cosigning")
    perform("cosign", world, pk, at=LATER)
    for verb in ("submit", *_TO_OPINION[1:], "give_opinion", "draft_reply", "issue_reply"):
        perform(verb, world, pk, at=LATER)
    refuses("rate", pk, NotAllowed, "这一步只能由领衔代表来做。", actor=getattr(world, who))


def test_attitude_and_result_are_kept_apart(world, see) -> None:
    pk = make(world, "replied")
    perform("rate", world, pk, at=LATER, attitude=Satisfaction.SATISFIED, result=Satisfaction.BASICALLY)
    assert (see(pk).it.attitude, see(pk).it.result) == ("satisfied", "basically")


def test_silence_closes_without_a_rating_after_fifteen_working_days(world, see, refuses) -> None:
    pk = make(world, "replied")
    assert see(pk).running == [("feedback", "2026-03-24")]
    refuses("close_silent", pk, DomainError, "评价时间还没过")
    perform("close_silent", world, pk, at=NOON + timedelta(days=22))
    it = see(pk).it
    assert (it.outcome, it.attitude, it.result) == ("silent", "", "")


# ---- promises: domain.md §1.8 -------------------------------------------------------------------------


def promised(world) -> int:
    pk = make(world, path=(*_TO_OPINION, "give_opinion"))
    perform("draft_reply", world, pk, at=LATER, reply=PROMISING)
    perform("issue_reply", world, pk, at=LATER)
    perform("rate", world, pk, at=LATER)
    return pk


def test_a_promise_is_checked_by_the_deputy_and_can_be_mended(world, refuses) -> None:
    pk = promised(world)
    refuses("check_promise", pk, MoveNotAllowed, "承诺的日期还没到")
    perform("promise_progress", world, pk, at=LATER)
    refuses("check_promise", pk, DomainError, "没有兑现的，请写明", is_kept=False)
    perform("check_promise", world, pk, at=LATER, is_kept=False, words="路灯还没有装")
    perform("promise_progress", world, pk, at=LATER, progress="路灯装好了")
    perform("check_promise", world, pk, at=LATER)
    with scope(world.lead):
        assert Promised.objects.get(suggestion_id=pk).state == "kept"
    refuses("check_promise", pk, MoveNotAllowed, "已经复核过了")


def test_after_its_day_an_unreported_promise_is_checked_all_the_same(world) -> None:
    pk = promised(world)
    after = NOON + timedelta(days=280)
    perform("check_promise", world, pk, at=after, is_kept=False, words="没有动工")
    with scope(world.office):
        assert Promised.objects.get(suggestion_id=pk).state == "broken"


# ---- local rules, sight, stale pages ------------------------------------------------------------------


def test_a_dated_profile_changes_the_days_of_its_place(world, see) -> None:
    Profile.objects.create(
        division_code=COUNTY, valid_from=date(2026, 3, 1), name="楚雄市", version=1,
        values={"reply_months": 2, "withdraw_after_assignment": False}, source="测试",
    )  # fmt: skip
    rules_for.cache_clear()
    pk = make(world, "assigned")
    assert see(pk).running == [("reply", "2026-05-06")]
    with pytest.raises(MoveNotAllowed, match="交办以后不能撤回"):
        perform("withdraw", world, pk, at=LATER)
    rules_for.cache_clear()


def test_each_sees_what_is_theirs(world) -> None:
    pk = make(world, "handling")
    sight = {
        "lead": True, "office": True, "committee": True, "dispatcher": True, "officer": True,
        "second_officer": True, "second": False, "other_office": False, "other_deputy": False,
        "other_officer": False,
    }  # fmt: skip
    for who, sees in sight.items():
        actor = getattr(world, who)
        with scope(actor):
            assert Suggestion.objects.filter(pk=pk).exists() is sees, who


def test_an_old_page_is_stale(world, refuses) -> None:
    refuses("accept", make(world, "submitted"), Stale, STALE, version=1)


def test_withdrawing_ends_it_and_all_clocks(world, see) -> None:
    pk = make(world, "handling")
    perform("withdraw", world, pk, at=LATER)
    seen = see(pk)
    assert (seen.it.state, seen.running, seen.units_running) == ("withdrawn", [], set())
