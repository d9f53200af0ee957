"""Row-level security of the vault: what the database itself refuses, whoever asks.

Items are only ever added sealed and changed to erased; tickets are only asked for in one's own name.
Reading is not filtered by place, for the vault knows none: `grants.py` withholds the sealed column instead.
"""

from __future__ import annotations

from django.db import migrations

from lianxin.kit.rls import USER, Policy, SecureTable


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]

    operations = [
        SecureTable(
            "vault_sealeditem",
            [
                Policy("item_is_known", "select", using="true"),
                Policy("item_comes_sealed", "insert", check="erased_at is null"),
                Policy("item_is_only_erased", "update", using="true", check="erased_at is not null"),
            ],
        ),
        SecureTable(
            "vault_reveal",
            [
                Policy("look_is_known", "select", using="true"),
                Policy(
                    "look_is_asked_in_own_name",
                    "insert",
                    check=f"by_user_id = {USER} and opened_at is null",
                ),
                Policy("look_is_stamped_by_the_vault", "update", using="true", check="opened_at is not null"),
            ],
        ),
    ]
