"""The public side of a case as a view: row-level security no longer shows published rows to everybody.

A published row also holds the citizen's own words; the access matrix found them in lists as soon as the
application's filters were off. The view runs as its owner, who alone has the policy. Source: ADR-0008.
"""

from __future__ import annotations

from django.db import migrations, models

VIEW = """
create view voices_publication as
select
    id, prefecture_code, county_code, township_code, division_code, venue_id, unit_id, claimed_by, topic,
    public_title, public_text, public_answer, state, outcome, received_at, claimed_at, assigned_at, accepted_at,
    confirmed_at, closed_at, is_solved, satisfaction, is_supervised, published_at
from voices_case where published_at is not null
"""


class Migration(migrations.Migration):
    dependencies = [("voices", "0003_state_facts")]

    operations = [
        migrations.RunSQL(
            [
                "drop policy published_is_seen on voices_case",
                "create policy published_for_the_view on voices_case for select to current_user "
                "using (published_at is not null)",
                VIEW,
            ],
            [
                "drop view voices_publication",
                "drop policy published_for_the_view on voices_case",
                "create policy published_is_seen on voices_case for select to public "
                "using (published_at is not null)",
            ],
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("prefecture_code", models.CharField(max_length=4)),
                ("county_code", models.CharField(max_length=6)),
                ("township_code", models.CharField(max_length=9)),
                ("division_code", models.CharField(max_length=12)),
                ("venue_id", models.BigIntegerField()),
                ("unit_id", models.BigIntegerField(null=True)),
                ("claimed_by", models.BigIntegerField(null=True)),
                ("topic", models.CharField(max_length=16)),
                ("public_title", models.CharField(max_length=60)),
                ("public_text", models.TextField()),
                ("public_answer", models.TextField()),
                ("state", models.CharField(max_length=12)),
                ("outcome", models.CharField(max_length=20)),
                ("received_at", models.DateTimeField()),
                ("claimed_at", models.DateTimeField(null=True)),
                ("assigned_at", models.DateTimeField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField()),
                ("is_solved", models.BooleanField(null=True)),
                ("satisfaction", models.CharField(max_length=16)),
                ("is_supervised", models.BooleanField()),
                ("published_at", models.DateTimeField()),
            ],
            options={"db_table": "voices_publication", "managed": False},
        ),
    ]
