-- What must hold in every healthy database, beyond the CHECK constraints. No row means healthy.
-- Each row names a broken rule and the record that breaks it. Run it as a role that sees every row:
--   psql "$LIANXIN_BACKUP_DATABASE_URL" -f tests/invariants.sql
with
ended(state) as (values ('closed'), ('declined'), ('withdrawn')),
-- Which clock runs in which open state. Source: voices/clocks.py CLOCK_OF, ADR-0007 §13.
clock(state, kind) as (
    values ('received', 'claim'), ('claimed', 'triage'), ('assigned', 'accept'), ('handling', 'handle'),
           ('answered', 'confirm'), ('confirmed', 'rate'), ('rated', 'rate'), ('arbitration', 'arbitrate'),
           ('referred', 'result'), ('merged', 'result')
),
running as (
    select case_id, count(*) as clocks, min(kind) as kind, min(due_on) as due_on
    from voices_deadline where ended_at is null and kind <> 'tier' group by case_id
),
tier as (select case_id, due_on from voices_deadline where ended_at is null and kind = 'tier'),
-- The moves of each case in the order they were written down; other lines (published, contact looked at) move
-- nothing.
moved as (
    select subject_id as case_id, id, event, before, after,
           lag(after) over line as came_from, row_number() over line as nth, lead(id) over line is null as is_last
    from journal_entry
    where subject_kind = 'voices.case' and event like 'voices.case.%' and after <> ''
    window line as (partition by subject_id order by id)
),
moves as (select case_id, count(*) as total from moved where event <> 'voices.case.received' group by case_id),
steps as (select case_id, count(*) as total from voices_step group by case_id)

select 'the role that runs this file does not see every row' as broken, current_user::text as record
from pg_roles where rolname = current_user and not rolsuper and not rolbypassrls

-- Clocks
union all
select 'an open case has exactly one running clock', 'case ' || c.id
from voices_case c left join running r on r.case_id = c.id
where c.state not in (select state from ended) and coalesce(r.clocks, 0) <> 1
union all
select 'an ended case has no running clock', 'case ' || c.id
from voices_case c join running r on r.case_id = c.id join ended e on e.state = c.state
union all
select 'the due date on a case is its running clock''s', 'case ' || c.id
from voices_case c join running r on r.case_id = c.id
where c.due_on is distinct from r.due_on or c.due_kind <> r.kind
union all
select 'a case has a tier clock exactly while a venue holds it, and says its day', 'case ' || c.id
from voices_case c left join tier t on t.case_id = c.id
where c.tier_due_on is distinct from t.due_on
union all
select 'a case that goes with another one goes with an open main case, not with a voice', 'case ' || c.id
from voices_case c join voices_case m on m.id = c.merged_into_id
where c.state = 'merged' and (m.state = 'merged' or m.county_code <> c.county_code)
union all
select 'the running clock fits the state', 'case ' || c.id
from voices_case c join running r on r.case_id = c.id join clock k on k.state = c.state
where r.kind <> k.kind

-- State and columns
union all
select 'a case that waits or is in work has no outcome yet', 'case ' || id
from voices_case where state in ('received', 'claimed', 'assigned', 'arbitration', 'handling', 'referred', 'merged', 'answered')
  and outcome <> ''
union all
select 'a case not taken or withdrawn says so in its outcome', 'case ' || id
from voices_case
where (state = 'declined' and outcome not in ('not_accepted', 'to_petition_office')) or (state = 'withdrawn' and outcome <> 'withdrawn')
union all
select 'nothing is answered, confirmed or rated before it is', 'case ' || id
from voices_case
where (state in ('received', 'claimed', 'assigned', 'arbitration', 'handling', 'referred', 'merged', 'declined', 'withdrawn')
       and answered_at is not null)
   or (state not in ('confirmed', 'rated', 'closed') and confirmed_at is not null)
   or (state not in ('rated', 'closed') and (rated_at is not null or satisfaction <> '' or is_solved is not null))
union all
select 'a rating has its date, its answer and its word together', 'case ' || id
from voices_case
where (rated_at is null) <> (satisfaction = '') or (rated_at is null) <> (is_solved is null)
union all
select 'nothing happens to a case before it is received or after it ended', 'case ' || id
from voices_case
where least(claimed_at, assigned_at, accepted_at, answered_at, confirmed_at, rated_at, closed_at, published_at)
      < received_at
   or greatest(claimed_at, assigned_at, accepted_at, answered_at, confirmed_at, rated_at) > closed_at
union all
select 'a published case was closed with the citizen''s consent', 'case ' || id
from voices_case where published_at is not null and (state <> 'closed' or not may_publish)
union all
select 'what a case points to exists', 'case ' || c.id
from voices_case c
where not exists (select from divisions_division d where d.code = c.division_code)
   or not exists (select from venues_venue v where v.id = c.venue_id)
   or (c.unit_id is not null and not exists (select from people_unit u where u.id = c.unit_id))
   or (c.wanted_person_id is not null and not exists (select from people_person p where p.id = c.wanted_person_id))
   or (c.claimed_by is not null and not exists (select from people_person p where p.id = c.claimed_by))

-- Numbers, codes and sealed contacts
union all
select 'a number is given once in a venue', 'venue ' || coalesce(origin_venue_id, venue_id) || ' number ' || number
from voices_case group by coalesce(origin_venue_id, venue_id), number having count(*) > 1
union all
select 'a venue''s day has given at least as many numbers as it has cases', 'venue ' || c.venue_id || ' on ' || c.day
from (
    select coalesce(origin_venue_id, venue_id) as venue_id,
           (received_at at time zone 'Asia/Shanghai')::date as day, count(*) as cases
    from voices_case where not is_imported group by 1, 2  -- a ledger brings its own numbers
) c left join voices_daynumber n on n.venue_id = c.venue_id and n.day = c.day
where c.cases > coalesce(n.last, 0)
union all
select 'every case has its query code', 'case ' || c.id
from voices_case c where not is_imported and not exists (select from voices_querycode q where q.case_id = c.id)
union all
select 'a case has a sealed contact exactly when it says so', 'case ' || c.id
from voices_case c
where c.has_contact <> exists (
    select from vault_sealeditem s where s.subject_kind = 'voices.case' and s.subject_id = c.id
)
union all
select 'a sealed contact belongs to a case', 'sealed item ' || s.id
from vault_sealeditem s
where s.subject_kind = 'voices.case' and not exists (select from voices_case c where c.id = s.subject_id)

-- Journal and timeline
union all
select 'a case is received once in the journal, first of all', 'case ' || c.id
from voices_case c left join moved m on m.case_id = c.id and m.event = 'voices.case.received'
where not c.is_imported group by c.id having count(m.id) <> 1 or max(m.nth) <> 1
union all
select 'the journal''s last word on a case is its state', 'case ' || c.id
from voices_case c join moved m on m.case_id = c.id and m.is_last
where m.after <> c.state
union all
select 'each journal line of a case begins where the one before ended', 'case ' || case_id || ' line ' || id
from moved where nth > 1 and before <> came_from
union all
select 'a journal line belongs to a case that exists', 'case ' || m.case_id
from moved m where m.nth = 1 and not exists (select from voices_case c where c.id = m.case_id)
union all
select 'every move of a case stands in its timeline', 'case ' || m.case_id
from moves m left join steps s on s.case_id = m.case_id where coalesce(s.total, 0) < m.total
union all
select 'nobody acts under a grant that is not valid', 'journal ' || e.id
from journal_entry e
where e.source = 'web' and e.actor_user_id is not null and e.actor_role not in ('', 'citizen')
  and e.actor_place <> ''
  and not exists (
      select from accounts_grant g
      where g.user_id = e.actor_user_id and g.role = e.actor_role and g.division_code = e.actor_place
        and g.valid_from <= e.at and (g.valid_to is null or e.at < g.valid_to)
        and (g.revoked_at is null or e.at <= g.revoked_at)
  )

-- Notices, plates, jobs
union all
select 'a notice reaches an account once', 'account ' || user_id || ' notice ' || key
from notices_notice group by user_id, key having count(*) > 1
union all
select 'a notice goes to an account that exists', 'notice ' || n.id
from notices_notice n where not exists (select from accounts_user u where u.id = n.user_id)
union all
select 'a venue, or a deputy in it, has one valid plate', 'venue ' || venue_id
from venues_plate where revoked_at is null group by venue_id, person_id having count(*) > 1
union all
select 'no job is given up', 'job ' || id || ' ' || task_name
from procrastinate_jobs where status = 'failed'
order by broken, record;
