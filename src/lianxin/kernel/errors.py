"""Errors a rule may raise. Their text is Chinese, may be shown to the user, and says what to do next."""

from __future__ import annotations


class DomainError(Exception):
    """A rule said no; `str(error)` is the sentence shown to the user (HTTP 409)."""

    status = 409


class NotAllowed(DomainError):
    """The actor sees the record but may not do this (HTTP 403)."""

    status = 403


class NotFound(DomainError):
    """The record does not exist, or the actor may not know that it does (HTTP 404)."""

    status = 404


class Stale(DomainError):
    """The page was drawn before somebody else changed the record (HTTP 409)."""


class TooMany(DomainError):
    """The same thing was tried too often in a short time (HTTP 429)."""

    status = 429
