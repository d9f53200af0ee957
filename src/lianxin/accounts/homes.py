"""Where each role starts. Plain paths: the rooms behind them stand on upper floors."""

from __future__ import annotations

from lianxin.kernel.actor import UNIT_ROLES, Actor, Role

DEPUTY_HOME = "/my"
UNIT_HOME = "/unit"
DESK_HOME = "/desk"
POSTS = "/accounts/posts"


def home_of(actor: Actor) -> str:
    """The page after sign-in; the posts page, which explains, for people without a valid post."""
    if not actor.is_signed_in:
        return POSTS
    if actor.role == Role.DEPUTY:
        return DEPUTY_HOME
    return UNIT_HOME if actor.role in UNIT_ROLES else DESK_HOME
