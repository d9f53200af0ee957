"""Naming a venue as an example, and ending it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lianxin.assessments import access, reads
from lianxin.assessments.models import Honour
from lianxin.assessments.words import HonourKind, HonourLevel
from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotFound
from lianxin.kernel.text import clean
from lianxin.venues import reads as venues

_SUBJECT = "assessments.honour"


@transaction.atomic
def name_venue(
    *,
    venue_id: int,
    kind: HonourKind,
    level: HonourLevel,
    document_no: str,
    named_on: date,
    actor: Actor,
    at: datetime,
) -> Honour:
    """Name a venue. Raises DomainError when its county's quota is used up. Source: ADR-0028 §6."""
    venue = venues.venue(venue_id)
    access.require_may_name(actor, venue.division_code, level)
    quota = reads.quota_for(venue.division_code[:6], kind, level, venue.tier, on=named_on)
    named = reads.named_in(venue.division_code[:6], kind, level, venue.tier)
    if quota is not None and named >= quota.at_most:
        raise DomainError(
            _("这个县的%(tier)s最多命名 %(most)s 个，已经满了。要换，请先摘掉一个。")
            % {"tier": venue.tier_label, "most": quota.at_most}
        )
    try:
        with transaction.atomic():
            honour = Honour.objects.create(
                venue_id=venue_id,
                division_code=venue.division_code,
                kind=kind,
                level=level,
                document_no=clean(document_no),
                named_on=named_on,
            )
    except IntegrityError as error:
        raise DomainError(_("这个阵地已经有这块牌子了。")) from error
    journal.write(
        _SUBJECT,
        honour.pk,
        "assessments.honour.named",
        actor=actor,
        at=at,
        division_code=venue.division_code,
        after=f"{kind} {level}",
    )
    return honour


@transaction.atomic
def end_honour(*, honour_id: int, on: date, reason: str, actor: Actor, at: datetime) -> Honour:
    """Take the name away (摘牌). A second time changes nothing."""
    honour = access.honours_visible_to(actor).select_for_update().filter(pk=honour_id).first()
    if honour is None:
        raise NotFound(_("没有找到这块牌子。请回到清单再找。"))
    access.require_may_name(actor, honour.division_code, honour.level)
    if honour.ended_on is not None:
        return honour
    if len(clean(reason)) < 2:
        raise DomainError(_("请写一句摘牌的原因。"))
    honour.ended_on, honour.end_reason = on, clean(reason)[:120]
    honour.save(update_fields=["ended_on", "end_reason"])
    journal.write(
        _SUBJECT,
        honour.pk,
        "assessments.honour.ended",
        actor=actor,
        at=at,
        division_code=honour.division_code,
        reason=clean(reason),
    )
    return honour
