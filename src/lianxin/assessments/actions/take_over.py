"""Taking over what was graded on paper: the result, without a line for each item. Source: ADR-0030 §4."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.assessments import access, reads
from lianxin.assessments.actions._steps import SUBJECT
from lianxin.assessments.actions.assess import VALID_MONTHS
from lianxin.assessments.models import Assessment, Standard
from lianxin.assessments.words import Mode, StandardKind
from lianxin.assessments.workflow import GRADED
from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError
from lianxin.kernel.workdays import add_months
from lianxin.venues import reads as venues


@dataclass(frozen=True, slots=True)
class Grading:
    """A result on paper. `points` None: the standard was met in full."""

    venue_id: int
    kind: StandardKind
    graded_on: date
    points: int | None = None
    mode: Mode = Mode.ON_SITE


@transaction.atomic
def take_over_grading(*, grading: Grading, actor: Actor, at: datetime) -> tuple[Assessment, bool]:
    """Record a result of the year; returns it and whether anything is new or changed.

    One taken over before is corrected; one that went through the platform is never overwritten.
    Raises DomainError for that, for points beyond the standard, and for a day to come.
    """
    venue = venues.venue(grading.venue_id)
    access.require_may_open(actor, venue.id, venue.division_code)
    standard = reads.standard_in_force(venue.division_code, grading.kind, venue.tier, on=grading.graded_on)
    if standard is None:
        raise DomainError(_("那时还没有适用于这类阵地的标准。请先请代工委定一份标准。"))
    out_of = sum(standard.items.values_list("points", flat=True))
    points = out_of if grading.points is None else grading.points
    if points > out_of:
        words = {"points": points, "most": out_of}
        raise DomainError(_("得分 %(points)s 超过了标准的满分 %(most)s，请核对。") % words)
    if grading.graded_on > timezone.localtime(at).date():
        raise DomainError(_("定级日期在今天以后，请核对。"))
    year = grading.graded_on.year
    found = Assessment.objects.select_for_update().filter(venue_id=venue.id, kind=grading.kind, year=year)
    one = found.first()
    if one is not None and (one.state != GRADED or one.lines.exists()):
        raise DomainError(_("这个阵地 %(year)s 年已经在平台上评过了，不能用文件覆盖。") % {"year": year})
    facts = _facts(standard, grading, points, out_of, at)
    if one is not None and all(getattr(one, name) == value for name, value in facts.items()):
        return one, False
    one = one or Assessment(
        venue_id=venue.id, division_code=venue.division_code, kind=grading.kind, year=year, opened_at=at
    )
    for name, value in facts.items():
        setattr(one, name, value)
    one.version += 1
    one.save()
    journal.write(
        SUBJECT, one.pk, "assessments.assessment.taken_over",
        actor=actor, at=at, division_code=one.division_code, after=f"{points}/{out_of}",
    )  # fmt: skip
    return one, True


def _facts(standard: Standard, grading: Grading, points: int, out_of: int, at: datetime) -> dict[str, object]:
    percent = 100 * points / out_of
    return {
        "standard_id": standard.pk,
        "state": GRADED,
        "mode": grading.mode,
        "reported_at": at,
        "scored_at": at,
        "graded_on": grading.graded_on,
        "valid_until": add_months(grading.graded_on, VALID_MONTHS),
        "points": points,
        "out_of": out_of,
        "stars": sum(percent >= line for line in standard.star_thresholds),
    }


@transaction.atomic
def withdraw_gradings(*, assessment_ids: list[int], actor: Actor, at: datetime, reason: str) -> None:
    """Take results back that were taken over: they hold no day any more. Raises DomainError for others."""
    found = list(access.assessments_visible_to(actor).select_for_update().filter(pk__in=assessment_ids))
    if len(found) != len(set(assessment_ids)) or any(one.lines.exists() for one in found):
        raise DomainError(_("导入的评估结果后来有人改过，不能整批撤销了。请逐个重新评估。"))
    for one in found:
        access.require_may_open(actor, one.venue_id, one.division_code)
        one.valid_until = one.graded_on
        one.points, one.stars = 0, 0
        one.version += 1
        one.save(update_fields=["valid_until", "points", "stars", "version"])
    subjects = [(one.pk, one.division_code) for one in found]
    journal.write_many(
        SUBJECT, subjects, "assessments.assessment.withdrawn", actor=actor, at=at, reason=reason
    )
