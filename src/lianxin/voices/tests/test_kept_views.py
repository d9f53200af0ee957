"""Lists kept under a name: tabs beside the built-in ones, per post, nobody else's; the address stays the truth."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from lianxin.accounts.testing import as_
from lianxin.journal.models import Entry
from lianxin.kernel.actor import Actor
from lianxin.kit.scope import scope
from lianxin.voices import actions
from lianxin.voices.models import SavedView
from lianxin.voices.testing import World, make_case, make_world

KEPT = "view=new&topic=road"


@pytest.fixture
def world(db: None, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon + timedelta(hours=1))
    return make_world(noon)


def keep(client: Client, name: str, query: str = KEPT, once: str = "") -> Any:
    return client.post(f"/voices/kept?{query}", {"name": name, "once": once})


def views(actor: Actor) -> list[tuple[str, str, bool]]:
    with scope(actor):
        return list(SavedView.objects.order_by("id").values_list("name", "query", "is_default"))


def test_a_kept_list_is_a_tab_that_opens_its_address(world: World) -> None:
    client = as_(world.office)
    assert (
        f'href="/voices/kept?{KEPT.replace("&", "&amp;")}"'
        in client.get("/voices?topic=road&view=new&before=5").content.decode()
    )
    assert keep(client, "等接的路灯").url == f"/voices?{KEPT}"
    page = client.get(f"/voices?{KEPT}").content.decode()
    assert f'href="/voices?{KEPT.replace("&", "&amp;")}" aria-current="page">等接的路灯' in page
    assert "等接的路灯" in client.get("/voices?view=late").content.decode()
    assert views(world.office) == [("等接的路灯", KEPT, False)]


def test_a_double_click_keeps_one_and_a_name_is_taken_once(world: World) -> None:
    client = as_(world.office)
    assert keep(client, "路灯", once="k1").url == keep(client, "路灯", once="k1").url
    assert "已经有叫这个名字的清单" in keep(client, "路灯", "view=late", "k2").content.decode()
    assert len(views(world.office)) == 1


@pytest.mark.parametrize("name", ["", "   ", "很" * 21])
def test_a_name_of_twenty_characters_is_asked_for(world: World, name: str) -> None:
    assert "20 个字以内" in keep(as_(world.office), name).content.decode()
    assert views(world.office) == []


def test_the_first_one_opens_when_no_list_is_asked_for(world: World) -> None:
    client = as_(world.office)
    keep(client, "路灯")
    (view_id,) = ids(world.office)
    assert client.get("/voices").status_code == 200
    client.post(f"/voices/kept/{view_id}/first", {"first": "1"})
    assert client.get("/voices").url == f"/voices?{KEPT}"
    assert client.get("/voices?view=").status_code == 200
    client.post(f"/voices/kept/{view_id}/first")
    assert client.get("/voices").status_code == 200


def ids(actor: Actor) -> list[int]:
    with scope(actor):
        return list(SavedView.objects.order_by("id").values_list("id", flat=True))


def test_it_is_renamed_and_deleted_and_every_change_is_in_the_journal(world: World) -> None:
    client = as_(world.office)
    keep(client, "路灯")
    keep(client, "水管", "view=late")
    first, second = ids(world.office)
    client.post(f"/voices/kept/{first}/rename", {"name": "西城路灯"})
    client.post(f"/voices/kept/{second}/rename", {"name": "西城路灯"})
    assert [name for name, _query, _first in views(world.office)] == ["西城路灯", "水管"]
    assert "已经有叫这个名字的清单" in client.get("/voices/kept").content.decode()
    client.post(f"/voices/kept/{second}/drop")
    assert ids(world.office) == [first]
    with scope(world.office):
        events = Entry.objects.filter(event__startswith="voices.view.").order_by("id")
        assert [line.event.split(".")[2] for line in events] == ["kept", "kept", "renamed", "dropped"]


def test_nobody_else_sees_or_changes_it_nor_the_same_person_in_another_post(world: World) -> None:
    keep(as_(world.office), "路灯")
    (view_id,) = ids(world.office)
    other = as_(world.township_office)
    assert "路灯" not in other.get("/voices/kept").content.decode()
    for verb in ("rename", "first", "drop"):
        assert other.post(f"/voices/kept/{view_id}/{verb}", {"name": "我的"}).status_code == 404
    assert views(world.township_office) == []
    with scope(world.office):
        SavedView.objects.update(grant_id=world.office.grant_id + 1)
    assert "路灯" not in as_(world.office).get("/voices/kept").content.decode()


def test_twenty_are_enough(world: World, noon: datetime) -> None:
    with scope(world.office):
        for n in range(20):
            actions.keep_view(name=f"清单{n}", query=KEPT, actor=world.office, at=noon)
    assert "最多存 20 份" in keep(as_(world.office), "再来一份").content.decode()


def test_a_unit_keeps_its_own_list(world: World) -> None:
    client = as_(world.officer)
    assert keep(client, "办理中的", "view=working").url == "/unit?view=working"
    assert 'aria-current="page">办理中的' in client.get("/unit?view=working").content.decode()


def test_a_list_with_kept_tabs_costs_four_queries_at_most(
    world: World, noon: datetime, django_assert_max_num_queries: Any
) -> None:
    make_case(world)
    client, around = as_(world.office), 6
    for n in range(3):
        keep(client, f"清单{n}")
    client.get("/voices?view=")
    with django_assert_max_num_queries(4 + around):
        client.get("/voices?view=")


def test_paper_says_which_list_it_is_and_when(world: World) -> None:
    make_case(world)
    page = as_(world.office).get("/voices?view=new&topic=road").content.decode()
    line = page.split('<p class="print-only">', 1)[1].split("</p>", 1)[0]
    assert line.startswith("待接单 · 道路照明 · ")
    assert "13:00" in line
