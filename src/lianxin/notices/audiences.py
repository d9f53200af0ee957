"""Whom a bulletin can be addressed to; rooms above, which know deputies and venues, register here.

`project/wiring.py` says which. Recipients are always accounts. An audience offers options to the sender's
post and turns chosen ones into accounts; it must never reach beyond the sender's place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import NotAllowed
from lianxin.notices.words import Option


class Audience(Protocol):
    """One way of choosing recipients: by place, by post, by venue, …"""

    name: str
    label: str | Promise

    def options(self, actor: Actor) -> list[Option]:
        """What this sender may choose; empty hides the audience."""

    def user_ids(self, values: Collection[str], actor: Actor, *, at: datetime) -> Iterable[int]:
        """Accounts behind the chosen values. A fixed number of queries."""


_audiences: dict[str, Audience] = {}


def register(audience: Audience) -> None:
    """Offer this audience in the form, after those registered before it."""
    _audiences[audience.name] = audience


@dataclass(frozen=True, slots=True)
class Offered:
    """An audience with what one sender may choose of it."""

    audience: Audience
    options: tuple[Option, ...]


def offered_to(actor: Actor) -> list[Offered]:
    """Every audience that has something for this sender. A few queries for each."""
    every = [Offered(audience, tuple(audience.options(actor))) for audience in _audiences.values()]
    return [offered for offered in every if offered.options]


@dataclass(frozen=True, slots=True)
class Resolved:
    """The accounts, and the chosen groups in words."""

    user_ids: frozenset[int]
    labels: tuple[str, ...]


def resolve(chosen: Mapping[str, Collection[str]], actor: Actor, *, at: datetime) -> Resolved:
    """Everybody in any of the chosen groups but the sender. Raises NotAllowed for a group not offered."""
    found: set[int] = set()
    labels: list[str] = []
    for offered in offered_to(actor):
        values = set(chosen.get(offered.audience.name, ()))
        labels += [option.label for option in offered.options if option.value in values]
        if values - {option.value for option in offered.options}:
            raise NotAllowed(_("有一组收件人不在您的范围里，请重新选。"))
        if values:
            found |= set(offered.audience.user_ids(values, actor, at=at))
    return Resolved(frozenset(found - {actor.user_id or 0}), tuple(labels))
