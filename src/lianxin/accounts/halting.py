"""A post stops by itself while what it rests on does not hold, and works again when it does.

What a post rests on is known to a room above: a deputy's post to their seats (`people`). That room settles it
in the transaction in which the seat moves, and is asked again when a post is given. Source: ADR-0036.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from lianxin.accounts.models import Grant
from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor

# Called with a deputy's person, by whom and when, after a post was given to them.
Settle = Callable[[int, Actor, datetime], None]
_SETTLERS: list[Settle] = []


def register_settler(settle: Settle) -> None:
    """Have `settle` decide whether a deputy's post that is just given works."""
    if settle not in _SETTLERS:
        _SETTLERS.append(settle)


def settle_given(person_id: int, *, actor: Actor, at: datetime) -> None:
    """Ask the rooms above whether the posts of this person work."""
    for settle in _SETTLERS:
        settle(person_id, actor, at)


def halt_posts(*, grant_ids: Iterable[int], reason: str, actor: Actor, at: datetime) -> int:
    """Stop these posts from now: open sessions lose them at their next request. Returns how many stopped.

    The caller has shown that the actor may decide on what they rest on. Call inside a transaction.
    """
    standing = Grant.objects.select_for_update().filter(pk__in=list(grant_ids), revoked_at=None)
    stopped = list(standing.filter(halted_at=None).order_by("pk"))
    for grant in stopped:
        grant.halted_at, grant.halt_reason = at, reason
        grant.save(update_fields=["halted_at", "halt_reason"])
        _note(grant, "halted", reason, actor, at)
    return len(stopped)


def resume_posts(*, grant_ids: Iterable[int], actor: Actor, at: datetime) -> int:
    """Let these posts work again; sessions that still hold them have them back. Returns how many.

    Call inside a transaction.
    """
    standing = Grant.objects.select_for_update().filter(pk__in=list(grant_ids), revoked_at=None)
    back = list(standing.exclude(halted_at=None).order_by("pk"))
    for grant in back:
        reason, grant.halted_at, grant.halt_reason = grant.halt_reason, None, ""
        grant.save(update_fields=["halted_at", "halt_reason"])
        _note(grant, "resumed", reason, actor, at)
    return len(back)


def _note(grant: Grant, word: str, reason: str, actor: Actor, at: datetime) -> None:
    journal.write(
        "accounts.grant", grant.pk, f"accounts.grant.{word}", actor=actor, at=at,
        division_code=grant.division_code, before=grant.role, reason=reason,
    )  # fmt: skip
