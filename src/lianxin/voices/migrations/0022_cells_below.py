"""How many matters of each kind the places below have: counts alone, for a prefecture and a province.

They read no case of a county that was never lifted to them, so `voices_case_stat` counts none. This function
runs as the owner of the tables, hands over groups of matters with their number, never a matter, its words, its
village or its day, and answers only who acts for the place asked for, or for one around it. Source: ADR-0015.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from lianxin.kit.rls import SCOPE

# Columns that formulas ask "is not null" or "< today" of keep their names and say no more than that.
_HAPPENED = ", ".join(
    f"case when {column} is not null then timestamptz 'epoch' end"
    for column in ("claimed_at", "assigned_at", "answered_at")
)
CELLS = f"""
create function voices_cells_below(inside text, first bigint, beyond bigint, today date)
returns table (place text, topic text, state text, outcome text, claimed_at timestamptz, assigned_at timestamptz,
               answered_at timestamptz, due_on date, is_solved boolean, satisfaction text, is_supervised boolean,
               cases bigint)
language sql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan
as $$
    select left(c.county_code, case length(inside) when 2 then 4 else 6 end), c.topic, c.state, c.outcome,
           {_HAPPENED}, case when c.due_on < today then date '-infinity' end, c.is_solved, c.satisfaction,
           c.is_supervised, count(*)
    from voices_case c
    where length(inside) in (2, 4) and left(inside, length({SCOPE})) = {SCOPE}
      and c.prefecture_code >= inside and c.prefecture_code < inside || ':'
      and c.id >= first and c.id < beyond
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
$$
"""


class Migration(migrations.Migration):
    """One function; it needs no table."""

    dependencies: ClassVar = [("voices", "0021_telling_rule")]

    operations: ClassVar = [migrations.RunSQL(CELLS, "drop function voices_cells_below")]
