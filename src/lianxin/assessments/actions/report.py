"""The venue's side: start, say item by item what there is, hand it in, report what was put right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.assessments import access, measures, reads
from lianxin.assessments.actions._steps import SUBJECT, locked, moved
from lianxin.assessments.models import Assessment, Line
from lianxin.assessments.words import StandardKind
from lianxin.assessments.workflow import ASSESSMENT_FLOW
from lianxin.attachments import actions as attachments
from lianxin.attachments.actions import Derivative
from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError
from lianxin.kernel.text import clean
from lianxin.venues import reads as venues

_LINE = "assessments.line"


@dataclass(frozen=True, slots=True)
class Said:
    """What the venue says about one item."""

    is_met: bool | None
    words: str = ""
    photos: Sequence[Derivative] = ()


@transaction.atomic
def open_assessment(*, venue_id: int, kind: StandardKind, actor: Actor, at: datetime) -> Assessment:
    """Start this year's assessment of a venue by the standard in force; the one there is, if it exists.

    Raises NotFound for a closed venue, DomainError where no standard is in force. Source: ADR-0028 §3.
    """
    venue = venues.venue(venue_id)
    access.require_may_open(actor, venue_id, venue.division_code)
    today = timezone.localtime(at).date()
    existing = Assessment.objects.filter(venue_id=venue_id, kind=kind, year=today.year).first()
    if existing is not None:
        return existing
    standard = reads.standard_in_force(venue.division_code, kind, venue.tier, on=today)
    if standard is None:
        raise DomainError(_("这里还没有适用于这类阵地的标准。请先请代工委定一份标准。"))
    items = list(standard.items.order_by("position"))
    try:
        with transaction.atomic():
            assessment = Assessment.objects.create(
                venue_id=venue_id,
                division_code=venue.division_code,
                standard=standard,
                kind=kind,
                year=today.year,
                opened_at=at,
                out_of=sum(item.points for item in items),
            )
    except IntegrityError:  # two people began at once: the first one's stands
        return Assessment.objects.get(venue_id=venue_id, kind=kind, year=today.year)
    seen = measures.of_venue(venue_id, on=today)
    Line.objects.bulk_create(
        Line(assessment=assessment, item=item, measured=seen.get(item.measure)) for item in items
    )
    journal.write(
        SUBJECT,
        assessment.pk,
        "assessments.assessment.opened",
        actor=actor,
        at=at,
        division_code=assessment.division_code,
        after=assessment.state,
    )
    return assessment


def _write(assessment: Assessment, said: Mapping[int, Said], at: datetime) -> None:
    lines = {line.pk: line for line in assessment.lines.all()}
    for line_id, words in said.items():
        line = lines.get(line_id)
        if line is None:
            continue
        line.is_met, line.words = words.is_met, clean(words.words)[:300]
        if words.photos:
            first = reads.photo_count(line_id)
            attachments.attach(
                subject_kind=_LINE,
                subject_id=line_id,
                division_code=assessment.division_code,
                files=words.photos,
                at=at,
                first=first,
            )
    Line.objects.bulk_update(lines.values(), ["is_met", "words"])


@transaction.atomic
def save_report(
    *, assessment_id: int, said: Mapping[int, Said], version: int | None, actor: Actor, at: datetime
) -> Assessment:
    """Keep what was filled in so far; nothing is handed in yet."""
    assessment = locked(assessment_id, actor, version)
    access.require_may_report(actor, assessment)
    ASSESSMENT_FLOW.next_state(assessment.state, "save")
    _write(assessment, said, at)
    assessment.version += 1
    assessment.save(update_fields=["version"])
    return assessment


@transaction.atomic
def report(
    *, assessment_id: int, said: Mapping[int, Said], version: int | None, actor: Actor, at: datetime
) -> Assessment:
    """Hand the self-report in: every item is answered, and what needs a photo and is met has one."""
    assessment = locked(assessment_id, actor, version)
    access.require_may_report(actor, assessment)
    ASSESSMENT_FLOW.next_state(assessment.state, "report")
    _write(assessment, said, at)
    lines = list(assessment.lines.select_related("item"))
    open_ones = [line.item.title for line in lines if line.is_met is None]
    if open_ones:
        raise DomainError(
            _("还有 %(num)s 项没有选有没有，第一项是“%(item)s”。")
            % {"num": len(open_ones), "item": open_ones[0]}
        )
    shown = reads.lines_with_photos([line.pk for line in lines])
    bare = [
        line.item.title for line in lines if line.is_met and line.item.needs_photo and line.pk not in shown
    ]
    if bare:
        raise DomainError(_("“%(item)s”要附照片才能算有。请补一张，或者改选没有。") % {"item": bare[0]})
    seen = measures.of_venue(assessment.venue_id, on=timezone.localtime(at).date())
    for line in lines:
        line.measured = seen.get(line.item.measure)
    Line.objects.bulk_update(lines, ["measured"])
    assessment.reported_at = at
    return moved(assessment, "report", "reported", actor=actor, at=at, facts=("reported_at",))


@transaction.atomic
def rectify(
    *, assessment_id: int, done: Mapping[int, str], version: int | None, actor: Actor, at: datetime
) -> Assessment:
    """Say for each item to be put right what was done. Raises DomainError while one is unanswered."""
    assessment = locked(assessment_id, actor, version)
    access.require_may_report(actor, assessment)
    lines = list(assessment.lines.filter(must_rectify=True).select_related("item"))
    for line in lines:
        line.rectified = clean(done.get(line.pk, ""))[:300]
        if not line.rectified:
            raise DomainError(_("请写明“%(item)s”怎么整改的。") % {"item": line.item.title})
    Line.objects.bulk_update(lines, ["rectified"])
    return moved(assessment, "rectify", "rectified", actor=actor, at=at)
