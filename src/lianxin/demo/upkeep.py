"""建管用 in the demo: venues of the main county hold their standards, some fall short, a few are named."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from lianxin.assessments import actions, reads
from lianxin.assessments.actions import Said, Score
from lianxin.assessments.actions.take_over import Grading, take_over_grading
from lianxin.assessments.models import Assessment
from lianxin.assessments.words import Duty, HonourKind, HonourLevel, Mode, StandardKind
from lianxin.demo.days import moment
from lianxin.demo.world import Spot, World
from lianxin.kernel.actor import Actor
from lianxin.kit.scope import scope
from lianxin.venues import reads as venues
from lianxin.venues.words import Tier

_WORDS = ("牌子褪色了，要换", "制度还没有上墙", "台账缺上半年的", "终端借给村里用了")
_POINTS = (100, 95, 90, 85, 100, 80, 70, 90, 55)
_LEADERS = ("赵玉明", "普建华", "李志高", "杨文")


def assess(world: World, rng: Random) -> int:
    """Most venues of the main county were held against the informatisation standard; returns how many."""
    office = world.offices[world.main_county]
    spots = [spot for spot in world.spots if spot.county == world.main_county]
    day = world.today - timedelta(days=rng.randint(30, 60))
    with scope(office):
        for number, spot in enumerate(spots):
            _one(spot, office, moment(day + timedelta(days=number % 20), 540), rng)
        _built(spots, office, day)
        _names(spots, office, day)
        for spot, leader in zip(spots, _LEADERS, strict=False):
            actions.put_in_charge(
                venue_id=spot.venue_id, duty=Duty.SUPERVISOR, name=leader, post="人大常委会领导",
                since=day, actor=office, at=moment(day, 600),
            )  # fmt: skip
    return len(spots)


def _one(spot: Spot, office: Actor, at: datetime, rng: Random) -> None:
    kind = StandardKind.INFORMATISED
    one = actions.open_assessment(venue_id=spot.venue_id, kind=kind, actor=office, at=at)
    lines = reads.assessment_page(office, one.pk).lines
    short = rng.random()
    missing = {rng.choice(lines).id} if short < 0.15 else set()
    said = {line.id: Said(line.id not in missing) for line in lines}
    actions.report(assessment_id=one.pk, said=said, version=0, actor=office, at=at)
    if short > 0.9:
        return
    scores = {
        line.id: Score(0, rng.choice(_WORDS), must_rectify=True) if line.id in missing else Score(line.out_of)
        for line in lines
    }
    mode = rng.choice(list(Mode))
    actions.score(assessment_id=one.pk, scores=scores, mode=mode, version=1, actor=office, at=at)
    if missing:
        by = at.date() + timedelta(days=30)
        actions.order_rectification(assessment_id=one.pk, by=by, version=2, actor=office, at=at)
    else:
        actions.grade(assessment_id=one.pk, version=2, actor=office, at=at)


def _built(spots: list[Spot], office: Actor, day: date) -> None:
    """The building standard was scored on paper before: home, stations and half of the rooms have stars."""
    tiers = {venue.id: venue.tier for venue in venues.known_venues(office.place)}
    for number, spot in enumerate(spots):
        tier = tiers[spot.venue_id]
        if tier not in {Tier.HOME, Tier.STATION, Tier.ROOM} or (tier == Tier.ROOM and number % 2):
            continue
        grading = Grading(
            venue_id=spot.venue_id, kind=StandardKind.BUILDING, graded_on=day - timedelta(days=20),
            points=_POINTS[number % len(_POINTS)], mode=Mode.ON_SITE,
        )  # fmt: skip
        take_over_grading(grading=grading, actor=office, at=moment(day, 560))


def _names(spots: list[Spot], office: Actor, on: date) -> None:
    """Three rooms that were graded are named by the county, and two venues as places to try things out."""
    ids = [spot.venue_id for spot in spots]
    graded = Assessment.objects.filter(venue_id__in=ids, stars=5, venue__tier="room")
    for venue_id in graded.order_by("venue_id").values_list("venue_id", flat=True)[:3]:
        actions.name_venue(
            venue_id=venue_id, kind=HonourKind.DEMONSTRATION, level=HonourLevel.COUNTY,
            document_no="楚市人办〔2026〕5 号", named_on=on, actor=office, at=moment(on, 600),
        )  # fmt: skip
    for spot in spots[:2]:
        actions.name_venue(
            venue_id=spot.venue_id, kind=HonourKind.INNOVATION, level=HonourLevel.COUNTY,
            document_no="楚市人办〔2026〕9 号", named_on=on, actor=office, at=moment(on, 620),
        )  # fmt: skip
