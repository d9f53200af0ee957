"""Absences and suspensions are read by those who record in the place; a closed term refuses writes. ADR-0029."""

from __future__ import annotations

from django.db import migrations

from lianxin.kit.rls import AUDIT, PERSON, Policy, SecureTable, in_range

PLACE = in_range("home_code", AUDIT)
_OWN = f"mandate_id in (select m.id from people_mandate m where m.person_id = {PERSON})"

# Which term a row belongs to, by table; `it` is the new or the old one.
_TERM_OF = {
    "people_mandate": "it.term_id",
    "people_organ": "it.term_id",
    "people_organmember": "(select o.term_id from people_organ o where o.id = it.organ_id)",
    "people_absence": "(select m.term_id from people_mandate m where m.id = it.mandate_id)",
    "people_suspension": "(select m.term_id from people_mandate m where m.id = it.mandate_id)",
}


def _freeze(table: str, term: str) -> str:
    return f"""
create function {table}_refuse_closed_term() returns trigger language plpgsql as $$
declare it {table}%rowtype;
begin
    if tg_op = 'DELETE' then it := old; else it := new; end if;
    if exists (select 1 from people_term t where t.id = {term} and t.closed_at is not null) then
        raise exception 'the term is closed and its archive frozen' using errcode = 'restrict_violation';
    end if;
    return it;
end $$;
create trigger {table}_is_frozen_with_its_term before insert or update or delete on {table}
    for each row execute function {table}_refuse_closed_term();
"""


def _thaw(table: str) -> str:
    return f"drop trigger {table}_is_frozen_with_its_term on {table}; drop function {table}_refuse_closed_term();"


class Migration(migrations.Migration):
    dependencies = [("people", "0005_organs_and_absences")]

    operations = [
        SecureTable(
            "people_absence",
            [
                Policy("place_keeps_its_absences", "all", using=PLACE, check=PLACE),
                Policy("a_deputy_reads_their_own", "select", using=_OWN),
            ],
        ),
        SecureTable(
            "people_suspension",
            [
                Policy("place_keeps_its_suspensions", "all", using=PLACE, check=PLACE),
                Policy("a_deputy_reads_their_own", "select", using=_OWN),
            ],
        ),
        *(
            migrations.RunSQL(_freeze(table, term), _thaw(table))
            for table, term in _TERM_OF.items()
        ),
    ]
