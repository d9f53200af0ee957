"""Links are made, ended, and handed to somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotFound
from lianxin.kernel.text import clean
from lianxin.links import access
from lianxin.links.models import Link
from lianxin.links.profiles import days_between
from lianxin.links.words import LinkKind
from lianxin.people import reads as people


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """One end of new links, and since when: a person or a committee; `voters` for deputies with voters."""

    kind: LinkKind
    division_code: str
    since: date
    from_person_id: int | None = None
    organ_id: int | None = None
    voters: str = ""


@transaction.atomic
def make_links(*, facts: LinkFacts, to_person_ids: Sequence[int], actor: Actor, at: datetime) -> int:
    """Link one side with each of these deputies, or a deputy with voters; returns how many were made.

    Who is linked already stays as is. Source: ADR-0029 §5.
    """
    access.require_may_keep(actor, facts.division_code)
    if facts.kind == LinkKind.DEPUTY_VOTERS:
        if len(clean(facts.voters)) < 2:
            raise DomainError(_("请写联系哪里的选民，例如“彩云村三组”。不要写个人姓名。"))
        others: list[int | None] = [None]
    else:
        others = [pk for pk in dict.fromkeys(to_person_ids) if pk != facts.from_person_id]
    if not others:
        raise DomainError(_("请先勾选要联系的代表。"))
    made = 0
    due_on = facts.since + timedelta(days=days_between(facts.kind, facts.division_code, facts.since))
    for other in others:
        made += _make(facts, other, due_on, actor, at)
    return made


def _make(facts: LinkFacts, other: int | None, due_on: date, actor: Actor, at: datetime) -> int:
    """One link; 0 when there is one already."""
    link = Link(
        kind=facts.kind, division_code=facts.division_code, from_person_id=facts.from_person_id,
        organ_id=facts.organ_id, to_person_id=other, voters=clean(facts.voters)[:80], since=facts.since,
        due_on=due_on,
    )  # fmt: skip
    try:
        with transaction.atomic():
            link.save(force_insert=True)
    except IntegrityError as error:
        if "one_open_link_of_its_kind" not in str(error):
            raise
        return 0
    _tell(link, "links.link.made", actor, at)
    return 1


@transaction.atomic
def end_link(*, link_id: int, on: date, reason: str, actor: Actor, at: datetime) -> Link:
    """End a link; its visits stay on record. Done twice it is as done once."""
    link = access.links_visible_to(actor).select_for_update().filter(pk=link_id).first()
    if link is None:
        raise NotFound(_("没有找到这条联系，请回到清单看看。"))
    access.require_may_keep(actor, link.division_code)
    if link.until is not None:
        return link
    if len(clean(reason)) < 2:
        raise DomainError(_("请写一句原因，例如“调整分工”。"))
    if on < link.since:
        raise DomainError(_("结束日期早于开始日期，请改正。"))
    link.until, link.end_reason = on, clean(reason)[:120]
    link.save(update_fields=["until", "end_reason"])
    _tell(link, "links.link.ended", actor, at, reason=link.end_reason)
    return link


@transaction.atomic
def hand_over_links(*, person_id: int, successor_id: int, actor: Actor, at: datetime) -> int:
    """Whoever a deputy was linked with, another deputy is from now on; returns how many were handed over.

    A link that the successor has already ends instead.
    """
    names = people.names_of([person_id, successor_id])
    found = access.links_visible_to(actor).filter(until=None).select_for_update()
    links = [*found.filter(from_person=person_id), *found.filter(to_person=person_id)]
    for link in links:
        access.require_may_keep(actor, link.division_code)
        name = "from_person_id" if link.from_person_id == person_id else "to_person_id"
        setattr(link, name, successor_id)
        try:
            with transaction.atomic():
                link.save(update_fields=[name.removesuffix("_id")])
        except IntegrityError:
            setattr(link, name, person_id)
            link.until, link.end_reason = (
                max(timezone.localtime(at).date(), link.since),
                _("接手的代表已经有这条联系"),
            )
            link.save(update_fields=["until", "end_reason"])
        said = _("%(old)s → %(new)s") % {"old": names.get(person_id, ""), "new": names.get(successor_id, "")}
        _tell(link, "links.link.handed_over", actor, at, reason=said)
    return len(links)


@transaction.atomic
def end_links_of_organs(*, organ_ids: Sequence[int], actor: Actor, at: datetime) -> int:
    """Links of committees that have ended end with them; returns how many."""
    found = access.links_visible_to(actor).filter(organ__in=list(organ_ids), until=None).select_for_update()
    links = list(found)
    for link in links:
        end_link(
            link_id=link.pk, on=max(timezone.localtime(at).date(), link.since), reason=_("换届"), actor=actor,
            at=at,
        )  # fmt: skip
    return len(links)


def _tell(link: Link, event: str, actor: Actor, at: datetime, *, reason: str = "") -> None:
    journal.write(
        "links.link", link.pk, event, actor=actor, at=at, division_code=link.division_code, reason=reason
    )
