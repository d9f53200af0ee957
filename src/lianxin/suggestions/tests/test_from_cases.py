"""写成建议: a suggestion from what citizens said; the cases follow when it is submitted."""

from __future__ import annotations

import pytest

from lianxin.kernel.errors import NotFound
from lianxin.kit.scope import scope
from lianxin.suggestions import actions
from lianxin.suggestions.models import FromCase, Suggestion
from lianxin.suggestions.testing import NOON, perform, text
from lianxin.suggestions.tests.conftest import LATER
from lianxin.voices import testing as voices
from lianxin.voices.models import Case


def from_cases(world, *case_ids: int) -> Suggestion:
    with scope(world.lead):
        return actions.draft_from_cases(
            congress_id=world.congress_id, case_ids=case_ids, actor=world.lead, at=NOON
        )


def case(world, pk: int) -> Case:
    with scope(world.office):
        return Case.objects.get(pk=pk)


def test_the_words_come_without_personal_data_and_the_links_are_kept(world) -> None:
    spoken = "三组路灯坏了，我叫王小明，电话 13812345678，请帮忙"
    first = voices.make_case(world.base, "claimed", text=spoken)
    second = voices.make_case(world.base, "claimed", text="小学门口路面积水很深")
    made = from_cases(world, first, second)
    assert "13812345678" not in made.situation + made.title
    assert "小学门口路面积水很深" in made.situation
    with scope(world.lead):
        assert set(FromCase.objects.filter(suggestion=made).values_list("case_id", flat=True)) == {
            first, second,
        }  # fmt: skip
    assert case(world, first).state == "claimed"


def test_submitting_sends_the_cases_along(world) -> None:
    mine = voices.make_case(world.base, "claimed")
    gone = voices.make_case(world.base, "claimed", text="另一件路上的事要修")
    made = from_cases(world, mine, gone)
    voices.perform("assign", world.base, gone, at=LATER)
    perform("edit", world, made.pk, at=LATER, draft=text())
    perform("submit", world, made.pk, at=LATER)
    after = case(world, mine)
    assert (after.state, after.referral, after.referral_to) == (
        "referred", "suggestion", "关于修复三组到小学道路的建议",
    )  # fmt: skip
    assert case(world, gone).state == "assigned"


def test_only_ones_own_claimed_cases(world) -> None:
    received = voices.make_case(world.base)
    with pytest.raises(NotFound, match="有的事不在您手上"):
        from_cases(world, received)
