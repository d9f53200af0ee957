"""Pages of accounts, and what they share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponseBase

from lianxin.accounts.sessions import SessionStore
from lianxin.kernel.actor import Role
from lianxin.kit.http import Request, to_sign_in

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponseBase]


def with_account(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Only people with an account, with or without a valid post; visitors sign in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        typed = cast("Request", request)
        if typed.actor.user_id is None:
            return to_sign_in(request)
        return view(typed, *args, **kwargs)

    guarded.allowed_roles = frozenset(Role)  # type: ignore[attr-defined]  # read by the access matrix
    return cast("Callable[Concatenate[HttpRequest, P], HttpResponseBase]", guarded)


def session_of(request: HttpRequest) -> SessionStore:
    """The session that ActorMiddleware put on the request."""
    return cast("SessionStore", request.session)
