"""What was merged gets its own way again: by hand before units have it, by itself after a withdrawal.

Source: ADR-0037 §1.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from lianxin.kernel.errors import DomainError, NotAllowed
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.kit.scope import scope
from lianxin.notices.models import Notice
from lianxin.suggestions import reads
from lianxin.suggestions.models import Signer, Step, Suggestion
from lianxin.suggestions.testing import NOON, draft, make, perform
from lianxin.suggestions.tests.conftest import LATER

EVEN_LATER = LATER + timedelta(days=1)


def _of_second(world) -> int:
    """A submitted one of the second deputy, about the same road."""
    pk = draft(world, actor=world.second)
    perform("submit", world, pk, at=NOON + timedelta(minutes=1), actor=world.second)
    return pk


def _merged(world, *, main_path=("submit", "accept")) -> tuple[int, int]:
    main, other = make(world, path=("submit", "accept")), _of_second(world)
    perform("merge", world, other, at=LATER, main_id=main)
    for verb in main_path[2:]:
        perform(verb, world, main, at=LATER)
    return main, other


def _row(world, pk) -> Suggestion:
    with scope(world.office):
        return Suggestion.objects.get(pk=pk)


def _told(world, pk) -> list[tuple[str, str]]:
    with scope(world.office):
        return list(Step.objects.filter(suggestion_id=pk).order_by("id").values_list("verb", "text"))


def test_separated_by_hand_it_is_under_review_again_with_a_clock_of_its_own(world) -> None:
    main, other = _merged(world)
    perform("unmerge", world, other, at=EVEN_LATER, reason="说的不是同一段路")
    it = _row(world, other)
    assert (it.state, it.merged_into_id, it.closed_at) == ("submitted", None, None)
    assert it.separated_at == EVEN_LATER
    assert it.due_kind == "review"
    assert it.due_on is not None
    assert it.due_on > EVEN_LATER.date()
    perform("accept", world, other, at=EVEN_LATER)  # and goes its way as any other
    assert (_row(world, other).number or 0) > (_row(world, main).number or 0)


def test_the_story_stands_on_both_sides(world) -> None:
    main, other = _merged(world)
    perform("unmerge", world, other, at=EVEN_LATER, reason="说的不是同一段路")
    number = _row(world, main).number
    assert ("take_in", "普学明代表的建议并入，一起办理。") in _told(world, main)
    assert _told(world, main)[-1] == ("let_go", "普学明代表的建议拆开，另行审查。说的不是同一段路")
    assert _told(world, other)[-1] == (
        "unmerge",
        f"从第{number}号建议拆开，回到待审查。说的不是同一段路",
    )


def test_its_deputies_sign_the_main_one_no_longer_unless_another_brings_them(world) -> None:
    main, other = _merged(world)
    again = _of_second(world)
    perform("merge", world, again, at=LATER, main_id=main)
    perform("unmerge", world, other, at=EVEN_LATER)
    assert world.second.person_id in _row(world, main).signer_ids
    perform("unmerge", world, again, at=EVEN_LATER)
    assert _row(world, main).signer_ids == [world.lead.person_id]
    with scope(world.office):
        assert Signer.objects.filter(suggestion_id=main).count() == 1
    with scope(world.second):
        assert not Suggestion.objects.filter(pk=main).exists()


def test_who_signed_the_main_one_in_person_goes_on_signing_it(world) -> None:
    main = make(world, path=("invite", "cosign", "submit", "accept"))
    other = _of_second(world)
    perform("merge", world, other, at=LATER, main_id=main)
    perform("unmerge", world, other, at=EVEN_LATER)
    assert world.second.person_id in _row(world, main).signer_ids


@pytest.mark.parametrize("path", [("assign",), ("assign", "receive"), ("assign", "object")])
def test_once_units_have_the_main_one_nothing_is_separated_by_hand(world, refuses, path) -> None:
    _main, other = _merged(world, main_path=("submit", "accept", *path))
    with scope(world.second):
        before = Suggestion.objects.get(pk=other).version
    with pytest.raises(MoveNotAllowed, match="已经交给单位，不能再拆开"):
        perform("unmerge", world, other, at=EVEN_LATER)
    assert _row(world, other).version == before


def test_handed_to_the_government_it_may_still_be_separated(world) -> None:
    _main, other = _merged(world, main_path=("submit", "accept", "hand_over"))
    perform("unmerge", world, other, at=EVEN_LATER)
    assert _row(world, other).state == "submitted"


def test_only_the_office_separates_and_says_why(world) -> None:
    _main, other = _merged(world)
    with pytest.raises(NotAllowed):
        perform("unmerge", world, other, at=EVEN_LATER, actor=world.second)
    with pytest.raises(DomainError, match="请写明为什么拆开"):
        perform("unmerge", world, other, at=EVEN_LATER, reason="")


@pytest.mark.parametrize(
    "path", [(), ("hand_over",), ("assign",), ("assign", "object"), ("assign", "receive")]
)
def test_a_withdrawn_main_one_sends_every_merged_one_back_to_review(world, path) -> None:
    main, first = _merged(world)
    second = _of_second(world)
    perform("merge", world, second, at=LATER, main_id=main)
    for verb in path:
        perform(verb, world, main, at=LATER)
    perform("withdraw", world, main, at=EVEN_LATER)
    number = _row(world, main).number
    for pk in (first, second):
        it = _row(world, pk)
        assert (it.state, it.merged_into_id, it.due_kind) == ("submitted", None, "review")
        said = f"一起办理的第{number}号建议由领衔代表撤回了，这件拆开，回到待审查。"
        assert _told(world, pk)[-1] == ("unmerge", said)
    assert [verb for verb, _words in _told(world, main)][-3:] == ["withdraw", "let_go", "let_go"]
    assert _row(world, main).state == "withdrawn"


def test_after_the_withdrawal_their_deputies_still_read_what_they_signed(world) -> None:
    main, _other = _merged(world, main_path=("submit", "accept", "assign", "receive"))
    perform("withdraw", world, main, at=EVEN_LATER)
    with scope(world.second):
        assert Suggestion.objects.get(pk=main).state == "withdrawn"


def test_the_deputy_and_the_office_are_told_once(world) -> None:
    main, other = _merged(world)
    perform("withdraw", world, main, at=EVEN_LATER)
    for who in (world.second, world.office):
        with scope(who):
            told = Notice.objects.filter(url=f"/suggestions/{other}", title__contains="拆开了")
            assert [row.user_id for row in told] == [who.user_id]


def test_the_page_and_the_list_say_why_it_is_back(world) -> None:
    main, other = _merged(world)
    with scope(world.office):
        page = reads.suggestion_page(world.office, main, at=LATER)
        assert page.merged == ((other, _title(other)),)
        assert "unmerge" in reads.suggestion_page(world.office, other, at=LATER).verbs
    perform("withdraw", world, main, at=EVEN_LATER)
    with scope(world.office):
        page = reads.suggestion_page(world.office, other, at=EVEN_LATER)
        row = page.row
    assert page.came_back.endswith("这件拆开，回到待审查。")
    assert row.is_back
    assert "unmerge" not in page.verbs


def _title(pk: int) -> str:
    return Suggestion.objects.get(pk=pk).title
