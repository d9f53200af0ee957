"""Whoever sees a step of a case sees its photos; the citizen sees those of the steps told to them. Source: ADR-0012."""

from __future__ import annotations

from django.db import migrations

from lianxin.kit.rls import CASE, USER

# The steps are read under their own policies: who sees the case sees its steps.
_PHOTOS = (
    f"subject_kind = 'voices.step' and ({USER} is not null or {CASE} is not null) and "
    f"exists (select 1 from voices_step s where s.id = subject_id and ({USER} is not null or s.for_citizen))"
)


class Migration(migrations.Migration):
    dependencies = [("voices", "0011_case_stat"), ("attachments", "0002_row_security")]

    operations = [
        migrations.RunSQL(
            f"create policy seen_with_its_step on attachments_attachment for select to public using ({_PHOTOS})",
            "drop policy seen_with_its_step on attachments_attachment",
        ),
    ]
