"""Who may see a suggestion in the database itself: the same ways as `suggestions/access.py`. Source: ADR-0025 §1."""

from __future__ import annotations

from django.db import migrations

from lianxin.kit.rls import PERSON, SCOPE, UNIT, USER, Policy, SecureTable


def in_scope(of: str) -> str:
    """SQL for "the acting grant reads this suggestion", with `of` the table's alias and a dot."""
    return " or ".join(
        [
            f"({of}division_code = {SCOPE} and {of}submitted_at is not null "
            f"and {of}state not in ('draft', 'cosigning'))",
            f"{UNIT} = any({of}unit_ids)",
            f"{PERSON} = any({of}signer_ids)",
        ]
    )


_PARENT = f"exists (select 1 from suggestions_suggestion s where s.id = suggestion_id and ({in_scope('s.')}))"
# A draft of a reply is the unit's own business until it is signed. Source: domain.md §1.8.
_REPLY = f"(issued_at is not null or unit_id = {UNIT}) and {_PARENT}"
_OF_UNIT = f"unit_id = {UNIT} and {_PARENT}"
_HISTORY = (
    f"subject_kind = 'suggestions.suggestion' and {USER} is not null and "
    f"exists (select 1 from suggestions_suggestion s where s.id = subject_id and ({in_scope('s.')}))"
)


def child(table: str, *, may_delete: bool = False) -> SecureTable:
    """A table whose rows are seen and written by whoever reads their suggestion."""
    policies = [
        Policy("added_in_scope", "insert", check=_PARENT),
        Policy("seen_in_scope", "select", using=_PARENT),
        Policy("changed_in_scope", "update", using=_PARENT, check=_PARENT),
    ]
    if may_delete:
        policies.append(Policy("taken_back_by_its_lead", "delete", using=_PARENT))
    return SecureTable(table, policies)


class Migration(migrations.Migration):
    dependencies = [("suggestions", "0001_initial"), ("journal", "0002_row_security")]

    operations = [
        SecureTable(
            "suggestions_suggestion",
            [
                Policy(
                    "a_deputy_begins",
                    "insert",
                    check=f"state = 'draft' and lead_person_id = {PERSON} and {PERSON} = any(signer_ids)",
                ),
                Policy("seen_in_scope", "select", using=in_scope("")),
                Policy("changed_in_scope", "update", using=in_scope(""), check=in_scope("")),
            ],
        ),
        child("suggestions_signer", may_delete=True),
        child("suggestions_handling"),
        child("suggestions_talk"),
        child("suggestions_fromcase"),
        child("suggestions_promised"),
        child("suggestions_deadline"),
        SecureTable(
            "suggestions_step",
            [
                Policy("added_in_scope", "insert", check=_PARENT),
                Policy("seen_in_scope", "select", using=_PARENT),
            ],
        ),
        SecureTable(
            "suggestions_reply",
            [
                Policy("written_by_its_unit", "insert", check=_OF_UNIT),
                Policy("seen_when_issued", "select", using=_REPLY),
                Policy("changed_by_its_unit", "update", using=_OF_UNIT, check=_OF_UNIT),
            ],
        ),
        migrations.RunSQL(
            f"create policy seen_with_its_suggestion on journal_entry for select to public using ({_HISTORY})",
            "drop policy seen_with_its_suggestion on journal_entry",
        ),
    ]
