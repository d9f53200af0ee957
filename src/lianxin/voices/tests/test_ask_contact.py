"""查看联系方式: who may ask, what is written down, and what the citizen sees of it."""

from __future__ import annotations

import uuid

import pytest

from lianxin.kernel.errors import DomainError, NotAllowed, NotFound
from lianxin.kit.scope import scope
from lianxin.vault import reads as vault
from lianxin.vault.keys import create_key_file
from lianxin.vault.words import Purpose
from lianxin.voices.actions import ask_contact
from lianxin.voices.testing import make_case
from lianxin.voices.tests.conftest import LATER, NOT_FOUND


@pytest.fixture
def with_phone(world, settings, tmp_path) -> int:
    settings.LIANXIN_VAULT_PUBLIC_KEY = create_key_file(tmp_path / "vault.key")
    return make_case(world, "claimed", contact_name="王秀英", phone="13800000001")


def ask(case_id: int, actor, *, reason: str = "约时间去看路灯") -> str:
    with scope(actor):
        return ask_contact(case_id=case_id, purpose=Purpose.VISIT, reason=reason, actor=actor, at=LATER)


@pytest.mark.parametrize("who", ["deputy", "liaison"])
def test_the_claiming_deputy_and_the_liaison_get_a_ticket_and_leave_a_line(
    world, see, with_phone, who
) -> None:
    actor = getattr(world, who)
    assert uuid.UUID(ask(with_phone, actor))
    line = see(with_phone).lines[-1]
    assert (line.event, line.after, line.actor_user_id) == ("vault.item.revealed", "visit", actor.user_id)
    (look,) = vault.looks_at("voices.case", with_phone)
    assert (look.name, look.purpose, look.opened_at) == (actor.name, "上门走访", None)
    assert see(with_phone).case.version == 2


@pytest.mark.parametrize("who", ["second_deputy", "office", "dispatcher"])
def test_who_sees_the_case_does_not_see_the_person(world, with_phone, who) -> None:
    with pytest.raises(NotAllowed, match="这一步只能由接单的代表或阵地联络员来做。"):
        ask(with_phone, getattr(world, who))
    assert vault.looks_at("voices.case", with_phone) == []


def test_the_unit_does_not_see_the_person_either(world, settings, tmp_path) -> None:
    settings.LIANXIN_VAULT_PUBLIC_KEY = create_key_file(tmp_path / "vault.key")
    case_id = make_case(world, "handling", phone="13800000001")
    with pytest.raises(NotAllowed, match="接单的代表或阵地联络员"):
        ask(case_id, world.officer)


@pytest.mark.parametrize("who", ["other_deputy", "other_liaison", "other_office"])
def test_elsewhere_the_case_is_not_found(world, with_phone, who) -> None:
    with pytest.raises(NotFound, match=NOT_FOUND):
        ask(with_phone, getattr(world, who))


def test_a_reason_is_asked(world, with_phone) -> None:
    with pytest.raises(DomainError, match="请写明查看原因，至少 4 个字。查看记录会告知群众本人。"):
        ask(with_phone, world.deputy, reason="看")


def test_who_left_no_phone_cannot_be_called(world) -> None:
    with pytest.raises(NotFound, match="反映人没有留下联系方式。"):
        ask(make_case(world, "claimed"), world.deputy)
