"""Suggestions of earlier years: they say that they were imported, have ended, and are the office's to take back.

Source: ADR-0031 §5.
"""

from __future__ import annotations

from django.db import migrations, models

from lianxin.kit.rls import SCOPE

_OURS = f"is_imported and division_code = {SCOPE}"
_CHILD = f"exists (select 1 from suggestions_suggestion s where s.id = suggestion_id and s.is_imported and s.division_code = {SCOPE})"
_CHILDREN = ("suggestions_handling", "suggestions_reply", "suggestions_step", "suggestions_signer")
_ENDED = ["closed", "declined", "letter", "withdrawn"]


class Migration(migrations.Migration):
    dependencies = [("suggestions", "0002_row_security")]

    operations = [
        migrations.AddField("suggestion", "is_imported", models.BooleanField(default=False)),
        # Code of before adds rows without it.
        migrations.RunSQL(
            "alter table suggestions_suggestion alter column is_imported set default false",
            "alter table suggestions_suggestion alter column is_imported drop default",
        ),
        migrations.AddConstraint(
            "suggestion",
            models.CheckConstraint(
                name="suggestion_imported_has_ended",
                condition=models.Q(is_imported=False) | models.Q(state__in=_ENDED, due_on=None),
            ),
        ),
        migrations.RunSQL(
            [
                "create policy office_keeps_past on suggestions_suggestion for insert to public "
                f"with check ({_OURS} and state in ('closed', 'declined', 'letter', 'withdrawn'))",
                f"create policy office_takes_past_back on suggestions_suggestion for delete to public using ({_OURS})",
                "create policy office_keeps_past on suggestions_reply for insert to public "
                f"with check (state = 'issued' and {_CHILD})",
                *(f"create policy goes_with_its_past on {table} for delete to public using ({_CHILD})" for table in _CHILDREN),
            ],
            [
                "drop policy office_keeps_past on suggestions_suggestion",
                "drop policy office_takes_past_back on suggestions_suggestion",
                "drop policy office_keeps_past on suggestions_reply",
                *(f"drop policy goes_with_its_past on {table}" for table in _CHILDREN),
            ],
        ),
    ]
