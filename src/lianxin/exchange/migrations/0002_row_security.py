"""An import and its rows are seen by those who work for its place: they hold names, phones and births."""

from __future__ import annotations

from django.db import migrations

from lianxin.kit.rls import AUDIT, Policy, SecureTable

# Exactly the place: a file of a wider one may hold more than a narrower one may see, and the other way round.
OWN = f'division_code collate "C" = {AUDIT}'


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial")]

    operations = [
        SecureTable("exchange_import", [Policy("place_keeps_its_imports", using=OWN, check=OWN)]),
        SecureTable("exchange_importrow", [Policy("place_keeps_its_rows", using=OWN, check=OWN)]),
    ]
