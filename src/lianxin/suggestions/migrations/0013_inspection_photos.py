"""Whoever reads an inspection sees its photos: its place, and the units of what it looked at. Source: ADR-0012."""

from __future__ import annotations

from django.db import migrations

from lianxin.kit.rls import USER

# Inspections are read under their own policy.
_PHOTOS = (
    f"{USER} is not null and subject_kind = 'suggestions.inspection' and exists "
    "(select 1 from suggestions_inspection i where i.id = subject_id)"
)


class Migration(migrations.Migration):
    dependencies = [("suggestions", "0012_route_choices"), ("attachments", "0002_row_security")]

    operations = [
        migrations.RunSQL(
            f"create policy seen_with_its_inspection on attachments_attachment for select to public "
            f"using ({_PHOTOS})",
            "drop policy seen_with_its_inspection on attachments_attachment",
        ),
    ]
