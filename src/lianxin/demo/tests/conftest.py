"""One tiny demo for all tests of this room, loaded as the application role and rolled back at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import override_settings

from lianxin.demo.actions import Loaded, load
from lianxin.vault.keys import create_key_file

TODAY = date(2026, 3, 4)
AT = datetime(2026, 3, 4, 2, tzinfo=UTC)


@dataclass
class Demo:
    made: Loaded
    again: Loaded
    titles: list[tuple[str, str]]
    titles_again: list[tuple[str, str]]
    progress: list[int] = field(default_factory=list)


def everything(query: str) -> list[tuple]:
    """Rows past row-level security: tests ask the database's own owner-like view through each place."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('app.scope', '532301', true), set_config('app.audit', '5323', true)"
        )
        cursor.execute(query)
        return cursor.fetchall()


TITLES = "select state, title from voices_case where not is_imported order by state, title, received_at"


@pytest.fixture(scope="module")
def demo(
    django_db_setup: object, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demo]:
    key = create_key_file(tmp_path_factory.mktemp("keys") / Path("vault.key"))
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with (
        django_db_blocker.unblock(),
        override_settings(LIANXIN_VAULT_PUBLIC_KEY=key, PASSWORD_HASHERS=hashers),
        transaction.atomic(),
    ):
        seen: list[int] = []

        def run() -> tuple[Loaded, list[tuple[str, str]]]:
            made = load(
                place="5323",
                size="tiny",
                seed=1,
                today=TODAY,
                at=AT,
                progress=lambda percent, _: seen.append(percent),
            )
            return made, everything(TITLES)

        point = transaction.savepoint()
        again, titles_again = run()
        transaction.savepoint_rollback(point)
        made, titles = run()
        yield Demo(made, again, titles, titles_again, seen)
        transaction.set_rollback(True)
