"""Builders for tests: a small world around one venue, and cases walked to any state by the room's verbs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from lianxin.accounts.testing import actor_for
from lianxin.divisions.testing import make_places
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.scope import scope
from lianxin.people import actions as people
from lianxin.people.words import UnitKind
from lianxin.venues import actions as venues
from lianxin.venues.words import Placement, Tier
from lianxin.voices import actions
from lianxin.voices.actions import Matter, Receipt
from lianxin.voices.models import Case
from lianxin.voices.words import Channel, DeclineReason, Referral, Satisfaction, Topic
from lianxin.voices.workflow import CaseState

NOON = datetime(2026, 3, 3, 4, tzinfo=UTC)  # Tuesday, 12:00 in Beijing; no holiday near
SETUP = Actor(source="setup", name="装机")
PREFECTURE, COUNTY, TOWNSHIP, VILLAGE = "5323", "532301", "532301101", "532301101001"
OTHER_COUNTY, OTHER_VILLAGE = "532302", "532302101001"
VENUE_NAME = "西城社区人大代表联络室"


@dataclass(frozen=True, slots=True)
class World:
    """Who and what stands around the venue of one village; `other_*` belong to the neighbouring county."""

    venue_id: int
    station_id: int
    home_id: int
    unit_id: int
    second_unit_id: int
    other_unit_id: int
    deputy: Actor
    second_deputy: Actor
    station_deputy: Actor
    home_deputy: Actor
    liaison: Actor
    station_liaison: Actor
    home_liaison: Actor
    officer: Actor
    second_officer: Actor
    office: Actor
    township_office: Actor
    dispatcher: Actor
    publisher: Actor
    auditor: Actor
    other_deputy: Actor
    other_officer: Actor
    other_liaison: Actor
    other_office: Actor


def make_world(at: datetime = NOON) -> World:
    """Make the world through the rooms' own actions."""
    with scope(SETUP):
        make_places()
        venue = _venue(VENUE_NAME, VILLAGE, at)
        station = _venue("鹿城片区人大代表工作站", TOWNSHIP, at, Tier.STATION)
        home = _venue("楚雄市人大代表之家", COUNTY, at, Tier.HOME)
        other_venue = _venue("南门社区人大代表联络室", OTHER_VILLAGE, at)
        unit = _unit("楚雄市交通运输局", COUNTY, at)
        second_unit = _unit("楚雄市水务局", COUNTY, at)
        other_unit = _unit("禄丰市水务局", OTHER_COUNTY, at)
        return World(
            venue_id=venue,
            station_id=station,
            home_id=home,
            unit_id=unit,
            second_unit_id=second_unit,
            other_unit_id=other_unit,
            deputy=_deputy("李桂芳", venue, VILLAGE, at),
            second_deputy=_deputy("普学明", venue, VILLAGE, at),
            station_deputy=_deputy("张文军", station, VILLAGE, at),
            home_deputy=_deputy("罗春梅", home, VILLAGE, at),
            station_liaison=actor_for(Role.LIAISON, TOWNSHIP, name="站联络", venue_id=station),
            home_liaison=actor_for(Role.LIAISON, COUNTY, name="家联络", venue_id=home),
            liaison=actor_for(Role.LIAISON, VILLAGE, name="赵联络", venue_id=venue),
            officer=actor_for(Role.UNIT_HANDLER, COUNTY, name="段国强", unit_id=unit),
            second_officer=actor_for(Role.UNIT_HANDLER, COUNTY, name="马经办", unit_id=second_unit),
            office=actor_for(Role.DEPUTY_AFFAIRS, COUNTY, name="杨晓梅"),
            township_office=actor_for(Role.PRESIDIUM, TOWNSHIP, name="鹿城主席团"),
            dispatcher=actor_for(Role.DISPATCHER, COUNTY, name="交办岗"),
            publisher=actor_for(Role.PUBLISHER, COUNTY, name="发布岗"),
            auditor=actor_for(Role.AUDITOR, COUNTY, name="审计岗"),
            other_deputy=_deputy("何文华", other_venue, OTHER_VILLAGE, at),
            other_officer=actor_for(Role.UNIT_HANDLER, OTHER_COUNTY, name="外县经办", unit_id=other_unit),
            other_liaison=actor_for(Role.LIAISON, OTHER_VILLAGE, name="外县联络", venue_id=other_venue),
            other_office=actor_for(Role.DEPUTY_AFFAIRS, OTHER_COUNTY, name="外县人大"),
        )


def _venue(name: str, place: str, at: datetime, tier: Tier = Tier.ROOM) -> int:
    facts = venues.VenueFacts(tier, name, place)
    return venues.open_venue(facts=facts, opened_on=date(2024, 1, 1), actor=SETUP, at=at).pk


def _unit(name: str, division_code: str, at: datetime) -> int:
    unit = people.record_unit(
        name=name,
        short_name=name[-4:],
        kind=UnitKind.GOVERNMENT,
        division_code=division_code,
        actor=SETUP,
        at=at,
    )
    return unit.pk


def _deputy(name: str, venue_id: int, village: str, at: datetime) -> Actor:
    person = people.record_person(
        name=name,
        sex="f",
        ethnic_group="彝族",
        occupation="村医",
        home_code=village,
        actor=SETUP,
        at=at,
    )
    venues.place_deputy(
        venue_id=venue_id,
        person_id=person.pk,
        kind=Placement.HOME,
        since=date(2024, 1, 1),
        actor=SETUP,
        at=at,
    )
    return actor_for(Role.DEPUTY, village[:6], name=name, person_id=person.pk)


def matter(world: World, **changes: object) -> Matter:
    """What a citizen says in the world's venue: a broken street lamp, without contact."""
    facts: dict[str, object] = {
        "text": "三组到小学的路灯坏了半个月",
        "topic": Topic.ROAD,
        "channel": Channel.VENUE_PLATE,
        "venue_id": world.venue_id,
        "venue_name": VENUE_NAME,
        "division_code": VILLAGE,
        "may_publish": True,
    }
    return Matter(**(facts | changes))  # type: ignore[arg-type]  # facts of a test


def receive(world: World, *, at: datetime = NOON, **changes: object) -> Receipt:
    """A citizen brings the matter."""
    with scope(Actor()):
        return actions.receive_case(matter=matter(world, **changes), actor=Actor(), at=at)


@dataclass(frozen=True, slots=True)
class _Usual:
    """How a verb is usually done: by which member of the world, with which words."""

    act: Callable[..., Case]
    who: str
    facts: dict[str, object]


USUAL: dict[str, _Usual] = {
    "claim": _Usual(actions.claim_case, "deputy", {}),
    "release": _Usual(actions.release_case, "deputy", {"reason": "我要出差两周"}),
    "answer_on_spot": _Usual(actions.answer_on_spot, "deputy", {"text": "已经当面说明政策"}),
    "assign": _Usual(actions.assign_case, "deputy", {"note": "请尽快"}),
    "accept": _Usual(actions.accept_case, "officer", {}),
    "object": _Usual(actions.object_case, "officer", {"reason": "这条路归镇里管"}),
    "answer": _Usual(actions.answer_case, "officer", {"text": "已经换了三盏灯，晚上都亮了。"}),
    "send_back": _Usual(actions.send_back_answer, "deputy", {"reason": "去看了，还有一盏不亮"}),
    "confirm": _Usual(actions.confirm_result, "deputy", {"text": "晚上去看过，都亮了"}),
    "rate": _Usual(
        actions.rate_case,
        "citizen",
        {"is_solved": False, "satisfaction": Satisfaction.DISSATISFIED, "text": "又坏了"},
    ),
    "reopen": _Usual(actions.reopen_case, "citizen", {"text": "请再修一次"}),
    "close": _Usual(actions.close_case, "office", {"reason": "已经向群众说明"}),
    "decline": _Usual(
        actions.decline_case, "liaison", {"code": DeclineReason.PETITION, "note": "请到县信访局"}
    ),
    "withdraw": _Usual(actions.withdraw_case, "citizen", {}),
    "object_again": _Usual(actions.object_case, "officer", {"reason": "这条路归交通局管"}),
    "arbitrate": _Usual(actions.arbitrate_case, "office", {"note": "按职责分工归交通局"}),
    "lift": _Usual(actions.lift_case, "liaison", {"reason": "村里解决不了"}),
    "refer": _Usual(
        actions.refer_case, "deputy", {"referral": Referral.HOTLINE_12345, "to": "工单 8812", "note": ""}
    ),
    "report_back": _Usual(actions.report_back, "deputy", {"text": "热线回复：已经派人修好了。"}),
    "recall": _Usual(actions.recall_case, "deputy", {"reason": "那边说不归他们管"}),
    "merge": _Usual(actions.merge_case, "liaison", {}),
    "split": _Usual(actions.split_case, "liaison", {"reason": "是两条不同的路"}),
    "add_fact": _Usual(actions.add_fact, "citizen", {"text": "昨晚又有人摔了"}),
    "visit": _Usual(actions.note_visit, "deputy", {"text": "周二下午去看过，确实不亮"}),
    "progress": _Usual(actions.note_progress, "officer", {"text": "材料已经到了，明天装"}),
    "extend": _Usual(actions.extend_case, "officer", {"reason": "要等变压器到货"}),
    "supervise": _Usual(actions.supervise_case, "office", {"note": "请本周内办结"}),
    "publish": _Usual(
        actions.publish_case,
        "office",
        {"title": "小学路灯修好了", "text": "路灯不亮", "answer": "换了三盏灯。"},
    ),
    "unpublish": _Usual(actions.unpublish_case, "office", {"reason": "要改一处文字"}),
}


def usual_actor(world: World, verb: str, case_id: int) -> Actor:
    """Who does `verb` in these tests when none is named."""
    who = USUAL[verb].who
    return Actor(case_id=case_id, source="citizen") if who == "citizen" else getattr(world, who)


def perform(
    verb: str, world: World, case_id: int, *, at: datetime, actor: Actor | None = None, **changes: object
) -> Case:
    """Do `verb` to a case as its usual actor with its usual words, unless told otherwise."""
    usual, by = USUAL[verb], actor or usual_actor(world, verb, case_id)
    facts = usual.facts | ({} if "main_id" in changes else _chosen(verb, world)) | changes
    with scope(by):
        return usual.act(case_id=case_id, actor=by, at=at, **facts)


def _chosen(verb: str, world: World) -> dict[str, object]:
    """The unit, or the main case, that a verb goes to when none is named."""
    if verb == "assign":
        return {"unit_id": world.unit_id}
    if verb == "arbitrate":
        return {"unit_id": world.second_unit_id}
    if verb == "merge":
        return {"main_id": make_case(world, text="小学门口的路灯一直不亮")}
    return {}


_TO_HANDLING = ("claim", "assign", "accept")
PATHS: dict[CaseState, tuple[str, ...]] = {
    CaseState.RECEIVED: (),
    CaseState.CLAIMED: ("claim",),
    CaseState.ASSIGNED: ("claim", "assign"),
    CaseState.ARBITRATION: ("claim", "assign", "object", "assign", "object_again"),
    CaseState.REFERRED: ("claim", "refer"),
    CaseState.MERGED: ("merge",),
    CaseState.HANDLING: _TO_HANDLING,
    CaseState.ANSWERED: (*_TO_HANDLING, "answer"),
    CaseState.CONFIRMED: (*_TO_HANDLING, "answer", "confirm"),
    CaseState.RATED: (*_TO_HANDLING, "answer", "confirm", "rate"),
    CaseState.CLOSED: (*_TO_HANDLING, "answer", "confirm", "rate", "close"),
    CaseState.DECLINED: ("decline",),
    CaseState.WITHDRAWN: ("withdraw",),
}


def make_case(
    world: World,
    state: CaseState = CaseState.RECEIVED,
    *,
    at: datetime = NOON,
    path: tuple[str, ...] | None = None,
    **changes: object,
) -> int:
    """A case received at `at` and walked to `state` (or along `path`) one minute a step; returns its id.

    `changes` are facts of the matter, such as `may_publish=False`.
    """
    case_id = receive(world, at=at, **changes).case_id
    for number, verb in enumerate(PATHS[state] if path is None else path, start=1):
        perform(verb, world, case_id, at=at + timedelta(minutes=number))
    return case_id
