"""What its deputies do before it is submitted, and taking it back: draft, sign, submit, revise, withdraw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError, NotAllowed
from lianxin.kernel.text import clean
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.people import reads as people
from lianxin.suggestions.actions._steps import begin, finish, said
from lianxin.suggestions.actions.unmerge import let_all_go, lock_with_merged
from lianxin.suggestions.clocks import local_day
from lianxin.suggestions.models import Signer, Suggestion
from lianxin.suggestions.profiles import rules_for
from lianxin.suggestions.words import CATEGORIES, Proposer
from lianxin.suggestions.workflow import HANDED_STATES, SuggestionState

LEAST_WORDS = 10
MOST_SIGNERS = 60
_TEXT = [
    "category", "title", "situation", "proposal", "proposed_unit_id", "may_publish", "is_confidential",
    "proposer", "delegation_name",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """What a deputy writes. One matter each; the proposed unit is a wish. Source: domain.md §1.3."""

    title: str
    situation: str
    proposal: str
    category: str
    proposed_unit_id: int | None = None
    may_publish: bool = True
    is_confidential: bool = False
    delegation_name: str = ""


@transaction.atomic
def draft_suggestion(*, congress_id: int, draft: Draft, actor: Actor, at: datetime) -> Suggestion:
    """Begin a suggestion to a congress in which the deputy sits. An unfinished text is kept as it is.

    Raises NotAllowed for a congress in which the deputy has no seat. Source: LAW-DEPUTIES-2025 §24, §36.
    """
    if actor.role != Role.DEPUTY or actor.person_id is None:
        raise NotAllowed(_("这一步只能由代表来做。"))
    seat = next((s for s in people.seats_of(actor.person_id) if s.congress_id == congress_id), None)
    if seat is None:
        raise NotAllowed(_("您不是这一级的在任代表，请选您当选的那一级人大。"))
    suggestion = Suggestion(
        congress_id=seat.congress_id,
        term_number=seat.term_number,
        division_code=seat.division_code,
        lead_person_id=actor.person_id,
        signer_ids=[actor.person_id],
        created_at=at,
    )
    _write(suggestion, draft, at)
    suggestion.save(force_insert=True)
    Signer(suggestion=suggestion, person_id=actor.person_id, is_lead=True, asked_at=at, confirmed_at=at).save(
        force_insert=True
    )
    return finish("edit", suggestion, SuggestionState.DRAFT, actor=actor, at=at)


@transaction.atomic
def edit_draft(
    *, suggestion_id: int, draft: Draft, actor: Actor, at: datetime, version: int | None = None
) -> Suggestion:
    """Save the text of a draft, finished or not."""
    suggestion, before = begin("edit", suggestion_id, actor, version)
    _write(suggestion, draft, at)
    return finish("edit", suggestion, before, fields=_TEXT, actor=actor, at=at)


def _write(suggestion: Suggestion, draft: Draft, at: datetime) -> None:
    known = CATEGORIES.keys() | rules_for(suggestion.division_code, local_day(at)).categories.keys()
    if draft.category not in known:
        raise DomainError(_("请从列表里选一个类别。"))
    suggestion.title = said(draft.title, least=1, sentence=_("请写一个标题。"))[:60]
    suggestion.situation, suggestion.proposal = clean(draft.situation), clean(draft.proposal)
    suggestion.category, suggestion.proposed_unit_id = draft.category, draft.proposed_unit_id
    units = {unit.id for unit in people.units_for(suggestion.division_code)}
    if draft.proposed_unit_id is not None and draft.proposed_unit_id not in units:
        raise DomainError(_("这个单位不管本地的事，请换一个，也可以不选，由交办的人来定。"))
    suggestion.may_publish = draft.may_publish and not draft.is_confidential
    suggestion.is_confidential = draft.is_confidential
    suggestion.delegation_name = clean(draft.delegation_name)[:40]
    if suggestion.delegation_name:
        suggestion.proposer = Proposer.DELEGATION
    elif suggestion.proposer == Proposer.DELEGATION:
        suggestion.proposer = Proposer.ONE


def require_complete(suggestion: Suggestion) -> None:
    """Title, situation, concrete proposals. Raises DomainError. Source: domain.md §1.3 (required content)."""
    if len(suggestion.title) < 4:
        raise DomainError(_("标题太短了，请用一句话说清建议什么。"))
    if len(suggestion.situation) < LEAST_WORDS:
        raise DomainError(_("请写清情况和问题：在哪里、有多少、影响谁。"))
    if len(suggestion.proposal) < LEAST_WORDS:
        raise DomainError(_("请写出具体的建议：希望谁做什么、做到什么程度。"))


@transaction.atomic
def invite_cosigners(
    *, suggestion_id: int, names: Sequence[str], actor: Actor, at: datetime, version: int | None = None
) -> Suggestion:
    """Freeze the text and ask fellow deputies, by name, to sign it too.

    Raises DomainError for a name that no deputy of the congress has, or that several have. A name may be
    followed by its district in brackets. Source: domain.md §1.3; ADR-0025 §2.
    """
    suggestion, before = begin("invite", suggestion_id, actor, version)
    require_complete(suggestion)
    asked = persons_named(suggestion.congress_id, names) - {suggestion.lead_person_id}
    if not asked:
        raise DomainError(_("请写上要邀请的代表姓名，用顿号隔开。"))
    if len(asked) > MOST_SIGNERS:
        raise DomainError(_("一次最多邀请 %(num)d 位代表。") % {"num": MOST_SIGNERS})
    Signer.objects.filter(suggestion=suggestion, is_lead=False).delete()
    suggestion.signer_ids = [suggestion.lead_person_id, *sorted(asked)]
    Signer.objects.bulk_create(
        Signer(suggestion=suggestion, person_id=person, asked_at=at) for person in sorted(asked)
    )
    return finish("invite", suggestion, before, fields=["signer_ids"], actor=actor, at=at)


def persons_named(congress_id: int, names: Sequence[str]) -> set[int]:
    """Deputies of a congress by name. Raises DomainError for a name that nobody has, or several have."""
    wanted = [_split(name) for name in names if name.strip()]
    found = people.members_named(congress_id, [name for name, _district in wanted])
    persons = set()
    for name, district in wanted:
        fits = [person for person, where in found.get(name, []) if not district or where == district]
        if not fits:
            raise DomainError(_("没有找到叫“%(name)s”的本级在任代表，请核对姓名。") % {"name": name})
        if len(fits) > 1:
            raise DomainError(
                _("有 %(num)d 位代表叫“%(name)s”，请在姓名后面用括号写上选区。")
                % {"num": len(fits), "name": name}
            )
        persons.add(fits[0])
    return persons


def _split(name: str) -> tuple[str, str]:
    """李桂芳（第一选区）: the name, and the district in brackets."""
    bare, _bracket, district = name.strip().replace("(", "（").partition("（")
    return bare.strip(), district.rstrip("）)").strip()


@transaction.atomic
def cosign_suggestion(
    *, suggestion_id: int, actor: Actor, at: datetime, version: int | None = None
) -> Suggestion:
    """Confirm in person that it is one's will too (附议), with the time. Source: domain.md §1.3."""
    suggestion, before = begin("cosign", suggestion_id, actor, version)
    signer = _unanswered(suggestion, actor)
    signer.confirmed_at = at
    signer.save(update_fields=["confirmed_at"])
    return finish("cosign", suggestion, before, actor=actor, at=at)


@transaction.atomic
def refuse_cosigning(
    *, suggestion_id: int, actor: Actor, at: datetime, version: int | None = None
) -> Suggestion:
    """Say that one does not sign."""
    suggestion, before = begin("refuse", suggestion_id, actor, version)
    signer = _unanswered(suggestion, actor)
    signer.refused_at = at
    signer.save(update_fields=["refused_at"])
    return finish("refuse", suggestion, before, actor=actor, at=at)


def _unanswered(suggestion: Suggestion, actor: Actor) -> Signer:
    signer = Signer.objects.select_for_update().get(suggestion=suggestion, person_id=actor.person_id or 0)
    if signer.confirmed_at or signer.refused_at:
        raise MoveNotAllowed(_("您已经答复过了，不用再点。"))
    return signer


@transaction.atomic
def take_back_draft(
    *, suggestion_id: int, actor: Actor, at: datetime, version: int | None = None
) -> Suggestion:
    """Back to writing; every confirmation is void, because it was given to another text."""
    suggestion, before = begin("take_back", suggestion_id, actor, version)
    Signer.objects.filter(suggestion=suggestion, is_lead=False).delete()
    suggestion.signer_ids = [suggestion.lead_person_id]
    return finish("take_back", suggestion, before, fields=["signer_ids"], actor=actor, at=at)


@transaction.atomic
def revise_suggestion(
    *, suggestion_id: int, actor: Actor, at: datetime, version: int | None = None
) -> Suggestion:
    """A returned one becomes a draft again, its deputy's own; co-signers confirm the new text anew.

    Not handed in any more: what is written now and then withdrawn was never the office's. Source: domain.md
    §1.4; ADR-0037 §3.
    """
    suggestion, before = begin("revise", suggestion_id, actor, version)
    Signer.objects.filter(suggestion=suggestion, is_lead=False).delete()
    suggestion.signer_ids, suggestion.submitted_at = [suggestion.lead_person_id], None
    return finish("revise", suggestion, before, fields=["signer_ids", "submitted_at"], actor=actor, at=at)


@transaction.atomic
def withdraw_suggestion(
    *, suggestion_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Suggestion:
    """The lead deputy takes it back in writing; that ends it. What was merged into it goes its own way again.

    Source: domain.md §1.3; ADR-0025 §3; ADR-0037 §1.
    """
    lock_with_merged(suggestion_id, actor)
    suggestion, before = begin("withdraw", suggestion_id, actor, version)
    rules = rules_for(suggestion.division_code, local_day(at))
    if before in HANDED_STATES and not rules.withdraw_after_assignment:
        raise MoveNotAllowed(_("按本地规定，交办以后不能撤回。有新的想法，请在面商时向承办单位说明。"))
    why = said(reason, least=4, sentence=_("撤回要有书面理由，请写几个字。"))
    suggestion.closed_at = at
    finish(
        "withdraw", suggestion, before, fields=["closed_at"], actor=actor, at=at, text=why, reason=why,
        tells=suggestion.unit_ids,
    )  # fmt: skip
    let_all_go(suggestion, at=at)
    return suggestion
