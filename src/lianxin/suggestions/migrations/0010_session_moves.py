"""The session is a model of the room of people now; the table stays where it is. Source: ADR-0029."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("suggestions", "0009_photos"), ("people", "0004_sessions")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="suggestion",
                    name="session",
                    field=models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to="people.session",
                    ),
                ),
                migrations.AlterField(
                    model_name="motion",
                    name="session",
                    field=models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to="people.session",
                    ),
                ),
                migrations.DeleteModel(name="Session"),
            ]
        )
    ]
