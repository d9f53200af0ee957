"""Whoever acts and sees a case sees its photos and voice clip; the public never does. Source: ADR-0012."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

from lianxin.kit.rls import CASE, USER

_in_scope = import_module("lianxin.voices.migrations.0006_row_security_of_tiers").in_scope
_FILES = (
    f"subject_kind = 'voices.case' and ({USER} is not null or {CASE} is not null) and "
    f"exists (select 1 from voices_case c where c.id = subject_id and ({_in_scope('c.')}))"
)


class Migration(migrations.Migration):
    dependencies = [("voices", "0009_search"), ("attachments", "0002_row_security")]

    operations = [
        migrations.RunSQL(
            f"create policy seen_with_its_case on attachments_attachment for select to public using ({_FILES})",
            "drop policy seen_with_its_case on attachments_attachment",
        ),
    ]
