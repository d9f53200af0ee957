"""Links of the tour's county: some visited, some due, one with the tour's own deputy."""

from __future__ import annotations

from datetime import date, timedelta

from lianxin.demo.days import moment
from lianxin.demo.world import World
from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import Actor
from lianxin.kit.scope import scope
from lianxin.links import actions
from lianxin.links.actions import LinkFacts, VisitFacts
from lianxin.links.models import Link
from lianxin.links.words import LinkKind, Mode
from lianxin.people import reads as people

_DONE = (
    (Mode.HOME, "到家里坐了坐，问了收成和看病报销。", "希望村口的路灯早点修好。"),
    (Mode.TALK, "和小组的人一起座谈了半天。", "建议农闲时办一期电焊培训。"),
    (Mode.CALL, "打电话问了近况，约了下次见面的时间。", ""),
)


def tell(world: World) -> None:
    """Members and committees with deputies, the tour's deputy with voters; two of three were visited."""
    code, office = world.main_county, world.offices[world.main_county]
    since = world.today - timedelta(days=240)
    members, committees = people.standing_members(code), people.committees(code)
    deputies = [pk for pk, _name, _district in people.members_of_congress(code)]
    with scope(office):
        for number, (person_id, _name) in enumerate(members[:5]):
            facts = LinkFacts(LinkKind.MEMBER_DEPUTY, code, since, from_person_id=person_id)
            _link(facts, deputies[number :: len(members) + 1][:3], office, since)
        for number, (organ_id, _name) in enumerate(committees):
            facts = LinkFacts(LinkKind.COMMITTEE_DEPUTY, code, since, organ_id=organ_id)
            _link(facts, deputies[number::9][:3], office, since)
        for goer, where in _voters(world):
            facts = LinkFacts(LinkKind.DEPUTY_VOTERS, code, since, from_person_id=goer, voters=where)
            _link(facts, [], office, since)
        _visits(world, office)


def _link(facts: LinkFacts, to: list[int], office: Actor, since: date) -> None:
    others = [pk for pk in to if pk != facts.from_person_id]
    if others or facts.kind == LinkKind.DEPUTY_VOTERS:
        actions.make_links(facts=facts, to_person_ids=others, actor=office, at=moment(since, 600))


def _voters(world: World) -> list[tuple[int, str]]:
    """The tour's deputy with two groups of villagers, some others with one each."""
    hero = world.hero
    spots = [hero] if hero else []
    spots += [s for s in world.spots if s.county == world.main_county and s is not hero][:4]
    found = []
    for spot in spots:
        name = divisions.name_of(spot.codes[0])
        for deputy in spot.deputies[:1]:
            groups = ("一组", "二组") if spot is hero else ("一组",)
            found += [(deputy.person_id or 0, f"{name}{group}选民") for group in groups]
    return found


def _visits(world: World, office: Actor) -> None:
    for number, link in enumerate(Link.objects.filter(division_code=world.main_county).order_by("pk")):
        if number % 3 == 2:
            continue
        mode, note, raised = _DONE[number % len(_DONE)]
        day = world.today - timedelta(days=12 + 9 * (number % 18))
        facts = VisitFacts(day, mode, note, raised=raised)
        actions.record_visit(link_id=link.pk, facts=facts, actor=office, at=moment(day, 17 * 60))
