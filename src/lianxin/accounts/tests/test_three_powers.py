"""The database itself keeps the three administrations apart (T33)."""

from __future__ import annotations

import itertools

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from lianxin.accounts.access import SEPARATED
from lianxin.accounts.testing import make_grant, make_user
from lianxin.kernel.actor import Role


@pytest.mark.parametrize(("first", "second"), list(itertools.permutations(sorted(SEPARATED), 2)))
def test_the_database_refuses_two_administrations_on_one_account(db: None, first: Role, second: Role) -> None:
    user = make_user("three")
    held = make_grant(user, first, "532301")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_grant(user, second, "532302")
    other = make_grant(user, Role.PRESIDIUM, "532301")
    other.role = second
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save(update_fields=["role"])
    held.revoked_at, held.revoke_reason = timezone.now(), "换岗"
    held.save()
    assert make_grant(user, second, "532301").pk
