"""The overdue board: what is late, with whom it lies, and the cards of the units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from lianxin.kernel.actor import UNIT_ROLES, Actor
from lianxin.kit.jinja_env import moment
from lianxin.kit.jobs import last_run
from lianxin.people import reads as people
from lianxin.venues import reads as venues
from lianxin.voices import access
from lianxin.voices.models import Card
from lianxin.voices.reads.rows import CaseRow, listed, rows_of
from lianxin.voices.words import CARD_REASONS, CardColour
from lianxin.voices.workflow import OPEN_STATES, CaseState

S = CaseState
MOST = 200
# States in which somebody here is late; a citizen who has not rated yet is not.
_WAITS_FOR_US = frozenset(OPEN_STATES) - {S.CONFIRMED, S.MERGED}
_WITH_UNIT = frozenset({S.ASSIGNED, S.HANDLING})
_WITH_DEPUTY = frozenset({S.CLAIMED, S.ANSWERED, S.REFERRED})


@dataclass(frozen=True, slots=True)
class LateRow:
    """One late case and who is to be called about it."""

    case: CaseRow
    holder: str
    days: str


@dataclass(frozen=True, slots=True)
class UnitCards:
    """A unit's cards of the last year."""

    unit: str
    yellow: int
    red: int
    reasons: str


@dataclass(frozen=True, slots=True)
class Board:
    """The whole page."""

    rows: tuple[LateRow, ...]
    is_more: bool
    cards: tuple[UnitCards, ...]
    lifting: str


def board(actor: Actor, *, today: date) -> Board:
    """What is late in the actor's sight, the latest first, two hundred at most. At most eight queries."""
    rows, is_more = late_rows(actor, today=today)
    return Board(rows, is_more, _cards(actor, today), _lifting())


def late_rows(
    actor: Actor, *, today: date, only: Sequence[int] = (), most: int = MOST
) -> tuple[tuple[LateRow, ...], bool]:
    """What is late, the latest first, and whether there is more; of these cases alone when any are named.

    At most five queries.
    """
    late = Q(due_on__lt=today) | Q(tier_due_on__lt=today)
    cases = access.cases_visible_to(actor).filter(late, state__in=list(_WAITS_FOR_US))
    if only:
        cases = cases.filter(pk__in=list(only)[:most])
    found = rows_of(listed(cases.order_by("due_on", "id")[: most + 1]), today=today)
    names = venues.venue_names({row.venue_id for row in found if row.state in {S.RECEIVED, S.RATED}})
    return tuple(LateRow(row, _holder(row, names), _days(row)) for row in found[:most]), len(found) > most


def is_with_unit(row: CaseRow) -> bool:
    """Whether a handling unit is the one to call."""
    return row.state in _WITH_UNIT


def _days(row: CaseRow) -> str:
    return row.due.text if row.due and row.due.tone == "late" else _("本级已超期")


def _holder(row: CaseRow, names: dict[int, str]) -> str:
    if row.state in _WITH_UNIT:
        return row.unit_name
    if row.state in _WITH_DEPUTY:
        return _("%(name)s代表") % {"name": row.deputy_name}
    return _("人大机关") if row.state == S.ARBITRATION else names.get(row.venue_id, "")


def _cards(actor: Actor, today: date) -> tuple[UnitCards, ...]:
    """A unit's own cards, or those over cases that the actor sees. Two queries."""
    recent = Card.objects.filter(given_on__gt=today - timedelta(days=365))
    if actor.role in UNIT_ROLES:
        seen = recent.filter(unit_id=actor.unit_id or 0)
    else:
        seen = recent.filter(case__in=access.cases_visible_to(actor).values("pk"))
    counted = Counter(seen.values_list("unit_id", "colour", "reason"))
    units = people.unit_names({unit for unit, _colour, _reason in counted}) if counted else {}
    rows = []
    for unit_id, name in units.items():
        mine = {(colour, reason): n for (unit, colour, reason), n in counted.items() if unit == unit_id}
        reasons = [f"{CARD_REASONS[reason]} × {n}" for (_colour, reason), n in sorted(mine.items())]
        colours = Counter({c.value: 0 for c in CardColour})
        for (colour, _reason), n in mine.items():
            colours[colour] += n
        rows.append(UnitCards(name, colours["yellow"], colours["red"], "；".join(reasons)))
    return tuple(sorted(rows, key=lambda row: (-row.red, -row.yellow, row.unit)))


def _lifting() -> str:
    run = last_run("voices.lift_overdue")
    if run is None:
        return _("自动上交还没有运行过，每天早上 7:10 运行一次。")
    if run.error:
        return _("自动上交上次没有成功（%(when)s），请告诉系统管理员。") % {"when": moment(run.started_at)}
    return _("自动上交上次运行：%(when)s，上交 %(n)d 件。") % {"when": moment(run.started_at), "n": run.done}
