"""A standard is set once and never changed; a new number replaces it from its day on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lianxin.assessments import access
from lianxin.assessments.models import Standard, StandardItem
from lianxin.assessments.words import Measure, StandardKind
from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError
from lianxin.kernel.text import clean
from lianxin.venues.words import Tier

# Thresholds in percent for one to five stars. Source: domain.md §2.4 [REC].
STARS = (60, 70, 80, 90, 95)


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """One item of a standard."""

    title: str
    points: int
    hint: str = ""
    needs_photo: bool = False
    measure: Measure = Measure.NONE


@transaction.atomic
def set_standard(
    *,
    kind: StandardKind,
    tier: Tier,
    name: str,
    items: Sequence[ItemFacts],
    valid_from: date,
    source: str,
    actor: Actor,
    at: datetime,
    stars: Sequence[int] = STARS,
) -> Standard:
    """Set a new number of the office's own standard for its place. Source: domain.md §2.2, ADR-0028 §2.

    Assessments already open keep the standard they began with. Raises DomainError for an unsound list.
    """
    access.require_may_set(actor)
    titles = [clean(item.title) for item in items]
    if not titles or not all(titles):
        raise DomainError(_("标准里至少要有一项，每一项都要有名称。"))
    if len(set(titles)) != len(titles):
        raise DomainError(_("有两项名称一样，请改掉一个。"))
    if not clean(source):
        raise DomainError(_("请写明依据，例如文件名称和文号。"))
    if list(stars) != sorted(set(stars)) or not all(1 <= star <= 100 for star in stars):
        raise DomainError(_("星级的分数线要从低到高，在 1 到 100 之间。"))
    last = Standard.objects.filter(division_code=actor.place, kind=kind, tier=tier).aggregate(n=Max("number"))
    standard = Standard.objects.create(
        kind=kind,
        tier=tier,
        division_code=actor.place,
        name=clean(name),
        number=(last["n"] or 0) + 1,
        valid_from=valid_from,
        source=clean(source),
        star_thresholds=list(stars),
    )
    StandardItem.objects.bulk_create(
        StandardItem(
            standard=standard,
            position=position,
            title=title,
            hint=clean(item.hint),
            points=item.points,
            needs_photo=item.needs_photo,
            measure=item.measure,
        )
        for position, (title, item) in enumerate(zip(titles, items, strict=True), start=1)
    )
    journal.write(
        "assessments.standard",
        standard.pk,
        "assessments.standard.set",
        actor=actor,
        at=at,
        division_code=actor.place,
        after=f"{kind} {tier} {standard.number}",
    )
    return standard
