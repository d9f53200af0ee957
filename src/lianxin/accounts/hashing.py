"""How passwords are hashed: Argon2id at the parameters OWASP names for servers."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """19 MiB, two passes, one lane.

    Django's default (100 MiB, eight lanes) takes a two-core server for a quarter of a second per sign-in;
    a county's Monday morning is fifty of them.
    Source: OWASP Password Storage Cheat Sheet; performance.md workload 14.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
