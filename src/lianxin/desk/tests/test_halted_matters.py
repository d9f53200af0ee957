"""What a suspended deputy had taken: its keepers hear of it, see it, and hand it on."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from lianxin.accounts.actions import halt_posts, resume_posts
from lianxin.accounts.reads import deputy_posts_of
from lianxin.accounts.testing import as_
from lianxin.desk.halted_matters import tell_keepers
from lianxin.desk.tests.test_desk import titles, world
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import NotAllowed
from lianxin.kit.scope import scope
from lianxin.voices.models import Case
from lianxin.voices.testing import SETUP, World, make_case, perform

__all__ = ["world"]
pytestmark = pytest.mark.django_db
TITLE = "一位代表现在不能执行职务，有 2 件接了没办完，请转给别的代表"


def halt(world: World, at: datetime) -> None:
    with scope(SETUP):
        ids = [post.id for post in deputy_posts_of([world.deputy.person_id or 0])]
        halt_posts(grant_ids=ids, reason="代表职务暂时停止执行", actor=SETUP, at=at)


def event(world: World, verb: str = "suspend") -> dict[str, object]:
    return {"person_id": world.deputy.person_id, "verb": verb, "home_code": "532301101001"}


def test_liaison_and_office_hear_once_how_many_wait_and_open_the_list(world: World, noon: datetime) -> None:
    mine = [make_case(world, "claimed", text=f"路灯坏了第 {n} 盏") for n in range(2)]
    make_case(world, "claimed", path=("claim", "answer_on_spot", "rate", "close"))
    halt(world, noon)
    for _twice in range(2):
        tell_keepers("event-1", event(world))
    assert [titles(actor).count(TITLE) for actor in (world.liaison, world.office)] == [1, 1]
    assert TITLE not in titles(world.other_liaison) + titles(world.station_liaison)
    page = as_(world.liaison).get(f"/voices?view=working&deputy={world.deputy.person_id}").content.decode()
    assert all(f'href="/voices/{case_id}"' in page for case_id in mine)


def test_nobody_is_told_while_a_post_works_or_when_it_comes_back(world: World, noon: datetime) -> None:
    make_case(world, "claimed")
    tell_keepers("event-2", event(world))
    halt(world, noon)
    tell_keepers("event-3", event(world, "resume"))
    assert not [title for title in titles(world.liaison) if "不能执行职务" in title]


def test_the_liaison_frees_such_a_matter_for_another_deputy_and_no_other(
    world: World, noon: datetime
) -> None:
    case_id = make_case(world, "claimed")
    with pytest.raises(NotAllowed):
        perform("release", world, case_id, at=noon, actor=world.liaison, reason="代表不能来")
    client: Client = as_(world.liaison)
    assert "退回待接" not in client.get(f"/voices/{case_id}").content.decode()
    halt(world, noon)
    assert "退回待接" in client.get(f"/voices/{case_id}").content.decode()
    with pytest.raises(NotAllowed):
        perform("release", world, case_id, at=noon, actor=world.dispatcher, reason="代表不能来")
    perform("release", world, case_id, at=noon, actor=world.liaison, reason="代表暂停履职")
    perform("claim", world, case_id, at=noon, actor=world.second_deputy)
    with scope(world.office):
        assert Case.objects.get(pk=case_id).claimed_by == world.second_deputy.person_id


def test_a_post_that_came_back_leaves_its_matters_with_the_deputy(world: World, noon: datetime) -> None:
    case_id = make_case(world, "claimed")
    halt(world, noon)
    with scope(SETUP):
        ids = [post.id for post in deputy_posts_of([world.deputy.person_id or 0])]
        assert resume_posts(grant_ids=ids, actor=Actor(source="setup"), at=noon) == 1
    with pytest.raises(NotAllowed):
        perform("release", world, case_id, at=noon, actor=world.liaison, reason="代表不能来")
