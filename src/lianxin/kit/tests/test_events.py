"""Events become one job per subscriber, inside the transaction that tells them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from lianxin.kit import events
from lianxin.kit.tasks import deliver

pytestmark = pytest.mark.django_db
FIRST, SECOND = f"{__name__}.first", f"{__name__}.second"
heard: list[tuple[str, str, dict[str, Any]]] = []


@dataclass(frozen=True, slots=True)
class LampLit(events.Event):
    name: ClassVar[str] = "test.lamp_lit"
    lamp_id: int
    street: str


def first(event_id: str, payload: dict[str, Any]) -> None:
    heard.append(("first", event_id, payload))


def second(event_id: str, payload: dict[str, Any]) -> None:
    heard.append(("second", event_id, payload))


@pytest.fixture(autouse=True)
def _two_subscribers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(events, "_subscribers", {})
    heard.clear()
    for handler in (FIRST, SECOND, FIRST):
        events.subscribe(LampLit, handler)


@pytest.fixture
def _queued(settings) -> None:
    settings.LIANXIN_JOBS = "queue"


def jobs() -> list[ProcrastinateJob]:
    return list(ProcrastinateJob.objects.filter(task_name="kit.deliver").order_by("id"))


def test_a_subscriber_named_twice_subscribes_once() -> None:
    assert events.subscribers_of(LampLit) == (FIRST, SECOND)


@pytest.mark.usefixtures("_queued")
def test_each_subscriber_gets_one_job_with_the_same_event_id_and_plain_values() -> None:
    with transaction.atomic():
        events.publish(LampLit(7, "西城"))
    queued = jobs()
    assert [job.args["handler"] for job in queued] == [FIRST, SECOND]
    assert [job.args["payload"] for job in queued] == [{"lamp_id": 7, "street": "西城"}] * 2
    assert len({job.args["event_id"] for job in queued}) == 1
    assert {(job.queue_name, job.status) for job in queued} == {("events", "todo")}
    assert heard == []


@pytest.mark.usefixtures("_queued")
def test_what_is_rolled_back_was_never_told() -> None:
    with transaction.atomic():
        events.publish(LampLit(7, "西城"))
        assert len(jobs()) == 2
        transaction.set_rollback(True)
    assert jobs() == []


@pytest.mark.usefixtures("_queued")
def test_an_event_nobody_hears_costs_no_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_subscribers", {})
    events.publish(LampLit(7, "西城"))
    assert jobs() == []


@pytest.mark.usefixtures("_queued")
def test_the_job_calls_its_subscriber() -> None:
    events.publish(LampLit(7, "西城"))
    (job, _) = jobs()
    deliver(**job.args)
    assert heard == [("first", job.args["event_id"], {"lamp_id": 7, "street": "西城"})]


def test_tests_run_subscribers_at_once() -> None:
    events.publish(LampLit(7, "西城"))
    assert [who for who, _, _ in heard] == ["first", "second"]


def test_every_subscription_of_the_house_leads_to_a_function(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib import import_module

    from lianxin.project.wiring import wire

    wire()
    handlers = {handler for name in events._subscribers for handler in events._subscribers[name]}
    assert len(handlers) > 3
    for module, _, name in (handler.rpartition(".") for handler in handlers):
        assert callable(getattr(import_module(module), name))
