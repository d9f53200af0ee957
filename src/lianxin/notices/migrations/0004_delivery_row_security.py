"""Wishes belong to the account; deliveries are seen by the administrators of the recipient's place and the worker."""

from __future__ import annotations

from django.db import migrations

from lianxin.kit.rls import AUDIT, USER, Policy, SecureTable, in_range


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_deliveries")]

    operations = [
        SecureTable(
            "notices_choice",
            [
                # Whoever sends must know who wants it outside; a choice says neither address nor hours.
                Policy("all_are_read", "select", using="true"),
                Policy("own_is_made", "insert", check=f"user_id = {USER}"),
                Policy("own_is_changed", "update", using=f"user_id = {USER}", check=f"user_id = {USER}"),
            ],
        ),
        SecureTable("notices_preference", [Policy("own_only", "all", using=f"user_id = {USER}", check=f"user_id = {USER}")]),
        SecureTable(
            "notices_delivery",
            [
                Policy("anybody_sends", "insert", check="state = 'waiting' and attempts = 0"),
                Policy("place_is_minded", "select", using=in_range("division_code", AUDIT)),
                Policy(
                    "place_is_moved",
                    "update",
                    using=in_range("division_code", AUDIT),
                    check=in_range("division_code", AUDIT),
                ),
            ],
        ),
    ]
