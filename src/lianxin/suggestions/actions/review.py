"""What the office does with a submitted one: accept with a number, return, advise, decline, letter, merge."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError
from lianxin.kernel.text import clean
from lianxin.suggestions.actions._series import next_number
from lianxin.suggestions.actions._steps import begin, finish, locked, raised_by, said
from lianxin.suggestions.models import Signer, Suggestion
from lianxin.suggestions.words import DECLINE_LABELS, DeclineReason
from lianxin.suggestions.workflow import END_STATES, NUMBERED_STATES, SUGGESTION_FLOW, SuggestionState


@transaction.atomic
def accept_suggestion(
    *, suggestion_id: int, category: str, actor: Actor, at: datetime, version: int | None = None
) -> Suggestion:
    """Take it on (立案) and give it the next number of its series; the category may be corrected.

    Numbers have no gaps: the row of the series is locked until the transaction ends, and a rollback gives the
    number back. Source: domain.md §1.4; ADR-0025 §8.
    """
    suggestion, before = begin("accept", suggestion_id, actor, version)
    if category:
        suggestion.category = category
    suggestion.number, suggestion.accepted_at = _next_number(suggestion), at
    return finish(
        "accept", suggestion, before, fields=["category", "number", "accepted_at"], actor=actor, at=at
    )


def _next_number(suggestion: Suggestion) -> int:
    return next_number(
        congress_id=suggestion.congress_id, term_number=suggestion.term_number, kind=suggestion.phase,
        session_number=suggestion.session.number if suggestion.session else 0,
    )  # fmt: skip


@transaction.atomic
def return_suggestion(
    *, suggestion_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Suggestion:
    """Ask for a revision, and say what is missing. Source: domain.md §1.4."""
    suggestion, before = begin("return", suggestion_id, actor, version)
    why = said(reason, least=4, sentence=_("请写明要补什么、改什么，代表好修改。"))
    return finish("return", suggestion, before, actor=actor, at=at, text=why, reason=why)


@transaction.atomic
def advise_withdrawal(
    *, suggestion_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Suggestion:
    """Advise the deputy to withdraw; the deputy decides. Source: domain.md §1.4 (Beijing)."""
    suggestion, before = begin("advise", suggestion_id, actor, version)
    why = said(reason, least=4, sentence=_("请写明为什么建议撤回，由代表自己决定。"))
    return finish("advise", suggestion, before, actor=actor, at=at, text=why, reason=why)


@transaction.atomic
def decline_suggestion(
    *,
    suggestion_id: int,
    code: DeclineReason,
    note: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Suggestion:
    """Not taken on, with a reason code and a word to the deputy. Source: domain.md §1.4 (always inform)."""
    suggestion, before = begin("decline", suggestion_id, actor, version)
    words = clean(note)
    if code == DeclineReason.OTHER and len(words) < 4:
        raise DomainError(_("选了“其他原因”，请写明是什么原因。"))
    suggestion.decline_code, suggestion.closed_at = code, at
    text = f"{_source(code)}。{words}" if words else f"{_source(code)}。"
    return finish(
        "decline", suggestion, before, fields=["decline_code", "closed_at"], actor=actor, at=at, text=text,
        reason=code,
    )  # fmt: skip


def _source(code: DeclineReason) -> str:
    """The reason in the source language: stored words are."""
    with override(settings.LANGUAGE_CODE):
        return str(DECLINE_LABELS[code])


@transaction.atomic
def make_letter(
    *, suggestion_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Suggestion:
    """Treat it as a deputy's letter (代表来信). Source: domain.md §1.4 (Shanghai, Qingdao)."""
    suggestion, before = begin("letter", suggestion_id, actor, version)
    why = said(reason, least=4, sentence=_("请告诉代表为什么按来信处理、会转给谁。"))
    suggestion.closed_at = at
    return finish(
        "letter", suggestion, before, fields=["closed_at"], actor=actor, at=at, text=why, reason=why
    )


@transaction.atomic
def merge_suggestion(
    *, suggestion_id: int, main_id: int, actor: Actor, at: datetime, version: int | None = None
) -> Suggestion:
    """Let it go with an identical accepted one; its deputies sign that one from now on, and are told.

    Source: domain.md §1.4 (Chongqing), §1.8 (each is answered); ADR-0025 §4.
    """
    first, second = sorted((suggestion_id, main_id))
    if first == second:
        raise DomainError(_("请选另一件建议。"))
    for each in (first, second):  # always in this order: two mergers at once must not wait for each other
        locked(each, actor, None)
    main = locked(main_id, actor, None)
    suggestion, before = begin("merge", suggestion_id, actor, version)
    if main.state not in NUMBERED_STATES or main.state in (*END_STATES, SuggestionState.REPLIED):
        raise DomainError(_("只能并到已经立案、还没有答复的建议。"))
    if main.congress_id != suggestion.congress_id:
        raise DomainError(_("只能并到本级人大的建议。"))
    known = set(main.signer_ids)
    new = [person for person in suggestion.signer_ids if person not in known]
    Signer.objects.bulk_create(
        Signer(suggestion=main, person_id=person, asked_at=at, confirmed_at=at, from_merged=True)
        for person in new
    )
    main.signer_ids = [*main.signer_ids, *new]
    finish(
        "take_in", main, SUGGESTION_FLOW.next_state(main.state, "take_in"), fields=["signer_ids"],
        actor=actor, at=at, text=f"{raised_by(suggestion)}的建议并入，一起办理。",
    )  # fmt: skip
    suggestion.merged_into, suggestion.closed_at = main, at
    text = f"与第{main.number}号建议《{main.title}》一起办理。"  # stored words are in the source language
    return finish(
        "merge", suggestion, before, fields=["merged_into", "closed_at"], actor=actor, at=at, text=text
    )
