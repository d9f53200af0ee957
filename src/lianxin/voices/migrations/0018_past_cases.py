"""Matters of earlier years say that they were imported, and have ended. Source: ADR-0031 §5."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("voices", "0017_case_stat_groups")]

    operations = [
        migrations.AddField("case", "is_imported", models.BooleanField(default=False)),
        # Code of before adds rows without it. Not db_default: Django would ask the value back (RETURNING), and a
        # citizen may not read the row.
        migrations.RunSQL(
            "alter table voices_case alter column is_imported set default false",
            "alter table voices_case alter column is_imported drop default",
        ),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                name="case_imported_has_ended",
                condition=models.Q(is_imported=False)
                | models.Q(state__in=["closed", "declined", "withdrawn"]),
            ),
        ),
    ]
