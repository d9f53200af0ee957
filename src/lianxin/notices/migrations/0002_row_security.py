"""A notice is read and marked by its own account; anybody's action may send one."""

from __future__ import annotations

from django.db import migrations

from lianxin.kit.rls import USER, Policy, SecureTable


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [
        SecureTable(
            "notices_notice",
            [
                Policy("anybody_sends", "insert", check="read_at is null"),
                Policy("own_is_read", "select", using=f"user_id = {USER}"),
                Policy("own_is_marked", "update", using=f"user_id = {USER}", check=f"user_id = {USER}"),
            ],
        ),
    ]
