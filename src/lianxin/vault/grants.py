"""Who may touch which column, after the general grants (`lianxin.kit.database.grant_app_role`).

The application role writes `sealed` and never reads it; it never changes or removes a ticket. The vault
role reads both tables and stamps the opening. Source: shared security paper §3, `docs/mechanisms/vault.md`.
"""

from __future__ import annotations

SQL: tuple[str, ...] = (
    """do $$ begin if not exists (select from pg_roles where rolname = 'lianxin_vault') then
    create role lianxin_vault login; end if; end $$""",
    "revoke all on vault_sealeditem, vault_reveal from lianxin_app",
    "grant insert on vault_sealeditem, vault_reveal to lianxin_app",
    """grant select (id, subject_kind, subject_id, kind, key_id, created_at, erased_at)
    on vault_sealeditem to lianxin_app""",
    "grant update (sealed, erased_at) on vault_sealeditem to lianxin_app",
    "grant select on vault_reveal to lianxin_app",
    "revoke all on vault_sealeditem, vault_reveal from lianxin_vault",
    "grant usage on schema public to lianxin_vault",
    "grant select on vault_sealeditem, vault_reveal to lianxin_vault",
    "grant update (opened_at) on vault_reveal to lianxin_vault",
    # The application says what was agreed to and what is to be done; only the vault says that it was done.
    "revoke all on vault_consent, vault_errand from lianxin_app",
    "grant select, insert on vault_consent, vault_errand to lianxin_app",
    "grant update (withdrawn_at) on vault_consent to lianxin_app",
    "revoke all on vault_consent, vault_errand from lianxin_vault",
    "grant select on vault_consent, vault_errand to lianxin_vault",
    "grant update (ended_at, outcome) on vault_errand to lianxin_vault",
)
