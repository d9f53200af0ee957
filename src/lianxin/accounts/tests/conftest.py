"""The cast of these tests."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client

from lianxin.accounts.models import Grant, User
from lianxin.accounts.testing import make_grant, make_user
from lianxin.divisions.testing import make_places
from lianxin.kernel.actor import Role

PASSWORD = "correct horse 42"


@dataclass
class Cast:
    admin: User
    admin_grant: Grant
    li: User  # a deputy who also handles a unit's matters
    li_deputy: Grant
    li_unit: Grant
    outsider: User  # administers another county
    outsider_grant: Grant


@pytest.fixture
def cast(db: None) -> Cast:
    make_places()
    admin, li, outsider = (
        make_user("guanli", "管理员", password=PASSWORD),
        make_user("li", "李代表", phone="13800000001", password=PASSWORD),
        make_user("waixian", "外县人", password=PASSWORD),
    )
    return Cast(
        admin=admin,
        admin_grant=make_grant(admin, Role.TENANT_ADMIN, "532301"),
        li=li,
        li_deputy=make_grant(li, Role.DEPUTY, "532301", person_id=7, label="楚雄市人大代表"),
        li_unit=make_grant(li, Role.UNIT_HANDLER, "532301", unit_id=3, label="市水务局经办人"),
        outsider=outsider,
        outsider_grant=make_grant(outsider, Role.TENANT_ADMIN, "532302"),
    )


@pytest.fixture
def browser() -> Client:
    return Client(
        headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"}
    )
