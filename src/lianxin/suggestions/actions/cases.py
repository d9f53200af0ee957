"""From what citizens said to a suggestion: the link is kept, the citizens' data stay where they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.assist.personal_data import redacted
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotFound
from lianxin.kernel.text import shortened
from lianxin.suggestions.actions.draft import Draft, draft_suggestion
from lianxin.suggestions.models import FromCase, Suggestion
from lianxin.voices import actions as voices
from lianxin.voices.access import cases_visible_to
from lianxin.voices.words import Referral
from lianxin.voices.workflow import CaseState

MOST_CASES = 30


@transaction.atomic
def draft_from_cases(*, congress_id: int, case_ids: Sequence[int], actor: Actor, at: datetime) -> Suggestion:
    """Begin a suggestion with the words of cases the deputy has taken, personal data removed.

    Nothing happens to the cases until it is submitted. Raises NotFound for a case that is not the deputy's.
    Source: domain.md §3.2 (convert_to_suggestion); shared design paper §1.6 flow 6; ADR-0014, ADR-0025 §10.
    """
    if not case_ids:
        raise DomainError(_("请至少选一件群众反映的事。"))
    if len(case_ids) > MOST_CASES:
        raise DomainError(_("一次最多选 %(num)d 件。") % {"num": MOST_CASES})
    mine = cases_visible_to(actor).filter(claimed_by=actor.person_id or 0, state=CaseState.CLAIMED)
    cases = list(mine.filter(pk__in=list(case_ids)).order_by("pk"))
    if len(cases) != len(set(case_ids)):
        raise NotFound(_("有的事不在您手上，或者已经交出去办了。请刷新页面重新选。"))
    # Stored words are in the source language.
    told = "\n".join(f"{n}．{redacted(case.text)}" for n, case in enumerate(cases, start=1))
    draft = Draft(
        title=shortened(f"关于{redacted(cases[0].title)}的建议", 60),
        situation=f"近期群众反映 {len(cases)} 件：\n{told}",
        proposal="",
        category="other",
    )
    suggestion = draft_suggestion(congress_id=congress_id, draft=draft, actor=actor, at=at)
    FromCase.objects.bulk_create(
        FromCase(suggestion=suggestion, case_id=case.pk, number=case.number) for case in cases
    )
    return suggestion


def mark_cases(suggestion: Suggestion, actor: Actor, at: datetime) -> None:
    """Cases that are still in the deputy's hands leave for this suggestion; their citizens read so.

    What has gone another way meanwhile keeps its way. Source: domain.md §3.2; ADR-0016 §4.
    """
    linked = FromCase.objects.filter(suggestion=suggestion).values_list("case_id", flat=True)
    still = cases_visible_to(actor).filter(
        pk__in=list(linked), claimed_by=actor.person_id or 0, state=CaseState.CLAIMED
    )
    for case_id in still.order_by("pk").values_list("pk", flat=True):
        voices.refer_case(
            case_id=case_id, referral=Referral.SUGGESTION, to=suggestion.title, note="", actor=actor, at=at
        )
