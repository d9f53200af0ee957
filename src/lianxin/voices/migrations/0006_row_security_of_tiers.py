"""Who may see a case, with tiers: also the venues it was lifted from; the levels below only down to `depth`.

The same rules as `voices/access.py`. Source: ADR-0003; ADR-0016 §1, §6.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

from lianxin.kit.rls import CASE, PERSON, SCOPE, UNIT, USER, VENUE, Policy, in_range

first = import_module("lianxin.voices.migrations.0002_row_security")


def in_scope(case: str) -> str:
    """SQL for "the acting grant reads this case", with `case` the table's alias and a dot."""
    placed = f"select m.venue_id from venues_membership m where m.person_id = {PERSON} and m.until is null"
    venues = [f"{case}{column}" for column in ("venue_id", "origin_venue_id", "via_venue_id")]
    return " or ".join(
        [
            f"({in_range(case + 'division_code', SCOPE)} "
            f"and length({SCOPE}) between {case}reach and {case}depth)",
            f"{case}unit_id = {UNIT}",
            *(f"{venue} = {VENUE}" for venue in venues),
            f"{case}claimed_by = {PERSON}",
            f"{case}wanted_person_id = {PERSON}",
            *(f"{venue} in ({placed})" for venue in venues),
            f"{case}id = {CASE}",
        ]
    )


def policies(scope: str, parent: str, born: str) -> list[tuple[str, Policy]]:
    """Every policy of the room that reads `scope`, with its table."""
    return [
        ("voices_case", Policy("anybody_brings", "insert", check=f"{born} and published_at is null")),
        ("voices_case", Policy("seen_in_scope", "select", using=scope)),
        ("voices_case", Policy("changed_in_scope", "update", using=scope, check=scope)),
        ("voices_step", Policy("added_in_scope", "insert", check=parent)),
        ("voices_step", Policy("seen_in_scope", "select", using=parent)),
        ("voices_deadline", Policy("seen_in_scope", "select", using=parent)),
        ("voices_deadline", Policy("stopped_in_scope", "update", using=parent, check=parent)),
    ]


def history(scope: str) -> str:
    """Whoever acts and sees the case sees its journal lines, the public does not."""
    return (
        f"subject_kind = 'voices.case' and ({USER} is not null or {CASE} is not null) and "
        f"exists (select 1 from voices_case c where c.id = subject_id and ({scope}))"
    )


def statements(scope: str, of_alias: str, born: str) -> list[str]:
    """Replace every policy by the one of these rules."""
    parent = f"exists (select 1 from voices_case c where c.id = case_id and ({of_alias}))"
    replaced = [
        sql
        for table, policy in policies(scope, parent, born)
        for sql in (f'drop policy {policy.name} on "{table}"', policy.sql(table))
    ]
    return [
        *replaced,
        "drop policy seen_with_its_case on journal_entry",
        f"create policy seen_with_its_case on journal_entry for select to public using ({history(of_alias)})",
    ]


class Migration(migrations.Migration):
    dependencies = [("voices", "0005_whole_loop"), ("venues", "0001_initial"), ("journal", "0002_row_security")]

    operations = [
        migrations.RunSQL(
            statements(in_scope(""), in_scope("c."), "state in ('received', 'merged')"),
            statements(first.in_scope(""), first.in_scope("c."), "state = 'received'"),
        ),
    ]
