"""Asking for opinions on a draft, and recording what was said at a contact point. Source: ADR-0030 §5."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.codes import inside
from lianxin.kernel.errors import DomainError, NotFound
from lianxin.kernel.text import clean
from lianxin.venues import access
from lianxin.venues.models import DraftOpinion, LawDraft
from lianxin.venues.words import OpinionFrom, PointKind


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """A draft, who makes it, and until when people may speak."""

    name: str
    summary: str
    organ: str
    opens_on: date
    closes_on: date


@transaction.atomic
def ask_opinions(*, facts: DraftFacts, actor: Actor, at: datetime) -> LawDraft:
    """Ask the contact points of the actor's place for opinions on a draft."""
    access.require_may_ask_opinions(actor)
    name, summary, organ = clean(facts.name), clean(facts.summary), clean(facts.organ)
    if not (name and summary and organ):
        raise DomainError(_("草案名称、主要内容和起草机关都要填。"))
    if facts.closes_on < facts.opens_on:
        raise DomainError(_("截止日期不能早于开始日期，请核对。"))
    try:
        with transaction.atomic():
            draft = LawDraft.objects.create(
                division_code=actor.place, name=name, summary=summary, organ=organ,
                opens_on=facts.opens_on, closes_on=facts.closes_on,
            )  # fmt: skip
    except IntegrityError as error:
        raise DomainError(_("已经有同名的草案在征求意见，请换一个名称，例如加上“二审稿”。")) from error
    journal.write(
        "venues.law_draft", draft.pk, "venues.law_draft.opened",
        actor=actor, at=at, division_code=actor.place,
    )  # fmt: skip
    return draft


@transaction.atomic
def record_opinion(
    *,
    draft_id: int,
    point_id: int,
    said_by: OpinionFrom,
    article: str,
    text: str,
    on: date,
    actor: Actor,
    at: datetime,
) -> DraftOpinion:
    """Record an opinion in the words it was said in, without who said it.

    Raises NotFound for a draft or point the actor does not see, DomainError outside the draft's days.
    """
    draft = access.law_drafts_visible_to(actor).filter(pk=draft_id).first()
    point = access.points_visible_to(actor).filter(pk=point_id, closed_on=None).first()
    if draft is None or point is None or point.kind != PointKind.LEGISLATIVE:
        raise NotFound(_("没有找到这份草案或者这个立法联系点，请回到清单再选。"))
    access.require_may_keep_point(actor, point)
    if not inside(point.division_code, draft.division_code):
        raise DomainError(_("这份草案不在这个联系点的地方征求意见。"))
    if not draft.opens_on <= on <= draft.closes_on:
        raise DomainError(_("现在不在征求意见的日期内，不能再登记。"))
    if len(clean(text)) < 4:
        raise DomainError(_("请写下意见原话，至少几个字。"))
    opinion = DraftOpinion.objects.create(
        draft=draft, point=point, division_code=point.division_code, venue_id=point.venue_id,
        said_by=said_by, article=clean(article)[:40], text=clean(text), received_on=on,
    )  # fmt: skip
    journal.write(
        "venues.opinion", opinion.pk, "venues.opinion.recorded",
        actor=actor, at=at, division_code=point.division_code, after=said_by,
    )  # fmt: skip
    return opinion


def note_opinion_export(*, draft_id: int, actor: Actor, at: datetime) -> None:
    """Write down that somebody took the opinions on a draft."""
    journal.write(
        "venues.law_draft", draft_id, "venues.law_draft.exported",
        actor=actor, at=at, division_code=actor.place,
    )  # fmt: skip
