from __future__ import annotations

import pytest
from django.db import connection, transaction

from lianxin.kernel.actor import ANONYMOUS, Actor, Role
from lianxin.kit import rls
from lianxin.kit.scope import scope

pytestmark = pytest.mark.django_db


def setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting(%s, true), '')", [name])
        return str(cursor.fetchone()[0])


def test_a_scope_is_stated_inside_and_gone_outside() -> None:
    office = Actor(user_id=7, role=Role.DEPUTY_AFFAIRS, place="532301", grant_id=1)
    with scope(office):
        assert (setting("app.scope"), setting("app.user")) == ("532301", "7")
    assert setting("app.scope") == ""


def test_an_inner_scope_gives_way_to_the_outer_one() -> None:
    outer = Actor(role=Role.PRESIDIUM, place="532301101", user_id=1, grant_id=1)
    with scope(outer):
        with scope(ANONYMOUS):
            assert setting("app.scope") == ""
        assert setting("app.scope") == "532301101"


def test_roles_that_read_nothing_by_place_state_no_place() -> None:
    for role in (Role.DEPUTY, Role.UNIT_HANDLER, Role.LIAISON, Role.TENANT_ADMIN, Role.AUDITOR):
        with scope(Actor(role=role, place="532301", user_id=1, grant_id=1, unit_id=3)):
            assert setting("app.scope") == ""


def test_tests_run_as_the_application_role_without_privileges() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select rolname, rolsuper, rolbypassrls from pg_roles where rolname = current_user")
        assert cursor.fetchone() == ("lianxin_app", False, False)


def test_every_scoped_model_has_forced_row_level_security() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select relname from pg_class where relrowsecurity and relforcerowsecurity")
        forced = {row[0] for row in cursor.fetchall()}
    assert {label.replace(".", "_") for label in rls.SCOPED} <= forced
    assert len(rls.SCOPED) >= 6


@pytest.mark.parametrize("value", ["", "%", "5", "' or true --", "53:"])
def test_an_empty_or_forged_place_shows_no_case(value: str) -> None:
    from lianxin.voices.models import Case

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('app.scope', %s, true)", [value])
        assert Case.objects.count() == 0
