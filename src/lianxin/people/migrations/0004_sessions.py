"""The session belongs to the term: the table of the room of suggestions is known here, without a copy. ADR-0029."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_roster_row_security"), ("suggestions", "0002_row_security")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Session",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("congress_id", models.BigIntegerField()),
                        ("division_code", models.CharField(db_collation="C", max_length=12)),
                        ("term_number", models.PositiveSmallIntegerField()),
                        ("number", models.PositiveSmallIntegerField()),
                        ("name", models.CharField(max_length=60)),
                        ("starts_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        ("motions_until", models.DateTimeField(null=True)),
                    ],
                    options={
                        "db_table": "suggestions_session",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("congress_id", "term_number", "number"), name="one_session_per_number"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="session_runs_forward",
                            ),
                        ],
                    },
                )
            ]
        )
    ]
