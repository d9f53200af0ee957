"""Local rules: seen by all who handle, entered by the place's office for a later day, taken back before that day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client

from lianxin.accounts.models import Grant, User
from lianxin.accounts.testing import actor_for, sign_in
from lianxin.divisions.testing import make_places
from lianxin.journal.models import Entry
from lianxin.kernel.actor import Role
from lianxin.kit.scope import scope
from lianxin.links.profiles import days_between
from lianxin.links.words import LinkKind
from lianxin.localrules.books import books
from lianxin.notices import profiles as notices_profiles
from lianxin.suggestions import profiles as suggestion_profiles
from lianxin.venues.reads.health import idle_days
from lianxin.voices import profiles

PLACE = "532301"
TODAY = date(2026, 3, 3)
BOOKS = ["links", "notices", "suggestions", "telling", "venues", "voices"]


@pytest.fixture(autouse=True)
def _fresh(db: None, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon + timedelta(hours=1))
    make_places()
    for room in (profiles, suggestion_profiles, notices_profiles):
        room.rules_for.cache_clear()
    yield
    for room in (profiles, suggestion_profiles, notices_profiles):
        room.rules_for.cache_clear()


def client_of(role: Role, place: str = PLACE) -> Client:
    actor = actor_for(role, place, name="某人")
    client = Client()
    sign_in(client, User.objects.get(pk=actor.user_id), Grant.objects.get(pk=actor.grant_id))
    return client


def form_of(code: str, **changed: str) -> dict[str, str]:
    """What a browser sends when nothing but `changed` is touched."""
    (rules,) = [one for one in books() if one.code == code]
    said = {"valid_from": "2026-04-01", "source": "楚市人发〔2026〕12 号"}
    for name, value in rules.values_on(PLACE, TODAY).items():
        if isinstance(value, bool):
            said |= {name: "on"} if value else {}
        else:
            said[name] = value.strftime("%H:%M") if isinstance(value, time) else str(value)
    return said | changed


def enter(client: Client, code: str, **changed: str) -> str:
    return client.post(
        f"/manage/local-rules/{code}/new", form_of(code, **changed), follow=True
    ).content.decode()


@pytest.fixture
def office() -> Client:
    return client_of(Role.DEPUTY_AFFAIRS)


def test_every_room_shows_what_holds_today(office: Client) -> None:
    page = office.get("/manage/local-rules").content.decode()
    assert sorted(one.code for one in books()) == BOOKS
    for words in (
        "民情办理的期限",
        "代表建议办理的期限",
        "短信和邮件的时间",
        "15 个工作日",
        "3 个月",
        "21:00",
    ):
        assert words in page
    assert page.count("本地还没有录入，用的是平台的默认值。") == len(BOOKS)
    assert "楚雄市今天按这些数算期限" in page
    form = office.get("/manage/local-rules/voices/new").content.decode()
    assert "录入楚雄市的规则" in form
    assert 'value="2026-03-04"' in form  # tomorrow, ready to send


def test_new_deadlines_hold_from_their_day_and_not_before(office: Client) -> None:
    page = enter(office, "voices", handle_days="12", room_days="3")
    assert "录好了，2026-04-01 起用。" in page
    assert profiles.rules_for("532301", date(2026, 3, 31)).days["handle"] == 15
    april = profiles.rules_for("532301100", date(2026, 4, 1))  # a township below follows its county
    assert (april.days["handle"], april.tier_days["room"], april.reference) == (12, 3, "local-532301@1")
    assert april.needs_signature
    assert profiles.rules_for("532302", date(2026, 4, 1)).days["handle"] == 15  # not the neighbour


def test_a_rule_of_suggestions_keeps_what_is_not_on_the_form(office: Client) -> None:
    suggestion_profiles.Profile.objects.create(
        division_code=PLACE, valid_from=date(2026, 1, 1), name="old", version=1, source="旧办法",
        values={"categories": {"tea": "茶业"}, "assign_days": 5},
    )  # fmt: skip
    enter(office, "suggestions", assign_days="6")
    april = suggestion_profiles.rules_for(PLACE, date(2026, 4, 1))
    assert (april.assign_days, april.categories, april.version) == (6, {"tea": "茶业"}, 2)


def test_quiet_hours_are_entered_as_times(office: Client) -> None:
    enter(office, "notices", quiet_from="22:30", default_channel="sms")
    april = notices_profiles.rules_for(PLACE, date(2026, 4, 1))
    assert (april.quiet_from, april.default_channel) == (time(22, 30), "sms")


def test_the_intervals_of_visits_and_of_idle_venues_are_entered_too(office: Client) -> None:
    enter(office, "links", deputy_voters="60")
    enter(office, "venues", days="45")
    assert days_between(LinkKind.DEPUTY_VOTERS, PLACE, date(2026, 4, 1)) == 60
    assert days_between(LinkKind.MEMBER_DEPUTY, PLACE, date(2026, 4, 1)) == 180
    assert days_between(LinkKind.DEPUTY_VOTERS, PLACE, TODAY) == 90
    assert idle_days(PLACE, on=date(2026, 4, 1)) == 45
    history = office.get("/manage/local-rules/links").content.decode()
    assert "60 天走访一次" not in history.split("录过的")[0]
    assert "还没起用" in history


@pytest.mark.parametrize(
    ("code", "changed", "words"),
    [
        ("voices", {"valid_from": "2026-03-03"}, "新规则最早从明天起用"),
        ("voices", {"valid_from": "下个月"}, "日期写成"),
        ("voices", {"source": ""}, "请写明依据的文件"),
        ("voices", {"source": "   "}, "请写明依据的文件"),
        ("voices", {"handle_days": "0"}, "请填 1 到 90 之间的整数"),
        ("voices", {"handle_days": "十五"}, "请填 1 到 90 之间的整数"),
        ("suggestions", {"reply_months": "4"}, "请填 1 到 3 之间的整数"),  # LAW-DEPUTIES-2025 §51
        ("suggestions", {"extended_reply_months_total": "7"}, "请填 1 到 6 之间的整数"),
        ("notices", {"quiet_from": "晚上"}, "几点写成 21:00 这样"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(
    office: Client, code: str, changed: dict[str, str], words: str
) -> None:
    page = enter(office, code, **{"source": "一份文件", **changed})
    assert words in page
    (rules,) = [one for one in books() if one.code == code]
    assert not rules.model.objects.exists()
    if changed.get("source") is None:
        assert "一份文件" in page


def test_the_same_twice_is_one_and_other_rules_for_the_day_are_refused(office: Client) -> None:
    enter(office, "voices", handle_days="12")
    assert "录好了" in enter(office, "voices", handle_days="12")
    assert "这一天已经录过一份规则" in enter(office, "voices", handle_days="13")
    assert [row.handle_days for row in profiles.Profile.objects.all()] == [12]


def test_what_is_ahead_can_be_taken_back_and_what_holds_cannot(office: Client) -> None:
    enter(office, "voices", handle_days="12")
    row = profiles.Profile.objects.get()
    assert "还没起用" in office.get("/manage/local-rules/voices").content.decode()
    done = office.post(f"/manage/local-rules/voices/{row.pk}/withdraw", follow=True).content.decode()
    assert "撤回了，还按现在的规则算。" in done
    assert not profiles.Profile.objects.exists()
    held = profiles.Profile.objects.create(
        division_code=PLACE, valid_from=TODAY, name="x", version=1, source="办法",
        **{f"{kind}_days": 4 for kind in ("claim", "triage", "accept", "handle", "confirm", "rate")},
    )  # fmt: skip
    refused = office.post(f"/manage/local-rules/voices/{held.pk}/withdraw")
    assert refused.status_code == 409
    assert "已经起用" in refused.content.decode()
    with scope(actor_for(Role.AUDITOR, PLACE)):
        events = set(Entry.objects.values_list("event", flat=True))
    assert {"localrules.rules.entered", "localrules.rules.withdrawn"} <= events


def test_the_history_names_what_a_version_changed(office: Client) -> None:
    enter(office, "voices", handle_days="12")
    enter(office, "voices", handle_days="10", valid_from="2026-05-01", source="新办法")
    page = office.get("/manage/local-rules/voices").content.decode()
    assert "12 个工作日 改为 10 个工作日" in page
    assert page.index("2026-05-01 起用") < page.index("2026-04-01 起用")


def test_only_the_office_of_the_place_enters_and_takes_back(office: Client) -> None:
    enter(office, "voices", handle_days="12")
    row = profiles.Profile.objects.get()
    handler = client_of(Role.DISPATCHER)
    assert "录入本地的规则" not in handler.get("/manage/local-rules").content.decode()
    assert handler.get("/manage/local-rules/voices/new").status_code == 404
    assert handler.post(f"/manage/local-rules/voices/{row.pk}/withdraw").status_code == 404
    neighbour = client_of(Role.DEPUTY_AFFAIRS, "532302")
    assert neighbour.post(f"/manage/local-rules/voices/{row.pk}/withdraw").status_code == 404
    assert neighbour.get("/manage/local-rules/unknown").status_code == 404
    assert profiles.Profile.objects.count() == 1


def test_the_page_asks_the_same_few_questions_however_much_is_entered(
    office: Client, django_assert_max_num_queries: object
) -> None:
    office.get("/manage/local-rules")
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        office.get("/manage/local-rules")
