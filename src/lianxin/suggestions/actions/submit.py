"""Handing a suggestion in: complete, signed, in session or between sessions."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError
from lianxin.people import reads as people
from lianxin.suggestions.actions._steps import begin, finish
from lianxin.suggestions.actions.cases import mark_cases
from lianxin.suggestions.actions.draft import require_complete
from lianxin.suggestions.clocks import local_day
from lianxin.suggestions.models import Signer, Suggestion
from lianxin.suggestions.words import Phase, Proposer


@transaction.atomic
def submit_suggestion(
    *, suggestion_id: int, actor: Actor, at: datetime, version: int | None = None
) -> Suggestion:
    """Hand it in: complete, with those who have confirmed; in session or between sessions.

    Raises DomainError when a required part is missing, or for a delegation outside a session.
    Source: LAW-DEPUTIES-2025 §24, §36; domain.md §1.3.
    """
    suggestion, before = begin("submit", suggestion_id, actor, version)
    require_complete(suggestion)
    today = local_day(at)
    session = people.session_on(suggestion.congress_id, suggestion.term_number, today)
    suggestion.phase = Phase.IN_SESSION if session and session.sits_on(today) else Phase.INTER_SESSION
    suggestion.session_id = session.id if session else None
    if suggestion.proposer == Proposer.DELEGATION and suggestion.phase != Phase.IN_SESSION:
        raise DomainError(_("代表团只能在大会期间提建议。闭会期间请由代表个人或联名提出。"))
    Signer.objects.filter(suggestion=suggestion, confirmed_at=None).delete()
    confirmed = Signer.objects.filter(suggestion=suggestion, is_lead=False).values_list(
        "person_id", flat=True
    )
    suggestion.signer_ids = [suggestion.lead_person_id, *sorted(confirmed)]
    if suggestion.proposer != Proposer.DELEGATION:
        suggestion.proposer = Proposer.JOINT if len(suggestion.signer_ids) > 1 else Proposer.ONE
    suggestion.submitted_at = at
    mark_cases(suggestion, actor, at)
    fields = ["phase", "session", "signer_ids", "proposer", "submitted_at"]
    return finish("submit", suggestion, before, fields=fields, actor=actor, at=at)
