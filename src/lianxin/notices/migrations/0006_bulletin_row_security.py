"""A bulletin is seen by its sender, the sender's office and its recipients; a receipt by its own account too."""

from __future__ import annotations

from django.db import migrations

from lianxin.kit.rls import AUDIT, SCOPE, USER, Policy, SecureTable, in_range

_TO_ME = (
    "exists (select from notices_receipt r where r.bulletin_id = notices_bulletin.id "
    f"and r.user_id = {USER})"
)
_OURS = f"sender_user_id = {USER} or sender_place = {SCOPE}"


class Migration(migrations.Migration):
    dependencies = [("notices", "0005_bulletins")]

    operations = [
        SecureTable(
            "notices_receipt",
            [
                Policy("sender_adds", "insert", check=f"sender_user_id = {USER} and state = 'sent'"),
                # The worker notes what it handed over: by the place of the recipient, like the delivery itself.
                Policy(
                    "own_and_sender_and_worker", "select",
                    using=f"user_id = {USER} or {_OURS} or {in_range('division_code', AUDIT)}",
                ),
                Policy("own_is_answered", "update", using=f"user_id = {USER}", check=f"user_id = {USER}"),
                Policy(
                    "worker_notes_delivery", "update",
                    using=f"{in_range('division_code', AUDIT)} and state = 'sent'",
                    check=f"{in_range('division_code', AUDIT)} and state = 'delivered'",
                ),
            ],
        ),
        SecureTable(
            "notices_bulletin",
            [
                Policy("sender_writes", "insert", check=f"sender_user_id = {USER}"),
                Policy(
                    "sender_office_and_recipients", "select",
                    using=f"sender_user_id = {USER} or division_code = {SCOPE} or {_TO_ME}",
                ),
                Policy(
                    "office_reminds", "update",
                    using=f"sender_user_id = {USER} or division_code = {SCOPE}",
                    check=f"sender_user_id = {USER} or division_code = {SCOPE}",
                ),
            ],
        ),
    ]
