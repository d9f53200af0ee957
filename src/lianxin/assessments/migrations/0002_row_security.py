"""Who may see an assessment in the database itself: the offices of its place, and its venue. Source: ADR-0003, ADR-0028."""

from __future__ import annotations

from django.db import migrations

from lianxin.kit.rls import SCOPE, USER, VENUE, Policy, SecureTable, in_range

_SEEN = f"({in_range('division_code', SCOPE)} or venue_id = {VENUE})"
_PARENT = (
    "exists (select 1 from assessments_assessment a where a.id = assessment_id and "
    f"({in_range('a.division_code', SCOPE)} or a.venue_id = {VENUE}))"
)
_HISTORY = (
    f"subject_kind = 'assessments.assessment' and {USER} is not null and "
    "exists (select 1 from assessments_assessment a where a.id = subject_id)"
)
_PHOTOS = (
    f"subject_kind = 'assessments.line' and {USER} is not null and "
    "exists (select 1 from assessments_line l where l.id = subject_id)"
)


def _own(using: str) -> list[Policy]:
    return [
        Policy("added_in_scope", "insert", check=using),
        Policy("seen_in_scope", "select", using=using),
        Policy("changed_in_scope", "update", using=using, check=using),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0001_initial"),
        ("journal", "0002_row_security"),
        ("attachments", "0002_row_security"),
    ]

    operations = [
        SecureTable("assessments_assessment", _own(_SEEN)),
        SecureTable("assessments_line", _own(_PARENT)),
        SecureTable("assessments_charge", _own(_SEEN)),
        migrations.RunSQL(
            [
                f"create policy seen_with_its_assessment on journal_entry for select to public using ({_HISTORY})",
                f"create policy seen_with_its_line on attachments_attachment for select to public using ({_PHOTOS})",
            ],
            [
                "drop policy seen_with_its_assessment on journal_entry",
                "drop policy seen_with_its_line on attachments_attachment",
            ],
        ),
    ]
