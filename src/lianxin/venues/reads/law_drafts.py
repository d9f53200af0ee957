"""Reading drafts and the opinions collected on them at legislative contact points. Source: ADR-0030 §5."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _

from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import Actor
from lianxin.kernel.codes import range_of
from lianxin.kernel.errors import NotFound
from lianxin.kit.paging import Cursor, Page
from lianxin.kit.tables import BOM, csv_line
from lianxin.venues import access
from lianxin.venues.models import DraftOpinion, LawDraft
from lianxin.venues.words import OPINION_FROM_LABELS, OpinionFrom, PointKind

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft with how many opinions the reader sees."""

    id: int
    name: str
    summary: str
    organ: str
    place: str
    opens_on: date
    closes_on: date
    is_open: bool
    opinions: int


def _row(draft: LawDraft, opinions: int, on: date) -> DraftRow:
    return DraftRow(
        draft.pk, draft.name, draft.summary, draft.organ, divisions.name_of(draft.division_code),
        draft.opens_on, draft.closes_on, draft.opens_on <= on <= draft.closes_on, opinions,
    )  # fmt: skip


def draft_list(actor: Actor, cursor: Cursor, *, on: date) -> Page[DraftRow]:
    """Drafts of the actor's place, of those above and inside it, newest first. Two queries."""
    found = access.law_drafts_visible_to(actor)
    rows = list(cursor.window(found))
    seen = access.opinions_visible_to(actor).filter(draft__in=rows).values_list("draft")
    counts = dict(seen.annotate(n=Count("pk")).order_by())
    return cursor.page([_row(draft, counts.get(draft.pk, 0), on) for draft in rows])


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """One opinion."""

    id: int
    point_name: str
    place: str
    said_by: str
    article: str
    text: str
    received_on: date


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A draft with its counts, a page of opinions, and the points where the reader may record one."""

    draft: DraftRow
    by_point: tuple[tuple[str, int], ...]
    by_kind: tuple[tuple[str, int], ...]
    opinions: Page[OpinionRow]
    points: tuple[tuple[str, str], ...]


def _opinion(one: DraftOpinion) -> OpinionRow:
    return OpinionRow(
        one.pk, one.point.name, divisions.path_name(one.division_code),
        str(OPINION_FROM_LABELS[one.said_by]), one.article, one.text, one.received_on,
    )  # fmt: skip


def draft_page(actor: Actor, draft_id: int, cursor: Cursor, *, on: date) -> DraftPage:
    """One draft the actor sees. Raises NotFound. Five queries, and names of places from memory."""
    draft = access.law_drafts_visible_to(actor).filter(pk=draft_id).first()
    if draft is None:
        raise NotFound(_("没有找到这份草案，请回到清单再找。"))
    seen = access.opinions_visible_to(actor).filter(draft=draft)
    points = seen.values_list("point__name").annotate(n=Count("pk")).order_by("-n", "point__name")
    kinds = dict(seen.values_list("said_by").annotate(n=Count("pk")).order_by())
    found = seen.select_related("point")
    rows = list(cursor.window(found))
    divisions.remember([row.division_code for row in rows])
    return DraftPage(
        _row(draft, sum(kinds.values()), on),
        tuple(points[:50]),
        tuple((str(OPINION_FROM_LABELS[kind]), kinds.get(kind, 0)) for kind in OpinionFrom),
        cursor.page([_opinion(row) for row in rows]),
        _points(actor, draft),
    )


def _points(actor: Actor, draft: LawDraft) -> tuple[tuple[str, str], ...]:
    """Open legislative points inside the draft's place that the actor keeps. One query."""
    low, high = range_of(draft.division_code)
    found = access.points_visible_to(actor).filter(
        kind=PointKind.LEGISLATIVE, closed_on=None, division_code__gte=low, division_code__lt=high
    )
    kept = [point for point in found.order_by("pk")[:100] if access.may_keep_point(actor, point)]
    return tuple((str(point.pk), point.name) for point in kept)


def csv_lines(actor: Actor, draft_id: int, *, on: date) -> Iterator[str]:
    """Every opinion on a draft that the actor sees, by number; one query for each 500."""
    heads = [_("联系点"), _("地方"), _("谁的意见"), _("哪一条"), _("意见"), _("日期")]
    yield BOM + csv_line(heads)
    seen = access.opinions_visible_to(actor).filter(draft_id=draft_id).select_related("point")
    last, count = 0, 0
    while rows := list(seen.filter(pk__gt=last).order_by("pk")[:_AT_ONCE]):
        divisions.remember([row.division_code for row in rows])
        for one in map(_opinion, rows):
            day = one.received_on.isoformat()
            yield csv_line([one.point_name, one.place, one.said_by, one.article, one.text, day])
        last, count = rows[-1].pk, count + len(rows)
    yield csv_line([_("合计"), str(count), _("导出人"), actor.name, _("截至"), on.isoformat()])
