"""What was proposed and chosen where one suggestion is given to units singly. Source: ADR-0037 §2."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from lianxin.kit.rls import SCOPE, Policy, SecureTable


class Migration(migrations.Migration):
    dependencies = [("suggestions", "0011_separated")]

    operations = [
        migrations.CreateModel(
            name="RouteChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("division_code", models.CharField(db_collation="C", max_length=12)),
                ("role", models.CharField(max_length=24)),
                ("chosen_at", models.DateTimeField()),
                ("lead_unit_id", models.BigIntegerField()),
                ("proposed_unit_id", models.BigIntegerField(null=True)),
                (
                    "proposed_co_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("history", "history"),
                            ("words", "words"),
                            ("wish", "wish"),
                            ("doubt", "doubt"),
                            ("none", "none"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "suggestion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="suggestions.suggestion",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["division_code", "role"], name="route_choice_by_side")],
                "constraints": [
                    models.UniqueConstraint(fields=("suggestion",), name="one_route_choice_per_suggestion")
                ],
            },
        ),
        SecureTable(
            "suggestions_routechoice",
            [
                Policy("added_for_its_place", "insert", check=f"division_code = {SCOPE}"),
                Policy("seen_in_its_place", "select", using=f"division_code = {SCOPE}"),
            ],
        ),
    ]
