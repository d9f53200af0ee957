"""Lists that somebody keeps under a name. Source: ADR-0020 §1."""

from __future__ import annotations

from dataclasses import dataclass

from lianxin.kernel.actor import Actor
from lianxin.voices import access


@dataclass(frozen=True, slots=True)
class KeptView:
    """A name for a list's address."""

    id: int
    name: str
    query: str
    is_default: bool


def kept_views(actor: Actor) -> tuple[KeptView, ...]:
    """The actor's own views in this post, oldest first. One query."""
    rows = access.views_of(actor).order_by("id").values_list("id", "name", "query", "is_default")
    return tuple(KeptView(*row) for row in rows)
