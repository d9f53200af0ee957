"""What the liaison and the congress office do: close, decline, publish; and asking to see a contact."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from lianxin.assist.confirming import require_confirmed
from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotFound
from lianxin.kernel.text import clean
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.vault import actions as vault
from lianxin.vault import reads as vault_reads
from lianxin.vault.words import Purpose
from lianxin.voices import access
from lianxin.voices.actions._steps import begin, finish, locked, said
from lianxin.voices.models import Case
from lianxin.voices.words import DECLINE_LABELS, DeclineReason
from lianxin.voices.workflow import CaseState, Outcome


@transaction.atomic
def close_case(*, case_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None) -> Case:
    """Close a rated case, or an answered one whose rating time has run out. Source: ADR-0007 §10."""
    case, before = begin("close", case_id, actor, version)
    if (
        before == CaseState.CONFIRMED
        and case.due_on is not None
        and timezone.localtime(at).date() <= case.due_on
    ):
        raise DomainError(_("评价时间还没过，请等群众评价，或者到期以后再办结。"))
    text = said(reason, least=2, sentence=_("请写一句办结的说明。"))
    case.closed_at = at
    return finish(
        "close", case, before, fields=["closed_at"], actor=actor, at=at, by_name=actor.name, text=text,
        reason=text[:200],
    )  # fmt: skip


@transaction.atomic
def decline_case(
    *, case_id: int, code: DeclineReason, note: str, actor: Actor, at: datetime, version: int | None = None
) -> Case:
    """Not taken here, with a reason code and where to go instead. Source: domain.md §2.3; ADR-0007 §11."""
    case, before = begin("decline", case_id, actor, version)
    if case.reopened_count:
        raise MoveNotAllowed(
            _("这是群众要求再办一次的事，已经受理过，不能再不予受理。请代表接着办，办完再答复。")
        )
    with override(settings.LANGUAGE_CODE):  # stored words are in the source language
        text = f"{DECLINE_LABELS[code]}。{clean(note)}"
    to_petition = code == DeclineReason.PETITION
    case.outcome = Outcome.TO_PETITION_OFFICE if to_petition else Outcome.NOT_ACCEPTED
    case.decline_reason, case.closed_at = code, at
    return finish(
        "decline",
        case,
        before,
        fields=["decline_reason", "outcome", "closed_at"],
        actor=actor,
        at=at,
        by_name=actor.name,
        text=text,
        reason=code,
    )


@transaction.atomic
def mark_subject(
    *,
    case_id: int,
    unit_id: int | None,
    person_id: int | None,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Say whom a matter complains about: it is never handed to that unit, nor taken by that deputy.

    Raises DomainError while that very unit or deputy has it. Source: issue 3 (conflict rule); ADR-0016 §6.
    """
    case = locked(case_id, actor, version)
    access.require_may("mark_subject", actor, case)
    has_it = (
        case.state in {CaseState.ASSIGNED, CaseState.HANDLING}
        and unit_id is not None
        and case.unit_id == unit_id
    )
    if has_it or (person_id is not None and case.claimed_by == person_id):
        raise DomainError(_("这件事现在就在被反映的单位或代表手里，请先收回改派，再来标明。"))
    case.about_unit_id, case.about_person_id = unit_id, person_id
    case.version += 1
    case.save(update_fields=["about_unit_id", "about_person_id", "version"])
    journal.write(
        "voices.case", case.pk, "voices.case.subject_marked",
        actor=actor, at=at, division_code=case.division_code,
    )  # fmt: skip
    return case


@transaction.atomic
def publish_case(
    *,
    case_id: int,
    title: str,
    text: str,
    answer: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
    confirmed_findings: bool = False,
) -> Case:
    """Put a closed case on the public page in words without personal data.

    Only with the citizen's consent. Words in which personal data is still found need `confirmed_findings`:
    a person has looked at each place. The journal keeps how many of which kind, never the words.
    Source: domain.md §3.4 (privacy); ADR-0008, ADR-0014.
    """
    case = locked(case_id, actor, version)
    access.require_may("publish", actor, case)
    if case.state != CaseState.CLOSED:
        raise DomainError(_("办结以后才能公开。"))
    if not case.may_publish:
        raise DomainError(_("反映人没有同意公开这件事，不能公开。"))
    case.public_title = said(title, least=4, sentence=_("请写一个公开用的标题。"))[:60]
    case.public_text = clean(text)
    case.public_answer = said(answer, least=4, sentence=_("请写公开用的答复。"))
    looked_at = require_confirmed(
        [case.public_title, case.public_text, case.public_answer], confirmed=confirmed_findings
    )
    case.published_at = at
    case.version += 1
    case.save(update_fields=["public_title", "public_text", "public_answer", "published_at", "version"])
    journal.write(
        "voices.case", case.pk, "voices.case.published",
        actor=actor, at=at, division_code=case.division_code, reason=looked_at,
    )  # fmt: skip
    return case


@transaction.atomic
def unpublish_case(
    *, case_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Case:
    """Take a case off the public page at once; its words are kept for a later, better version."""
    case = locked(case_id, actor, version)
    access.require_may("publish", actor, case)
    if case.published_at is None:
        raise DomainError(_("这件事现在没有公开，不用取消。"))
    why = said(reason, least=2, sentence=_("请写一句取消公开的原因。"))
    case.published_at = None
    case.version += 1
    case.save(update_fields=["published_at", "version"])
    journal.write(
        "voices.case", case.pk, "voices.case.unpublished",
        actor=actor, at=at, division_code=case.division_code, reason=why[:200],
    )  # fmt: skip
    return case


@transaction.atomic
def ask_contact(*, case_id: int, purpose: Purpose, reason: str, actor: Actor, at: datetime) -> str:
    """Ask to see the citizen's name and phone for a purpose; returns the ticket to open it with.

    The look is journalled and shown to the citizen. Source: shared security paper §3 (reveal).
    """
    case = locked(case_id, actor, None)
    access.require_may("reveal", actor, case)
    items = vault_reads.items_of("voices.case", case.pk)
    if not items:
        raise NotFound(_("反映人没有留下联系方式。"))
    ticket = vault.ask_reveal(
        item_id=items[0].id,
        purpose=purpose,
        reason=reason,
        actor=actor,
        at=at,
        division_code=case.division_code,
    )
    return str(ticket.pk)
