"""Pages of accounts, and what they share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.forms import Form
from django.http import HttpRequest, HttpResponseBase

from lianxin.accounts.sessions import SessionStore
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError
from lianxin.kit.http import Request, to_sign_in

P = ParamSpec("P")
T = TypeVar("T")
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


def layout_for(actor: Actor) -> str:
    """The shell around pages that every role has."""
    if not actor.is_signed_in:
        return "kit/phone.html"
    return "kit/deputy.html" if actor.role == Role.DEPUTY else "kit/desk.html"


def attempt(form: Form, act: Callable[[], T]) -> T | None:
    """Run an action; a refusal becomes the form's error, so that nothing typed is lost."""
    try:
        return act()
    except DomainError as error:
        if error.status != DomainError.status:
            raise
        form.add_error(None, str(error))
        return None
