"""Words are found in every case: pairs of characters in a GIN index, asked under the rules of sight.

Row-level security lets no index answer before its own test, unless the operator is known to leak nothing; the
search is therefore a function that runs as the owner of the tables and tests the same sight itself. It returns
ids only, and the reading query tests them once more. Source: shared performance paper (workload 4); ADR-0017.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

tiers = import_module("lianxin.voices.migrations.0006_row_security_of_tiers")

# Every pair of neighbouring characters, small letters, full-width forms folded; pairs over a gap say nothing.
BIGRAMS = """
create function voices_bigrams(number text, said text, place text, answer text) returns tsvector
language sql immutable parallel safe as $$
    select coalesce(array_to_tsvector(array_agg(distinct pair)), ''::tsvector)
    from (select lower(normalize(number || ' ' || said || ' ' || place || ' ' || answer, NFKC)) as words) as folded,
         lateral (select substr(words, i, 2) as pair from generate_series(1, length(words) - 1) as i) as pairs
    where pair !~ '[[:space:][:punct:]，。、；：？！“”（）《》]'
$$
"""
SEARCH = f"""
create function voices_search(wanted text, words text[], above bigint, below bigint, newest boolean, most integer)
returns setof bigint language sql stable security definer set search_path = public, pg_temp as $$
    select c.id from voices_case c
    where voices_bigrams(c.number, c.text, c.place_text, c.answer) @@ wanted::tsquery
      and not exists (
          select from unnest(words) as word where strpos(
              lower(normalize(c.number || ' ' || c.text || ' ' || c.place_text || ' ' || c.answer, NFKC)), word
          ) = 0
      )
      and c.id > above and c.id < below
      and ({tiers.in_scope("c.")})
    order by case when newest then -c.id else c.id end
    limit most
$$
"""


class Migration(migrations.Migration):
    dependencies = [("voices", "0008_open_matters")]

    operations = [
        migrations.RunSQL(
            [
                BIGRAMS,
                "create index case_by_words on voices_case "
                "using gin (voices_bigrams(number, text, place_text, answer))",
                "create policy seen_by_the_search on voices_case for select to current_user using (true)",
                SEARCH,
            ],
            [
                "drop function voices_search",
                "drop policy seen_by_the_search on voices_case",
                "drop index case_by_words",
                "drop function voices_bigrams",
            ],
        ),
    ]
