-- %(deputies)s deputies over %(venues)s venues of a whole province, beside what is there: seats at one to three levels,
-- delegations, groups, districts, placements, sessions with absences, links with visits, posts, days of use.
-- Run by the superuser: a million actions would take hours, and row-level security lets nobody else write it at once.
create temporary table crowd_place on commit drop as
select d.code, d.short_name, row_number() over (order by d.code) - 1 as nth from divisions_division d where d.level = 5;
create unique index on crowd_place (nth);

insert into people_congress (level, division_code, name)
select d.level, d.code, d.name || '人民代表大会' from divisions_division d where d.level between 1 and 4
on conflict (division_code) do nothing;

create temporary table crowd_term on commit drop as
with made as (
    insert into people_term (congress_id, number, starts_on)
    select c.id, 15, date '2022-01-10' from people_congress c returning id, congress_id
)
select m.id, c.id as congress_id, c.level, c.division_code from made m join people_congress c on c.id = m.congress_id;
create unique index on crowd_term (division_code);

-- Ten surnames with their pinyin and a hundred given names: so many share a name as in a province.
create temporary table crowd_person on commit drop as
with made as (
    insert into people_person (name, sort_key, initials, sex, ethnic_group, occupation, introduction, slug)
    select substr('李王杨张普罗周鲁段自', 1 + i %% 10, 1) || substr('桂芳志强文华秀英建明', 1 + (i / 10) %% 10, 1)
           || substr('国丽军梅林', 1 + (i / 100) %% 5, 1),
           (array['li','wang','yang','zhang','pu','luo','zhou','lu','duan','zi'])[1 + i %% 10] || ' '
           || (array['gui','fang','zhi','qiang','wen','hua','xiu','ying','jian','ming'])[1 + (i / 10) %% 10] || ' '
           || (array['guo','li','jun','mei','lin'])[1 + (i / 100) %% 5],
           substr('lwyzplzldz', 1 + i %% 10, 1) || substr('gfzqwhxyjm', 1 + (i / 10) %% 10, 1)
           || substr('gljml', 1 + (i / 100) %% 5, 1),
           case i %% 3 when 0 then 'f' else 'm' end, (array['汉族','彝族','白族','傣族'])[1 + i %% 4], '村医', '',
           'c' || lpad(i::text, 8, '0')
    from generate_series(0, %(deputies)s - 1) as i returning id, slug
)
select m.id, substr(m.slug, 2)::int as nth from made m;
create unique index on crowd_person (nth);
alter table crowd_person add home text;
-- Mixed, so that who sits higher (every fifth, every fortieth) does not always live in the same villages.
update crowd_person p set home = v.code from crowd_place v
where v.nth = (p.nth * 7 + p.nth / 5) %% (select count(*) from crowd_place);

-- Everybody sits in the township, every fifth also in the county, every fortieth in the prefecture, one in 400 above.
insert into people_mandate (person_id, term_id, electoral_district, home_code, card_no, state, since, end_reason, end_ground)
select p.id, t.id, '第' || substr(p.home, 10, 3) || '选区', p.home, '',
       case when p.nth %% 500 = 7 then 'suspended' else 'active' end, date '2022-01-10', '', ''
from crowd_person p
join crowd_term t on t.division_code = left(p.home, case
    when p.nth %% 400 = 3 then 2 when p.nth %% 40 = 3 then 4 when p.nth %% 5 = 3 then 6 else 9 end)
union all
select p.id, t.id, '第' || substr(p.home, 10, 3) || '选区', p.home, '', 'active', date '2022-01-10', '', ''
from crowd_person p join crowd_term t on t.division_code = left(p.home, 9) where p.nth %% 5 = 3;

insert into people_rosterfacts (person_id, home_code, birth, phone, party, education, identity)
select id, home, (1955 + nth %% 45)::text || '-0' || (1 + nth %% 9)::text, '',
       (array['中共党员','群众','民盟盟员'])[1 + nth %% 3], (array['本科','大专','高中','初中'])[1 + nth %% 4],
       (array['农民','工人','专业技术人员','干部'])[1 + nth %% 4]
from crowd_person;

insert into people_organ (term_id, division_code, kind, name, basis, note, starts_on, end_reason)
select t.id, t.division_code, k.kind, k.name, case k.kind when 'group' then 'region' else '' end, '', date '2022-01-10', ''
from crowd_term t
cross join (values ('group', '第一代表小组'), ('group', '第二代表小组')) as k (kind, name) where t.level = 4
union all
select t.id, t.division_code, k.kind, k.name, '', '', date '2022-01-10', '' from crowd_term t
cross join (values ('standing_committee', '常务委员会'), ('special_committee', '监察和司法委员会')) as k (kind, name)
where t.level between 1 and 3
union all
select t.id, t.division_code, 'delegation', d.name || '代表团', '', '', date '2022-01-10', '' from crowd_term t
join divisions_division d on d.level = 4 and left(d.code, 6) = t.division_code where t.level = 3
union all
select t.id, t.division_code, 'district', m.electoral_district, '', '', date '2022-01-10', ''
from crowd_term t join people_mandate m on m.term_id = t.id where t.level = 4
group by t.id, t.division_code, m.electoral_district;

insert into people_organmember (organ_id, person_id, post, since, end_reason)
select o.id, m.person_id, 'member', date '2022-01-10', ''
from people_organ o join people_mandate m on m.term_id = o.term_id
where o.kind = 'delegation' and o.name = (
    select d.name || '代表团' from divisions_division d where d.code = left(m.home_code, 9))
union all
select o.id, m.person_id, 'member', date '2022-01-10', ''
from people_organ o join people_mandate m on m.term_id = o.term_id
where o.kind = 'group' and (m.person_id %% 2 = 0) = (o.name = '第一代表小组')
union all
select o.id, m.person_id, 'member', date '2022-01-10', ''
from people_organ o join people_mandate m on m.term_id = o.term_id
where o.kind = 'standing_committee' and m.person_id %% 6 = 0;

-- Venues up to the wanted number: a home in each county, a station in each township, further rooms in the villages.
insert into venues_venue (tier, name, division_code, address, phone, opening_hours, reception_rule, liaison_name,
                          committee, field, opened_on)
select case d.level when 3 then 'home' else 'station' end,
       d.name || case d.level when 3 then '人大代表之家' else '人大代表工作站' end, d.code, '一楼', '0878-3000000', '周一至周五',
       '', '', '', '', date '2023-01-01'
from divisions_division d where d.level in (3, 4) and exists (select from crowd_place p where p.code like d.code || '%%')
on conflict (division_code, name) do nothing;

insert into venues_venue (tier, name, division_code, address, phone, opening_hours, reception_rule, liaison_name,
                          committee, field, opened_on)
select 'room', p.short_name || '第' || i || '联络点', p.code, '一楼',
       case when i %% 7 = 0 then '' else '0878-3000000' end, '周一至周五', '', '', '', '', date '2023-01-01'
from generate_series(1, greatest(0, %(venues)s - (select count(*)::int from venues_venue))) as i
join crowd_place p on p.nth = i %% (select count(*) from crowd_place)
on conflict (division_code, name) do nothing;

create temporary table crowd_room on commit drop as
select division_code, min(id) as id from venues_venue where tier = 'room' group by division_code;
create unique index on crowd_room (division_code);

insert into venues_membership (venue_id, person_id, kind, since)
select r.id, p.id, 'home', '2022-02-01' from crowd_person p join crowd_room r on r.division_code = p.home;

insert into venues_pulse (venue_id, used_on, use)
select id, current_date - (id %% 200)::int, case id %% 2 when 0 then 'raised' else 'handled' end
from venues_venue where id %% 9 <> 0 on conflict do nothing;

insert into suggestions_session (congress_id, division_code, term_number, number, name, starts_on, ends_on)
select t.congress_id, t.division_code, 15, n, '第' || n || '次会议', date '2022-01-10' + 365 * (n - 1),
       date '2022-01-14' + 365 * (n - 1)
from crowd_term t cross join generate_series(1, 4) as n;

insert into people_absence (session_id, mandate_id, home_code, has_leave, note)
select s.id, m.id, m.home_code, (m.id + s.id) %% 3 <> 0, ''
from people_mandate m join crowd_term t on t.id = m.term_id
join suggestions_session s on s.congress_id = t.congress_id where m.id %% 25 = 1;

insert into links_link (kind, division_code, from_person_id, to_person_id, voters, since, end_reason, last_visit_on, due_on)
select 'member_deputy', t.division_code, s.person_id, m.person_id, '', date '2022-03-01', '',
       case when m.id %% 4 = 0 then null else current_date - (m.id %% 150)::int end, current_date + 60 - (m.id %% 150)::int
from crowd_term t
join people_mandate m on m.term_id = t.id
join lateral (
    select om.person_id from people_organ o join people_organmember om on om.organ_id = o.id
    where o.term_id = t.id and o.kind = 'standing_committee' and om.person_id <> m.person_id
    order by om.person_id offset m.id %% 7 limit 1
) s on true
where t.level between 1 and 3;

insert into accounts_user (password, login, name, is_active, created_at)
select '!', 'crowd-' || p.nth, '代表', true, '2022-02-01' from crowd_person p;
insert into accounts_grant (user_id, role, division_code, person_id, label, valid_from, given_at, reason, revoke_reason, halt_reason)
select u.id, 'deputy', left(p.home, 9), p.id, '人大代表', '2022-02-01', '2022-02-01', '换届', '', ''
from crowd_person p join accounts_user u on u.login = 'crowd-' || p.nth;
