"""What the tour page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from lianxin.demo.actions import hero_venue_id
from lianxin.demo.cast import CAST, PASSWORD, Member
from lianxin.demo.world import SETUP
from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import NotFound
from lianxin.kit.paging import Cursor
from lianxin.kit.scope import scope
from lianxin.notices import reads as notices
from lianxin.notices.gateways import Ledger, Line
from lianxin.notices.profiles import DEFAULT, Rules
from lianxin.notices.reads import DeliveryRow
from lianxin.venues import reads as venues


@dataclass(frozen=True, slots=True)
class Tour:
    """The plate to scan, and the people to be."""

    venue_name: str
    plate_url: str
    deputy_plate_url: str
    members: tuple[Member, ...]
    password: str


def tour(*, at: datetime) -> Tour:
    """The tour of a loaded demo. Raises NotFound before one is loaded. Five queries."""
    venue_id = hero_venue_id(at)
    if venue_id is None:
        raise NotFound(_("这里还没有演示数据。请先运行 ./lianxin demo。"))
    plates = [plate for plate in venues.plate_rows(venue_id, SETUP) if plate.revoked_at is None]
    codes = {plate.kind: f"/q/{plate.code}" for plate in reversed(plates)}
    return Tour(
        venues.venue(venue_id).name, codes.get("venue", "/"), codes.get("deputy", "/"), CAST, PASSWORD
    )


@dataclass(frozen=True, slots=True)
class SentLine:
    """One message of the demo's way out, its moment read."""

    line: Line
    at: datetime


@dataclass(frozen=True, slots=True)
class Outlet:
    """Messages that would have gone out, newest first, and those that wait."""

    lines: tuple[SentLine, ...]
    waiting: tuple[DeliveryRow, ...]
    rules: Rules


def outlet(*, at: datetime) -> Outlet:
    """The demo's ledger and the first deliveries that wait. Three queries for each province."""
    waiting: list[DeliveryRow] = []
    for province in divisions.codes_at(1):
        minder = Actor(role=Role.SYSTEM_ADMIN, place=province, source="demo")
        with scope(minder):
            waiting += notices.held_rows(minder, Cursor(size=30)).rows
    lines = (SentLine(line, datetime.fromisoformat(line.at)) for line in Ledger().lines())
    return Outlet(tuple(lines), tuple(waiting), DEFAULT)
