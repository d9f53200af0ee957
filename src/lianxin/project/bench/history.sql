-- A long history for the case %(case)s.
insert into voices_step (case_id, verb, at, by_name, by_role, text, for_citizen)
select %(case)s, (array['claim', 'assign', 'object'])[1 + i %% 3], now() - make_interval(hours => 100 - i),
       '李桂芳', 'deputy', '到现场看过，情况属实，已经和单位说好这周来修。', i %% 3 <> 2
from generate_series(1, %(events)s) as i;

insert into journal_entry (at, event, subject_kind, subject_id, division_code, actor_role, actor_place, source,
                             before, after, reason, request_id)
select now() - make_interval(hours => 100 - i), 'voices.case.claimed', 'voices.case', %(case)s, %(county)s,
       'deputy', %(county)s, 'web', 'received', 'claimed', '', '' from generate_series(1, %(events)s) as i;

insert into voices_deadline (id, case_id, kind, started_on, amount, unit, place, due_on, rule,
                               calendar_version, is_provisional, ended_at)
select i, id, due_kind, received_at::date, 15, 'workdays', division_code, due_on, 'yunnan-default@1', 'bench',
       false, case when i < 4 then received_at + make_interval(days => i) end
from voices_case, generate_series(1, 4) as i where id = %(case)s;
