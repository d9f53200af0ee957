"""Who may see a case in the database itself: the same five ways as `voices/access.py`. Source: ADR-0003."""

from __future__ import annotations

from django.db import migrations

from lianxin.kit.rls import CASE, PERSON, SCOPE, UNIT, USER, VENUE, Policy, SecureTable, in_range


def in_scope(case: str) -> str:
    """SQL for "the acting grant reads this case", with `case` the table's alias and a dot."""
    placed = f"select m.venue_id from venues_membership m where m.person_id = {PERSON} and m.until is null"
    return " or ".join(
        [
            f"({in_range(case + 'division_code', SCOPE)} and {case}reach <= length({SCOPE}))",
            f"{case}unit_id = {UNIT}",
            f"{case}venue_id = {VENUE}",
            f"{case}claimed_by = {PERSON}",
            f"{case}wanted_person_id = {PERSON}",
            f"{case}venue_id in ({placed})",
            f"{case}id = {CASE}",
        ]
    )


_PARENT = f"exists (select 1 from voices_case c where c.id = case_id and ({in_scope('c.')}))"
# A case's journal lines are its history: whoever acts and sees the case sees them, the public does not.
_HISTORY = (
    f"subject_kind = 'voices.case' and ({USER} is not null or {CASE} is not null) and "
    f"exists (select 1 from voices_case c where c.id = subject_id and ({in_scope('c.')}))"
)


class Migration(migrations.Migration):
    dependencies = [("voices", "0001_initial"), ("venues", "0001_initial"), ("journal", "0002_row_security")]

    operations = [
        SecureTable(
            "voices_case",
            [
                Policy("anybody_brings", "insert", check="state = 'received' and published_at is null"),
                Policy("seen_in_scope", "select", using=in_scope("")),
                Policy("published_is_seen", "select", using="published_at is not null"),
                Policy("changed_in_scope", "update", using=in_scope(""), check=in_scope("")),
            ],
        ),
        SecureTable(
            "voices_step",
            [
                Policy("added_in_scope", "insert", check=_PARENT),
                Policy("seen_in_scope", "select", using=_PARENT),
            ],
        ),
        SecureTable(
            "voices_deadline",
            [
                Policy("anybody_starts", "insert", check="ended_at is null"),
                Policy("seen_in_scope", "select", using=_PARENT),
                Policy("stopped_in_scope", "update", using=_PARENT, check=_PARENT),
            ],
        ),
        migrations.RunSQL(
            f"create policy seen_with_its_case on journal_entry for select to public using ({_HISTORY})",
            "drop policy seen_with_its_case on journal_entry",
        ),
    ]
