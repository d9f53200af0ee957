"""A spot is taken by its own receipt and seen with its bulletin; a file is seen with its bulletin. Source: ADR-0031."""

from __future__ import annotations

from django.db import migrations

from lianxin.kit.rls import USER, Policy, SecureTable

_OWN = (
    "exists (select from notices_receipt r where r.id = notices_spot.receipt_id "
    f"and r.bulletin_id = notices_spot.bulletin_id and r.user_id = {USER})"
)
# The bulletin is read under its own policies: its sender, the sender's office, its recipients.
_WITH_BULLETIN = "exists (select from notices_bulletin b where b.id = notices_spot.bulletin_id)"
_ENOUGH = "number <= (select b.places from notices_bulletin b where b.id = notices_spot.bulletin_id)"
_FILES = (
    "subject_kind = 'notices.bulletin' and "
    f"{USER} is not null and exists (select from notices_bulletin b where b.id = subject_id)"
)


class Migration(migrations.Migration):
    dependencies = [("notices", "0007_files_spots_and_calendar"), ("attachments", "0003_documents")]

    operations = [
        SecureTable(
            "notices_spot",
            [
                Policy("seen_with_its_bulletin", "select", using=_WITH_BULLETIN),
                Policy("own_receipt_takes", "insert", check=f"{_OWN} and {_ENOUGH}"),
                Policy("own_receipt_gives_back", "delete", using=_OWN),
            ],
        ),
        SecureTable(
            "notices_calendaraddress",
            [
                # Whoever holds the secret has no account yet: the row is found by its hash, and tells an id alone.
                Policy("found_by_its_hash", "select", using="true"),
                Policy("own_is_made", "insert", check=f"user_id = {USER}"),
                Policy("own_is_renewed", "update", using=f"user_id = {USER}", check=f"user_id = {USER}"),
                Policy("own_is_stopped", "delete", using=f"user_id = {USER}"),
            ],
        ),
        migrations.RunSQL(
            f"create policy seen_with_its_bulletin on attachments_attachment for select to public using ({_FILES})",
            "drop policy seen_with_its_bulletin on attachments_attachment",
        ),
    ]
