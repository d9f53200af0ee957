"""A visit is recorded; whoever has not been is reminded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lianxin.accounts import reads as accounts
from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError, NotFound
from lianxin.kernel.text import clean
from lianxin.links import access
from lianxin.links.models import Link, Visit
from lianxin.links.profiles import days_between
from lianxin.links.words import LinkKind, Mode
from lianxin.notices import actions as notices


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """When, how and where, what was done and what was raised."""

    held_on: date
    mode: Mode
    note: str
    place: str = ""
    raised: str = ""


@transaction.atomic
def record_visit(*, link_id: int, facts: VisitFacts, actor: Actor, at: datetime) -> Visit:
    """Somebody was there; the next visit is due one interval later. Source: LAW-DEPUTIES-2025 §28."""
    link = access.links_visible_to(actor).select_for_update(of=("self",)).filter(pk=link_id).first()
    if link is None:
        raise NotFound(_("没有找到这条联系，请回到清单看看。"))
    access.require_may_visit(actor, link)
    if link.until is not None:
        raise DomainError(_("这条联系已经结束，不能再记走访。"))
    if facts.held_on > timezone.localtime(at).date():
        raise DomainError(_("走访日期还没有到，请到那一天再记。"))
    if facts.held_on < link.since:
        raise DomainError(_("走访日期早于开始联系的日期，请改正。"))
    note = clean(facts.note)
    if len(note) < 2:
        raise DomainError(_("请写一句走访做了什么，例如“看了灌溉渠，聊了农资价格”。"))
    visit = Visit(
        link=link, held_on=facts.held_on, mode=facts.mode, place=clean(facts.place)[:80], note=note[:500],
        raised=clean(facts.raised)[:500], by_name=actor.name[:60], recorded_at=at,
    )  # fmt: skip
    visit.save(force_insert=True)
    if link.last_visit_on is None or facts.held_on > link.last_visit_on:
        link.last_visit_on = facts.held_on
        days = days_between(link.kind, link.division_code, facts.held_on)
        link.due_on = facts.held_on + timedelta(days=days)
        link.save(update_fields=["last_visit_on", "due_on"])
    journal.write(
        "links.link", link.pk, "links.visit.recorded", actor=actor, at=at, division_code=link.division_code,
        after=facts.held_on.isoformat(),
    )  # fmt: skip
    return visit


@transaction.atomic
def remind_due(*, actor: Actor, at: datetime) -> int:
    """Tell whoever has a visit due, once for each due day; returns how many links."""
    today = timezone.localtime(at).date()
    due = access.links_visible_to(actor).select_for_update().filter(until=None, due_on__lte=today)
    found = list(due.filter(Q(reminded_for=None) | ~Q(reminded_for=F("due_on"))).order_by("pk"))
    goers = sorted({link.from_person_id for link in found if link.from_person_id})
    for person_id in goers:
        mine = [link for link in found if link.from_person_id == person_id]
        users = accounts.user_ids_in(role=Role.DEPUTY, person_ids=[person_id], at=at)
        title = gettext_noop("您有 %(num)d 处联系该走访了")
        _send(users, f"links:{today}:{person_id}", title, len(mine), "/my/links", at)
    for code in sorted({link.division_code for link in found}):
        number = sum(link.division_code == code for link in found)
        kinds = {link.kind for link in found if link.division_code == code}
        users = accounts.user_ids_in(
            role=Role.PRESIDIUM if len(code) == 9 else Role.DEPUTY_AFFAIRS, only_place=code, at=at
        )
        if LinkKind.COMMITTEE_DEPUTY in kinds:
            users += accounts.user_ids_in(role=Role.SPECIAL_COMMITTEE, only_place=code, at=at)
        title = gettext_noop("有 %(num)d 条联系到期没有走访，请提醒")
        _send(users, f"links:{today}:{code}", title, number, "/links?view=due", at)
    for link in found:
        link.reminded_for = link.due_on
    Link.objects.bulk_update(found, ["reminded_for"], batch_size=500)
    return len(found)


def _send(users: list[int], key: str, title: str, number: int, url: str, at: datetime) -> None:
    notices.send(user_ids=users, key=key, kind="links", title=title, values={"num": number}, url=url, at=at)
