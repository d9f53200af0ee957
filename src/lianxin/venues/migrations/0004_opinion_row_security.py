"""Who may see an opinion on a draft: the offices of its place, and the venue above its point. Source: ADR-0003, ADR-0030."""

from __future__ import annotations

from django.db import migrations

from lianxin.kit.rls import SCOPE, VENUE, Policy, SecureTable, in_range

_SEEN = f"({in_range('division_code', SCOPE)} or venue_id = {VENUE})"


class Migration(migrations.Migration):
    dependencies = [("venues", "0003_law_drafts")]

    operations = [
        SecureTable(
            "venues_draftopinion",
            [
                Policy("added_in_scope", "insert", check=_SEEN),
                Policy("seen_in_scope", "select", using=_SEEN),
            ],
        )
    ]
