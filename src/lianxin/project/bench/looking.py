"""Looks at every page of deputies and venues as its reader, inside Django: CPU and queries."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.accounts import actions as accounts
from lianxin.accounts.models import Grant
from lianxin.accounts.testing import sign_in
from lianxin.desk.audiences import DeputiesOfPlaces
from lianxin.desk.more_audiences import MembersOfOrgans
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.scope import scope
from lianxin.people.models import Mandate, Organ, Person, Term
from lianxin.project.bench import cpu
from lianxin.project.console import say_json

Act = Callable[[], object]
_SETUP = Actor(name="测量", source="setup")
# So much CPU time is gathered: the kernel counts it in hundredths of a second.
_ENOUGH_S, _MOST = 1.5, 60


@dataclass(frozen=True, slots=True)
class Item:
    """One page, who opens it, and how many queries it may ask."""

    name: str
    role: Role
    place: str
    path: str
    budget: int


# The county's office, and the province's for what grows with the whole: the worst case of each page.
ITEMS = (
    Item("staff_list", Role.DEPUTY_AFFAIRS, "county", "/voices?view=done", 12),
    Item("list", Role.DEPUTY_AFFAIRS, "county", "/manage/people/", 8),
    Item("list_all", Role.DEPUTY_AFFAIRS, "province", "/manage/people/", 8),
    Item("list_name", Role.DEPUTY_AFFAIRS, "province", "/manage/people/?q=李桂", 8),
    Item("list_initials", Role.DEPUTY_AFFAIRS, "province", "/manage/people/?q=zzj", 8),
    Item("list_absent_name", Role.DEPUTY_AFFAIRS, "province", "/manage/people/?q=欧阳", 8),
    Item("list_level", Role.DEPUTY_AFFAIRS, "county", "/manage/people/?level=2", 8),
    Item("list_deep", Role.DEPUTY_AFFAIRS, "province", "/manage/people/?after={deep}", 8),
    Item("public_list", Role.CITIZEN, "", "/people?place={county}", 8),
    Item("deputy", Role.DEPUTY_AFFAIRS, "county", "/manage/people/{person}", 12),
    Item("public_deputy", Role.CITIZEN, "", "/people/{slug}", 12),
    Item("terms", Role.DEPUTY_AFFAIRS, "province", "/manage/people/terms", 9),
    Item("term", Role.DEPUTY_AFFAIRS, "county", "/manage/people/terms/{term}", 11),
    Item("structure", Role.DEPUTY_AFFAIRS, "county", "/manage/people/terms/{term}/structure", 11),
    Item(
        "structure_list", Role.DEPUTY_AFFAIRS, "county",
        "/manage/people/terms/{term}/structure/list?by=sex&value=女", 12,
    ),
    Item(
        "districts", Role.PRESIDIUM, "township",
        "/manage/people/terms/{town_term}/organs?kind=district", 11,
    ),
    Item("absence_alerts", Role.DEPUTY_AFFAIRS, "county", "/manage/people/terms/{term}/absences", 9),
    Item("venues", Role.DEPUTY_AFFAIRS, "province", "/manage/venues", 8),
    Item("venues_name", Role.DEPUTY_AFFAIRS, "province", "/manage/venues?q=联络点", 8),
    Item("public_venues", Role.CITIZEN, "", "/venues?division={county}", 8),
    Item("health_board", Role.DEPUTY_AFFAIRS, "province", "/manage/upkeep/health", 15),
    Item("health_idle", Role.DEPUTY_AFFAIRS, "county", "/manage/upkeep/health?lack=idle", 15),
    Item("links", Role.DEPUTY_AFFAIRS, "county", "/links", 10),
    Item("links_due", Role.DEPUTY_AFFAIRS, "county", "/links?view=due", 10),
    Item("bulletin_new", Role.DEPUTY_AFFAIRS, "county", "/bulletins/new", 22),
)  # fmt: skip


def facts(county: str) -> dict[str, object]:
    """What the addresses name: the middle of the list by pinyin, a deputy, terms and organs of the county."""
    seats = Mandate.objects.filter(home_code__startswith=county, state="active")
    seat = seats.filter(term__congress__level=3).select_related("person").order_by("pk")[0]
    people = Person.objects.order_by("sort_key", "pk")
    deep = people[people.count() * 3 // 4]
    town = Term.objects.filter(congress__level=4, congress__division_code=seat.home_code[:9]).latest("pk")
    return {
        "county": county, "township": seat.home_code[:9], "person": seat.person_id, "slug": seat.person.slug,
        "deep": quote(f"{deep.sort_key}~{deep.pk}"), "term": seat.term_id, "town_term": town.pk,
    }  # fmt: skip


def places(county: str, township: str) -> dict[str, str]:
    """Codes of the places that items name."""
    return {"": "", "township": township, "county": county, "province": county[:2]}


def tell(postmaster: int, county: str) -> None:
    """Print CPU milliseconds, queries and budget of every item, and of resolving recipients."""
    say_json(
        {
            name: (_spent(act, postmaster), asked_by(act), budget)
            for name, (act, budget) in prepared(county).items()
        }
    )


def prepared(county: str) -> dict[str, tuple[Act, int]]:
    """Every item ready to be looked at, with its budget. Raises RuntimeError when a page does not open."""
    known = facts(county)
    where = places(county, str(known["township"]))
    clients = {key: _client(key, where) for key in {(item.role, item.place) for item in ITEMS}}
    pages: dict[str, tuple[Act, int]] = {}
    wrong = []
    for item in ITEMS:
        client, path = clients[item.role, item.place], item.path.format(**known)
        if (status := client.get(path).status_code) != 200:
            wrong.append(f"{path} {status}")
        pages[item.name] = (partial(client.get, path), item.budget)
    if wrong:
        message = f"pages that do not open: {wrong}"
        raise RuntimeError(message)
    return pages | resolving(county, known)


def asked_by(act: Act) -> int:
    """How many queries it asks when it is done for the second time."""
    act()
    with CaptureQueriesContext(connection) as asked:
        act()
    return sum(1 for query in asked.captured_queries if _counts(query["sql"]))


def resolving(county: str, known: dict[str, object]) -> dict[str, tuple[Act, int]]:
    """Recipients of a whole county, of its delegations, and of a township's districts; with query budgets."""
    office = Actor(user_id=1, grant_id=1, role=Role.DEPUTY_AFFAIRS, place=county)
    town = Actor(user_id=1, grant_id=1, role=Role.PRESIDIUM, place=str(known["township"]))
    delegations = _organs(county, "delegation")
    districts = _organs(town.place, "district")
    at = timezone.now()
    return {
        "recipients_place": (
            lambda: _resolved(office, lambda: DeputiesOfPlaces().user_ids([county], office, at=at)),
            2,
        ),
        "recipients_organs": (
            lambda: _resolved(office, lambda: MembersOfOrgans().user_ids(delegations, office, at=at)),
            3,
        ),
        "recipients_districts": (
            lambda: _resolved(town, lambda: MembersOfOrgans().user_ids(districts, town, at=at)),
            3,
        ),
    }


def _organs(place: str, kind: str) -> list[str]:
    found = Organ.objects.filter(division_code=place, kind=kind, ends_on=None)
    return [str(pk) for pk in found.values_list("pk", flat=True)]


def _resolved(actor: Actor, act: Callable[[], list[int]]) -> int:
    with scope(actor):
        found = len(act())
    if not found:
        message = "no recipients: the measurement looks at nothing"
        raise RuntimeError(message)
    return found


def _client(key: tuple[Role, str], where: dict[str, str]) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    role, place = key
    if role != Role.CITIZEN:
        at = timezone.now()
        with scope(_SETUP):
            user = accounts.create_user(
                login=f"look-{secrets.token_hex(6)}",
                name="测量",
                phone="",
                password=None,
                actor=_SETUP,
                at=at,
            )
            given = accounts.give_grant(
                user_id=user.pk, role=role, division_code=where[place], label="测量", reason="性能测量",
                actor=_SETUP, at=at,
            )  # fmt: skip
        sign_in(client, user, Grant.objects.get(pk=given.pk))
    return client


def _spent(act: Act, postmaster: int) -> float:
    """CPU milliseconds of this process and of the database for doing it once, warm."""
    act()
    web, database, times = time.process_time(), cpu.seconds(postmaster), 0
    spent = 0.0
    while times < _MOST and spent < _ENOUGH_S:
        act()
        times += 1
        spent = (time.process_time() - web) + (cpu.seconds(postmaster) - database)
    return spent * 1000 / times


def _counts(sql: str) -> bool:
    """Whether a statement asks for something: the transaction's own do not."""
    return not sql.startswith(
        ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "select set_config", "\nselect set_config")
    )
