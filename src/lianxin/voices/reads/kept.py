"""Lists that somebody keeps under a name. Source: ADR-0020 §1."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import starmap

from lianxin.kernel.actor import Actor
from lianxin.kit.written import Ask, Written
from lianxin.voices import access


@dataclass(frozen=True, slots=True)
class KeptView:
    """A name for a list's address."""

    id: int
    name: str
    query: str
    is_default: bool


_views = Written(
    lambda: (
        access.views_in_post(Ask("user"), Ask("grant"))
        .order_by("id")
        .values_list("id", "name", "query", "is_default")
    )
)


def kept_views(actor: Actor) -> tuple[KeptView, ...]:
    """The actor's own views in this post, oldest first. One query."""
    return tuple(starmap(KeptView, _views(user=actor.user_id or 0, grant=actor.grant_id or 0)))
