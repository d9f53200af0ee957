"""What the application role may do in the database, stated in one place after every migration."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import connection

APP_ROLE = "lianxin_app"

_GENERAL = (
    (
        "do $$ begin if not exists (select from pg_roles where rolname = 'lianxin_app') then "
        "create role lianxin_app login; end if; end $$"
    ),
    "grant usage on schema public to lianxin_app",
    "grant select, insert, update, delete on all tables in schema public to lianxin_app",
    "grant usage, select on all sequences in schema public to lianxin_app",
    "grant execute on all functions in schema public to lianxin_app",
    "revoke insert, update, delete on django_migrations from lianxin_app",
)


def grant_app_role() -> None:
    """Give the application role its rights, then take back what single rooms forbid (their `grants.SQL`)."""
    statements = list(_GENERAL)
    for config in apps.get_app_configs():
        if config.name.startswith("lianxin.") and find_spec(f"{config.name}.grants"):
            statements += import_module(f"{config.name}.grants").SQL
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
