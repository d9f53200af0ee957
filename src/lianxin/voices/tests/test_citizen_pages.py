"""The citizen's pages, as a phone without script meets them: raise a matter, follow it, rate it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.divisions.reads import remember
from lianxin.kit.scope import scope
from lianxin.kit.throttle import Limit
from lianxin.people import reads as people
from lianxin.vault.models import SealedItem
from lianxin.venues import actions as venues
from lianxin.venues.plate_codes import signed_code
from lianxin.voices import tokens
from lianxin.voices.models import Case, QueryCode
from lianxin.voices.testing import (
    NOON,
    SETUP,
    TOWNSHIP,
    VENUE_NAME,
    VILLAGE,
    World,
    make_case,
    make_world,
    perform,
    receive,
)
from lianxin.voices.workflow import CaseState

WORDS = "三组到小学的路灯坏了半个月"


class Clock:
    """Stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """The request's clock: noon, and what is added to it."""
    moved = Clock(NOON)
    monkeypatch.setattr(timezone, "now", moved)
    return moved


@pytest.fixture
def world(db: None, settings: object) -> World:
    from pyrage import x25519

    settings.LIANXIN_VAULT_PUBLIC_KEY = str(x25519.Identity.generate().to_public())
    made = make_world()
    remember([VILLAGE])
    return made


@pytest.fixture
def plate(world: World) -> str:
    with scope(SETUP):
        return signed_code(
            venues.issue_plate(venue_id=world.venue_id, person_id=None, actor=SETUP, at=NOON).code
        )


@pytest.fixture
def deputy_plate(world: World) -> str:
    with scope(SETUP):
        plate = venues.issue_plate(
            venue_id=world.venue_id, person_id=world.deputy.person_id, actor=SETUP, at=NOON
        )
    return signed_code(plate.code)


def body(response: HttpResponse) -> str:
    return response.content.decode()


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, f"no hidden field {name}"
    return unescape(found.group(1))


def blank_form(client: Client, clock: Clock, address: str) -> dict[str, str]:
    """Open the form, wait as long as a person does, and say one thing."""
    response = client.get(address)
    assert response.status_code == 200, body(response)[:200]
    clock.forward(seconds=20)
    return {"ticket": hidden(body(response), "ticket"), "what": WORDS}


def cases() -> list[Case]:
    """All cases of the world's prefecture."""
    from lianxin.kernel.actor import Actor, Role

    with scope(
        Actor(user_id=1, grant_id=1, role=Role.DEPUTY_AFFAIRS, place="532301", name="看", source="job")
    ):
        return list(Case.objects.order_by("id"))


def code_on(page: str) -> str:
    found = re.search(r'class="code">(\d{4} \d{4})<br>(\d{4} \d{4})<', page)
    return "".join(found.groups()).replace(" ", "") if found else ""


def my_case(client: Client, case_id: int, clock: Clock) -> str:
    return f"/voices/mine/{tokens.case_token(case_id, at=clock.at)}"


# Raising a matter


def test_a_plate_opens_a_form_that_says_where_it_goes(client: Client, clock: Clock, plate: str) -> None:
    page = body(client.get("/voices/new", {"q": plate}))
    assert VENUE_NAME in page
    assert 'name="phone"' in page
    assert "还差" not in page


def test_a_deputy_plate_names_the_deputy(client: Client, clock: Clock, deputy_plate: str) -> None:
    assert "<b>李桂芳</b>" in body(client.get("/voices/new", {"q": deputy_plate}))
    fields = blank_form(client, clock, f"/voices/new?q={deputy_plate}")
    assert client.post("/voices/new", fields).status_code == 302
    assert [(c.channel, c.wanted_person_id is not None) for c in cases()] == [("deputy_plate", True)]


def test_one_sentence_is_enough(client: Client, clock: Clock, plate: str, world: World) -> None:
    response = client.post("/voices/new", blank_form(client, clock, f"/voices/new?q={plate}"), follow=True)
    page = body(response)
    assert response.status_code == 200
    assert "已经收到，谢谢您" in page
    assert len(code_on(page)) == 16
    (case,) = cases()
    assert (case.text, case.topic, case.channel, case.state) == (WORDS, "other", "venue_plate", "received")
    assert (case.venue_id, case.division_code, case.has_contact) == (world.venue_id, VILLAGE, False)
    assert case.number in page


def test_everything_that_was_filled_in_arrives(client: Client, clock: Clock, plate: str) -> None:
    fields = blank_form(client, clock, f"/voices/new?q={plate}") | {
        "topic": "road",
        "place": "三组",
        "name": "王秀英",
        "phone": "138 0000 0001",
        "may_publish": "on",
    }
    page = body(client.post("/voices/new", fields, follow=True))
    (case,) = cases()
    assert (case.topic, case.place_text, case.may_publish, case.has_contact) == ("road", "三组", True, True)
    assert SealedItem.objects.filter(subject_id=case.pk).count() <= 1
    assert "已经加密保存" in page
    assert "13800000001" not in page
    assert "王秀英" not in page


def test_the_web_leads_by_place_to_a_venue(client: Client, clock: Clock, world: World) -> None:
    response = client.get("/voices/new")
    assert response.status_code == 302
    assert response["Location"].startswith("/divisions/pick?next=%2Fvoices%2Fnew")
    page = body(client.get("/voices/new", {"division": VILLAGE}))
    assert f"/voices/new?venue={world.venue_id}&amp;division={VILLAGE}" in page
    fields = blank_form(client, clock, f"/voices/new?venue={world.venue_id}&division={VILLAGE}")
    client.post("/voices/new", fields)
    assert [(c.channel, c.division_code) for c in cases()] == [("web", VILLAGE)]


def test_a_place_without_venues_says_so(client: Client, clock: Clock, world: World) -> None:
    assert "还没有代表之家" in body(client.get("/voices/new", {"division": "532901001001"}))


def test_a_deputy_can_be_asked_for_only_where_they_are_placed(
    client: Client, clock: Clock, world: World
) -> None:
    own = people.slug_of(world.deputy.person_id or 0)
    other = people.slug_of(world.other_deputy.person_id or 0)
    assert "李桂芳" in body(client.get("/voices/new", {"venue": world.venue_id, "to": own}))
    assert "何文华" not in body(client.get("/voices/new", {"venue": world.venue_id, "to": other}))


@pytest.mark.parametrize("query", [{"venue": "999999"}, {"venue": "x"}, {"venue": "9" * 30}])
def test_an_unknown_venue_is_not_found(
    client: Client, clock: Clock, world: World, query: dict[str, str]
) -> None:
    assert client.get("/voices/new", query).status_code == 404


@pytest.mark.parametrize("query", [{"division": "1"}, {"division": "x"}, {}])
def test_without_a_place_the_picker_opens(
    client: Client, clock: Clock, world: World, query: dict[str, str]
) -> None:
    assert client.get("/voices/new", query).status_code == 302


def test_errors_keep_what_was_written(client: Client, clock: Clock, plate: str) -> None:
    fields = blank_form(client, clock, f"/voices/new?q={plate}") | {
        "what": "",
        "phone": "12",
        "place": "三组",
    }
    page = body(client.post("/voices/new", fields))
    assert "还差 2 处没填好" in page
    assert 'href="#id_what"' in page
    assert 'href="#id_phone"' in page
    assert 'value="三组"' in page
    assert cases() == []


def test_two_clicks_make_one_case_and_show_the_same_receipt(client: Client, clock: Clock, plate: str) -> None:
    fields = blank_form(client, clock, f"/voices/new?q={plate}")
    first = body(client.post("/voices/new", fields, follow=True))
    clock.forward(seconds=1)
    second = body(client.post("/voices/new", fields, follow=True))
    assert len(cases()) == 1
    assert code_on(first) == code_on(second) != ""


def test_a_replay_from_another_phone_makes_no_second_case(client: Client, clock: Clock, plate: str) -> None:
    fields = blank_form(client, clock, f"/voices/new?q={plate}")
    client.post("/voices/new", fields)
    clock.forward(minutes=10)
    page = body(Client().post("/voices/new", fields, follow=True))
    assert len(cases()) == 1
    assert code_on(page) == ""


def test_the_same_form_with_other_words_is_refused(client: Client, clock: Clock, plate: str) -> None:
    fields = blank_form(client, clock, f"/voices/new?q={plate}")
    client.post("/voices/new", fields)
    response = client.post("/voices/new", fields | {"what": "又想起另外一件事情"})
    assert response.status_code == 409
    assert "已经交过一次" in body(response)
    assert len(cases()) == 1


def test_too_quick_for_a_person(client: Client, clock: Clock, plate: str) -> None:
    page = body(client.get("/voices/new", {"q": plate}))
    fields = {"ticket": hidden(page, "ticket"), "what": WORDS}
    answer = body(client.post("/voices/new", fields))
    assert "提交得太快了，内容还在" in answer
    assert WORDS in answer
    assert cases() == []
    clock.forward(seconds=5)
    client.post("/voices/new", {"ticket": hidden(answer, "ticket"), "what": WORDS})
    assert len(cases()) == 1


def test_a_page_left_open_for_a_day_gets_a_new_ticket(client: Client, clock: Clock, plate: str) -> None:
    fields = blank_form(client, clock, f"/voices/new?q={plate}")
    clock.forward(hours=25)
    page = body(client.post("/voices/new", fields))
    assert "打开太久了，内容还在" in page
    clock.forward(seconds=5)
    client.post("/voices/new", fields | {"ticket": hidden(page, "ticket")})
    assert len(cases()) == 1


def test_programs_fill_the_field_that_nobody_sees(client: Client, clock: Clock, plate: str) -> None:
    fields = blank_form(client, clock, f"/voices/new?q={plate}") | {"website": "http://x.example"}
    page = body(client.post("/voices/new", fields))
    assert "这一格请清空" in page
    assert cases() == []


@pytest.mark.parametrize("ticket", ["", "x", "WyJ4Il0:abc", "é:é"])
def test_a_forged_ticket_is_refused(client: Client, clock: Clock, world: World, ticket: str) -> None:
    response = client.post("/voices/new", {"ticket": ticket, "what": WORDS})
    assert response.status_code == 404
    assert cases() == []


def test_a_ticket_cannot_be_turned_to_another_venue(client: Client, clock: Clock, plate: str) -> None:
    fields = blank_form(client, clock, f"/voices/new?q={plate}")
    client.post("/voices/new", fields | {"venue": "999999", "venue_id": "999999", "division_code": "53"})
    assert [c.division_code for c in cases()] == [VILLAGE]


def test_many_matters_from_one_network_wait(
    client: Client, clock: Clock, plate: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lianxin.voices.views import citizen

    limit = Limit("voices.new", 1, timedelta(hours=1), citizen.NEW_CASES.sentence)
    monkeypatch.setattr(citizen, "NEW_CASES", limit)
    client.post("/voices/new", blank_form(client, clock, f"/voices/new?q={plate}"))
    response = client.post("/voices/new", blank_form(client, clock, f"/voices/new?q={plate}"))
    assert response.status_code == 429
    assert "内容还在，请过一会儿再交" in body(response)
    assert WORDS in body(response)
    assert len(cases()) == 1


def test_a_township_venue_lets_the_citizen_choose_the_village(
    client: Client, clock: Clock, world: World
) -> None:
    from datetime import date

    with scope(SETUP):
        facts = venues.VenueFacts(venues.Tier.STATION, "鹿城镇人大代表工作站", TOWNSHIP)
        station = venues.open_venue(facts=facts, opened_on=date(2024, 1, 1), actor=SETUP, at=NOON)
    fields = blank_form(client, clock, f"/voices/new?venue={station.pk}")
    assert "西城社区" in body(client.get(f"/voices/new?venue={station.pk}"))
    client.post("/voices/new", fields | {"village": VILLAGE})
    assert [c.division_code for c in cases()] == [VILLAGE]
    wrong = client.post("/voices/new", fields | {"village": "532901001001"})
    assert wrong.status_code == 200


def test_what_a_citizen_writes_is_escaped_everywhere(
    client: Client, clock: Clock, plate: str, world: World
) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    fields = blank_form(client, clock, f"/voices/new?q={plate}") | {"what": evil, "place": '"><b>'}
    wrong = body(client.post("/voices/new", fields | {"phone": "12"}))
    client.post("/voices/new", fields)
    (case,) = cases()
    page = body(client.get(my_case(client, case.pk, clock)))
    for shown in (wrong, page):
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert '"><b>' not in shown
    assert "&lt;script&gt;" in page


# The receipt


def test_the_receipt_shows_the_code_for_five_minutes_on_this_phone_only(
    client: Client, clock: Clock, plate: str
) -> None:
    response = client.post("/voices/new", blank_form(client, clock, f"/voices/new?q={plate}"))
    address, cookie = response["Location"], response.cookies["receipt"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/voices/received")
    assert code_on(body(client.get(address)))
    assert code_on(body(Client().get(address))) == ""
    clock.forward(minutes=6)
    later = body(client.get(address))
    assert code_on(later) == ""
    assert "已经收到" in later


def test_the_code_is_not_kept_in_clear(client: Client, clock: Clock, plate: str) -> None:
    page = body(client.post("/voices/new", blank_form(client, clock, f"/voices/new?q={plate}"), follow=True))
    code = code_on(page)
    with connection.cursor() as cursor:
        cursor.execute("select result from kit_once")
        kept = " ".join(row[0] for row in cursor.fetchall())
    assert code not in kept
    assert not QueryCode.objects.filter(hash__contains=code).exists()


# Following


def test_the_code_leads_to_the_case(client: Client, clock: Clock, world: World) -> None:
    receipt = receive(world)
    spaced = " ".join(receipt.query_code[i : i + 4] for i in range(0, 16, 4))
    response = client.post("/voices/follow", {"code": spaced}, follow=True)
    page = body(response)
    assert receipt.number in page
    assert WORDS in page
    assert str(receipt.case_id) not in page
    assert client.get("/voices/follow").status_code == 200


def test_a_wrong_code_says_what_to_check_and_the_sixth_must_wait(
    client: Client, clock: Clock, world: World
) -> None:
    receipt = receive(world)
    wrong = "0" * 16 if receipt.query_code != "0" * 16 else "1" * 16
    for _ in range(5):
        page = body(client.post("/voices/follow", {"code": wrong}))
        assert "没有查到" in page
    response = client.post("/voices/follow", {"code": receipt.query_code})
    assert response.status_code == 429
    assert "请过一个小时再查" in body(response)
    clock.forward(hours=1, minutes=1)
    assert client.post("/voices/follow", {"code": receipt.query_code}).status_code == 302


@pytest.mark.parametrize("code", ["", "123", "abcd", "1" * 17])
def test_what_is_no_code_costs_no_try(client: Client, clock: Clock, world: World, code: str) -> None:
    for _ in range(6):
        assert client.post("/voices/follow", {"code": code}).status_code == 200


def test_a_link_opens_for_half_a_day(client: Client, clock: Clock, world: World) -> None:
    address = my_case(client, receive(world).case_id, clock)
    assert client.get(address).status_code == 200
    clock.forward(hours=13)
    response = client.get(address, follow=True)
    assert response.redirect_chain == [("/voices/follow", 302)]
    assert "再输一次查询码" in body(response)


@pytest.mark.parametrize("token", ["x", "1:2", "WzEsMl0:zzz"])
@pytest.mark.parametrize("page", ["mine", "received"])
def test_a_forged_link_opens_nothing(
    client: Client, clock: Clock, world: World, page: str, token: str
) -> None:
    assert client.get(f"/voices/{page}/{token}").status_code == 404


def test_a_receipt_cookie_of_another_case_shows_no_code(client: Client, clock: Clock, world: World) -> None:
    mine, other = receive(world), receive(world)
    client.cookies["receipt"] = tokens.code_note(other.case_id, other.query_code, at=clock.at)
    page = body(client.get(f"/voices/received/{tokens.case_token(mine.case_id, at=clock.at)}"))
    assert code_on(page) == ""


@pytest.mark.parametrize("state", list(CaseState))
def test_the_case_page_stands_in_every_state(
    client: Client, clock: Clock, world: World, state: CaseState
) -> None:
    case_id = make_case(world, state)
    clock.forward(hours=1)
    page = body(client.get(my_case(client, case_id, clock)))
    assert page.count("<h1") == 1
    assert ('id="rate"' in page) == (state == CaseState.CONFIRMED)
    assert ('id="again"' in page) == (state == CaseState.RATED)
    assert ("/withdraw" in page) == (state in {CaseState.RECEIVED, CaseState.CLAIMED, CaseState.MERGED})
    if state not in {CaseState.RECEIVED, CaseState.MERGED, CaseState.DECLINED, CaseState.WITHDRAWN}:
        assert "李桂芳" in page


def test_one_case_opens_no_other(client: Client, clock: Clock, world: World) -> None:
    mine = make_case(world)
    make_case(world, text="邻居家的事情不给看")
    assert "邻居" not in body(client.get(my_case(client, mine, clock)))


# Rating, once more, withdrawing


def test_a_good_rating_ends_the_case(client: Client, clock: Clock, world: World) -> None:
    case_id = make_case(world, CaseState.CONFIRMED)
    clock.forward(hours=1)
    address = my_case(client, case_id, clock)
    version = hidden(body(client.get(address)), "version")
    said = {"is_solved": "yes", "satisfaction": "satisfied", "text": "谢谢", "version": version}
    page = body(client.post(f"{address}/rate", said, follow=True))
    assert "您的评价收到了" in page
    assert [c.state for c in cases()] == ["closed"]


def test_nothing_is_chosen_beforehand_and_both_questions_are_asked(
    client: Client, clock: Clock, world: World
) -> None:
    case_id = make_case(world, CaseState.CONFIRMED)
    address = my_case(client, case_id, clock)
    assert "checked" not in body(client.get(address))
    page = body(client.post(f"{address}/rate", {"text": "写了很多话"}))
    assert "还差 2 处没填好" in page
    assert "写了很多话" in page
    assert [c.state for c in cases()] == ["confirmed"]


def test_not_solved_can_be_done_once_more_and_only_once(client: Client, clock: Clock, world: World) -> None:
    case_id = make_case(world, CaseState.CONFIRMED)
    clock.forward(hours=1)
    address = my_case(client, case_id, clock)
    client.post(f"{address}/rate", {"is_solved": "no", "satisfaction": "dissatisfied"})
    assert [c.state for c in cases()] == ["rated"]
    page = body(client.post(f"{address}/reopen", {"text": "还有一盏不亮"}, follow=True))
    assert "人大会一直催着" in page
    assert "还有一盏不亮" in page
    assert [(c.state, c.is_supervised) for c in cases()] == [("claimed", True)]
    assert client.post(f"{address}/reopen", {"text": "再来"}).status_code == 409


def test_withdrawing_asks_first(client: Client, clock: Clock, world: World) -> None:
    case_id = make_case(world)
    address = my_case(client, case_id, clock)
    page = body(client.get(f"{address}/withdraw"))
    assert "真的不用办了吗" in page
    assert [c.state for c in cases()] == ["received"]
    done = body(client.post(f"{address}/withdraw", {"version": hidden(page, "version")}, follow=True))
    assert "已经撤回了" in done
    assert [c.state for c in cases()] == ["withdrawn"]


def test_what_a_unit_has_can_no_longer_be_withdrawn(client: Client, clock: Clock, world: World) -> None:
    address = my_case(client, make_case(world, CaseState.HANDLING), clock)
    assert "现在不能撤回了" in body(client.get(f"{address}/withdraw"))
    assert client.post(f"{address}/withdraw").status_code == 409


def test_a_page_older_than_the_case_is_refused(client: Client, clock: Clock, world: World) -> None:
    address = my_case(client, make_case(world, CaseState.CONFIRMED), clock)
    said = {"is_solved": "yes", "satisfaction": "satisfied", "version": "0"}
    assert client.post(f"{address}/rate", said).status_code == 409
    assert [c.state for c in cases()] == ["confirmed"]


@pytest.mark.parametrize("verb", ["rate", "reopen"])
def test_changes_come_by_post_only(client: Client, clock: Clock, world: World, verb: str) -> None:
    assert client.get(f"{my_case(client, make_case(world), clock)}/{verb}").status_code == 405


# Privacy and cost


@pytest.mark.parametrize("address", ["/voices/follow", "/voices/mine/{token}", "/voices/received/{token}"])
def test_private_pages_are_kept_by_nobody(client: Client, clock: Clock, world: World, address: str) -> None:
    token = tokens.case_token(make_case(world), at=clock.at)
    assert "no-store" in client.get(address.format(token=token))["Cache-Control"]


def statements(queries: CaptureQueriesContext) -> list[str]:
    """What a visit costs without the savepoints and the closing scope that only tests have."""
    kept = [q["sql"] for q in queries.captured_queries if "SAVEPOINT" not in q["sql"].upper()]
    closing = [sql for sql in kept if "set_config" in sql][-1:]
    return kept[: len(kept) - len(closing)] if len([s for s in kept if "set_config" in s]) > 1 else kept


def test_the_form_costs_three_queries(client: Client, clock: Clock, plate: str) -> None:
    client.get("/voices/new", {"q": plate})
    with CaptureQueriesContext(connection) as queries:
        client.get("/voices/new", {"q": plate})
    assert len(statements(queries)) <= 3, "\n".join(statements(queries))


def test_submitting_costs_thirteen_queries(
    client: Client, clock: Clock, plate: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The jobs of the event run inside the test; in service they are one statement. One looks for like matters.

    The lock against double submits and what it finds are two statements since they are prepared (ADR-0018).
    """
    from lianxin.voices.actions import receive as action

    client.post("/voices/new", blank_form(client, clock, f"/voices/new?q={plate}"))
    fields = blank_form(client, clock, f"/voices/new?q={plate}")
    monkeypatch.setattr(action.events, "publish", lambda event: None)
    with CaptureQueriesContext(connection) as queries:
        assert client.post("/voices/new", fields).status_code == 302
    assert len(statements(queries)) + 1 <= 13, "\n".join(statements(queries))


def announced(world: World, clock: Clock, title: str = "三组到小学的路灯坏了") -> int:
    """A case that a unit handles, up for others to join."""
    from lianxin.voices import actions

    main = make_case(world, CaseState.HANDLING)
    with scope(world.liaison):
        actions.announce_case(case_id=main, title=title, actor=world.liaison, at=clock.at)
    return main


def test_who_reports_what_is_being_handled_may_join_it(
    client: Client, clock: Clock, world: World, plate: str
) -> None:
    main = announced(world, clock)
    fields = blank_form(client, clock, f"/voices/new?q={plate}") | {"phone": "13800000001"}
    page = body(client.post("/voices/new", fields))
    assert "三组到小学的路灯坏了" in page
    assert len(cases()) == 1
    again = dict(re.findall(r'name="(ticket|what|phone)" value="([^"]*)"', page))
    assert again == fields | {"ticket": again["ticket"]}
    receipt = client.post("/voices/new", fields | {"joins": str(main)}, follow=True)
    assert "已经收到" in body(receipt)
    voice = max(cases(), key=lambda case: case.pk)
    assert (voice.state, voice.merged_into_id, voice.has_contact) == (CaseState.MERGED, main, True)
    mine = body(client.get(receipt.redirect_chain[-1][0].replace("received", "mine")))
    assert "和别人反映的同一件事一起办" in mine


def test_who_says_no_is_heard_alone(client: Client, clock: Clock, world: World, plate: str) -> None:
    announced(world, clock)
    fields = blank_form(client, clock, f"/voices/new?q={plate}") | {"joins": "no"}
    assert client.post("/voices/new", fields).status_code == 302
    assert max(cases(), key=lambda case: case.pk).state == CaseState.RECEIVED


def test_what_was_answered_meanwhile_is_not_joined(
    client: Client, clock: Clock, world: World, plate: str
) -> None:
    main = announced(world, clock)
    for verb in ("answer", "confirm"):
        perform(verb, world, main, at=clock.at)
    fields = blank_form(client, clock, f"/voices/new?q={plate}") | {"joins": str(main)}
    assert "那件事刚刚有了结果" in body(client.post("/voices/new", fields))
    assert len(cases()) == 1


def test_an_unlike_matter_asks_nothing_and_fear_joins_nothing(
    client: Client, clock: Clock, world: World, plate: str
) -> None:
    announced(world, clock, "二组的自来水又黄又浑")
    assert client.post("/voices/new", blank_form(client, clock, f"/voices/new?q={plate}")).status_code == 302
    announced(world, clock)
    fields = blank_form(client, clock, f"/voices/new?q={plate}") | {"is_protected": "on"}
    assert client.post("/voices/new", fields).status_code == 302
    assert max(cases(), key=lambda case: case.pk).depth == 6


@pytest.mark.parametrize("state", [CaseState.RECEIVED, CaseState.CONFIRMED, CaseState.CLOSED])
def test_the_case_page_costs_eight_queries(
    client: Client, clock: Clock, world: World, state: CaseState
) -> None:
    address = my_case(client, make_case(world, state), clock)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert len(statements(queries)) <= 8, "\n".join(statements(queries))
