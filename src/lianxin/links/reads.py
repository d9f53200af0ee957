"""Reading links: the office's list, one link with its visits, a deputy's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import NotFound
from lianxin.kit.tables import BOM, csv_lines
from lianxin.links import access
from lianxin.links.models import Link
from lianxin.links.words import KIND_LABELS, MODE_LABELS

_SOON_DAYS = 14


@dataclass(frozen=True, slots=True)
class Badge:
    """When the next visit is due, as `kit/ui/badges.html: due` draws it."""

    tone: str
    text: str
    title: str
    iso: str


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link in a list."""

    id: int
    kind: str
    kind_label: str
    from_name: str
    to_name: str
    place: str
    since: date
    until: date | None
    end_reason: str
    last_visit_on: date | None
    due: Badge
    is_due: bool
    may_visit: bool


def _badge(link: Link, on: date) -> Badge:
    if link.until is not None:
        return Badge("done", _("已结束"), link.end_reason, link.until.isoformat())
    left = (link.due_on - on).days
    title = _("应在 %(day)s 前走访") % {"day": link.due_on.isoformat()}
    if left <= 0:
        text = _("今天到期") if left == 0 else _("超过 %(num)d 天没有走访") % {"num": -left}
        return Badge("late", text, title, link.due_on.isoformat())
    tone = "soon" if left <= _SOON_DAYS else "ok"
    return Badge(tone, _("还有 %(num)d 天") % {"num": left}, title, link.due_on.isoformat())


def _row(link: Link, actor: Actor, on: date) -> LinkRow:
    source = link.organ.name if link.organ else link.from_person.name if link.from_person else ""
    to = link.to_person.name if link.to_person else link.voters
    return LinkRow(
        link.pk, link.kind, str(KIND_LABELS[link.kind]), source, to, divisions.name_of(link.division_code),
        link.since, link.until, link.end_reason, link.last_visit_on, _badge(link, on),
        link.until is None and link.due_on <= on, link.until is None and access.may_visit(actor, link),
    )  # fmt: skip


def _joined(links: QuerySet[Link]) -> QuerySet[Link]:
    return links.select_related("from_person", "to_person", "organ")


@dataclass(frozen=True, slots=True)
class Numbers:
    """How the links of a place stand."""

    open: int
    due: int
    never: int


def numbers(actor: Actor, *, on: date) -> Numbers:
    """Open links, those due, those never visited. One query."""
    found = access.links_visible_to(actor).filter(until=None)
    counted = found.aggregate(
        open=Count("pk"), due=Count("pk", filter=Q(due_on__lte=on)),
        never=Count("pk", filter=Q(last_visit_on=None)),
    )  # fmt: skip
    return Numbers(counted["open"], counted["due"], counted["never"])


def link_rows(
    actor: Actor, *, on: date, view: str = "", kind: str = "", text: str = "", after: int = 0, size: int = 50
) -> tuple[list[LinkRow], int]:
    """Links of the actor's place, and the id after which the next page starts (0: none). Two queries.

    `view`: "" open ones, "due" those due, "never" those never visited, "ended".
    """
    found = access.links_visible_to(actor).filter(pk__gt=after, until__isnull=view != "ended")
    if view == "due":
        found = found.filter(due_on__lte=on)
    if view == "never":
        found = found.filter(last_visit_on=None)
    if kind:
        found = found.filter(kind=kind)
    if typed := text.strip()[:40]:
        names = Q()
        for side in ("from_person", "to_person"):
            names |= Q(**{f"{side}__name__startswith": typed})
            names |= Q(**{f"{side}__initials__startswith": typed.lower()})
        found = found.filter(names | Q(organ__name__contains=typed) | Q(voters__contains=typed))
    links = list(_joined(found).order_by("pk")[: size + 1])
    divisions.remember([link.division_code for link in links])
    last = links[size - 1].pk if len(links) > size else 0
    return [_row(link, actor, on) for link in links[:size]], last


def own_links(actor: Actor, *, on: date) -> list[LinkRow]:
    """A deputy's open links, those due first; at which end they stand `may_visit` says. One query."""
    found = _joined(access.links_visible_to(actor).filter(until=None)).order_by("due_on", "pk")
    links = list(found[:200])
    divisions.remember([link.division_code for link in links])
    rows = [_row(link, actor, on) for link in links]
    return [row for row in rows if row.may_visit] + [row for row in rows if not row.may_visit]


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit."""

    held_on: date
    mode_label: str
    place: str
    note: str
    raised: str
    by_name: str


@dataclass(frozen=True, slots=True)
class LinkPage:
    """One link with its visits, the newest first."""

    row: LinkRow
    visits: tuple[VisitRow, ...]


def link_page(actor: Actor, link_id: int, *, on: date) -> LinkPage:
    """One link. Raises NotFound. Two queries."""
    link = _joined(access.links_visible_to(actor)).filter(pk=link_id).first()
    if link is None:
        raise NotFound(_("没有找到这条联系，请回到清单看看。"))
    visits = access.visits_visible_to(actor).filter(link=link).order_by("-held_on", "-pk")[:100]
    rows = tuple(
        VisitRow(v.held_on, str(MODE_LABELS[v.mode]), v.place, v.note, v.raised, v.by_name) for v in visits
    )
    return LinkPage(_row(link, actor, on), rows)


def as_csv(rows: Iterable[LinkRow]) -> bytes:
    """The list as CSV that Excel opens; what looks like a formula gets an apostrophe before it."""
    lines = [
        [_("种类"), _("由谁联系"), _("联系谁"), _("地方"), _("上次走访"), _("应在哪天前走访"), _("情况")]
    ]
    for row in rows:
        last = row.last_visit_on.isoformat() if row.last_visit_on else _("还没有")
        lines.append([row.kind_label, row.from_name, row.to_name, row.place, last, row.due.iso, row.due.text])
    return (BOM + csv_lines(lines)).encode()


def any_link_of(actor: Actor, person_ids: Iterable[int]) -> bool:
    """Whether one of these stands at an end of a link, ended ones too, that the actor sees. One query."""
    wanted = list(person_ids)
    ends = Q(from_person__in=wanted) | Q(to_person__in=wanted)
    return access.links_visible_to(actor).filter(ends).exists()


def links_held_by(actor: Actor, person_ids: Iterable[int]) -> dict[int, int]:
    """Open links at whose either end each of these stands, of those the actor sees. One query."""
    wanted = set(person_ids)
    ends = Q(from_person__in=wanted) | Q(to_person__in=wanted)
    found = access.links_visible_to(actor).filter(ends, until=None)
    held: Counter[int] = Counter()
    for one, other in found.values_list("from_person_id", "to_person_id"):
        held.update({person for person in (one, other) if person in wanted})
    return dict(held)
