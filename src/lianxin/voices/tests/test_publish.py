"""公开 and 取消公开: a closed case on the public page, in words without personal data."""

from __future__ import annotations

import pytest

from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotAllowed, NotFound, Stale
from lianxin.kit.scope import scope
from lianxin.voices import access
from lianxin.voices.testing import PATHS, make_case, perform
from lianxin.voices.tests.conftest import LATER, NOT_FOUND, STALE


def public_ids() -> list[int]:
    with scope(Actor()):
        return [case.pk for case in access.published_cases()]


@pytest.mark.parametrize("who", ["liaison", "office", "publisher"])
def test_liaison_office_and_publisher_publish_a_closed_case(world, see, who) -> None:
    case_id = make_case(world, "closed")
    assert public_ids() == []
    perform("publish", world, case_id, at=LATER, actor=getattr(world, who))
    seen = see(case_id)
    case = seen.case
    assert (case.state, case.published_at, seen.running) == ("closed", LATER, [])
    assert (case.public_title, case.public_text, case.public_answer) == (
        "小学路灯修好了",
        "路灯不亮",
        "换了三盏灯。",
    )
    assert seen.last_line == ("voices.case.published", "", "")
    assert public_ids() == [case_id]


def test_better_words_replace_the_published_ones(world, see) -> None:
    case_id = make_case(world, "closed")
    perform("publish", world, case_id, at=LATER)
    perform("publish", world, case_id, at=LATER, title="西城路灯全亮了")
    assert see(case_id).case.public_title == "西城路灯全亮了"


def test_without_consent_nothing_is_published(world, refuses) -> None:
    case_id = make_case(world, "closed", may_publish=False)
    refuses("publish", case_id, DomainError, "反映人没有同意公开这件事，不能公开。")


@pytest.mark.parametrize("state", sorted(set(PATHS) - {"closed"}))
def test_only_a_closed_case_is_published(world, refuses, state) -> None:
    refuses("publish", make_case(world, state), DomainError, "办结以后才能公开。")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"title": "灯"}, "请写一个公开用的标题。"), ({"answer": " "}, "请写公开用的答复。")],
)
def test_title_and_answer_are_asked(world, refuses, changes, sentence) -> None:
    refuses("publish", make_case(world, "closed"), DomainError, sentence, **changes)


@pytest.mark.parametrize("who", ["deputy", "officer", "dispatcher"])
def test_nobody_else_publishes(world, refuses, who) -> None:
    case_id, sentence = make_case(world, "closed"), "这一步只能由阵地联络员或人大机关来做。"
    refuses("publish", case_id, NotAllowed, sentence, actor=getattr(world, who))
    refuses("unpublish", case_id, NotAllowed, sentence, actor=getattr(world, who))


def test_the_neighbouring_county_publishes_and_unpublishes_nothing(world, refuses) -> None:
    case_id = make_case(world, "closed")
    refuses("publish", case_id, NotFound, NOT_FOUND, actor=world.other_office)
    perform("publish", world, case_id, at=LATER)
    refuses("unpublish", case_id, NotFound, NOT_FOUND, actor=world.other_office)


def test_a_case_is_taken_off_the_public_page_with_a_reason(world, see, refuses) -> None:
    case_id = make_case(world, "closed")
    perform("publish", world, case_id, at=LATER)
    refuses("unpublish", case_id, DomainError, "请写一句取消公开的原因。", reason=" ")
    perform("unpublish", world, case_id, at=LATER)
    seen = see(case_id)
    assert (seen.case.published_at, seen.case.public_title) == (None, "小学路灯修好了")
    assert (seen.last_line[0], seen.lines[-1].reason) == ("voices.case.unpublished", "要改一处文字")
    assert public_ids() == []


def test_what_is_not_public_is_not_taken_off(world, refuses) -> None:
    refuses("unpublish", make_case(world, "closed"), DomainError, "这件事现在没有公开，不用取消。")


def test_an_old_page_is_stale(world, refuses) -> None:
    refuses("publish", make_case(world, "closed"), Stale, STALE, version=7)


WITH_PHONE = {"text": "路灯不亮，李建国老师的电话是13887654321"}


def test_words_with_personal_data_are_not_published_unconfirmed(world, refuses) -> None:
    refuses(
        "publish", make_case(world, "closed"), DomainError,
        "文字里还有像个人信息的地方：手机号 1 处、姓名 1 处。请改掉；确实可以公开的，逐处看过以后打勾确认再提交。",
        **WITH_PHONE,
    )  # fmt: skip


def test_a_confirmation_is_journalled_by_kind_and_without_the_words(world, see) -> None:
    case_id = make_case(world, "closed")
    perform("publish", world, case_id, at=LATER, confirmed_findings=True, **WITH_PHONE)
    line = see(case_id).lines[-1]
    assert (line.event, line.reason) == (
        "voices.case.published",
        "已逐处看过，可以公开：手机号 1 处、姓名 1 处",
    )


@pytest.mark.parametrize("field", ["title", "text", "answer"])
def test_each_of_the_public_texts_is_looked_through(world, see, field) -> None:
    case_id = make_case(world, "closed")
    with pytest.raises(DomainError, match="手机号 1 处"):
        perform("publish", world, case_id, at=LATER, **{field: "找我打 138-8765-4321 就行"})
    assert see(case_id).case.published_at is None
