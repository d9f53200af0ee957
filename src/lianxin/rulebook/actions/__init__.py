"""Setting and ending rules, hanging them on a wall and taking them down. Source: ADR-0030 §2."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotFound
from lianxin.kernel.text import clean
from lianxin.rulebook import access
from lianxin.rulebook.models import Adoption, Rule
from lianxin.rulebook.words import Slot
from lianxin.venues import reads as venues


@transaction.atomic
def set_rule(
    *,
    slot: Slot,
    series: str = "",
    title: str,
    body: str,
    source: str,
    valid_from: date,
    actor: Actor,
    at: datetime,
) -> Rule:
    """Set the next version of a rule of the actor's place; older versions stay as they were.

    A rule of the place's own begins a series with its title, or goes on with the one named.
    Raises DomainError without a title, words or a source, and NotFound for a series nobody began.
    """
    access.require_may_set(actor)
    title, body, source = clean(title), clean(body), clean(source)
    if not title or len(body) < 10:
        raise DomainError(_("请写好制度的名称和正文，正文至少写一条。"))
    if not source:
        raise DomainError(_("请写明依据，例如文件名称和文号。"))
    own = Rule.objects.select_for_update().filter(division_code=actor.place, slot=slot)
    if slot == Slot.LOCAL:
        if series and not own.filter(series=series).exists():
            raise NotFound(_("没有找到这条制度，请回到清单再找。"))
        if not series and own.filter(series=title).exists():
            raise DomainError(_("本地已经有同名的制度。要改它，请打开它再点“出新版本”。"))
        series = series or title
    else:
        series = ""
    last = own.filter(series=series).aggregate(n=Max("number"))["n"] or 0
    rule = Rule.objects.create(
        division_code=actor.place, slot=slot, series=series, number=last + 1, title=title, body=body,
        source=source, valid_from=valid_from,
    )  # fmt: skip
    journal.write(
        "rulebook.rule", rule.pk, "rulebook.rule.set",
        actor=actor, at=at, division_code=actor.place, after=f"{title[:50]} {rule.number}",
    )  # fmt: skip
    return rule


@transaction.atomic
def end_rule(*, rule_id: int, on: date, reason: str, actor: Actor, at: datetime) -> Rule:
    """End a rule: from that day on it is no longer asked for; what hangs on walls stays on record."""
    rule = Rule.objects.select_for_update().filter(pk=rule_id).first()
    if rule is None:
        raise NotFound(_("没有找到这条制度，请回到清单再找。"))
    access.require_may_end(actor, rule)
    if rule.ended_on is not None:
        return rule
    if len(clean(reason)) < 2:
        raise DomainError(_("请写一句废止的原因，例如“并入新的制度”。"))
    rule.ended_on, rule.end_reason = on, clean(reason)
    rule.save(update_fields=["ended_on", "end_reason"])
    journal.write(
        "rulebook.rule", rule.pk, "rulebook.rule.ended",
        actor=actor, at=at, division_code=rule.division_code, reason=rule.end_reason,
    )  # fmt: skip
    return rule


@transaction.atomic
def hang_rules(*, venue_id: int, rule_ids: list[int], on: date, actor: Actor, at: datetime) -> int:
    """Say that these versions hang on the venue's wall; older versions of the same rules come down.

    Returns how many are new. Hanging what hangs changes nothing. Raises NotFound for a closed venue, and
    DomainError for a version that is not of the venue's place, has ended or is not yet in force.
    """
    venue = venues.venue(venue_id)
    access.require_may_hang(actor, venue_id, venue.division_code)
    rules = list(Rule.objects.filter(pk__in=rule_ids))
    for rule in rules:
        fits = venue.division_code.startswith(rule.division_code) and rule.valid_from <= on
        if not fits or (rule.ended_on is not None and rule.ended_on <= on):
            raise DomainError(_("《%(title)s》现在不在这里施行，不能上墙。") % {"title": rule.title})
    hanging = list(
        Adoption.objects.select_for_update(of=("self",))
        .select_related("rule")
        .filter(venue_id=venue_id, taken_down_on=None)
    )
    there = {adoption.rule_id for adoption in hanging}
    new = [rule for rule in rules if rule.pk not in there]
    taken = {_place_on_wall(rule) for rule in new}
    old = [a for a in hanging if _place_on_wall(a.rule) in taken]
    Adoption.objects.filter(pk__in=[a.pk for a in old]).update(taken_down_on=on)
    Adoption.objects.bulk_create(
        [
            Adoption(venue_id=venue_id, division_code=venue.division_code, rule=rule, hung_on=on)
            for rule in new
        ],
        ignore_conflicts=True,
    )
    if new:
        journal.write(
            "venues.venue", venue_id, "rulebook.wall.hung", actor=actor, at=at,
            division_code=venue.division_code, after="、".join(f"{r.title} {r.number}" for r in new)[:64],
        )  # fmt: skip
    return len(new)


def _place_on_wall(rule: Rule) -> tuple[str, str]:
    """The nail a rule hangs on: a core rule of any place on the same one, a place's own by its series."""
    return (rule.slot, f"{rule.division_code} {rule.series}" if rule.slot == Slot.LOCAL else "")


@transaction.atomic
def take_down(*, venue_id: int, rule_id: int, on: date, actor: Actor, at: datetime) -> bool:
    """Say that a version no longer hangs there; returns whether it did."""
    venue = venues.venue(venue_id)
    access.require_may_hang(actor, venue_id, venue.division_code)
    found = Adoption.objects.select_for_update().filter(
        venue_id=venue_id, rule_id=rule_id, taken_down_on=None
    )
    adoption = found.first()
    if adoption is None:
        return False
    adoption.taken_down_on = max(on, adoption.hung_on)
    adoption.save(update_fields=["taken_down_on"])
    title = Rule.objects.values_list("title", flat=True).get(pk=rule_id)
    journal.write(
        "venues.venue", venue_id, "rulebook.wall.taken_down",
        actor=actor, at=at, division_code=venue.division_code, after=title,
    )  # fmt: skip
    return True
