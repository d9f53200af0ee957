"""When a merged suggestion got its own way back. Source: ADR-0037 §1."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("suggestions", "0010_session_moves")]

    operations = [
        migrations.AddField(
            model_name="suggestion", name="separated_at", field=models.DateTimeField(null=True)
        )
    ]
