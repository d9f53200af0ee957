"""Append-only for everybody, and readable inside one's place or where one acted."""

from __future__ import annotations

from django.db import migrations

from lianxin.kit.rls import AUDIT, USER, Policy, SecureTable, in_range

_DENY = """
create function journal_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'the journal is append-only';
end $$;
create trigger journal_entry_is_append_only before update or delete on journal_entry
    for each row execute function journal_refuse();
create trigger journal_entry_is_never_truncated before truncate on journal_entry
    for each statement execute function journal_refuse();
"""
_ALLOW = """
drop trigger journal_entry_is_append_only on journal_entry;
drop trigger journal_entry_is_never_truncated on journal_entry;
drop function journal_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        SecureTable(
            "journal_entry",
            [
                Policy("anybody_adds", "insert", check="true"),
                Policy("seen_inside_place", "select", using=in_range("division_code", AUDIT)),
                Policy("seen_by_its_actor", "select", using=f"actor_user_id = {USER}"),
            ],
        ),
        migrations.RunSQL(_DENY, _ALLOW),
    ]
