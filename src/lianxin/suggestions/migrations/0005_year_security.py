"""Who sees what the year leaves behind, and the facts of suggestions for figures, without any text.

The views are `security_invoker`: the policies of the tables hold for whoever asks. Source: ADR-0033 §1, §2.
"""

from __future__ import annotations

from django.db import migrations

from lianxin.kit.rls import SCOPE, UNIT, Policy, SecureTable, in_range

_OF_PLACE = f"division_code = {SCOPE}"
_OF_UNIT = f"unit_id = {UNIT}"

STAT = """
create view suggestions_stat with (security_invoker = true) as
select
    s.id, s.division_code, s.category, s.phase, s.state, s.lead_person_id, s.unit_ids, s.organ, s.is_key,
    s.handed_at, extract(year from s.handed_at at time zone 'Asia/Shanghai')::int as year,
    clock.due_on as first_due_on,
    case when s.replied_at is not null then (clock.ended_at at time zone 'Asia/Shanghai')::date end
        as first_replied_on,
    (s.replied_at at time zone 'Asia/Shanghai')::date as replied_on,
    s.result_class, s.attitude, s.result, s.rated_at is not null as is_rated, s.outcome, s.rehandled_count,
    exists (
        select 1 from suggestions_talk t
        where t.suggestion_id = s.id and t.confirmed_at is not null
          and t.mode in ('visit', 'meeting', 'site', 'joint')
    ) as has_face
from suggestions_suggestion s
left join lateral (
    select d.due_on, d.ended_at from suggestions_deadline d
    where d.suggestion_id = s.id and d.handling_id is null and d.kind in ('reply', 'extended')
    order by d.id desc limit 1
) clock on true
where s.handed_at is not null
"""

UNIT_STAT = """
create view suggestions_unit_stat with (security_invoker = true) as
select
    h.id, h.suggestion_id, s.division_code, h.unit_id, h.duty, h.state as part_state, s.state, s.category,
    s.handed_at, extract(year from s.handed_at at time zone 'Asia/Shanghai')::int as year,
    h.objection <> '' as has_objected, clock.due_on as first_due_on,
    answer.first_on as first_replied_on, answer.last_on as replied_on, answer.result_class,
    (h.opinion_at at time zone 'Asia/Shanghai')::date as opinion_on, asked.due_on as opinion_due_on,
    s.attitude, s.result, s.rated_at is not null as is_rated, s.outcome, s.rehandled_count,
    exists (
        select 1 from suggestions_talk t
        where t.suggestion_id = h.suggestion_id and t.unit_id = h.unit_id and t.confirmed_at is not null
          and t.mode in ('visit', 'meeting', 'site', 'joint')
    ) as has_face
from suggestions_suggestion s
join suggestions_handling h on h.suggestion_id = s.id
left join lateral (
    select d.due_on from suggestions_deadline d
    where d.suggestion_id = s.id and d.handling_id is null and d.kind in ('reply', 'extended')
    order by d.id desc limit 1
) clock on true
left join lateral (
    select (min(r.issued_at) at time zone 'Asia/Shanghai')::date as first_on,
           (max(r.issued_at) at time zone 'Asia/Shanghai')::date as last_on,
           (array_agg(r.result_class order by r.version desc))[1] as result_class
    from suggestions_reply r
    where r.suggestion_id = h.suggestion_id and r.unit_id = h.unit_id and r.state = 'issued'
) answer on true
left join lateral (
    select d.due_on from suggestions_deadline d
    where d.handling_id = h.id and d.kind = 'opinion' order by d.id desc limit 1
) asked on true
where s.handed_at is not null
"""


def _by_place(table: str, *others: str, change: str = "") -> SecureTable:
    """Written by the office of the place; read by it and by `others`."""
    seen = " or ".join([_OF_PLACE, *others])
    policies = [
        Policy("written_by_its_place", "insert", check=_OF_PLACE),
        Policy("seen_in_scope", "select", using=seen),
    ]
    if change:
        policies.append(Policy("changed_by_its_place", "update", using=change, check=change))
    return SecureTable(table, policies)


class Migration(migrations.Migration):
    dependencies = [("suggestions", "0004_year_round")]

    operations = [
        SecureTable(
            "suggestions_placefigure",
            [
                Policy("written_by_its_place", "insert", check=_OF_PLACE),
                Policy("changed_by_its_place", "update", using=_OF_PLACE, check=_OF_PLACE),
                # Counts only: a level above reads them, never the suggestions behind them.
                Policy("seen_from_above", "select", using=in_range("division_code")),
            ],
        ),
        _by_place("suggestions_yearmark", change=_OF_PLACE),
        _by_place("suggestions_inspection", f"{UNIT} = any(unit_ids)"),
        SecureTable(
            "suggestions_selfreport",
            [
                Policy("written_by_its_unit", "insert", check=_OF_UNIT),
                Policy("changed_by_its_unit", "update", using=_OF_UNIT, check=_OF_UNIT),
                Policy("seen_in_scope", "select", using=f"{_OF_PLACE} or {_OF_UNIT}"),
            ],
        ),
        _by_place(
            "suggestions_commendation",
            _OF_UNIT,
            "exists (select 1 from suggestions_suggestion s where s.id = suggestion_id)",
        ),
        _by_place("suggestions_look", _OF_UNIT),
        _by_place("suggestions_chase", _OF_UNIT),
        migrations.RunSQL(STAT, "drop view suggestions_stat"),
        migrations.RunSQL(UNIT_STAT, "drop view suggestions_unit_stat"),
    ]
