"""The board of use (运行状态): what venues and matters together say of each venue. Source: ADR-0030 §3.

Each source of use is one function of the room that owns it: actor and a moment in, the newest day per venue
out. A room that records receptions or activities adds its own to SOURCES.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor
from lianxin.kit.jinja_env import moment
from lianxin.kit.jobs import last_run
from lianxin.kit.paging import Cursor, Page
from lianxin.kit.tables import BOM, csv_line
from lianxin.venues.reads import health as venues
from lianxin.venues.reads.health import HealthFilters, HealthRow
from lianxin.venues.words import Use
from lianxin.voices.reads import use as voices

LOOKING = "insights.look_at_venues"
# A matter older than this is no longer looked at; what was found before stays on record.
_LOOK_BACK = timedelta(days=400)

Source = Callable[..., dict[int, date]]
SOURCES: tuple[tuple[Use, Source], ...] = (
    (Use.RAISED, voices.raised_by_venue),
    (Use.HANDLED, voices.handled_by_venue),
)


def last_use(actor: Actor, *, at: datetime) -> dict[int, tuple[date, Use]]:
    """The newest day of use of every venue the actor sees, and what it was. One query per source."""
    newest: dict[int, tuple[date, Use]] = {}
    for use, source in SOURCES:
        for venue, day in source(actor, since=at - _LOOK_BACK).items():
            if venue not in newest or day > newest[venue][0]:
                newest[venue] = (day, use)
    return newest


@dataclass(frozen=True, slots=True)
class IdleRow:
    """A venue whose limit has passed, how often, and since when."""

    id: int
    name: str
    since: date
    idle_for: int
    times: int
    was_used: bool


def idle_rows(actor: Actor, *, on: date) -> Iterator[IdleRow]:
    """Idle venues the actor sees, by number. Four queries for each 500."""
    for lot in venues.every_row(actor, HealthFilters(lack="idle"), on=on):
        for row in lot:
            since = on - timedelta(days=row.idle_for)
            yield IdleRow(
                row.id, row.name, since, row.idle_for, row.idle_for // row.limit, row.used_on is not None
            )


def board(actor: Actor, filters: HealthFilters, cursor: Cursor, *, on: date) -> Page[HealthRow]:
    """One page of venues with open and late matters, as the lists of the actor hold them. Four queries."""
    page = venues.board(actor, filters, cursor, on=on)
    return replace(page, rows=_with_matters(actor, page.rows, on))


def _with_matters(actor: Actor, rows: tuple[HealthRow, ...], on: date) -> tuple[HealthRow, ...]:
    counts = voices.open_by_venue(actor, [row.id for row in rows], on=on)
    none = (0, 0)
    return tuple(
        replace(row, open=counts.get(row.id, none)[0], late=counts.get(row.id, none)[1]) for row in rows
    )


def looked() -> str:
    """When the nightly look last ran, in words. One query."""
    run = last_run(LOOKING)
    if run is None:
        return _("运行检查还没有运行过，每天早上 6:40 运行一次。")
    if run.error:
        return _("运行检查上次没有成功（%(when)s），请告诉系统管理员。") % {"when": moment(run.started_at)}
    words = _("运行检查上次运行：%(when)s，提醒 %(n)d 人次。")
    return words % {"when": moment(run.started_at), "n": run.done}


def lacking_words(row: HealthRow) -> str:
    """What is missing on the public page; "" when nothing is."""
    names = {"address": _("地址"), "phone": _("电话"), "hours": _("开放时间")}
    return "、".join(names[lack] for lack in row.lacks)


def csv_lines(actor: Actor, filters: HealthFilters, *, on: date) -> Iterator[str]:
    """The filtered board for a spreadsheet; four queries for each 500 venues."""
    yield BOM + csv_line([
        _("阵地"), _("类别"), _("地方"), _("地方编码"), _("最近活动"), _("什么活动"), _("多少天没有活动"),
        _("闲置"), _("没办完"), _("超期"), _("公开页面还缺"), _("阵地牌"),
    ])  # fmt: skip
    count = 0
    for lot in venues.every_row(actor, filters, on=on):
        for row in _with_matters(actor, tuple(lot), on):
            yield csv_line([
                row.name, row.tier_label, row.place, row.division_code,
                row.used_on.isoformat() if row.used_on else "", row.use, str(row.idle_for),
                _("是") if row.is_idle else "", str(row.open), str(row.late), lacking_words(row),
                _("有") if row.has_plate else _("没有"),
            ])  # fmt: skip
        count += len(lot)
    yield csv_line([_("合计"), str(count), _("导出人"), actor.name, _("截至"), on.isoformat()])
