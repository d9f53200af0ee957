"""Questions with choices and numbers, places that run out, and the answers as a workbook."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client
from python_calamine import CalamineWorkbook

from lianxin.accounts.models import Grant
from lianxin.accounts.testing import actor_for, sign_in
from lianxin.journal.models import Entry
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError
from lianxin.kit.scope import scope
from lianxin.notices import actions
from lianxin.notices.actions import Letter
from lianxin.notices.models import Bulletin, Receipt, Spot
from lianxin.notices.questions import AnswerKind, Question, fitting, options_in, question_from
from lianxin.notices.words import BulletinKind

pytestmark = pytest.mark.django_db
COUNTY = "532301"
BUS = Question("坐什么车", AnswerKind.ONE, ("班车", "自己开车"))
SEES = Question("想看什么", AnswerKind.MANY, ("水厂", "蓄水池", "水龙头"))
GUESTS = Question("带几个人", AnswerKind.NUMBER)


@pytest.fixture
def office(db: None) -> Actor:
    return actor_for(Role.DEPUTY_AFFAIRS, COUNTY, login="office", name="杨秀梅")


def deputies(number: int) -> list[Actor]:
    return [
        actor_for(Role.DEPUTY, "532301101", login=f"d{n}", name=f"代表{n}", person_id=n + 1)
        for n in range(number)
    ]


def send(office: Actor, at: datetime, *to: Actor, **facts: Any) -> int:
    said = {"kind": BulletinKind.NOTICE, "title": "视察", "text": "请报名。", "asks_sign_up": True} | facts
    with scope(office):
        return actions.send_bulletin(
            letter=Letter(**said), user_ids=[a.user_id or 0 for a in to], audience=["鹿城镇"], actor=office, at=at,
        )  # fmt: skip


def sign_up(actor: Actor, bulletin: int, at: datetime, *answers: str) -> None:
    with scope(actor):
        actions.sign_up(bulletin_id=bulletin, answers=answers, actor=actor, at=at)


def decline(actor: Actor, bulletin: int, at: datetime) -> None:
    with scope(actor):
        actions.decline_bulletin(bulletin_id=bulletin, reason="出差", actor=actor, at=at)


def browser(actor: Actor) -> Client:
    client = Client()
    grant = Grant.objects.get(pk=actor.grant_id)
    sign_in(client, grant.user, grant)
    return client


@pytest.mark.parametrize(
    ("question", "said", "kept"),
    [
        (BUS, "班车", "班车"),
        (SEES, "水龙头、水厂", "水厂、水龙头"),
        (GUESTS, "０２", "2"),
        (Question("有什么话"), " 路不好走 ", "路不好走"),
    ],
)
def test_answers_are_kept_as_the_question_wants_them(question: Question, said: str, kept: str) -> None:
    assert fitting([question], [said]) == [kept]


@pytest.mark.parametrize(
    ("question", "said", "sentence"),
    [
        (BUS, "走路", "给出的选项"),
        (BUS, "班车、自己开车", "给出的选项"),
        (SEES, "水厂、公路", "给出的选项"),
        (GUESTS, "两个", "只填数字"),
        (GUESTS, "-1", "只填数字"),
        (GUESTS, "9" * 30, "只填数字"),
        (GUESTS, " ", "还有问题没有回答"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_with_the_question(
    question: Question, said: str, sentence: str
) -> None:
    with pytest.raises(DomainError, match=sentence):
        fitting([question], [said])


def test_options_are_read_as_people_write_lists_and_old_questions_are_text() -> None:
    assert options_in("班车，自己开车 / 班车；单位车\n走路") == ("班车", "自己开车", "单位车", "走路")
    assert question_from("吃住怎样安排") == Question("吃住怎样安排")
    assert question_from(SEES.as_json()) == SEES


def test_the_last_place_goes_to_one_and_comes_back_when_somebody_declines(
    office: Actor, noon: datetime
) -> None:
    first, second, third = deputies(3)
    bulletin = send(office, noon, first, second, third, places=2)
    sign_up(first, bulletin, noon)
    sign_up(second, bulletin, noon)
    with pytest.raises(DomainError, match="已经报满"):
        sign_up(third, bulletin, noon)
    page = browser(third).get(f"/bulletins/{bulletin}").content.decode()
    assert "2 个，还剩 0 个" in page
    assert "报名参加" not in page
    decline(first, bulletin, noon)
    sign_up(third, bulletin, noon)
    with scope(office):
        assert sorted(Spot.objects.values_list("number", flat=True)) == [1, 2]
        states = Receipt.objects.filter(bulletin_id=bulletin).order_by("name")
        assert [r.state for r in states] == ["declined", "registered", "registered"]


def test_the_database_gives_no_place_beyond_the_limit_and_none_to_others(
    office: Actor, noon: datetime
) -> None:
    first, second = deputies(2)
    bulletin = send(office, noon, first, second, places=1)
    own = Receipt.objects.none()
    with scope(first):
        own = Receipt.objects.get(bulletin_id=bulletin, user_id=first.user_id)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Spot(bulletin_id=bulletin, number=2, receipt=own).save(force_insert=True)
    with scope(second), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Spot(bulletin_id=bulletin, number=1, receipt=own).save(force_insert=True)
    sign_up(first, bulletin, noon)
    with scope(second):
        other = Receipt.objects.get(bulletin_id=bulletin, user_id=second.user_id)
        with pytest.raises(IntegrityError), transaction.atomic():
            Spot(bulletin_id=bulletin, number=1, receipt=other).save(force_insert=True)
        assert Spot.objects.filter(receipt=own).delete()[0] == 0


def test_places_belong_to_a_sign_up(office: Actor, noon: datetime) -> None:
    (li,) = deputies(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        send(office, noon, li, asks_sign_up=False, places=3)


def test_a_deputy_chooses_on_the_page_and_sees_the_answers(office: Actor, noon: datetime) -> None:
    (li,) = deputies(1)
    bulletin = send(office, noon, li, questions=(BUS, SEES, GUESTS))
    client = browser(li)
    page = client.get(f"/bulletins/{bulletin}").content.decode()
    assert page.count('type="radio"') == 2
    assert page.count('type="checkbox"') == 3
    said = {"answer_1": "班车", "answer_2": ["水龙头", "水厂"], "answer_3": "2"}
    page = client.post(f"/bulletins/{bulletin}/register", said, follow=True).content.decode()
    assert "水厂、水龙头" in page
    with scope(li):
        assert Receipt.objects.get(bulletin_id=bulletin).answers == ["班车", "水厂、水龙头", "2"]


def test_an_unanswered_choice_is_asked_for_again_and_nothing_is_kept(office: Actor, noon: datetime) -> None:
    (li,) = deputies(1)
    bulletin = send(office, noon, li, questions=(BUS, GUESTS), places=1)
    answer = browser(li).post(f"/bulletins/{bulletin}/register", {"answer_2": "1"})
    assert answer.status_code == 409
    assert "还有问题没有回答" in answer.content.decode()
    with scope(office):
        assert not Spot.objects.exists()


def test_questions_are_written_in_rows_of_the_form(office: Actor, noon: datetime, monkeypatch: Any) -> None:
    from lianxin.notices import audiences
    from lianxin.notices.tests.test_bulletins import Town, form

    monkeypatch.setattr(audiences, "_audiences", {"town": Town()})
    deputies(1)
    client = browser(office)
    said = form(client, kind="survey", q1_text="坐什么车", q1_kind="one", q1_options="班车、自己开车",
                q3_text="带几个人", q3_kind="number", places="20", confirmed="1")  # fmt: skip
    address = client.post("/bulletins/new", said).headers["Location"]
    with scope(office):
        bulletin = Bulletin.objects.get(pk=int(address.rsplit("/", 1)[1]))
    assert [question_from(q) for q in bulletin.questions] == [
        Question("坐什么车", AnswerKind.ONE, ("班车", "自己开车")),
        Question("带几个人", AnswerKind.NUMBER),
    ]
    assert bulletin.places == 20


def test_the_answers_come_as_a_workbook_that_adds_them_up(office: Actor, noon: datetime) -> None:
    first, second, third = deputies(3)
    bulletin = send(office, noon, first, second, third, questions=(BUS, GUESTS))
    sign_up(first, bulletin, noon, "班车", "2")
    sign_up(second, bulletin, noon, "班车", "3")
    decline(third, bulletin, noon)
    response = browser(office).post(f"/bulletins/{bulletin}/answers.xlsx")
    assert "attachment" in response.headers["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0] == ["姓名", "职务", "状态", "时间", "不参加的原因", "坐什么车", "带几个人"]
    assert rows[1] == ["代表0", "人大代表", "已报名", "2026-03-03 12:00", "", "班车", 2.0]
    assert rows[3][:5] == ["代表2", "人大代表", "不参加", "2026-03-03 12:00", "出差"]
    sums = book.get_sheet_by_index(1).to_python()
    assert [row[2] for row in sums[1:]] == [2.0, 1.0, 2.0, 0.0, 5.0]
    with scope(office):
        assert Entry.objects.filter(event="notices.bulletin.answers_exported").count() == 1
