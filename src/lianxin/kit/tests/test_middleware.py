"""What every answer carries, and what happens to a transaction when a rule says no."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotAllowed, NotFound, Stale, TooMany
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.kit.middleware import DomainErrorMiddleware, EdgeMiddleware, ScopeMiddleware
from lianxin.kit.models import Once

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 3, 4, tzinfo=UTC)


def ask(view) -> HttpResponse:
    """Answer one request whose view may raise, as Django would call the middlewares."""

    def inner(request: HttpRequest) -> HttpResponse:
        try:
            return view(request)
        except DomainError as error:
            answer = DomainErrorMiddleware(view).process_exception(request, error)
            assert answer is not None
            return answer

    def with_actor(request: HttpRequest) -> HttpResponse:
        request.actor = Actor()
        return ScopeMiddleware(inner)(request)

    return EdgeMiddleware(with_actor)(RequestFactory().get("/x"))


def writes(then: Exception | int):
    def view(request: HttpRequest) -> HttpResponse:
        Once.objects.create(key="k", body_hash="h", result="r", at=AT)
        if isinstance(then, Exception):
            raise then
        return HttpResponse(status=then)

    return view


@pytest.mark.parametrize(
    ("then", "status", "kept"),
    [
        (200, 200, True),
        (302, 302, True),
        (500, 500, False),
        (DomainError("先做那一步。"), 409, False),
        (MoveNotAllowed("先做那一步。"), 409, False),
        (Stale("先做那一步。"), 409, False),
        (NotAllowed("先做那一步。"), 403, False),
        (NotFound("先做那一步。"), 404, False),
        # Counted tries must stay counted, or guessing would cost nothing.
        (TooMany("先做那一步。"), 429, True),
    ],
    ids=str,
)
def test_a_refused_rule_rolls_back_and_says_its_sentence(then, status: int, kept: bool) -> None:
    answer = ask(writes(then))
    assert answer.status_code == status
    assert Once.objects.filter(key="k").exists() is kept
    if isinstance(then, Exception):
        assert "先做那一步。" in answer.content.decode()


def test_other_errors_are_not_explained_away() -> None:
    assert (
        DomainErrorMiddleware(lambda r: HttpResponse()).process_exception(HttpRequest(), ValueError()) is None
    )


def test_every_answer_has_its_number_and_its_guards() -> None:
    answer = ask(lambda request: HttpResponse(request.request_id))
    assert answer.headers["X-Request-Id"] == answer.content.decode()
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_pages_of_somebody_signed_in_are_stored_nowhere(client: Client) -> None:
    assert client.get("/accounts/sign-in").headers["Cache-Control"].startswith(("private", "no-"))
    client.cookies["theme"] = "dark"
    assert "no-store" in client.get("/accounts/sign-in").headers["Cache-Control"]
