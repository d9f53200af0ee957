"""One step with many cases: what it does, whom it refuses, and that it stops when told to."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from lianxin.accounts.models import Grant
from lianxin.accounts.testing import as_
from lianxin.journal.models import Entry
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotAllowed
from lianxin.kit import events
from lianxin.kit.scope import scope
from lianxin.voices import access, actions
from lianxin.voices.models import BulkItem, BulkRun, Case, Step
from lianxin.voices.tasks import take_run
from lianxin.voices.testing import World, make_case, make_world
from lianxin.voices.workflow import CaseState

S = CaseState
PATH_OF = {
    "assign": S.CLAIMED, "lift": S.RECEIVED, "supervise": S.HANDLING, "close": S.RATED,
    "decline": S.RECEIVED, "accept": S.ASSIGNED, "progress": S.HANDLING,
}  # fmt: skip
AFTER = {
    "assign": S.ASSIGNED, "lift": S.RECEIVED, "supervise": S.HANDLING, "close": S.CLOSED,
    "decline": S.DECLINED, "accept": S.HANDLING, "progress": S.HANDLING,
}  # fmt: skip


@pytest.fixture
def world(db: None, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon + timedelta(hours=1))
    return make_world(noon)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> list[events.Event]:
    """Runs wait to be taken by the test."""
    heard: list[events.Event] = []
    real = events.publish

    def publish(event: events.Event) -> None:
        heard.append(event) if event.name == "voices.bulk_started" else real(event)

    monkeypatch.setattr(events, "publish", publish)
    return heard


def facts(verb: str, world: World) -> dict[str, Any]:
    return {
        "assign": {"unit_id": world.unit_id, "note": "请尽快"},
        "lift": {"reason": "村里解决不了"},
        "supervise": {"note": "请本周内办结"},
        "close": {"reason": "已经向群众说明"},
        "decline": {"code": "petition", "note": "请到县信访局"},
        "accept": {},
        "progress": {"text": "材料已经到了，明天装"},
    }[verb]


def start(world: World, verb: str, ids: list[int], actor: Actor, noon: datetime) -> int:
    with scope(actor):
        return actions.start_run(
            verb=verb, facts=facts(verb, world), case_ids=ids, actor=actor, at=noon + timedelta(hours=1)
        ).pk


def results(actor: Actor, run_id: int) -> dict[int, tuple[str, str]]:
    with scope(actor):
        return {i.case_id: (i.result, i.reason) for i in BulkItem.objects.filter(run_id=run_id)}


def states(world: World, ids: list[int]) -> list[str]:
    with scope(world.office):
        found = dict(Case.objects.filter(pk__in=ids).values_list("pk", "state"))
    return [found[pk] for pk in ids]


@pytest.mark.parametrize("verb", PATH_OF)
def test_each_step_is_taken_with_every_case_and_wrong_states_are_listed(
    verb: str, world: World, noon: datetime
) -> None:
    right = [make_case(world, PATH_OF[verb], at=noon - timedelta(days=1, minutes=n)) for n in range(2)]
    wrong = make_case(world, S.WITHDRAWN, at=noon - timedelta(days=2))
    if verb in {"accept", "progress"}:  # a unit sees only what it has
        wrong = make_case(world, S.ANSWERED, at=noon - timedelta(days=2))
    actor = world.officer if verb in {"accept", "progress"} else world.office
    run_id = start(world, verb, [*right, wrong], actor, noon)
    found = results(actor, run_id)
    assert [found[pk] for pk in right] == [("done", "")] * 2
    assert found[wrong][0] == "refused"
    assert found[wrong][1]
    assert states(world, right) == [AFTER[verb]] * 2
    with scope(actor):
        run = BulkRun.objects.get(pk=run_id)
        assert (run.state, run.total, run.ended_at is not None) == ("done", 3, True)


@pytest.mark.parametrize("verb", PATH_OF)
def test_who_may_not_take_the_step_is_refused(verb: str, world: World, noon: datetime) -> None:
    case_id = make_case(world, PATH_OF[verb])
    for actor in (world.deputy, world.publisher, world.auditor):
        with pytest.raises(NotAllowed):
            start(world, verb, [case_id], actor, noon)


def test_cases_of_others_are_not_even_counted(world: World, noon: datetime) -> None:
    case_id = make_case(world, S.CLAIMED)
    with pytest.raises(DomainError, match="一件也没有选中"):
        start(world, "assign", [case_id], world.other_office, noon)
    assert states(world, [case_id]) == [S.CLAIMED]


def test_a_case_changed_after_the_run_began_is_refused_as_stale(
    world: World, noon: datetime, later: list[events.Event]
) -> None:
    case_id = make_case(world, S.CLAIMED)
    run_id = start(world, "assign", [case_id], world.office, noon)
    with scope(world.office):
        Case.objects.filter(pk=case_id).update(version=99)
    take(later)
    assert results(world.office, run_id)[case_id][1].startswith("就在刚才，别人已经处理了这件事")


def take(later: list[events.Event], times: int = 1) -> None:
    (event,) = later
    told = {name: getattr(event, name) for name in ("run_id", "user_id", "grant_id")}
    for _again in range(times):
        take_run("e1", told)


def test_a_run_told_twice_takes_each_case_once(world: World, noon: datetime, later: Any) -> None:
    case_id = make_case(world, S.HANDLING)
    start(world, "supervise", [case_id], world.office, noon)
    take(later, times=2)
    with scope(world.office):
        assert Step.objects.filter(case_id=case_id, verb="supervise").count() == 1


def test_a_run_stops_when_the_post_is_taken_away(
    world: World, noon: datetime, later: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [make_case(world, S.HANDLING), make_case(world, S.HANDLING, at=noon - timedelta(days=1))]
    run_id = start(world, "supervise", ids, world.office, noon)
    real = actions.supervise_case

    def and_then_the_post_is_gone(**given: Any) -> object:
        Grant.objects.filter(pk=world.office.grant_id).update(revoked_at=noon, revoke_reason="调离")
        return real(**given)

    monkeypatch.setitem(bulk_acts(), "supervise", and_then_the_post_is_gone)
    take(later)
    assert sorted(result for result, _why in results(world.office, run_id).values()) == ["", "done"]
    with scope(world.office):
        assert BulkRun.objects.get(pk=run_id).state == "stopped"
        lines = Entry.objects.filter(event__startswith="voices.run.").order_by("id")
        assert [line.event for line in lines] == ["voices.run.started", "voices.run.stopped"]


def bulk_acts() -> dict[str, Callable[..., object]]:
    from lianxin.voices.actions import bulk

    return bulk.ACTS


def test_a_run_can_be_stopped_by_who_began_it_and_by_nobody_else(
    world: World, noon: datetime, later: Any
) -> None:
    case_id = make_case(world, S.HANDLING)
    run_id = start(world, "supervise", [case_id], world.office, noon)
    assert as_(world.other_office).post(f"/voices/bulk/{run_id}/cancel").status_code == 404
    assert as_(world.township_office).get(f"/voices/bulk/{run_id}").status_code == 404
    client = as_(world.office)
    assert "正在办" in client.get(f"/voices/bulk/{run_id}").content.decode()
    assert client.post(f"/voices/bulk/{run_id}/cancel").status_code == 302
    take(later)
    assert results(world.office, run_id) == {case_id: ("", "")}
    assert "已停下" in client.get(f"/voices/bulk/{run_id}").content.decode()


def test_row_level_security_keeps_a_run_to_who_began_it(world: World, noon: datetime) -> None:
    start(world, "supervise", [make_case(world, S.HANDLING)], world.office, noon)
    for who, seen in ((world.office, 1), (world.township_office, 0), (world.officer, 0)):
        with scope(who):
            assert (BulkRun.objects.count(), BulkItem.objects.count()) == (seen, seen)


def test_the_page_shows_the_numbers_before_anything_is_done(world: World) -> None:
    ids = [make_case(world, S.CLAIMED), make_case(world)]
    client = as_(world.office)
    address = f"/voices/bulk?verb=assign&case={ids[0]}&case={ids[1]}"
    asked = client.get(address).content.decode()
    assert "可以办的 1 件" in asked
    assert "现在是“待接单”：1 件" in asked
    sure = client.post(address, {"unit_id": world.unit_id, "note": "请尽快"}).content.decode()
    assert "将交给楚雄市交通运输局 1 件" in sure
    assert states(world, ids) == [S.CLAIMED, S.RECEIVED]


def fields_of(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return dict(found) | {"sure": "1"}


def test_a_double_click_begins_one_run_and_the_result_names_what_was_refused(world: World) -> None:
    ids = [make_case(world, S.CLAIMED), make_case(world)]
    client = as_(world.office)
    address = f"/voices/bulk?verb=assign&case={ids[0]}&case={ids[1]}"
    sure = fields_of(client.post(address, {"unit_id": world.unit_id, "note": ""}).content.decode())
    first, second = client.post(address, sure), client.post(address, sure)
    assert first.url == second.url
    with scope(world.office):
        assert BulkRun.objects.count() == 1
    page = client.get(first.url).content.decode()
    assert "办好 1 件，没有办成 1 件，还剩 0 件" in page
    assert f'href="/voices/{ids[1]}"' in page
    assert "every 2s" not in page
    table = client.get(first.url + "/results.csv").content.decode("utf-8-sig").splitlines()
    assert table[0] == "编号,结果,原因"
    assert sorted(line.split(",")[1] for line in table[1:]) == ["办好了", "没有办成"]


def test_all_that_the_filters_hold_is_taken_and_a_changed_list_is_shown_again(world: World) -> None:
    make_case(world, S.HANDLING)
    client = as_(world.office)
    address = "/voices/bulk?all=1&view=working&verb=supervise"
    sure = fields_of(client.post(address, {"note": "请本周内办结"}).content.decode())
    make_case(world, S.HANDLING)
    again = client.post(address, sure).content.decode()
    assert "就在刚才清单有变化" in again
    assert "将“督办” 2 件" in again
    with scope(world.office):
        assert BulkRun.objects.count() == 0
    client.post(address, fields_of(again))
    with scope(world.office):
        assert BulkRun.objects.get().total == 2


def test_too_many_are_counted_honestly(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for _one in range(3):
        make_case(world)
    monkeypatch.setattr(actions, "MOST_IN_RUN", 2)
    client = as_(world.office)
    assert client.get("/voices/bulk/count?all=1&view=").content.decode() == "选中全部符合条件的 2+ 件"
    assert "一次最多办这些" in client.get("/voices/bulk?all=1&view=").content.decode()


def test_only_who_has_bulk_steps_sees_boxes(world: World) -> None:
    make_case(world)
    assert 'name="case"' in as_(world.liaison).get("/voices").content.decode()
    assert 'name="case"' not in as_(world.publisher).get("/voices").content.decode()
    assert as_(world.publisher).get("/voices/bulk").status_code == 404
    assert "publish" not in {verb for verbs in access.BULK_VERBS.values() for verb in verbs}


def test_pages_of_a_run_cost_a_fixed_number_of_queries(
    world: World, noon: datetime, django_assert_max_num_queries: Any
) -> None:
    ids = [make_case(world) for _one in range(3)]
    run_id = start(world, "supervise", [*ids, make_case(world, S.WITHDRAWN)], world.office, noon)
    # Session, scope, unread notices; and the savepoint that a test's own transaction makes of the scope.
    client, around = as_(world.office), 6
    client.get(f"/voices/bulk/{run_id}")
    with django_assert_max_num_queries(3 + around):
        client.get(f"/voices/bulk/{run_id}")
    ticked = "&".join(f"case={pk}" for pk in ids)
    with django_assert_max_num_queries(2 + around):
        client.get(f"/voices/bulk?verb=assign&{ticked}")
