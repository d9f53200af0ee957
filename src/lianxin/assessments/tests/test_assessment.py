"""From the self-report to stars: who may do what, in which state, and what the database itself refuses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from lianxin.assessments import actions, reads
from lianxin.assessments.actions import ItemFacts, Said, Score
from lianxin.assessments.models import Assessment
from lianxin.assessments.tests.conftest import Upkeep
from lianxin.assessments.words import Mode, StandardKind
from lianxin.assessments.workflow import ASSESSMENT_FLOW
from lianxin.attachments import actions as attachments
from lianxin.attachments.testing import photo, upload
from lianxin.attachments.words import Kind
from lianxin.journal.models import Entry
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError, NotAllowed, NotFound, Stale
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.kit.scope import scope
from lianxin.venues.words import Tier

B, INF = StandardKind.BUILDING, StandardKind.INFORMATISED


def opened(up: Upkeep, kind: StandardKind = INF) -> int:
    with scope(up.liaison):
        return actions.open_assessment(venue_id=up.venue_id, kind=kind, actor=up.liaison, at=up.noon).pk


def lines(up: Upkeep, pk: int) -> list[reads.LineRow]:
    with scope(up.office):
        return list(reads.assessment_page(up.office, pk).lines)


def yes(up: Upkeep, pk: int) -> dict[int, Said]:
    return {line.id: Said(True, "有的") for line in lines(up, pk)}


def reported(up: Upkeep, kind: StandardKind = INF) -> int:
    pk = opened(up, kind)
    said = yes(up, pk)
    with scope(up.liaison):
        actions.report(assessment_id=pk, said=said, version=0, actor=up.liaison, at=up.noon)
    return pk


def full(up: Upkeep, pk: int, *, less: int = 0, must: bool = False) -> dict[int, Score]:
    rows = lines(up, pk)
    found = {line.id: Score(line.out_of) for line in rows}
    if less or must:
        found[rows[0].id] = Score(rows[0].out_of - less, "牌子要换成新的", must_rectify=must)
    return found


def scored(up: Upkeep, **more: object) -> int:
    pk = reported(up)
    scores = full(up, pk, **more)
    with scope(up.office):
        actions.score(
            assessment_id=pk, scores=scores, mode=Mode.ON_SITE, version=1, actor=up.office, at=up.noon
        )
    return pk


def events(pk: int) -> list[str]:
    with scope(Actor(role=Role.AUDITOR, place="53")):
        found = Entry.objects.filter(subject_kind="assessments.assessment", subject_id=pk).order_by("id")
        return [event.rpartition(".")[2] for event in found.values_list("event", flat=True)]


def state(up: Upkeep, pk: int) -> str:
    with scope(up.office):
        return Assessment.objects.get(pk=pk).state


def test_an_assessment_begins_with_the_nearest_standard_and_what_the_platform_sees(upkeep: Upkeep) -> None:
    with scope(upkeep.office):
        actions.set_standard(
            kind=INF, tier=Tier.ROOM, name="本市信息化", items=[ItemFacts("有大屏", 3)], valid_from=date(2026, 1, 1),
            source="楚市人办〔2026〕1 号", actor=upkeep.office, at=upkeep.noon,
        )  # fmt: skip
    own = lines(upkeep, opened(upkeep))
    assert [(line.title, line.out_of) for line in own] == [("有大屏", 3)]
    provincial = lines(upkeep, opened(upkeep, B))
    assert len(provincial) == 10
    assert [line.measured for line in provincial if line.measure_label] == [
        False,
        False,
    ]  # no plate, nobody placed


def test_beginning_twice_in_a_year_gives_one(upkeep: Upkeep) -> None:
    assert opened(upkeep) == opened(upkeep)
    with scope(upkeep.office):
        assert Assessment.objects.count() == 1


def test_a_report_answers_every_item(upkeep: Upkeep) -> None:
    pk = opened(upkeep)
    said = yes(upkeep, pk)
    said[max(said)] = Said(None)
    with scope(upkeep.liaison), pytest.raises(DomainError, match="还有 1 项"):
        actions.report(assessment_id=pk, said=said, version=0, actor=upkeep.liaison, at=upkeep.noon)
    assert state(upkeep, pk) == "draft"


def test_what_needs_a_photo_counts_only_with_one(upkeep: Upkeep) -> None:
    pk = opened(upkeep, B)
    said = yes(upkeep, pk)
    with scope(upkeep.liaison), pytest.raises(DomainError, match="要附照片"):
        actions.report(assessment_id=pk, said=said, version=0, actor=upkeep.liaison, at=upkeep.noon)
    shot = attachments.derive(Kind.PHOTO, upload(photo()))
    need = {line.id for line in lines(upkeep, pk) if line.needs_photo}
    said = {key: Said(True, "有", [shot] if key in need else []) for key in said}
    with scope(upkeep.liaison):
        actions.report(assessment_id=pk, said=said, version=0, actor=upkeep.liaison, at=upkeep.noon)
    assert state(upkeep, pk) == "reported"
    assert all(line.photos for line in lines(upkeep, pk) if line.needs_photo)


def test_saving_keeps_what_was_said_and_hands_nothing_in(upkeep: Upkeep) -> None:
    pk = opened(upkeep)
    first = lines(upkeep, pk)[0].id
    with scope(upkeep.liaison):
        actions.save_report(
            assessment_id=pk,
            said={first: Said(False, "还差网络")},
            version=0,
            actor=upkeep.liaison,
            at=upkeep.noon,
        )
    assert (lines(upkeep, pk)[0].is_met, lines(upkeep, pk)[0].words) == (False, "还差网络")
    assert state(upkeep, pk) == "draft"


def test_full_points_earn_five_stars_for_a_year(upkeep: Upkeep) -> None:
    pk = scored(upkeep)
    with scope(upkeep.office):
        one = actions.grade(assessment_id=pk, version=2, actor=upkeep.office, at=upkeep.noon)
    assert (one.stars, one.points, one.graded_on, one.valid_until) == (
        5,
        4,
        date(2026, 3, 3),
        date(2027, 3, 3),
    )
    assert events(pk) == ["opened", "reported", "scored", "graded"]


@pytest.mark.parametrize(("points", "stars"), [(0, 0), (2, 0), (3, 2), (4, 5)])
def test_stars_follow_the_thresholds_of_the_standard(upkeep: Upkeep, points: int, stars: int) -> None:
    pk = reported(upkeep)
    rows = lines(upkeep, pk)
    scores = {line.id: Score(1 if n < points else 0) for n, line in enumerate(rows)}
    with scope(upkeep.office):
        actions.score(
            assessment_id=pk, scores=scores, mode=Mode.ONLINE, version=1, actor=upkeep.office, at=upkeep.noon
        )
        one = actions.grade(assessment_id=pk, version=2, actor=upkeep.office, at=upkeep.noon)
    assert one.stars == stars


def test_what_must_be_put_right_is_ordered_reported_and_looked_at_again(upkeep: Upkeep) -> None:
    pk = scored(upkeep, less=1, must=True)
    day = date(2026, 4, 3)
    with scope(upkeep.office):
        actions.order_rectification(assessment_id=pk, by=day, version=2, actor=upkeep.office, at=upkeep.noon)
    marked = next(line.id for line in lines(upkeep, pk) if line.must_rectify)
    with scope(upkeep.liaison):
        with pytest.raises(DomainError, match="怎么整改"):
            actions.rectify(assessment_id=pk, done={}, version=3, actor=upkeep.liaison, at=upkeep.noon)
        actions.rectify(
            assessment_id=pk, done={marked: "换了新牌子"}, version=3, actor=upkeep.liaison, at=upkeep.noon
        )
    scores = full(upkeep, pk)
    with scope(upkeep.office):
        actions.recheck(
            assessment_id=pk, scores=scores, mode=Mode.ON_SITE, version=4, actor=upkeep.office, at=upkeep.noon
        )
        assert actions.grade(assessment_id=pk, version=5, actor=upkeep.office, at=upkeep.noon).stars == 5
    assert events(pk)[-4:] == ["rectification_ordered", "rectified", "rechecked", "graded"]


def test_ordering_needs_a_marked_item_and_a_day_to_come(upkeep: Upkeep) -> None:
    pk = scored(upkeep)
    later = date(2026, 4, 3)
    with scope(upkeep.office), pytest.raises(DomainError, match="没有勾选"):
        actions.order_rectification(
            assessment_id=pk, by=later, version=2, actor=upkeep.office, at=upkeep.noon
        )


@pytest.mark.parametrize(("given", "match"), [(9, "0 到 1"), (-1, "0 到 1")])
def test_a_score_stays_inside_its_item(upkeep: Upkeep, given: int, match: str) -> None:
    pk = reported(upkeep)
    scores = full(upkeep, pk)
    scores[max(scores)] = Score(given)
    with scope(upkeep.office), pytest.raises(DomainError, match=match):
        actions.score(
            assessment_id=pk, scores=scores, mode=Mode.ONLINE, version=1, actor=upkeep.office, at=upkeep.noon
        )


def test_a_report_given_back_says_why_and_is_open_again(upkeep: Upkeep) -> None:
    pk = reported(upkeep)
    with scope(upkeep.office):
        with pytest.raises(DomainError, match="为什么退回"):
            actions.return_report(
                assessment_id=pk, reason=" ", version=1, actor=upkeep.office, at=upkeep.noon
            )
        actions.return_report(
            assessment_id=pk, reason="照片看不清", version=1, actor=upkeep.office, at=upkeep.noon
        )
    assert state(upkeep, pk) == "draft"


def test_a_stale_page_decides_nothing(upkeep: Upkeep) -> None:
    pk = scored(upkeep)
    with scope(upkeep.office), pytest.raises(Stale):
        actions.grade(assessment_id=pk, version=1, actor=upkeep.office, at=upkeep.noon)


@pytest.mark.parametrize("verb", [v for v in ASSESSMENT_FLOW.moves if v != "save"])
def test_a_graded_assessment_is_over(upkeep: Upkeep, verb: str) -> None:
    assert not ASSESSMENT_FLOW.may(verb, "graded")
    pk = scored(upkeep)
    with scope(upkeep.office):
        actions.grade(assessment_id=pk, version=2, actor=upkeep.office, at=upkeep.noon)
        with pytest.raises(MoveNotAllowed):
            actions.grade(assessment_id=pk, version=3, actor=upkeep.office, at=upkeep.noon)


def test_the_liaison_does_not_score_and_the_neighbour_sees_nothing(upkeep: Upkeep) -> None:
    pk = reported(upkeep)
    scores = full(upkeep, pk)
    with scope(upkeep.liaison), pytest.raises(NotAllowed):
        actions.score(
            assessment_id=pk, scores=scores, mode=Mode.ONLINE, version=1, actor=upkeep.liaison, at=upkeep.noon
        )
    with scope(upkeep.neighbour):
        with pytest.raises(NotFound):
            reads.assessment_page(upkeep.neighbour, pk)
        assert not Assessment.objects.exists()  # row-level security, without any filter of ours


def test_a_liaison_of_elsewhere_opens_nothing_here(upkeep: Upkeep) -> None:
    with scope(upkeep.liaison), pytest.raises(NotAllowed):
        actions.open_assessment(venue_id=upkeep.far_id, kind=B, actor=upkeep.liaison, at=upkeep.noon)


@pytest.mark.parametrize(
    "facts",
    [{"state": "graded"}, {"state": "scored"}, {"state": "reported"}, {"points": 3}, {"state": "rectifying"}, {"state": "odd"}],
)  # fmt: skip
def test_the_database_refuses_a_state_without_its_facts(upkeep: Upkeep, facts: dict[str, object]) -> None:
    pk = opened(upkeep)
    with scope(upkeep.office), pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=pk).update(**facts)


@pytest.mark.parametrize(
    ("items", "match"),
    [([], "至少要有一项"), ([ItemFacts(" ", 3)], "至少要有一项"), ([ItemFacts("有牌", 3), ItemFacts("有牌", 2)], "名称一样")],
)  # fmt: skip
def test_a_standard_is_sound(upkeep: Upkeep, items: list[ItemFacts], match: str) -> None:
    with scope(upkeep.office), pytest.raises(DomainError, match=match):
        actions.set_standard(
            kind=B, tier=Tier.ROOM, name="x", items=items, valid_from=date(2026, 1, 1), source="文件",
            actor=upkeep.office, at=upkeep.noon,
        )  # fmt: skip


def test_an_open_assessment_keeps_the_standard_it_began_with(upkeep: Upkeep) -> None:
    pk = opened(upkeep)
    with scope(upkeep.office):
        actions.set_standard(
            kind=INF, tier=Tier.ROOM, name="新的", items=[ItemFacts("有大屏", 3)], valid_from=date(2026, 1, 1),
            source="文件", actor=upkeep.office, at=upkeep.noon,
        )  # fmt: skip
        page = reads.assessment_page(upkeep.office, pk)
    assert page.standard_name == "信息化清单"
    later = upkeep.noon + timedelta(days=365)
    with scope(upkeep.liaison):
        next_year = actions.open_assessment(
            venue_id=upkeep.venue_id, kind=INF, actor=upkeep.liaison, at=later
        )
        assert (next_year.year, next_year.standard.name) == (2027, "新的")


def test_only_the_deputy_affairs_committee_sets_a_standard(upkeep: Upkeep) -> None:
    with scope(upkeep.liaison), pytest.raises(NotAllowed):
        actions.set_standard(
            kind=B, tier=Tier.ROOM, name="x", items=[ItemFacts("有牌", 3)], valid_from=date(2026, 1, 1),
            source="文件", actor=upkeep.liaison, at=upkeep.noon,
        )  # fmt: skip
