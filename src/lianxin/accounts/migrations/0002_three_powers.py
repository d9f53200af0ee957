"""Two of the three administrations never meet on one account, whoever writes the row (T33, 三权分立)."""

from __future__ import annotations

from django.db import migrations

_KEEP_APART = """
create function accounts_keep_three_powers_apart() returns trigger language plpgsql as $$
begin
    -- Writers about one account wait for each other; the row is locked by give_grant already.
    perform 1 from accounts_user where id = new.user_id for update;
    if exists (
        select from accounts_grant other
        where other.user_id = new.user_id and other.id is distinct from new.id
          and other.role in ('system_admin', 'tenant_admin', 'auditor') and other.role <> new.role
          and other.revoked_at is null
          and tstzrange(other.valid_from, other.valid_to) && tstzrange(new.valid_from, new.valid_to)
    ) then
        raise exception 'grant_three_powers_apart' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger accounts_grant_three_powers_apart
    before insert or update of user_id, role, valid_from, valid_to, revoked_at on accounts_grant
    for each row when (new.role in ('system_admin', 'tenant_admin', 'auditor') and new.revoked_at is null)
    execute function accounts_keep_three_powers_apart();
"""
_LET_MEET = """
drop trigger accounts_grant_three_powers_apart on accounts_grant;
drop function accounts_keep_three_powers_apart();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(_KEEP_APART, _LET_MEET)]
