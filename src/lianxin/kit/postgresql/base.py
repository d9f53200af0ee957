"""The database backend of the settings. Django finds it by the name of this file."""

from __future__ import annotations

import time

from django.db.backends.postgresql import base

# A connection that answered so short a time ago is believed to live. Source: ADR-0018 §2.
_BELIEVED_S = 2.0


class DatabaseWrapper(base.DatabaseWrapper):
    """Checks a kept connection at most every two seconds, and always after an error.

    A database that restarted in between answers the first request of each thread with the page that
    says "busy"; that error has the next request ask.
    """

    _answered_at = float("-inf")

    def is_usable(self) -> bool:
        """Whether the connection can be used; asked by Django once a request."""
        now = time.monotonic()
        if now - self._answered_at < _BELIEVED_S and not self.errors_occurred and not self.connection.closed:
            return True
        usable = super().is_usable()
        self._answered_at = now if usable else float("-inf")
        return usable
