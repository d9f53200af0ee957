-- %(rows)s invented cases over one year, eleven of twelve in the county of the staff account, so that its list is deep.
-- Run by the superuser of the bench's own server: row-level security lets nobody else write finished cases.
create temporary table bench_place on commit drop as
with village as (
    select d.code, d.short_name, d.code like %(county)s || '%%' as is_home
    from divisions_division d where d.level = 5
)
select 0 as pool, row_number() over (order by code) - 1 as nth, code, short_name from village
union all
select 1, row_number() over (order by code) - 1, code, short_name from village where is_home;
create unique index on bench_place (pool, nth);

insert into people_person (name, sort_key, initials, sex, ethnic_group, occupation, introduction, slug)
select substr('李王杨张普罗周鲁段自', 1 + i %% 10, 1) || substr('桂芳志强文华秀英建明', 1 + (i / 10) %% 10, 1)
       || substr('国丽军梅林', 1 + (i / 100) %% 5, 1),
       lpad(i::text, 6, '0'), 'x', case i %% 2 when 0 then 'f' else 'm' end, '彝族', '村医', '', 'b' || lpad(i::text, 7, '0')
from generate_series(1, 2000) as i;

insert into people_unit (name, short_name, kind, division_code, topics, phone, is_active)
select name || '住房和城乡建设局', short_name || '住建局', 'government', code, '', '', true
from divisions_division where level = 3;

insert into venues_venue (tier, name, division_code, address, phone, opening_hours, reception_rule, liaison_name,
                          committee, field, opened_on)
select 'room', name || '人大代表联络室', code, '', '', '', '', '', '', '', '2024-01-01'
from divisions_division where level = 5;

create temporary table bench_spot on commit drop as
select p.pool, p.nth, p.code, p.short_name, v.id as venue_id, u.id as unit_id
from bench_place p
join venues_venue v on v.division_code = p.code
join people_unit u on u.division_code = left(p.code, 6);
create unique index on bench_spot (pool, nth);
analyze bench_spot;

insert into voices_case (
    id, number, venue_id, division_code, prefecture_code, county_code, township_code, reach, channel, topic, title, text,
    place_text, received_at, may_publish, has_contact, state, outcome, version, due_kind, due_on, claimed_by, claimed_at,
    unit_id, assigned_at, accepted_at, answer, answered_at, confirmed_at, rated_at, is_solved, satisfaction, rating_text,
    reopened_count, is_supervised, closed_at, decline_reason, published_at, public_title, public_text, public_answer,
    depth, is_protected, objection_count, is_arbitrated, referral, referral_to, open_title, tier_due_on,
    answer_result, answer_reason
)
with drawn as (
    select i, (hashint4(i) & 2147483647) %% 100 as luck, (hashint4(i + 500000003) & 2147483647) as spot,
           (hashint4(i + 900000011) & 2147483647) as other,
           %(until)s::timestamptz - interval '365 days' * (1 - i::float8 / %(rows)s) as at
    from generate_series(1, %(rows)s) as i
), placed as (
    select d.*, s.*, people.first_id,
           case when luck < 60 then 'closed' when luck < 65 then 'received' when luck < 70 then 'claimed'
                when luck < 75 then 'assigned' when luck < 90 then 'handling' when luck < 93 then 'answered'
                when luck < 96 then 'confirmed' when luck < 97 then 'rated' when luck < 99 then 'declined'
                else 'withdrawn' end as state,
           (array['road', 'water', 'power', 'housing', 'environment', 'school', 'health', 'farming', 'safety',
                  'welfare', 'work', 'other'])[1 + other %% 12] as topic,
           (array['小学门口的路灯坏了半个月', '自来水一到晚上就没有水压', '电线杆歪了怕倒下来', '安置房漏雨没有人修',
                  '垃圾池满了几天没有人清', '学生放学没有班车', '卫生室的药常常缺', '灌溉沟渠堵了浇不上地',
                  '弯道没有护栏摔过人', '老人的高龄津贴没有发', '工地的工资拖了两个月', '广场晚上太吵睡不着'])[1 + other %% 12]
               as title
    from drawn d
    cross join (select min(id) as first_id from people_person) people
    cross join (select count(*) as everywhere, count(*) filter (where pool = 1) as at_home from bench_spot) spots
    join bench_spot s on s.pool = ((other / 16) %% 12 <> 0)::int
        and s.nth = spot %% case when (other / 16) %% 12 <> 0 then at_home else everywhere - at_home end
)
select (floor(extract(epoch from at) * 1000)::bigint << 22) | (i & 4194303),
       left(short_name, 12) || ' ' || to_char(at, 'YYMMDD') || '-' || i, venue_id, code, left(code, 4), left(code, 6),
       left(code, 9), 6, 'venue_plate', topic, title,
       title || '，我们组里三十几户人家都受影响，老人和小孩晚上出门都不方便，已经和村里说过两次，希望代表来看一看，帮忙催一催。附近是'
       || (select string_agg(chr(20000 + (hashint4(i * 8 + n) & 2147483647) %% 400), '') from generate_series(1, 6) as n),
       short_name || (1 + other %% 9) || '组', at, luck < 30, false, state,
       case state when 'closed' then case when luck < 15 then 'answered_on_spot' else 'county_unit' end
                  when 'confirmed' then 'county_unit' when 'rated' then 'county_unit'
                  when 'declined' then 'to_petition_office' when 'withdrawn' then 'withdrawn' else '' end,
       5,
       case state when 'received' then 'claim' when 'claimed' then 'triage' when 'assigned' then 'accept'
                  when 'handling' then 'handle' when 'answered' then 'confirm' when 'confirmed' then 'rate'
                  when 'rated' then 'rate' else '' end,
       case when state not in ('closed', 'declined', 'withdrawn') then (at + interval '20 days')::date end,
       case when state not in ('received', 'declined', 'withdrawn')
            then first_id + spot %% 2000 end,
       case when state not in ('received', 'declined', 'withdrawn') then at + interval '5 hours' end,
       case when state in ('assigned', 'handling', 'answered', 'confirmed', 'rated', 'closed') then unit_id end,
       case when state in ('assigned', 'handling', 'answered', 'confirmed', 'rated', 'closed') then at + interval '1 day' end,
       case when state in ('handling', 'answered', 'confirmed', 'rated', 'closed') then at + interval '2 days' end,
       case when state in ('answered', 'confirmed', 'rated', 'closed')
            then '已经派人去看过，当天换了三盏灯，又把线路重新接好，晚上都亮了。谢谢您的提醒，以后有事请再联系我们。' else '' end,
       case when state in ('answered', 'confirmed', 'rated', 'closed') then at + interval '9 days' end,
       case when state in ('confirmed', 'rated', 'closed') then at + interval '10 days' end,
       case when state in ('rated', 'closed') then at + interval '11 days' end,
       case when state in ('rated', 'closed') then state = 'closed' end,
       case state when 'rated' then 'dissatisfied' when 'closed' then 'satisfied' else '' end,
       '', 0, false,
       case when state in ('closed', 'declined', 'withdrawn') then at + interval '11 days' end,
       case state when 'declined' then 'petition' else '' end,
       case when state = 'closed' and luck < 5 then at + interval '12 days' end,
       case when state = 'closed' and luck < 5 then title || '，已经修好' else '' end,
       case when state = 'closed' and luck < 5 then title || '，影响三十几户人家。' else '' end,
       case when state = 'closed' and luck < 5 then '当天换了三盏灯，又把线路重新接好，晚上都亮了。' else '' end,
       12, false, 0, false, '', '', '', case when state in ('received', 'claimed') then (at + interval '20 days')::date end,
       case when state in ('answered', 'confirmed', 'rated', 'closed') and luck >= 15 then 'solved' else '' end, ''
from placed;
