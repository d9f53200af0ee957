"""Birth, phone and party as rosters give them: a table of its own, which the public never reads."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="RosterFacts",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True,
                        related_name="roster_facts", serialize=False, to="people.person",
                    ),
                ),
                ("home_code", models.CharField(db_collation="C", db_index=True, max_length=12)),
                ("birth", models.CharField(blank=True, db_collation="C", max_length=10)),
                ("phone", models.CharField(blank=True, db_collation="C", max_length=20)),
                ("party", models.CharField(blank=True, max_length=20)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        name="roster_birth_is_a_day_or_a_month",
                        condition=models.Q(
                            ("birth", ""),
                            ("birth__regex", "^[12][0-9]{3}-[01][0-9](-[0-3][0-9])?$"),
                            _connector="OR",
                        ),
                    ),
                    models.CheckConstraint(
                        name="roster_phone_is_digits",
                        condition=models.Q(
                            ("phone", ""), ("phone__regex", "^[0-9]{7,16}$"), _connector="OR"
                        ),
                    ),
                ]
            },
        ),
    ]
