"""At the counter: written down, a slip printed, the next one; once, however often the button is pressed."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from lianxin.accounts.testing import as_
from lianxin.kit.scope import scope
from lianxin.vault.keys import create_key_file
from lianxin.vault.models import SealedItem
from lianxin.voices.models import Case
from lianxin.voices.tests.conftest import LATER

INTAKE = "/voices/intake"


def key_of(page: str) -> str:
    return re.search(r'name="once" value="([^"]+)"', page)[1]


def body(response) -> str:
    return response.content.decode()


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch, settings, tmp_path) -> None:
    settings.LIANXIN_VAULT_PUBLIC_KEY = create_key_file(tmp_path / "vault.key")
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)


@pytest.fixture
def counter(world) -> Client:
    return as_(world.liaison)


def written(world) -> list[Case]:
    with scope(world.office):
        return list(Case.objects.order_by("-id"))


def said(page: str, **more: str) -> dict[str, str]:
    return {
        "once": key_of(page),
        "channel": "phone",
        "what": "二组的水管爆了，路上都是水",
        "topic": "water",
        "place": "二组路口",
        "name": "老李",
        "phone": "13987654321",
    } | more


def test_a_call_is_written_down_and_the_slip_shows_number_and_code(world, counter) -> None:
    page = body(counter.get(INTAKE))
    response = counter.post(INTAKE, said(page), follow=True)
    slip = body(response)
    (case,) = written(world)
    assert (case.channel, case.topic, case.venue_id, case.has_contact) == (
        "phone",
        "water",
        world.venue_id,
        True,
    )
    assert case.number in slip
    assert re.search(r"\d{4} \d{4} \d{4} \d{4}", slip)
    assert "13987654321" not in slip
    with scope(world.office):
        assert SealedItem.objects.filter(subject_id=case.pk).exists()


def test_pressed_twice_it_is_one_matter_with_the_same_code(world, counter) -> None:
    page = body(counter.get(INTAKE))
    codes = [
        re.search(r"\d{4} \d{4} \d{4} \d{4}", body(counter.post(INTAKE, said(page), follow=True)))[0]
        for _ in range(2)
    ]
    assert len(written(world)) == 1
    assert codes[0] == codes[1]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"what": "水"}, "请把事情说清楚一点"),
        ({"phone": "12"}, "电话号码好像不对"),
        ({"what": ""}, "请写一写是什么问题"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(world, counter, wrong, sentence) -> None:
    page = body(counter.get(INTAKE))
    again = body(counter.post(INTAKE, said(page, **wrong)))
    assert sentence in again
    assert "二组路口" in again
    assert written(world) == []


def test_a_protected_matter_leaves_the_counter(world, counter) -> None:
    page = body(counter.get(INTAKE))
    counter.post(INTAKE, said(page, is_protected="on"))
    (case,) = written(world)
    assert (case.venue_id, case.depth) == (world.home_id, 6)
    assert counter.get(f"/voices/{case.pk}").status_code == 404


def test_an_office_chooses_the_venue_first_and_only_of_its_place(world) -> None:
    client = as_(world.township_office)
    page = body(client.get(INTAKE))
    assert "西城社区人大代表联络室" in page
    assert "南门社区人大代表联络室" not in page
    page = body(client.get(f"{INTAKE}?venue={world.venue_id}"))
    client.post(f"{INTAKE}?venue={world.venue_id}", said(page))
    assert written(world)[0].venue_id == world.venue_id
    assert client.get(f"{INTAKE}?venue={world.home_id}").status_code == 403


@pytest.mark.parametrize("who", ["deputy", "officer", "auditor", "publisher"])
def test_others_do_not_write_down(world, who) -> None:
    assert as_(getattr(world, who)).get(INTAKE).status_code == 404
