"""Reading contact points: the staff list, its export, one point, what the public and the sheet show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from lianxin.accounts.words import role_label
from lianxin.divisions import reads as divisions
from lianxin.journal import reads as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.codes import ancestors_of, inside, range_of
from lianxin.kernel.errors import NotFound
from lianxin.kit.jinja_env import iso, moment
from lianxin.kit.paging import Cursor, Page, id_in
from lianxin.kit.tables import BOM, csv_line
from lianxin.kit.written import Ask, Written
from lianxin.venues import access
from lianxin.venues.models import ContactPoint, Venue
from lianxin.venues.words import POINT_LABELS

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class PointFilters:
    """What the list is narrowed to; `state` is open, closed or "" for both."""

    text: str = ""
    kind: str = ""
    place: str = ""
    state: str = "open"
    venue_id: int | None = None


@dataclass(frozen=True, slots=True)
class PointRow:
    """A contact point, in a list or on its page."""

    id: int
    kind: str
    kind_label: str
    name: str
    division_code: str
    place: str
    venue_id: int | None
    venue_name: str
    address: str
    responsible_name: str
    phone: str
    opening_hours: str
    named_by: str
    opened_on: date
    closed_on: date | None
    close_reason: str
    version: int


def _row(point: ContactPoint) -> PointRow:
    return PointRow(
        point.pk, point.kind, str(POINT_LABELS[point.kind]), point.name, point.division_code,
        divisions.path_name(point.division_code), point.venue_id, point.venue.name if point.venue else "",
        point.address, point.responsible_name, point.phone, point.opening_hours, point.named_by,
        point.opened_on, point.closed_on, point.close_reason, point.version,
    )  # fmt: skip


def _filtered(actor: Actor, filters: PointFilters) -> QuerySet[ContactPoint]:
    found = access.points_visible_to(actor).select_related("venue")
    if filters.text:
        words = Q(name__contains=filters.text) | Q(responsible_name__contains=filters.text)
        found = found.filter(words | Q(address__contains=filters.text))
    if filters.kind in POINT_LABELS:
        found = found.filter(kind=filters.kind)
    if divisions.is_code(filters.place) and inside(filters.place, actor.place):
        low, high = range_of(filters.place)
        found = found.filter(division_code__gte=low, division_code__lt=high)
    if filters.venue_id is not None:
        found = found.filter(venue_id=filters.venue_id)
    if filters.state in {"open", "closed"}:
        found = found.filter(closed_on__isnull=filters.state == "open")
    return found


def point_list(actor: Actor, filters: PointFilters, cursor: Cursor) -> Page[PointRow]:
    """Contact points the actor sees, newest first. One query, and names of places from memory."""
    found = _filtered(actor, filters)
    rows = list(cursor.window(found))
    divisions.remember([row.division_code for row in rows])
    return cursor.page([_row(row) for row in rows])


@dataclass(frozen=True, slots=True)
class PointFile:
    """One contact point for its staff page: its facts, its history and what the actor may do."""

    point: PointRow
    history: tuple[dict[str, str], ...]
    may_keep: bool
    may_build: bool


def point_file(actor: Actor, point_id: int) -> PointFile:
    """One contact point the actor sees. Raises NotFound. Two queries."""
    found = access.points_visible_to(actor).filter(pk=point_id).select_related("venue").first()
    if found is None:
        raise NotFound(_("没有找到这个联系点。它可能不归您管，请回到清单再找。"))
    divisions.remember([found.division_code])
    lines = tuple(
        {
            "event": line.sentence, "actor": role_label(line.role), "when": moment(line.at),
            "iso": iso(line.at), "before": line.before, "reason": line.reason,
            "after": "" if line.after in POINT_LABELS else line.after,
        }
        for line in reversed(journal.history_of("venues.point", point_id))
    )  # fmt: skip
    may_build = access.may_open(actor, found.division_code)
    return PointFile(_row(found), lines, access.may_keep_point(actor, found), may_build)


def venue_choices(division_code: str) -> list[tuple[str, str]]:
    """Open venues a point there may belong to: those of its township and of the levels above. One query."""
    if not divisions.is_code(division_code):
        return []
    low, high = range_of(division_code[:9])
    near = Q(division_code__gte=low, division_code__lt=high) if len(division_code) >= 9 else Q(pk__in=[])
    found = Venue.objects.filter(near | Q(division_code__in=ancestors_of(division_code)), closed_on=None)
    return [(str(pk), name) for pk, name in found.order_by("division_code", "pk").values_list("pk", "name")]


_OF_VENUE = 50
_of_venue = Written(
    lambda: (
        ContactPoint.objects.filter(venue_id=Ask("venue"), closed_on=None)
        .select_related("venue")
        .order_by("kind", "pk")[:_OF_VENUE]
    )
)


def points_of_venue(venue_id: int) -> tuple[PointRow, ...]:
    """Open contact points under a venue, for everybody; fifty at most. One query."""
    return tuple(map(_row, _of_venue(venue=venue_id)))


def public_points(place: str = "", *, after: str = "", size: int = 40) -> tuple[tuple[PointRow, ...], str]:
    """Open contact points of a place (all when empty), by code, and where the next page starts ("": nowhere).

    One query, and names of places from memory.
    """
    found = ContactPoint.objects.filter(closed_on=None).select_related("venue")
    if place:
        low, high = range_of(place)
        found = found.filter(division_code__gte=low, division_code__lt=high)
    code, _dot, pk = after.partition(".")
    last = id_in(pk)
    if code and last is not None:
        found = found.filter(
            Q(division_code__gte=code), Q(division_code__gt=code) | Q(division_code=code, pk__gt=last)
        )
    rows = list(found.order_by("division_code", "pk")[: size + 1])
    kept = rows[:size]
    divisions.remember([row.division_code for row in kept])
    more = f"{kept[-1].division_code}.{kept[-1].pk}" if len(rows) > size else ""
    return tuple(map(_row, kept)), more


def points_below(place: str, length: int) -> dict[str, dict[str, int]]:
    """Open contact points of a place by the first `length` digits of their code, and by kind. One query."""
    low, high = range_of(place)
    found = ContactPoint.objects.filter(division_code__gte=low, division_code__lt=high, closed_on=None)
    below: dict[str, dict[str, int]] = {}
    counted = found.annotate(child=Substr("division_code", 1, length)).values_list("child", "kind")
    for child, kind, count in counted.annotate(n=Count("pk")):
        below.setdefault(child, {})[kind] = count
    return below


def csv_lines(actor: Actor, filters: PointFilters, *, on: date) -> Iterator[str]:
    """The filtered list for a spreadsheet, by number; one query for each 500 rows."""
    heads = [
        _("类别"), _("名称"), _("地方"), _("地方编码"), _("所属阵地"), _("地址"), _("负责人"), _("电话"),
        _("开放时间"), _("确定机关"), _("登记日期"), _("撤销日期"), _("撤销原因"),
    ]  # fmt: skip
    yield BOM + csv_line(heads)
    last, count = 0, 0
    while rows := list(_filtered(actor, filters).filter(pk__gt=last).order_by("pk")[:_AT_ONCE]):
        divisions.remember([row.division_code for row in rows])
        for row in map(_row, rows):
            yield csv_line([
                row.kind_label, row.name, row.place, row.division_code, row.venue_name, row.address,
                row.responsible_name, row.phone, row.opening_hours, row.named_by, row.opened_on.isoformat(),
                row.closed_on.isoformat() if row.closed_on else "", row.close_reason,
            ])  # fmt: skip
        last, count = rows[-1].pk, count + len(rows)
    yield csv_line([_("合计"), str(count), _("导出人"), actor.name, _("截至"), on.isoformat()])
