-- %(suggestions)s invented suggestions over ten years, one in ten to the congress of the staff account's county, the others
-- to the other counties; each with its signer, part, talk, reply, reply clock and, of class B, its promise.
-- Run by the superuser of the bench's own server: row-level security lets nobody else write finished ones.
insert into people_unit (name, short_name, kind, division_code, topics, phone, is_active)
select d.name || b.name, d.short_name || b.short_name, 'government', d.code, '', '', true
from divisions_division d,
     (values ('交通运输局', '交通局'), ('水务局', '水务局'), ('教育体育局', '教体局'), ('民政局', '民政局'),
             ('农业农村局', '农业局'), ('卫生健康局', '卫健局'), ('自然资源局', '资源局')) as b (name, short_name)
where d.level = 3;

create temporary table bench_congress on commit drop as
select row_number() over (order by code) - 1 as nth, code,
       (select array_agg(u.id order by u.id) from people_unit u where u.division_code = code) as units
from divisions_division where level = 3;
create unique index on bench_congress (nth);
analyze bench_congress;

create temporary table bench_suggestion on commit drop as
with drawn as (
    select i, (hashint4(i) & 2147483647) %% 100 as luck, (hashint4(i + 500000003) & 2147483647) as other,
           %(until)s::timestamptz - interval '3650 days' * (1 - i::float8 / %(suggestions)s) as handed_at
    from generate_series(1, %(suggestions)s) as i
), placed as (
    select d.*, c.nth, c.code, c.units[1 + d.other %% array_length(c.units, 1)] as unit_id,
           d.handed_at > %(until)s::timestamptz - interval '90 days' as is_young
    from drawn d join bench_congress c on c.nth = case
        when d.i %% 10 = 0 then (select h.nth from bench_congress h where h.code = %(county)s)
        else d.other %% (select count(*) from bench_congress) end
), told as (
    select p.*, case when is_young then case when luck < 50 then 'handling' when luck < 70 then 'assigned' else 'replied' end
                     when luck < 96 then 'closed' when luck < 98 then 'replied' else 'handling' end as state,
           (array['A', 'A', 'A', 'B', 'C'])[1 + other %% 5] as class,
           handed_at + interval '1 day' * case when is_young then 10 else 30 + other %% 70 end as answered_at
    from placed p
)
select t.*, (handed_at at time zone 'Asia/Shanghai')::date as handed_on,
       ((handed_at at time zone 'Asia/Shanghai')::date + interval '3 months')::date as due_on,
       state in ('replied', 'closed') as is_answered,
       row_number() over (partition by code order by i) as number
from told t;

insert into suggestions_suggestion (
    id, congress_id, term_number, division_code, phase, proposer, delegation_name, lead_person_id, signer_ids, unit_ids,
    category, title, situation, proposal, may_publish, is_confidential, state, version, number, due_kind, due_on, created_at,
    submitted_at, accepted_at, organ, handed_at, objection_count, is_arbitrated, extension_reason, replied_at, result_class,
    attitude, result, rating_text, rated_at, rehandled_count, is_key, key_decided_by, key_leader, is_supervised, outcome,
    decline_code, closed_at
)
select i, 900000 + nth, 9, code, 'inter_session', 'one', '', 1 + other %% 2000, array[1 + other %% 2000], array[unit_id],
       (array['transport', 'farming', 'building', 'culture', 'village', 'labour', 'market', 'law', 'other'])[1 + other %% 9],
       (array['关于修复农村公路破损路段的建议', '关于改造饮水管网的建议', '关于增加寄宿床位的建议',
              '关于加装路灯的建议'])[1 + other %% 4],
       '涉及三个村的群众一千八百多人，雨天积水，出行困难。', '请列入今年的计划，雨季前完成，并明确管护人员。',
       true, false, state, 8, number,
       case when state = 'closed' then '' when state = 'replied' then 'feedback' else 'reply' end,
       case when state = 'closed' then null when state = 'replied' then (answered_at + interval '21 days')::date else due_on end,
       handed_at - interval '12 days', handed_at - interval '11 days', handed_at - interval '6 days', 'government', handed_at,
       0, false, '', case when is_answered then answered_at end, case when is_answered then class else '' end,
       case when state = 'closed' and luck >= 10 then 'satisfied' else '' end,
       case when state <> 'closed' or luck < 10 then '' when luck < 13 then 'dissatisfied' when luck < 40 then 'basically'
            else 'satisfied' end,
       case when state = 'closed' and luck between 10 and 12 then '还差一段没有修' else '' end,
       case when state = 'closed' and luck >= 10 then answered_at + interval '5 days' end,
       case when state = 'closed' and luck between 10 and 12 then 1 else 0 end, luck = 50, case when luck = 50 then '主任会议' else '' end,
       '', false,
       case when state <> 'closed' then '' when luck < 10 then 'silent' when luck < 13 then 'joint_meeting' else 'rated' end,
       '', case when state = 'closed' then answered_at + interval '30 days' end
from bench_suggestion;
select setval(pg_get_serial_sequence('suggestions_suggestion', 'id'), %(suggestions)s);

insert into suggestions_signer (suggestion_id, person_id, is_lead, asked_at, confirmed_at, from_merged)
select i, 1 + other %% 2000, true, handed_at - interval '12 days', handed_at - interval '12 days', false from bench_suggestion;

insert into suggestions_handling (suggestion_id, unit_id, duty, part, state, given_at, received_at, objection, plan, in_charge,
                                  opinion, publish_objection, done_at)
select i, unit_id, 'sole', '', case state when 'assigned' then 'given' when 'handling' then 'received' else 'done' end, handed_at,
       case when state <> 'assigned' then handed_at + interval '2 days' end, '', '', '', '', '',
       case when is_answered then answered_at end
from bench_suggestion;

insert into suggestions_talk (suggestion_id, unit_id, stage, mode, leader, held_on, place, who, minutes, recorded_at, confirmed_at,
                              deputy_words)
select i, unit_id, 'before', case when other %% 20 = 0 then 'phone' else 'site' end, 'deputy_head', handed_on + 5, '', '',
       '一起到现场看了，代表希望先办最急的。', handed_at + interval '5 days',
       case when other %% 25 > 0 then handed_at + interval '6 days' end, ''
from bench_suggestion where state <> 'assigned';

insert into suggestions_reply (suggestion_id, unit_id, version, state, document_number, result_class, text, contact, promise_text,
                               promise_amount, promise_place, promise_due_on, drafted_by, drafted_at, note, signed_by, issued_at)
select i, unit_id, 1, 'issued', '', class, '已经现场核查，列入计划，资金落实后施工，完工后请代表查看。', '',
       case when class = 'B' then '完成破损路段路面修复六公里' else '' end, '', '',
       case when class = 'B' then handed_on + 300 end, '经办人', answered_at, '', '负责人', answered_at
from bench_suggestion where is_answered;

insert into suggestions_deadline (suggestion_id, kind, started_on, amount, unit, place, due_on, rule, calendar_version,
                                  is_provisional, ended_at)
select i, 'reply', handed_on, 3, 'months', code, due_on, 'yunnan-default@1', '', false, case when is_answered then answered_at end
from bench_suggestion;

insert into suggestions_promised (suggestion_id, reply_id, unit_id, division_code, lead_person_id, text, amount, place, made_on,
                                  due_on, state, progress, reported_at, checked_at, deputy_words)
select r.suggestion_id, r.id, r.unit_id, b.code, 1 + b.other %% 2000, r.promise_text, '', '', (r.issued_at)::date, r.promise_due_on,
       case when b.luck < 70 then 'kept' when b.luck < 90 then 'open' else 'broken' end, '',
       case when b.luck < 70 then r.issued_at + interval '200 days' end,
       case when b.luck < 70 or b.luck >= 90 then r.issued_at + interval '310 days' end, ''
from suggestions_reply r join bench_suggestion b on b.i = r.suggestion_id where r.promise_text <> '';
