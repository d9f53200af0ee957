"""Contact points: registering, changing, closing. Source: ADR-0030 §1."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.codes import inside
from lianxin.kernel.errors import DomainError, NotFound, Stale
from lianxin.kernel.text import clean
from lianxin.venues import access
from lianxin.venues.models import ContactPoint, Venue
from lianxin.venues.words import PointKind


@dataclass(frozen=True, slots=True)
class PointFacts:
    """What is recorded of a contact point."""

    kind: PointKind
    name: str
    division_code: str
    address: str
    responsible_name: str
    phone: str = ""
    opening_hours: str = ""
    named_by: str = ""
    venue_id: int | None = None


# What the liaison of the venue above may change; the rest says what and where the point is.
KEPT_BY_LIAISON = ("address", "responsible_name", "phone", "opening_hours")
_FACTS = ("kind", "name", "division_code", *KEPT_BY_LIAISON, "named_by", "venue_id")
_FACT_WORDS = {
    "kind": gettext_lazy("类别"),
    "name": gettext_lazy("名称"),
    "division_code": gettext_lazy("地方"),
    "address": gettext_lazy("地址"),
    "responsible_name": gettext_lazy("负责人"),
    "phone": gettext_lazy("电话"),
    "opening_hours": gettext_lazy("开放时间"),
    "named_by": gettext_lazy("确定机关"),
    "venue_id": gettext_lazy("所属阵地"),
}


@transaction.atomic
def open_point(*, facts: PointFacts, opened_on: date, actor: Actor, at: datetime) -> ContactPoint:
    """Register a contact point under a venue or, without one, in its place. Source: ADR-0030 §1."""
    access.require_may_open(actor, facts.division_code)
    _require_sound(facts)
    point = ContactPoint(**_values(facts), opened_on=opened_on)
    _save(point, None)
    journal.write(
        "venues.point", point.pk, "venues.point.opened",
        actor=actor, at=at, division_code=point.division_code, after=point.kind,
    )  # fmt: skip
    return point


@transaction.atomic
def change_point(
    *, point_id: int, facts: PointFacts, version: int, actor: Actor, at: datetime
) -> ContactPoint:
    """Change what is recorded; the journal keeps the names of the changed facts, never their values."""
    point = _locked(point_id)
    access.require_may_keep_point(actor, point)
    if point.closed_on is not None:
        raise DomainError(_("这个联系点已经撤销。要改资料，请先恢复。"))
    values = _values(facts)
    changed = [name for name in _FACTS if getattr(point, name) != values[name]]
    if not changed:
        return point
    if point.version != version:
        raise Stale(_("刚才有别人改过这个联系点。请刷新页面，看看新的资料再改。"))
    if not set(changed) <= set(KEPT_BY_LIAISON):
        access.require_may_open(actor, point.division_code)
        access.require_may_open(actor, facts.division_code)
    _require_sound(facts)
    for name in changed:
        setattr(point, name, values[name])
    point.version += 1
    _save(point, [*changed, "version"])
    words = "、".join(str(_FACT_WORDS[name]) for name in changed)
    journal.write(
        "venues.point", point.pk, "venues.point.changed",
        actor=actor, at=at, division_code=point.division_code, after=words,
    )  # fmt: skip
    return point


@transaction.atomic
def close_point(*, point_id: int, on: date, reason: str, actor: Actor, at: datetime) -> ContactPoint:
    """Close a contact point: it is no longer shown in public; closing twice changes nothing."""
    point = _locked(point_id)
    access.require_may_open(actor, point.division_code)
    if point.closed_on is not None:
        return point
    if len(clean(reason)) < 2:
        raise DomainError(_("请写一句撤销的原因，例如“企业搬走了”。"))
    if on < point.opened_on:
        raise DomainError(_("撤销的日子不能早于登记的日子，请核对日期。"))
    point.closed_on, point.close_reason = on, clean(reason)
    point.version += 1
    point.save(update_fields=["closed_on", "close_reason", "version"])
    journal.write(
        "venues.point", point.pk, "venues.point.closed",
        actor=actor, at=at, division_code=point.division_code, reason=point.close_reason,
    )  # fmt: skip
    return point


@transaction.atomic
def reopen_point(*, point_id: int, actor: Actor, at: datetime) -> ContactPoint:
    """Open a closed contact point again. Raises DomainError when its venue has closed meanwhile."""
    point = _locked(point_id)
    access.require_may_open(actor, point.division_code)
    if point.closed_on is None:
        return point
    if point.venue is not None and point.venue.closed_on is not None:
        raise DomainError(_("它所属的阵地已经撤销了。请另外登记一个联系点，挂到别的阵地下面。"))
    point.closed_on, point.close_reason = None, ""
    point.version += 1
    _save(point, ["closed_on", "close_reason", "version"])
    journal.write(
        "venues.point", point.pk, "venues.point.reopened",
        actor=actor, at=at, division_code=point.division_code,
    )  # fmt: skip
    return point


def note_point_export(*, actor: Actor, at: datetime) -> None:
    """Write down that somebody took the list of contact points with their responsible persons."""
    journal.write("venues.point", 0, "venues.point.exported", actor=actor, at=at, division_code=actor.place)


def _values(facts: PointFacts) -> dict[str, object]:
    given = {name: getattr(facts, name) for name in _FACTS}
    return {name: clean(value) if isinstance(value, str) else value for name, value in given.items()}


def _locked(point_id: int) -> ContactPoint:
    found = ContactPoint.objects.select_for_update(of=("self",)).select_related("venue")
    point = found.filter(pk=point_id).first()
    if point is None:
        raise NotFound(_("没有找到这个联系点。请回到清单再找。"))
    return point


def _save(point: ContactPoint, fields: list[str] | None) -> None:
    try:
        with transaction.atomic():
            point.save(force_insert=True) if fields is None else point.save(update_fields=fields)
    except IntegrityError as error:
        raise DomainError(_("这个地方已经有同名的联系点了，请换一个名称。")) from error


def _require_sound(facts: PointFacts) -> None:
    """Raise DomainError unless the facts fit together."""
    if not (clean(facts.name) and clean(facts.address) and clean(facts.responsible_name)):
        raise DomainError(_("名称、地址和负责人都要填，群众才找得到。"))
    if facts.kind == PointKind.LEGISLATIVE and not clean(facts.named_by):
        raise DomainError(_("基层立法联系点要写明是哪个机关确定的，例如“楚雄州人大常委会”。"))
    if facts.venue_id is None:
        return
    venue = Venue.objects.filter(pk=facts.venue_id, closed_on=None).first()
    if venue is None or not inside(facts.division_code, venue.division_code[:9]):
        raise DomainError(_("所属阵地要选同一个乡镇（街道）里或者上级地方开放着的，请重新选择。"))
