"""An office adds and takes back ended matters of its own place that say they were imported. Source: ADR-0031 §5."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

from lianxin.kit.rls import SCOPE, in_range

tiers = import_module("lianxin.voices.migrations.0006_row_security_of_tiers")
_OURS = (
    f"is_imported and published_at is null and {in_range('division_code', SCOPE)} "
    f"and length({SCOPE}) between reach and depth"
)
_STEP = (
    "exists (select 1 from voices_case c where c.id = case_id and c.is_imported and "
    f"({tiers.in_scope('c.')}))"
)


class Migration(migrations.Migration):
    dependencies = [("voices", "0018_past_cases")]

    operations = [
        migrations.RunSQL(
            [
                "create policy office_keeps_past on voices_case for insert to public "
                f"with check ({_OURS} and state in ('closed', 'declined', 'withdrawn'))",
                f"create policy office_takes_past_back on voices_case for delete to public using ({_OURS})",
                f"create policy goes_with_its_past_case on voices_step for delete to public using ({_STEP})",
            ],
            [
                "drop policy office_keeps_past on voices_case",
                "drop policy office_takes_past_back on voices_case",
                "drop policy goes_with_its_past_case on voices_step",
            ],
        ),
    ]
