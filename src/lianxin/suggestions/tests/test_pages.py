"""The pages of deputies, offices and units: the whole chain by forms, what they refuse, what they cost."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from lianxin.accounts.testing import as_
from lianxin.kit.scope import scope
from lianxin.suggestions.models import Step, Suggestion, Talk
from lianxin.suggestions.testing import PROMISING, World, make, make_world, perform

pytestmark = pytest.mark.django_db
# A test's own transaction makes the scope a savepoint: set, release and restore come on top.
NESTED = 3


@pytest.fixture
def world(noon: datetime, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon + timedelta(hours=1))
    return make_world(noon)


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def do(client: Client, pk: int, verb: str, **fields: Any) -> Any:
    return client.post(f"/suggestions/{pk}/{verb}", fields)


def state_of(world: World, pk: int) -> str:
    with scope(world.lead):
        return Suggestion.objects.values_list("state", flat=True).get(pk=pk)


WRITTEN = {
    "title": "关于修复三组到小学道路的建议",
    "situation": "三组到小学的路长两公里，雨天积水，孩子上学难走。",
    "proposal": "请交通部门今年内硬化这段路，并装上路灯。",
    "category": "transport",
    "may_publish": "on",
}


def test_the_whole_chain_by_forms(world: World) -> None:
    lead, office, officer, head = (as_(a) for a in (world.lead, world.office, world.officer, world.head))
    made = lead.post("/suggestions/new", WRITTEN | {"once": "k1"})
    pk = int(made.url.rsplit("/", 1)[1])
    assert do(lead, pk, "invite", names="普学明、张文军").status_code == 302
    second = as_(world.second)
    assert "关于修复三组到小学道路的建议" in text_of(second, "/my/suggestions?view=asked")
    assert do(second, pk, "cosign").status_code == 302
    assert do(lead, pk, "submit").status_code == 302
    assert "关于修复三组到小学道路的建议" in text_of(office, "/suggestions?view=new")
    assert do(office, pk, "accept").status_code == 302
    assert "闭会第 1 号" in text_of(office, f"/suggestions/{pk}")
    units = {"unit_1": world.unit_id, "unit_2": world.second_unit_id}
    assert do(office, pk, "assign", mode="lead", **units).status_code == 302
    assert "关于修复三组到小学道路的建议" in text_of(officer, "/unit/suggestions?view=new")
    assert do(officer, pk, "receive").status_code == 302
    co = as_(world.second_officer)
    assert do(co, pk, "receive").status_code == 302
    assert do(co, pk, "give_opinion", text="沿线排水沟由我局同步整修。").status_code == 302
    talk = {"stage": "before", "mode": "visit", "leader": "head", "held_on": "2026-03-03"}
    assert do(officer, pk, "meet", minutes="到村里看了路，代表希望年内修好。", **talk).status_code == 302
    with scope(world.lead):
        talk_id = Talk.objects.get(suggestion_id=pk).pk
    assert "没有这回事" in text_of(lead, f"/suggestions/{pk}")
    assert do(lead, pk, "confirm_talk", talk_id=talk_id).status_code == 302
    reply = {"result_class": "A", "text": "三组到小学的道路已经全部硬化，路灯也装好了，请监督。"}
    assert do(officer, pk, "draft_reply", **reply).status_code == 302
    assert "路灯也装好了" not in text_of(lead, f"/suggestions/{pk}")
    assert do(officer, pk, "issue_reply").status_code == 403
    assert do(head, pk, "issue_reply").status_code == 302
    assert "路灯也装好了" in text_of(second, f"/suggestions/{pk}")
    assert do(lead, pk, "rate", attitude="satisfied", result="basically").status_code == 302
    assert state_of(world, pk) == "closed"


def test_a_bad_rating_without_a_reason_keeps_what_was_chosen(world: World) -> None:
    pk = make(world, "replied")
    lead = as_(world.lead)
    page = do(lead, pk, "rate", attitude="satisfied", result="dissatisfied").content.decode()
    assert "请写明哪里不满意" in page
    assert 'value="dissatisfied" id="rate_result_2" checked' in page
    assert state_of(world, pk) == "replied"
    answer = {"attitude": "satisfied", "result": "dissatisfied", "text": "路灯没有装"}
    assert do(lead, pk, "rate", **answer).status_code == 302
    assert state_of(world, pk) == "handling"


def test_a_double_click_submits_once(world: World) -> None:
    pk = make(world)
    lead = as_(world.lead)
    first, second = (do(lead, pk, "submit", version=1 + 1, once="k9") for _ in range(2))
    assert first.status_code == second.status_code == 302
    with scope(world.lead):
        assert Step.objects.filter(suggestion_id=pk, verb="submit").count() == 1


def test_a_draft_is_written_edited_and_kept_when_wrong(world: World) -> None:
    lead = as_(world.lead)
    page = lead.post("/suggestions/new", WRITTEN | {"title": ""}).content.decode()
    assert "请写一个标题" in page
    assert "雨天积水" in page
    pk = make(world)
    assert "雨天积水" in text_of(lead, f"/suggestions/{pk}/edit")
    assert lead.post(f"/suggestions/{pk}/edit", WRITTEN | {"title": "关于修路的建议"}).status_code == 302
    assert "关于修路的建议" in text_of(lead, f"/suggestions/{pk}")


def test_a_submitted_one_cannot_be_edited(world: World) -> None:
    assert as_(world.lead).get(f"/suggestions/{make(world, 'submitted')}/edit").status_code == 404


def test_strangers_and_the_office_do_not_see_a_draft(world: World) -> None:
    pk = make(world)
    for actor in (world.office, world.second, world.officer, world.other_office, world.other_deputy):
        assert as_(actor).get(f"/suggestions/{pk}").status_code == 404
    assert as_(world.lead).get(f"/suggestions/{pk}").status_code == 200


def test_the_dispatcher_sees_it_from_handing_over_on(world: World, noon: datetime) -> None:
    pk = make(world, "accepted")
    dispatcher = as_(world.dispatcher)
    assert dispatcher.get(f"/suggestions/{pk}").status_code == 404
    perform("hand_over", world, pk, at=noon + timedelta(hours=1))
    assert "交办到单位" in text_of(dispatcher, f"/suggestions/{pk}")


def test_deadlines_are_explained_day_by_day(world: World) -> None:
    page = text_of(as_(world.lead), f"/suggestions/{make(world, 'handling')}/deadlines")
    assert "答复代表：6 月 3 日 前" in page
    assert "3个月" in page
    assert "第一次联系代表" in page


def test_the_ledger_of_promises_lists_and_sums(world: World, noon: datetime) -> None:
    path = ("submit", "accept", "assign", "receive", "receive_co", "meet", "give_opinion")
    pk = make(world, path=path)
    perform("draft_reply", world, pk, at=noon, reply=PROMISING)
    perform("issue_reply", world, pk, at=noon)
    perform("rate", world, pk, at=noon)
    for actor in (world.lead, world.office, world.officer):
        page = text_of(as_(actor), "/suggestions/promises")
        assert "硬化三组到小学的道路两公里" in page
        assert "60 万元" in page
    assert "硬化三组" not in text_of(as_(world.second_officer), "/suggestions/promises")
    officer, lead = as_(world.officer), as_(world.lead)
    with scope(world.lead):
        promise_id = Suggestion.objects.get(pk=pk).promises.get().pk
    done = {"promise_id": promise_id, "progress": "已经全部完工", "is_done": "on"}
    assert do(officer, pk, "promise_progress", **done).status_code == 302
    assert do(lead, pk, "check_promise", promise_id=promise_id, is_kept="yes").status_code == 302
    assert "硬化三组" in text_of(lead, "/suggestions/promises?view=kept")


def test_pages_cost_a_fixed_number_of_queries(world: World, django_assert_max_num_queries: Any) -> None:
    pk = make(world, "closed")
    office, lead = as_(world.office), as_(world.lead)
    text_of(office, "/suggestions")
    for _again in range(2):
        with django_assert_max_num_queries(5 + NESTED):
            text_of(office, "/suggestions")
        make(world, "handling")
    with django_assert_max_num_queries(18 + NESTED):
        text_of(office, f"/suggestions/{pk}")
    with django_assert_max_num_queries(5 + NESTED):
        text_of(lead, "/my/suggestions")
    with django_assert_max_num_queries(6 + NESTED):
        text_of(lead, "/suggestions/promises")
