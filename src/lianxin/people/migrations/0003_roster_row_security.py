"""Who records in the place reads and writes what a roster says, and a deputy their own. Source: ADR-0024."""

from __future__ import annotations

from django.db import migrations

from lianxin.kit.rls import AUDIT, PERSON, Policy, SecureTable, in_range

# `app.audit` is the place of those who work for it: the offices and the administrators. `access` narrows it to recorders.
PLACE = in_range("home_code", AUDIT)


class Migration(migrations.Migration):
    dependencies = [("people", "0002_roster_facts")]

    operations = [
        SecureTable(
            "people_rosterfacts",
            [
                Policy("place_keeps_its_roster", "all", using=PLACE, check=PLACE),
                Policy("a_deputy_reads_their_own", "select", using=f"person_id = {PERSON}"),
            ],
        ),
    ]
