"""Publication with three switches: the deputy's wish, the unit's objection, the office's review.

All three must allow it; each may be turned off again, and the page is gone at once.
Source: LAW-DEPUTIES-2025 §51 (the results of handling are public); ADR-0008, ADR-0032 §6.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from lianxin.assist.confirming import require_confirmed
from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotAllowed
from lianxin.kernel.text import clean
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.people import reads as people
from lianxin.suggestions import access
from lianxin.suggestions.actions._steps import locked, said
from lianxin.suggestions.clocks import local_day
from lianxin.suggestions.models import Handling, PublicSuggestion, Suggestion
from lianxin.suggestions.profiles import classes_for
from lianxin.suggestions.reads.rows import category_of
from lianxin.suggestions.workflow import ANSWERING, HandlingState, SuggestionState


def _write(event: str, suggestion: Suggestion, actor: Actor, at: datetime, reason: str = "") -> None:
    journal.write(
        "suggestions.suggestion", suggestion.pk, f"suggestions.suggestion.{event}", actor=actor, at=at,
        division_code=suggestion.division_code, reason=reason[:200],
    )  # fmt: skip


def _touch(suggestion: Suggestion, *fields: str) -> None:
    suggestion.version += 1
    suggestion.save(update_fields=["version", *fields])


@transaction.atomic
def publish_suggestion(
    *,
    suggestion_id: int,
    title: str,
    text: str,
    answer: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
    confirmed_findings: bool = False,
) -> PublicSuggestion:
    """Put a closed suggestion with its reply on the public page, in words that somebody has checked.

    Words in which personal data is still found need `confirmed_findings`: a person has looked at each
    place. The journal keeps how many of which kind, never the words. DomainError: a switch is off.
    """
    suggestion = locked(suggestion_id, actor, version)
    if not access.is_office(actor, suggestion):
        raise NotAllowed(_("公开由本级人大代表工作机构审核。"))
    _require_switches(suggestion)
    words = {
        "title": said(title, least=4, sentence=_("请写一个公开用的标题。"))[:60],
        "text": said(text, least=10, sentence=_("请写公开用的建议内容。")),
        "answer": said(answer, least=10, sentence=_("请写公开用的答复。")),
    }
    looked_at = require_confirmed(list(words.values()), confirmed=confirmed_findings)
    made = _facts(suggestion, words, at)
    made.save()
    _touch(suggestion)
    _write("published", suggestion, actor, at, looked_at)
    return made


def _require_switches(suggestion: Suggestion) -> None:
    if suggestion.state != SuggestionState.CLOSED:
        raise DomainError(_("办结以后才能公开。"))
    if suggestion.is_confidential:
        raise DomainError(_("代表要求保密，这件建议不能公开。"))
    if not suggestion.may_publish:
        raise DomainError(_("代表不同意公开，这件建议不能公开。"))
    if objecting(suggestion):
        raise DomainError(_("承办单位不同意公开，理由写在下面。请和单位商量，单位同意以后再公开。"))


def objecting(suggestion: Suggestion) -> Sequence[Handling]:
    """The units' parts whose units object to publication. One query."""
    current = Handling.objects.filter(suggestion=suggestion).exclude(state=HandlingState.REPLACED)
    return list(current.exclude(publish_objection=""))


def _facts(suggestion: Suggestion, words: dict[str, str], at: datetime) -> PublicSuggestion:
    """The public row: checked words, and facts of the suggestion as they are now."""
    day = local_day(at)
    labels = {row.code: row.label for row in classes_for(suggestion.division_code, day)}
    names = people.names_of([suggestion.lead_person_id])
    units = Handling.objects.filter(suggestion=suggestion).exclude(state=HandlingState.REPLACED)
    unit_ids = list(units.order_by("pk").values_list("unit_id", flat=True))
    handed, replied = suggestion.handed_at or at, suggestion.replied_at or at
    return PublicSuggestion(
        suggestion=suggestion, division_code=suggestion.division_code, number=suggestion.number or 0,
        phase=suggestion.phase, session_name=suggestion.session.name if suggestion.session else "",
        category=suggestion.category, category_label=_in_source(suggestion),
        raised_by=suggestion.delegation_name or names.get(suggestion.lead_person_id, ""),
        signers=len(suggestion.signer_ids), unit_ids=unit_ids,
        result_class=suggestion.result_class, result_label=labels.get(suggestion.result_class, ""),
        attitude=suggestion.attitude, result=suggestion.result, handed_on=local_day(handed),
        replied_on=local_day(replied), published_at=at, **words,
    )  # fmt: skip


def _in_source(suggestion: Suggestion) -> str:
    """The category in the source language: stored words are."""
    with override(settings.LANGUAGE_CODE):
        return category_of(suggestion)[:40]


@transaction.atomic
def unpublish_suggestion(
    *, suggestion_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> None:
    """Take it off the public page at once; its words are kept for a better version."""
    suggestion = locked(suggestion_id, actor, version)
    if not access.is_office(actor, suggestion):
        raise NotAllowed(_("公开由本级人大代表工作机构审核。"))
    why = said(reason, least=2, sentence=_("请写一句取消公开的原因。"))
    if not _take_off(suggestion):
        raise MoveNotAllowed(_("这件建议现在没有公开，不用取消。"))
    _touch(suggestion)
    _write("unpublished", suggestion, actor, at, why)


def _take_off(suggestion: Suggestion) -> bool:
    shown = PublicSuggestion.objects.filter(suggestion=suggestion, published_at__isnull=False)
    return bool(shown.update(published_at=None))


@transaction.atomic
def wish_publication(
    *, suggestion_id: int, agrees: bool, actor: Actor, at: datetime, version: int | None = None
) -> Suggestion:
    """The deputy's switch. Off takes the page away at once; a confidential one stays off."""
    suggestion = locked(suggestion_id, actor, version)
    if not access.is_lead(actor, suggestion):
        raise NotAllowed(_("同不同意公开由领衔代表自己定。"))
    if agrees and suggestion.is_confidential:
        raise DomainError(_("这件建议要求保密，不能公开。"))
    if suggestion.may_publish == agrees:
        raise MoveNotAllowed(_("您的意愿已经是这样了，不用再改。"))
    suggestion.may_publish = agrees
    if not agrees:
        _take_off(suggestion)
    _touch(suggestion, "may_publish")
    _write("wish_changed", suggestion, actor, at, "同意公开" if agrees else "不同意公开")
    return suggestion


@transaction.atomic
def object_to_publication(
    *, suggestion_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Handling:
    """The unit's switch: with a reason it is off, with none on again. Its head says so."""
    suggestion = locked(suggestion_id, actor, version)
    if not access.is_head_of_unit(actor, suggestion):
        raise NotAllowed(_("公开的意见由承办单位负责人来提。"))
    part = (
        Handling.objects.select_for_update()
        .filter(suggestion=suggestion, unit_id=actor.unit_id or 0, duty__in=ANSWERING)
        .exclude(state=HandlingState.REPLACED)
        .first()
    )
    if part is None:
        raise MoveNotAllowed(_("本单位不负责答复这件建议，不用提公开意见。"))
    part.publish_objection = clean(reason)[:500]
    if part.publish_objection and len(part.publish_objection) < 4:
        raise DomainError(_("不同意公开要写明理由：涉及什么秘密或者谁的隐私。"))
    part.save(update_fields=["publish_objection"])
    if part.publish_objection:
        _take_off(suggestion)
    _touch(suggestion)
    event = "publication_objected" if part.publish_objection else "publication_agreed"
    _write(event, suggestion, actor, at, part.publish_objection)
    return part
