"""A link is read in the place of its congress and at both its ends; visits with their link. ADR-0029."""

from __future__ import annotations

from django.db import migrations

from lianxin.kit.rls import PERSON, SCOPE, USER, Policy, SecureTable, in_range

_SEEN = f"({in_range('division_code', SCOPE)} or from_person_id = {PERSON} or to_person_id = {PERSON})"
_MAKES = in_range("division_code", SCOPE)
_GOES = f"({in_range('division_code', SCOPE)} or from_person_id = {PERSON})"
_PARENT = (
    "exists (select 1 from links_link l where l.id = link_id and "
    f"({in_range('l.division_code', SCOPE)} or l.from_person_id = {PERSON}"
)
_HISTORY = (
    f"subject_kind = 'links.link' and {USER} is not null and "
    "exists (select 1 from links_link l where l.id = subject_id)"
)


class Migration(migrations.Migration):
    dependencies = [("links", "0001_initial"), ("journal", "0002_row_security")]

    operations = [
        SecureTable(
            "links_link",
            [
                Policy("made_in_place", "insert", check=_MAKES),
                Policy("seen_in_place_and_at_its_ends", "select", using=_SEEN),
                Policy("changed_by_who_goes", "update", using=_GOES, check=_SEEN),
            ],
        ),
        SecureTable(
            "links_visit",
            [
                Policy("added_by_who_goes", "insert", check=f"{_PARENT}))"),
                Policy("seen_with_its_link", "select", using=f"{_PARENT} or l.to_person_id = {PERSON}))"),
            ],
        ),
        migrations.RunSQL(
            f"create policy seen_with_its_link on journal_entry for select to public using ({_HISTORY})",
            "drop policy seen_with_its_link on journal_entry",
        ),
    ]
