"""Reading rules: those in force, one with its versions, what hangs in a venue and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _

from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import VENUE_ROLES, Actor
from lianxin.kernel.codes import ancestors_of, range_of
from lianxin.kernel.errors import NotFound
from lianxin.kit.paging import Cursor, Page
from lianxin.kit.written import Ask, Written
from lianxin.rulebook import access
from lianxin.rulebook.models import Adoption, Rule
from lianxin.rulebook.words import CORE, SLOT_LABELS, Slot
from lianxin.venues import reads as venues


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One version of a rule."""

    id: int
    slot: str
    slot_label: str
    series: str
    title: str
    body: str
    number: int
    place: str
    division_code: str
    source: str
    valid_from: date
    ended_on: date | None

    @property
    def articles(self) -> tuple[str, ...]:
        """The text in paragraphs."""
        return tuple(line.strip() for line in self.body.splitlines() if line.strip())


def _row(rule: Rule) -> RuleRow:
    return RuleRow(
        rule.pk, rule.slot, str(SLOT_LABELS[rule.slot]), rule.series, rule.title, rule.body, rule.number,
        divisions.name_of(rule.division_code), rule.division_code, rule.source, rule.valid_from,
        rule.ended_on,
    )  # fmt: skip


def _in_force(place: str, on: date) -> list[Rule]:
    """Core rules of the nearest place that has one, and every own rule of the place and those above it."""
    found = Rule.objects.filter(division_code__in=ancestors_of(place), valid_from__lte=on)
    newest: dict[tuple[str, str, str], Rule] = {}
    for rule in found.order_by("valid_from", "number"):
        newest[(rule.slot, rule.series, rule.division_code)] = rule
    alive = [rule for rule in newest.values() if rule.ended_on is None or rule.ended_on > on]
    nearest = sorted(alive, key=lambda rule: -len(rule.division_code))
    core = {rule.slot: rule for rule in reversed(nearest) if rule.slot != Slot.LOCAL}
    own = [rule for rule in nearest if rule.slot == Slot.LOCAL]
    order = list(CORE)
    return [*sorted(core.values(), key=lambda rule: order.index(Slot(rule.slot))), *own]


def rules_in_force(place: str, *, on: date) -> tuple[RuleRow, ...]:
    """What a venue there puts on its wall: up to four core rules, then the places' own. One query."""
    return tuple(map(_row, _in_force(place, on)))


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """A rule in force with how many open venues of the actor's place have it on the wall."""

    rule: RuleRow
    hung: int
    is_own: bool


@dataclass(frozen=True, slots=True)
class Library:
    """The rules in force for a place, the core kinds that nobody has set, and its open venues."""

    rows: tuple[LibraryRow, ...]
    missing: tuple[tuple[str, str], ...]
    coming: tuple[RuleRow, ...]
    venues: int


def library(actor: Actor, *, on: date) -> Library:
    """The rules of the actor's place. Four queries."""
    rules = _in_force(actor.place, on)
    hung = dict(
        access.adoptions_visible_to(actor)
        .filter(rule__in=rules, taken_down_on=None, venue__closed_on=None)
        .values_list("rule_id")
        .annotate(n=Count("venue_id", distinct=True))
    )
    slots = {rule.slot for rule in rules}
    coming = Rule.objects.filter(division_code=actor.place, valid_from__gt=on, ended_on=None)
    return Library(
        tuple(LibraryRow(_row(r), hung.get(r.pk, 0), r.division_code == actor.place) for r in rules),
        tuple((slot.value, str(SLOT_LABELS[slot])) for slot in CORE if slot not in slots),
        tuple(map(_row, coming.order_by("valid_from", "id"))),
        _venues_of(actor),
    )


def _venues_of(actor: Actor) -> int:
    if actor.role in VENUE_ROLES:
        return 1
    tiers = venues.open_venues_below(actor.place, len(actor.place))
    return sum(sum(counts.values()) for counts in tiers.values())


@dataclass(frozen=True, slots=True)
class RulePage:
    """One version with its sisters."""

    rule: RuleRow
    end_reason: str
    versions: tuple[RuleRow, ...]
    hung: int
    may_change: bool


def rule_page(actor: Actor, rule_id: int) -> RulePage:
    """One version the actor reads. Raises NotFound. Three queries."""
    rule = access.rules_visible_to(actor).filter(pk=rule_id).first()
    if rule is None:
        raise NotFound(_("没有找到这条制度，请回到清单再找。"))
    sisters = Rule.objects.filter(division_code=rule.division_code, slot=rule.slot, series=rule.series)
    hung = access.adoptions_visible_to(actor).filter(rule=rule, taken_down_on=None, venue__closed_on=None)
    may_change = actor.role in access.SETTERS and rule.division_code == actor.place
    versions = tuple(map(_row, sisters.order_by("-number")))
    return RulePage(_row(rule), rule.end_reason, versions, hung.count(), may_change)


def public_rule(rule_id: int, *, on: date) -> RuleRow:
    """One version in force or past, for everybody. Raises NotFound before its day. One query."""
    rule = Rule.objects.filter(pk=rule_id, valid_from__lte=on).first()
    if rule is None:
        raise NotFound(_("没有找到这条制度。"))
    return _row(rule)


@dataclass(frozen=True, slots=True)
class WallRow:
    """A rule in force and what hangs of it: this version, an older one, or nothing."""

    rule: RuleRow
    hung_on: date | None
    old: RuleRow | None


@dataclass(frozen=True, slots=True)
class Wall:
    """The wall of one venue."""

    venue_id: int
    venue_name: str
    place: str
    rows: tuple[WallRow, ...]
    others: tuple[RuleRow, ...]
    may_hang: bool

    @property
    def is_complete(self) -> bool:
        """Whether every rule in force hangs in its newest version, the four core ones among them."""
        slots = {row.rule.slot for row in self.rows}
        return all(row.hung_on for row in self.rows) and set(CORE) <= slots


def wall(actor: Actor, venue_id: int, *, on: date) -> Wall:
    """What hangs in a venue the actor reads, and what is in force there. Three queries. Raises NotFound."""
    venue = venues.venue(venue_id)
    seen = actor.venue_id == venue_id if actor.role in VENUE_ROLES else bool(actor.place)
    if not seen or (actor.role not in VENUE_ROLES and not venue.division_code.startswith(actor.place)):
        raise NotFound(_("没有找到这个阵地。它可能不归您管，请回到清单再找。"))
    hanging = _hanging(venue_id)
    by_id = {a.rule_id: a for a in hanging}
    rows, used = [], set()
    for rule in _in_force(venue.division_code, on):
        now = by_id.get(rule.pk)
        older = next((a for a in hanging if now is None and _same(a.rule, rule)), None)
        used |= {a.pk for a in (now, older) if a}
        rows.append(WallRow(_row(rule), now.hung_on if now else None, _row(older.rule) if older else None))
    others = tuple(_row(a.rule) for a in hanging if a.pk not in used)
    may = access.may_hang(actor, venue_id, venue.division_code)
    return Wall(venue_id, venue.name, divisions.path_name(venue.division_code), tuple(rows), others, may)


def _same(one: Rule, other: Rule) -> bool:
    """Whether two versions hang on the same nail."""
    if one.slot != Slot.LOCAL:
        return one.slot == other.slot
    return (one.slot, one.series, one.division_code) == (other.slot, other.series, other.division_code)


_hanging_in = Written(
    lambda: (
        Adoption.objects.filter(venue_id=Ask("venue"), taken_down_on=None)
        .select_related("rule")
        .order_by("id")
    )
)


def _hanging(venue_id: int) -> list[Adoption]:
    return _hanging_in(venue=venue_id)


def on_wall(venue_id: int) -> tuple[RuleRow, ...]:
    """What hangs in a venue, core rules first, for everybody. One query."""
    order = {slot.value: position for position, slot in enumerate((*CORE, Slot.LOCAL))}
    return tuple(_row(a.rule) for a in sorted(_hanging(venue_id), key=lambda a: (order[a.rule.slot], a.pk)))


@dataclass(frozen=True, slots=True)
class LackRow:
    """A venue that does not have a rule's version on its wall."""

    id: int
    name: str
    tier_label: str
    place: str


def venues_without(actor: Actor, rule_id: int, cursor: Cursor) -> Page[LackRow]:
    """Open venues inside the rule's place without this version. Four queries. Raises NotFound."""
    rule = rule_page(actor, rule_id).rule
    # One set looked into for each venue: an EXISTS per venue took minutes with 20,000 venues.
    hangs = Adoption.objects.filter(rule_id=rule.id, taken_down_on=None).values("venue_id")
    low, high = range_of(rule.division_code)
    found = venues.open_venues_read_by(actor).exclude(pk__in=hangs)
    found = found.filter(division_code__gte=low, division_code__lt=high)
    cut = list(cursor.window(found))
    divisions.remember([v.division_code for v in cut])
    return cursor.page(
        [LackRow(v.pk, v.name, venues.tier_word(v.tier), divisions.path_name(v.division_code)) for v in cut]
    )
