"""Reading a pasted notice, and the pages of the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client

from lianxin.accounts.models import Grant, User
from lianxin.accounts.testing import actor_for, sign_in
from lianxin.calendars import reads
from lianxin.calendars.models import Notice
from lianxin.calendars.notice_text import notice_body
from lianxin.divisions.testing import make_places
from lianxin.journal.models import Entry
from lianxin.kernel.actor import Role
from lianxin.kernel.errors import DomainError
from lianxin.kernel.workdays import Calendar
from lianxin.kit.scope import scope

# Written like a notice, with the days of 2026 (they ship with the program and were checked there).
LIKE_2026 = """
各省、自治区、直辖市人民政府：
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
"""
LIKE_2027 = "一、元旦：1月1日（周五）至3日（周日）放假，共3天。\n二、春节：2月5日至11日放假调休。2月13日（周六）上班。"


def test_a_pasted_notice_gives_the_shipped_days() -> None:
    body = notice_body(LIKE_2026, year=2026)
    shipped = next(notice for notice in Calendar.shipped().years if notice.year == 2026).to_json()
    found, known = body["holidays"], shipped["holidays"]
    assert isinstance(found, list)
    assert isinstance(known, list)
    assert sorted(d for h in found for d in h["dates"]) == sorted(d for h in known for d in h["dates"])
    assert body["make_up"] == shipped["make_up"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("今年放假三天", "没有读到节日"),
        ("一、元旦：1月1日至3日上班", "没有读到节日"),
        ("一、元旦：13月1日放假", "不存在的日期"),
        ("一、元旦：1日至3日放假", "没有写月份"),
        ("一、元旦：3月9日至3月1日放假", "起止日期不对"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(text: str, words: str) -> None:
    with pytest.raises(DomainError, match=words):
        notice_body(text, year=2026)


@pytest.fixture
def admin(db: None, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon + timedelta(hours=1))
    make_places()
    yield client_of(Role.TENANT_ADMIN)
    reads.forget()


def client_of(role: Role) -> Client:
    actor = actor_for(role, "532301", name="管理员")
    client = Client()
    sign_in(client, User.objects.get(pk=actor.user_id), Grant.objects.get(pk=actor.grant_id))
    return client


def test_a_notice_is_read_shown_and_only_then_in_force(admin: Client) -> None:
    facts = {"year": "2027", "source": "国办发明电〔2026〕9 号", "text": LIKE_2027}
    shown = admin.post("/manage/calendar/new", facts).content.decode()
    assert "2027-02-13" in shown
    assert "没有列入放假日期" in shown  # the sample forgets every later festival
    assert not Notice.objects.exists()
    response = admin.post("/manage/calendar/new", facts | {"confirmed": "1"})
    assert response.url == "/manage/calendar/2027"
    assert Notice.objects.get().source == "国办发明电〔2026〕9 号"
    with scope(actor_for(Role.AUDITOR, "532301")):
        assert Entry.objects.filter(event="calendars.notice.entered").count() == 1


def test_a_wrong_paste_keeps_the_text(admin: Client) -> None:
    facts = {"year": "2027", "source": "国办", "text": "一、元旦：2月31日放假"}
    page = admin.post("/manage/calendar/new", facts).content.decode()
    assert "不存在的日期" in page
    assert "2月31日放假</textarea>" in page
    assert not Notice.objects.exists()


def test_years_say_whether_they_are_announced(admin: Client) -> None:
    page = admin.get("/manage/calendar").content.decode()
    assert page.index("2027") < page.index("暂定</span>") < page.index("2026")
    assert "火把节" in page
    assert admin.get("/manage/calendar/2026").status_code == 200
    assert admin.get("/manage/calendar/2090").status_code == 404


def test_only_administrators_enter_and_everybody_who_counts_days_looks(admin: Client) -> None:
    office = client_of(Role.DEPUTY_AFFAIRS)
    assert office.get("/manage/calendar").status_code == 200
    assert "录入放假通知" not in office.get("/manage/calendar").content.decode()
    assert office.get("/manage/calendar/new").status_code == 404
    assert Client().get("/manage/calendar").status_code == 302
