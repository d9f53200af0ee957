"""Who acts in this request: one query, before the scope is stated."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.http import HttpRequest, HttpResponse

from lianxin.accounts.reads import actor_of
from lianxin.accounts.sessions import SessionStore, is_idle, touch
from lianxin.journal.actions import request_id
from lianxin.kernel.actor import ANONYMOUS
from lianxin.kit.http import Request


class ActorMiddleware:
    """Loads the session with its user and post; saves it when the view changed it.

    A revoked or expired grant stops working here, at the next request (ASVS V8.3, T26).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Say who acts, answer, and keep the session if it changed."""
        typed = cast("Request", request)
        request_id.set(typed.request_id)
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        store = SessionStore(key)
        typed.session = store
        typed.actor = ANONYMOUS
        typed.post = None  # type: ignore[attr-defined]  # the acting grant: the top bar shows its label
        if key:
            store.load_row()
            if store.row is not None and is_idle(store.row, at=typed.now):
                store.flush()
                store.row = None
            elif store.row is None:
                store.end_expired(key)
            if store.row is not None:
                touch(store.row, at=typed.now)
                typed.actor = actor_of(store.row, at=typed.now)
                typed.post = store.row.grant if typed.actor.is_signed_in else None  # type: ignore[attr-defined]
        response = self.get_response(request)
        if store.modified and response.status_code < 500:
            self._save(store, response)
        elif key and store.row is None:
            response.delete_cookie(settings.SESSION_COOKIE_NAME, samesite="Lax")
        return response

    def _save(self, store: SessionStore, response: HttpResponse) -> None:
        if store.is_empty():
            response.delete_cookie(settings.SESSION_COOKIE_NAME, samesite="Lax")
            return
        try:
            store.save()
        except UpdateError:
            # Ended from another device while this request ran: it stays ended.
            response.delete_cookie(settings.SESSION_COOKIE_NAME, samesite="Lax")
            return
        response.set_cookie(
            settings.SESSION_COOKIE_NAME,
            store.session_key or "",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
