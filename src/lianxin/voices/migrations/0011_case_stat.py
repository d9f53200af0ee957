"""Facts of cases for figures, without any text: one row per case the reader may see.

`security_invoker`: the policies of `voices_case` hold for whoever asks. Source: ADR-0015.
"""

from __future__ import annotations

from django.db import migrations

VIEW = """
create view voices_case_stat with (security_invoker = true) as
select
    id, prefecture_code, county_code, township_code, division_code, reach, depth, venue_id,
    origin_venue_id, via_venue_id, unit_id, claimed_by,
    channel, topic, received_at, claimed_at, assigned_at, answered_at, closed_at, due_on, state, outcome,
    is_solved, satisfaction, reopened_count, is_supervised, published_at
from voices_case
"""


class Migration(migrations.Migration):
    dependencies = [("voices", "0010_files_seen_with_their_case")]

    operations = [migrations.RunSQL(VIEW, "drop view voices_case_stat")]
