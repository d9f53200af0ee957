"""The search plans for the words it is given.

PostgreSQL 18 keeps the plans of SQL functions, and soon one that fits no words in particular: with tens of
thousands of cases it reads all of them, seven seconds instead of ten milliseconds. Source: ADR-0017, ADR-0018.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """A setting of one function; older servers accept it and plan each call anyway."""

    dependencies: ClassVar = [("voices", "0019_past_case_row_security")]

    operations: ClassVar = [
        migrations.RunSQL(
            "alter function voices_search set plan_cache_mode = force_custom_plan",
            "alter function voices_search reset plan_cache_mode",
        ),
    ]
