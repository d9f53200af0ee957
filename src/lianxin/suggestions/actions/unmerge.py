"""What was merged gets its own way again: by hand before units have it, by itself after a withdrawal.

Source: ADR-0037 §1.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.kit.scope import scope
from lianxin.suggestions import access
from lianxin.suggestions.actions._steps import begin, finish, locked, raised_by, said
from lianxin.suggestions.models import Signer, Suggestion
from lianxin.suggestions.workflow import BEFORE_UNITS, SUGGESTION_FLOW


@transaction.atomic
def unmerge_suggestion(
    *, suggestion_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Suggestion:
    """Give a merged one its own way back to review; its deputies sign the main one no longer.

    Raises MoveNotAllowed once units have the main one. Source: ADR-0037 §1.
    """
    found = access.suggestions_visible_to(actor).filter(pk=suggestion_id)
    main_id = found.values_list("merged_into_id", flat=True).first()
    for each in sorted({suggestion_id, main_id or suggestion_id}):  # in the order of `merge_suggestion`
        locked(each, actor, None)
    suggestion, before = begin("unmerge", suggestion_id, actor, version)
    main = locked(main_id or 0, actor, None)
    if main.state not in BEFORE_UNITS:
        raise MoveNotAllowed(_("一起办理的那件已经交给单位，不能再拆开。请等答复，答复会给每一位代表。"))
    why = said(reason, least=4, sentence=_("请写明为什么拆开，两边的代表都会看到。"))
    _send_back(
        suggestion, before, f"从第{main.number}号建议拆开，回到待审查。{why}", actor=actor, at=at, reason=why
    )
    _forget_signers(main)
    finish(
        "let_go", main, SUGGESTION_FLOW.next_state(main.state, "let_go"), fields=["signer_ids"], actor=actor,
        at=at, text=f"{raised_by(suggestion)}的建议拆开，另行审查。{why}",
    )  # fmt: skip
    return suggestion


def _send_back(
    suggestion: Suggestion, before: str, text: str, *, actor: Actor, at: datetime, reason: str = ""
) -> None:
    """Already moved to review: no main one any more, and the days to review count anew."""
    suggestion.merged_into, suggestion.closed_at, suggestion.separated_at = None, None, at
    finish(
        "unmerge", suggestion, before, fields=["merged_into", "closed_at", "separated_at"], actor=actor,
        at=at, text=text, reason=reason,
    )  # fmt: skip


def _forget_signers(main: Suggestion) -> None:
    """Who came with a merged one, and with none that is still merged, signs the main one no longer."""
    merged = Suggestion.objects.filter(merged_into=main).values_list("signer_ids", flat=True)
    staying = {person for signers in merged for person in signers}
    gone = Signer.objects.filter(suggestion=main, from_merged=True).exclude(person_id__in=staying)
    gone_ids = set(gone.values_list("person_id", flat=True))
    gone.delete()
    main.signer_ids = [person for person in main.signer_ids if person not in gone_ids]


def _office_of(place: str) -> Actor:
    """The office, in whose name merged ones come back: the withdrawing deputy cannot see them."""
    role = Role.PRESIDIUM if len(place) == 9 else Role.DEPUTY_AFFAIRS
    return Actor(role=role, place=place, user_id=0, grant_id=0, name="系统", source="system")


def lock_with_merged(suggestion_id: int, actor: Actor) -> None:
    """Lock a main one together with what is merged into it, in the one order all take; at most two queries.

    To be called before the main one is locked alone: two who wait for each other would both fail.
    """
    found = access.suggestions_visible_to(actor).filter(pk=suggestion_id, number__isnull=False)
    place = found.values_list("division_code", flat=True).first()
    if place is None:
        return
    with scope(_office_of(place)):
        both = Suggestion.objects.filter(Q(pk=suggestion_id) | Q(merged_into_id=suggestion_id))
        list(both.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))


def let_all_go(main: Suggestion, *, at: datetime) -> None:
    """The main one was withdrawn: each merged one comes back to the office's review, in the office's name.

    Their deputies keep reading the main one, which they signed while it was handled; it is over.
    """
    if main.number is None:
        return
    office = _office_of(main.division_code)
    with scope(office):
        for each in (
            Suggestion.objects.filter(merged_into=main).order_by("pk").select_for_update(of=("self",))
        ):
            before, each.state = each.state, SUGGESTION_FLOW.next_state(each.state, "unmerge")
            _send_back(
                each, before, f"一起办理的第{main.number}号建议由领衔代表撤回了，这件拆开，回到待审查。",
                actor=office, at=at,
            )  # fmt: skip
            finish(
                "let_go", main, SUGGESTION_FLOW.next_state(main.state, "let_go"), actor=office, at=at,
                text=f"{raised_by(each)}的建议拆开，回到待审查。",
            )  # fmt: skip
