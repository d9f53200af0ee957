"""A citizen of the demo left a phone and agreed to be told by SMS: a unit has taken the matter."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from lianxin.demo.days import moment
from lianxin.demo.world import World
from lianxin.kernel.actor import Actor
from lianxin.kit.scope import scope
from lianxin.localrules.actions import enter
from lianxin.voices import actions as voices
from lianxin.voices.reads.telling import telling_for
from lianxin.voices.words import Channel, Topic

_WORDS = "村口变压器旁边的水沟堵了，一下雨水就漫到路上，老人出门要绕。"


def tell_of_progress(world: World) -> int:
    """The county tells citizens of everything since two months ago; one matter with consent is under way.

    Its unit took it yesterday; the vault sends the message when the demo starts.
    """
    since = world.today - timedelta(days=60)
    office = world.offices[world.main_county]
    values = dict.fromkeys(("on_accepted", "on_answered", "on_closed", "on_supervised"), True)
    with scope(office):
        enter(
            code="telling", values=values, valid_from=since, source="楚市人办〔2026〕11 号", actor=office,
            at=moment(since - timedelta(days=1), 600),
        )  # fmt: skip
    telling_for.cache_clear()  # a rule of the past: the stories have asked for those days already
    hero, handlers = world.hero, world.units.get(world.main_county, {})
    if hero is None or not hero.deputies or not handlers or not settings.LIANXIN_VAULT_PUBLIC_KEY:
        return 0
    handler = handlers.get("water") or next(iter(handlers.values()))
    deputy, took = hero.deputies[0], moment(world.today - timedelta(days=1), 16 * 60 + 40)
    case_id = _said(hero.venue_id, hero.name, hero.codes[0], took - timedelta(days=1))
    with scope(deputy):
        voices.claim_case(case_id=case_id, actor=deputy, at=took - timedelta(hours=5))
        voices.assign_case(
            case_id=case_id, unit_id=handler.unit_id, note="请先疏通，再看要不要改沟。", actor=deputy,
            at=took - timedelta(hours=4),
        )  # fmt: skip
    with scope(handler.actor):
        voices.accept_case(case_id=case_id, actor=handler.actor, at=took)
    return 1


def _said(venue_id: int, venue_name: str, code: str, at: datetime) -> int:
    citizen = Actor(source="citizen")
    matter = voices.Matter(
        text=_WORDS, topic=Topic.WATER, channel=Channel.VENUE_PLATE, venue_id=venue_id, venue_name=venue_name,
        division_code=code, contact_name="杨大爹", phone="138 0000 0926", wants_messages=True,
    )  # fmt: skip
    with scope(citizen):
        return voices.receive_case(matter=matter, actor=citizen, at=at).case_id
