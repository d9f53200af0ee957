-- What must hold of suggestions in every healthy database, beyond the CHECK constraints. No row means healthy.
-- Each row names a broken rule and the record that breaks it. Run it as a role that sees every row:
--   psql "$LIANXIN_BACKUP_DATABASE_URL" -f tests/suggestion_invariants.sql
-- Named and explained in docs/mechanisms/suggestions.md.
with
ended(state) as (values ('closed'), ('declined'), ('letter'), ('merged'), ('withdrawn')),
-- Which clock of the suggestion itself may run in which state. Source: suggestions/clocks.py kind_now.
clock(state, kind) as (
    values ('submitted', 'review'), ('accepted', 'assign'),
           ('handed', 'reply'), ('assigned', 'reply'), ('disputed', 'reply'), ('handling', 'reply'),
           ('handed', 'extended'), ('assigned', 'extended'), ('disputed', 'extended'), ('handling', 'extended'),
           ('assigned', 'rehandle'), ('disputed', 'rehandle'), ('handling', 'rehandle'), ('replied', 'feedback')
),
running as (
    select suggestion_id, count(*) as clocks, min(kind) as kind, min(due_on) as due_on
    from suggestions_deadline where ended_at is null and handling_id is null group by suggestion_id
),
own as (
    select handling_id, min(due_on) as due_on from suggestions_deadline
    where ended_at is null and handling_id is not null group by handling_id
),
present as (select * from suggestions_handling where state <> 'replaced'),
answering as (select * from present where duty in ('lead', 'separate', 'sole')),
moved as (
    select subject_id as suggestion_id, id, before, after, lag(after) over line as came_from,
           lead(id) over line is null as is_last
    from journal_entry
    where subject_kind = 'suggestions.suggestion' and after <> ''
    window line as (partition by subject_id order by id)
)

select 'the role that runs this file does not see every row' as broken, current_user::text as record
from pg_roles where rolname = current_user and not rolsuper and not rolbypassrls

-- Clocks
union all
select 'exactly one clock of the suggestion runs where somebody is pressed, none elsewhere', 'suggestion ' || s.id
from suggestions_suggestion s left join running r on r.suggestion_id = s.id
where coalesce(r.clocks, 0) <> case when exists (select from clock k where k.state = s.state) then 1 else 0 end
union all
select 'the running clock fits the state', 'suggestion ' || s.id
from suggestions_suggestion s join running r on r.suggestion_id = s.id
where not exists (select from clock k where k.state = s.state and k.kind = r.kind)
union all
select 'the due date on a suggestion is its running clock''s', 'suggestion ' || s.id
from suggestions_suggestion s left join running r on r.suggestion_id = s.id
where s.due_on is distinct from r.due_on or s.due_kind <> coalesce(r.kind, '')
union all
select 'the reply clock counts from the day of handing over', 'suggestion ' || s.id
from suggestions_suggestion s join suggestions_deadline d on d.suggestion_id = s.id
where d.handling_id is null and d.kind in ('reply', 'extended')
  and d.started_on <> (s.handed_at at time zone 'Asia/Shanghai')::date
union all
select 'nothing is owed by a unit when it is over', 'handling ' || d.handling_id
from suggestions_deadline d join suggestions_suggestion s on s.id = d.suggestion_id join ended e on e.state = s.state
where d.ended_at is null
union all
select 'a unit that is done or replaced owes nothing', 'handling ' || h.id
from suggestions_handling h join own on own.handling_id = h.id where h.state in ('done', 'replaced')
union all
select 'the due date of a unit''s part is its next own clock''s', 'handling ' || h.id
from present h join suggestions_suggestion s on s.id = h.suggestion_id left join own on own.handling_id = h.id
where s.state not in (select state from ended) and h.due_on is distinct from own.due_on

-- Who sees it
union all
select 'the signers kept on a suggestion are its signers', 'suggestion ' || s.id
from suggestions_suggestion s
where (select array_agg(x order by x) from unnest(s.signer_ids) as x)
      is distinct from (select array_agg(person_id order by person_id) from suggestions_signer g where g.suggestion_id = s.id)
union all
select 'every unit that has or had a part reads the suggestion, and nobody else', 'suggestion ' || s.id
from suggestions_suggestion s
where (select coalesce(array_agg(x order by x), '{}') from unnest(s.unit_ids) as x)
      <> (select coalesce(array_agg(distinct unit_id order by unit_id), '{}') from suggestions_handling h
          where h.suggestion_id = s.id)
union all
select 'from submission on everybody who signs has confirmed', 'suggestion ' || s.id
from suggestions_suggestion s join suggestions_signer g on g.suggestion_id = s.id
where s.submitted_at is not null and s.state not in ('draft', 'cosigning', 'returned', 'withdrawn')
  and g.confirmed_at is null

-- Units
union all
select 'a suggestion is disputed exactly while one unit objects', 'suggestion ' || s.id
from suggestions_suggestion s
where s.state not in (select state from ended)
  and (s.state = 'disputed')::int
      <> (select count(*) from present h where h.suggestion_id = s.id and h.state = 'objected')
union all
select 'handling goes on only when all who answer have taken their part', 'suggestion ' || s.id
from suggestions_suggestion s join answering h on h.suggestion_id = s.id
where s.state in ('handling', 'replied', 'meeting', 'closed') and h.state not in ('received', 'done')
union all
select 'assigned means that somebody who answers has not taken it', 'suggestion ' || s.id
from suggestions_suggestion s
where s.state = 'assigned'
  and not exists (select from answering h where h.suggestion_id = s.id and h.state in ('given', 'objected'))
union all
select 'duties make a whole: one sole, one lead, or several separate', 'suggestion ' || s.id
from suggestions_suggestion s
where s.state in ('assigned', 'disputed', 'handling', 'replied', 'meeting', 'closed')
  and (select array_agg(distinct duty::text order by duty::text) from present h where h.suggestion_id = s.id)
      not in (array['sole'], array['lead'], array['co_handler', 'lead'], array['separate'], array['co_handler', 'separate'])
union all
select 'an opinion is a co-handler''s', 'handling ' || id
from suggestions_handling where opinion_at is not null and duty <> 'co_handler'

-- Replies and promises
union all
select 'replied means that every answering unit has a signed reply', 'suggestion ' || s.id
from suggestions_suggestion s join answering h on h.suggestion_id = s.id
where s.state in ('replied', 'meeting', 'closed')
  and (h.state <> 'done' or not exists (
      select from suggestions_reply r
      where r.suggestion_id = s.id and r.unit_id = h.unit_id and r.state = 'issued'))
union all
select 'no unit signs a reply without a talk the deputy has not denied', 'reply ' || r.id
from suggestions_reply r join suggestions_suggestion s on s.id = r.suggestion_id
where r.state = 'issued' and not s.is_imported and not exists (
    select from suggestions_talk t
    where t.suggestion_id = r.suggestion_id and t.unit_id = r.unit_id and t.recorded_at <= r.issued_at
      -- At one instant the reply came first: after a denial none is signed.
      and (t.denied_at is null or t.denied_at >= r.issued_at))
union all
select 'a promise is in the ledger exactly when a signed reply makes it', 'reply ' || r.id
from suggestions_reply r left join suggestions_promised p on p.reply_id = r.id
where (r.state = 'issued' and r.promise_due_on is not null and r.promise_text <> '') <> (p.id is not null)
union all
select 'a promise is judged once it is reported or its day is over', 'promise ' || id
from suggestions_promised
where state in ('kept', 'broken') and reported_at is null
  and (checked_at at time zone 'Asia/Shanghai')::date <= due_on
union all
select 'it is handled once more at most', 'suggestion ' || id from suggestions_suggestion where rehandled_count > 1
union all
select 'a joint meeting comes after a second complaint only', 'suggestion ' || id
from suggestions_suggestion where (state = 'meeting' or outcome = 'joint_meeting') and rehandled_count = 0

-- Numbers, merging, history
union all
select 'numbers of a series run from one without a gap', 'series ' || e.id
from suggestions_series e
where e.phase <> 'motion' and not exists (  -- a ledger brings its own numbers; the series goes on after them
    select from suggestions_suggestion s
    where s.is_imported and s.congress_id = e.congress_id and s.term_number = e.term_number and s.phase = e.phase)
  and e.last <> (
    select count(*) from suggestions_suggestion s left join suggestions_session n on n.id = s.session_id
    where s.congress_id = e.congress_id and s.term_number = e.term_number and s.phase = e.phase
      and coalesce(n.number, 0) = e.session_number and s.number between 1 and e.last)
union all
select 'numbers of motions run from one without a gap', 'series ' || e.id
from suggestions_series e
where e.phase = 'motion' and e.last <> (
    select count(*) from suggestions_motion m left join suggestions_session n on n.id = m.session_id
    where m.congress_id = e.congress_id and m.term_number = e.term_number
      and coalesce(n.number, 0) = e.session_number and m.number between 1 and e.last)
union all
select 'a number is drawn from a series', 'suggestion ' || s.id
from suggestions_suggestion s left join suggestions_session n on n.id = s.session_id
where s.number is not null and not exists (
    select from suggestions_series e
    where e.congress_id = s.congress_id and e.term_number = s.term_number and e.phase = s.phase
      and coalesce(n.number, 0) = e.session_number and s.number <= e.last)
union all
select 'a merged one goes with a numbered one that is not merged itself, and its deputies sign that', 'suggestion ' || s.id
from suggestions_suggestion s join suggestions_suggestion m on m.id = s.merged_into_id
where m.state = 'merged' or m.number is null or not (s.signer_ids <@ m.signer_ids)
union all
select 'nothing goes with one that was withdrawn', 'suggestion ' || s.id
from suggestions_suggestion s join suggestions_suggestion m on m.id = s.merged_into_id
where m.state in ('withdrawn', 'declined', 'letter')
union all
select 'who came to a living one by merging came with one that is still merged', 'suggestion ' || m.id
from suggestions_suggestion m join suggestions_signer g on g.suggestion_id = m.id
where g.from_merged and m.state <> 'withdrawn'
  and not exists (
    select from suggestions_suggestion s where s.merged_into_id = m.id and g.person_id = any(s.signer_ids))
union all
select 'what was separated was merged before', 'suggestion ' || s.id
from suggestions_suggestion s
where (s.separated_at is not null) <> exists (
    select from suggestions_step t where t.suggestion_id = s.id and t.verb = 'unmerge')
union all
select 'every line of the history is one change of the row', 'suggestion ' || s.id
from suggestions_suggestion s
where not s.is_imported
  and s.version <> 1 + (select count(*) from suggestions_step t where t.suggestion_id = s.id)
                     -- What concerns the public page alone stands in the journal, not in the history.
                     + (select count(*) from journal_entry j
                        where j.subject_kind = 'suggestions.suggestion' and j.subject_id = s.id
                          and j.event in ('suggestions.suggestion.published', 'suggestions.suggestion.unpublished',
                              'suggestions.suggestion.wish_changed', 'suggestions.suggestion.publication_objected',
                              'suggestions.suggestion.publication_agreed'))
                     -- Merged before the main one's history told of it: of all that were, less those told, plus those gone.
                     + (select count(*) from suggestions_suggestion m where m.merged_into_id = s.id)
                     - (select count(*) from suggestions_step t where t.suggestion_id = s.id and t.verb = 'take_in')
                     + (select count(*) from suggestions_step t where t.suggestion_id = s.id and t.verb = 'let_go')
union all
select 'the journal tells the same way that the state went', 'suggestion ' || m.suggestion_id
from moved m join suggestions_suggestion s on s.id = m.suggestion_id
where (m.came_from is not null and m.before <> m.came_from) or (m.is_last and m.after <> s.state)
