"""The team's side: score by item, have things put right, look again, grade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.assessments import access
from lianxin.assessments.actions._steps import locked, moved
from lianxin.assessments.models import Assessment, Line
from lianxin.assessments.words import Mode
from lianxin.assessments.workflow import ASSESSMENT_FLOW
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError
from lianxin.kernel.text import clean
from lianxin.kernel.workdays import add_months


@dataclass(frozen=True, slots=True)
class Score:
    """What the team gives for one item."""

    points: int
    remark: str = ""
    must_rectify: bool = False


# How long a grade holds. Source: domain.md §2.4 [REC] (yearly; stars may be lost).
VALID_MONTHS = 12


@transaction.atomic
def return_report(
    *, assessment_id: int, reason: str, version: int | None, actor: Actor, at: datetime
) -> Assessment:
    """Give the self-report back to be completed."""
    assessment = locked(assessment_id, actor, version)
    access.require_may_score(actor, assessment)
    if len(clean(reason)) < 2:
        raise DomainError(_("请写一句为什么退回，阵地才知道补什么。"))
    return moved(assessment, "return_report", "returned", actor=actor, at=at, reason=clean(reason))


@transaction.atomic
def score(
    *,
    assessment_id: int,
    scores: Mapping[int, Score],
    mode: Mode,
    version: int | None,
    actor: Actor,
    at: datetime,
) -> Assessment:
    """Score every item. Raises DomainError for a missing score or one outside its item's points."""
    assessment = locked(assessment_id, actor, version)
    access.require_may_score(actor, assessment)
    ASSESSMENT_FLOW.next_state(assessment.state, "score")
    _give(assessment, scores)
    assessment.mode, assessment.scored_at = mode, at
    return moved(assessment, "score", "scored", actor=actor, at=at, facts=("mode", "scored_at", "points"))


def _give(assessment: Assessment, scores: Mapping[int, Score]) -> None:
    lines = list(assessment.lines.select_related("item"))
    for line in lines:
        given, title = scores.get(line.pk), line.item.title
        if given is None:
            raise DomainError(_("“%(item)s”还没有评分。") % {"item": title})
        if not 0 <= given.points <= line.item.points:
            raise DomainError(
                _("“%(item)s”的分数要在 0 到 %(most)s 之间。") % {"item": title, "most": line.item.points}
            )
        line.points, line.remark = given.points, clean(given.remark)[:300]
        line.must_rectify = given.must_rectify
        if given.must_rectify and not line.remark:
            raise DomainError(_("“%(item)s”要整改，请写明改什么。") % {"item": title})
    Line.objects.bulk_update(lines, ["points", "remark", "must_rectify"])
    assessment.points = sum(line.points or 0 for line in lines)


@transaction.atomic
def order_rectification(
    *, assessment_id: int, by: date, version: int | None, actor: Actor, at: datetime
) -> Assessment:
    """Send the marked items back to be put right until a day. Raises DomainError when none is marked."""
    assessment = locked(assessment_id, actor, version)
    access.require_may_score(actor, assessment)
    if not assessment.lines.filter(must_rectify=True).exists():
        raise DomainError(_("没有勾选要整改的项。不用整改，就直接定级。"))
    if by <= timezone.localtime(at).date():
        raise DomainError(_("整改期限要在今天以后。"))
    assessment.rectify_by = by
    return moved(
        assessment, "order_rectification", "rectification_ordered", actor=actor, at=at, facts=("rectify_by",)
    )


@transaction.atomic
def recheck(
    *,
    assessment_id: int,
    scores: Mapping[int, Score],
    mode: Mode,
    version: int | None,
    actor: Actor,
    at: datetime,
) -> Assessment:
    """Look again at what was put right and score once more."""
    assessment = locked(assessment_id, actor, version)
    access.require_may_score(actor, assessment)
    ASSESSMENT_FLOW.next_state(assessment.state, "recheck")
    _give(assessment, scores)
    assessment.mode, assessment.scored_at = mode, at
    return moved(
        assessment, "recheck", "rechecked", actor=actor, at=at, facts=("mode", "scored_at", "points")
    )


@transaction.atomic
def grade(*, assessment_id: int, version: int | None, actor: Actor, at: datetime) -> Assessment:
    """Give the stars that the points earn, for a year. Source: domain.md §2.4; ADR-0028 §5."""
    assessment = locked(assessment_id, actor, version)
    access.require_may_score(actor, assessment)
    ASSESSMENT_FLOW.next_state(assessment.state, "grade")
    today = timezone.localtime(at).date()
    percent = 100 * (assessment.points or 0) / assessment.out_of
    assessment.stars = sum(percent >= line for line in assessment.standard.star_thresholds)
    assessment.graded_on, assessment.valid_until = today, add_months(today, VALID_MONTHS)
    return moved(
        assessment, "grade", "graded", actor=actor, at=at, facts=("stars", "graded_on", "valid_until")
    )
