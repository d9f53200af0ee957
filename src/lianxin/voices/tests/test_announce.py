"""请大家一起说: an open case is put up in checked words only, and by those who may publish."""

from __future__ import annotations

import pytest

from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotAllowed
from lianxin.kit.scope import scope
from lianxin.voices import actions
from lianxin.voices.models import Case, OpenMatter
from lianxin.voices.testing import make_case
from lianxin.voices.tests.conftest import LATER


def announce(world, case_id: int, title: str, actor=None) -> None:
    by = actor or world.liaison
    with scope(by):
        actions.announce_case(case_id=case_id, title=title, actor=by, at=LATER)


def test_strangers_read_the_checked_words_and_nothing_else(world, see) -> None:
    case_id = make_case(world, "handling")
    announce(world, case_id, "小学门口的路灯坏了")
    assert see(case_id).last_line[0] == "voices.case.announced"
    with scope(Actor()):
        (matter,) = OpenMatter.objects.all()
        assert (matter.pk, matter.open_title) == (case_id, "小学门口的路灯坏了")
        assert not Case.objects.exists()
    announce(world, case_id, "")
    with scope(Actor()):
        assert not OpenMatter.objects.exists()


@pytest.mark.parametrize(
    "title",
    ["李建国家门口的路灯坏了", "路灯坏了请打 13812345678", "路灯", "城东路12号3栋2单元501的灯坏了"],
)
def test_personal_data_and_half_words_are_refused(world, title) -> None:
    with pytest.raises(DomainError, match="请用一句话说清是哪里的什么事"):
        announce(world, make_case(world), title)


def test_without_consent_nobody_else_sees_it(world) -> None:
    with pytest.raises(DomainError, match="没有同意公开"):
        announce(world, make_case(world, may_publish=False), "小学门口的路灯坏了")


def test_what_has_its_answer_takes_no_more_voices(world) -> None:
    with pytest.raises(DomainError, match="已经有结果了"):
        announce(world, make_case(world, "closed"), "小学门口的路灯坏了")


@pytest.mark.parametrize("who", ["deputy", "second_deputy"])
def test_a_deputy_does_not_put_it_up(world, who) -> None:
    with pytest.raises(NotAllowed):
        announce(world, make_case(world), "小学门口的路灯坏了", getattr(world, who))
