"""Rows are added by anybody and changed by nobody; which room's subjects show them, that room says.

A room whose records carry files adds a policy for its own `subject_kind` (voices: 0010), as it does for the
journal. Without one, nobody reads the rows. The sweep knows ids only, through a view that runs as its owner.
"""

from __future__ import annotations

from django.db import migrations

from lianxin.kit.rls import Policy, SecureTable


class Migration(migrations.Migration):
    dependencies = [("attachments", "0001_initial")]

    operations = [
        SecureTable("attachments_attachment", [Policy("anybody_attaches", "insert", check="true")]),
        migrations.RunSQL(
            [
                "create policy named_for_the_view on attachments_attachment for select to current_user using (true)",
                "create view attachments_kept as select id from attachments_attachment",
            ],
            [
                "drop view attachments_kept",
                "drop policy named_for_the_view on attachments_attachment",
            ],
        ),
    ]
