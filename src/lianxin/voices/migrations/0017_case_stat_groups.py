"""Figures also know which matters go together: `merged_into_id` joins the facts of a case.

A column at the end, so the code of before reads the view as ever. Source: ADR-0022.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

before = import_module("lianxin.voices.migrations.0011_case_stat").VIEW
VIEW = before.replace("create view", "create or replace view").replace(
    "published_at\nfrom", "published_at, merged_into_id\nfrom"
)


class Migration(migrations.Migration):
    dependencies = [("voices", "0016_position_and_proposals")]

    operations = [migrations.RunSQL(VIEW, ["drop view voices_case_stat", before])]
