"""Consents are given standing and only ever taken back; errands are asked for open and only ever ended. Source: ADR-0035.

Read by everybody like the items: that a message was agreed to and went out says neither to whom nor of what. Who
may write which column is said in `grants.py`: the application ends no errand.
"""

from __future__ import annotations

from django.db import migrations

from lianxin.kit.rls import Policy, SecureTable

_STANDS = "exists (select from vault_consent c where c.id = consent_id and c.withdrawn_at is null)"


class Migration(migrations.Migration):
    dependencies = [("vault", "0003_consents_and_errands")]

    operations = [
        SecureTable(
            "vault_consent",
            [
                Policy("consent_is_known", "select", using="true"),
                Policy("consent_is_given_standing", "insert", check="withdrawn_at is null"),
                Policy(
                    "consent_is_only_taken_back",
                    "update",
                    using="withdrawn_at is null",
                    check="withdrawn_at is not null",
                ),
            ],
        ),
        SecureTable(
            "vault_errand",
            [
                Policy("errand_is_known", "select", using="true"),
                Policy("errand_is_asked_under_consent", "insert", check=f"ended_at is null and {_STANDS}"),
                Policy(
                    "errand_is_ended_once", "update", using="ended_at is null", check="ended_at is not null"
                ),
            ],
        ),
    ]
