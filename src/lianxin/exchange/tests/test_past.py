"""Matters and suggestions of earlier years: read from ugly ledgers, kept as ended, out and in unchanged, taken back."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import ProgrammingError, transaction

from lianxin.accounts.testing import actor_for
from lianxin.divisions.testing import make_places
from lianxin.exchange import engine, workbooks
from lianxin.exchange.kinds import registry
from lianxin.exchange.kinds.base import Context
from lianxin.exchange.places import PlaceIndex
from lianxin.exchange.tests.corpus import book
from lianxin.exchange.tests.past_corpus import (
    CORPUS,
    LAMP,
    PIPE,
    SLOPE,
    WELL,
    Ledger,
    cases,
    suggestions,
)  # fmt: skip
from lianxin.exchange.tests.test_pages import browser, checked, grids
from lianxin.journal.models import Entry
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError, NotAllowed
from lianxin.kit.scope import scope
from lianxin.notices.models import Notice
from lianxin.people import actions as people
from lianxin.people.models import Session
from lianxin.people.words import UnitKind
from lianxin.suggestions.models import Deadline as SuggestionDeadline
from lianxin.suggestions.models import Handling, Reply, Series, Suggestion
from lianxin.venues import actions as venues
from lianxin.venues.words import Tier
from lianxin.voices.models import Case, Deadline, QueryCode, Step

pytestmark = pytest.mark.django_db
COUNTY = "532301"
SETUP = Actor(role=Role.TENANT_ADMIN, place=COUNTY, source="setup", name="装机")
OFFICE = Actor(role=Role.DEPUTY_AFFAIRS, place=COUNTY, source="setup", name="装机")
ROSTER_HEADS = ["姓名", "性别", "民族", "出生年月", "政治面貌", "乡镇（街道）", "村（社区）", "联系电话"]
ROSTER = [
    ["王芳", "女", "彝族", "1975-03", "群众", "鹿城镇", "西城社区居委会", "13800000001"],
    ["李明", "男", "汉族", "1980-11", "群众", "东瓜镇", "东瓜社区居委会", "13800000002"],
    ["杨梅", "女", "汉族", "1981-01", "群众", "东瓜镇", "东瓜社区居委会", "13800000003"],
    ["杨梅", "女", "彝族", "1970-02", "群众", "东瓜镇", "东瓜社区居委会", "13800000004"],
]


@pytest.fixture(autouse=True)
def _registers(noon: datetime) -> None:
    with scope(SETUP):
        make_places()
        run("deputies", book(("名册", [ROSTER_HEADS, *ROSTER])), noon, actor=SETUP)
        for name, short in (("楚雄市交通运输局", "市交通局"), ("楚雄市水务局", "市水务局")):
            people.record_unit(
                name=name, short_name=short, kind=UnitKind.GOVERNMENT, division_code=COUNTY, topics="",
                actor=SETUP, at=noon,
            )  # fmt: skip
        facts = venues.VenueFacts(tier=Tier.ROOM, name="西城社区人大代表联络室", division_code="532301101001")
        venues.open_venue(facts=facts, opened_on=date(2021, 1, 1), actor=SETUP, at=noon)
        home = venues.VenueFacts(tier=Tier.HOME, name="楚雄市人大代表之家", division_code=COUNTY)
        venues.open_venue(facts=home, opened_on=date(2021, 1, 1), actor=SETUP, at=noon)


def run(
    kind: str,
    data: bytes,
    at: datetime,
    *,
    actor: Actor = OFFICE,
    file: str = "台账.xlsx",
    dry_run: bool = False,
) -> engine.Report:
    order = engine.Order(kind=kind, place=COUNTY, actor=actor, at=at, term=17)
    with scope(actor):
        return engine.run(file, engine.sheets_of(data, file), order, dry_run=dry_run)


def context(at: datetime, actor: Actor = OFFICE) -> Context:
    return Context(COUNTY, actor, at, PlaceIndex(COUNTY), 17)


def kept(kind: str) -> int:
    with scope(OFFICE):
        return (Case if kind == "cases" else Suggestion).objects.count()


def test_the_corpus_holds_many_kinds_of_defect_of_both() -> None:
    assert len({(ledger.kind, ledger.name) for ledger in CORPUS}) == len(CORPUS)
    assert min(sum(ledger.kind == kind for ledger in CORPUS) for kind in ("cases", "suggestions")) >= 20


@pytest.mark.parametrize("ledger", CORPUS, ids=lambda x: f"{x.kind}: {x.name}")
def test_a_ledger_gives_its_report_and_importing_it_again_makes_nothing(
    ledger: Ledger, noon: datetime
) -> None:
    report = run(ledger.kind, ledger.make(), noon, file=ledger.file)
    told = report.as_dict()
    found = {key: told[key] for key in ("rows", "rejected", "created", "unchanged", "skipped")}
    assert found == {
        "rows": ledger.rows, "rejected": ledger.rejected, "created": ledger.created,
        "unchanged": ledger.unchanged, "skipped": ledger.skipped,
    }, told["problems"]  # fmt: skip
    assert {p["code"] for p in report.problems()} == set(ledger.codes)
    assert all(p["problem"] != p["code"] for p in report.problems())
    first = next(engine.normalised(report))
    assert {key: first[key] for key in ledger.facts} == ledger.facts
    again = run(ledger.kind, ledger.make(), noon, file=ledger.file).as_dict()
    assert (again["created"], again["updated"]) == (0, 0), again["problems"]
    assert again["unchanged"] == ledger.rows - ledger.rejected
    assert kept(ledger.kind) == ledger.created


def test_a_past_matter_has_its_stages_and_days_and_nothing_starts(noon: datetime) -> None:
    run("cases", cases(LAMP, WELL), noon)
    with scope(OFFICE):
        lamp, well = Case.objects.order_by("received_at")
        assert (lamp.state, lamp.outcome, lamp.is_imported, lamp.due_on) == (
            "closed",
            "county_unit",
            True,
            None,
        )
        assert lamp.closed_at is not None
        assert lamp.closed_at.date() == date(2023, 5, 30)
        assert well.outcome == "answered_on_spot"
        assert [s.verb for s in Step.objects.filter(case=lamp).order_by("id")] == [
            "claim",
            "assign",
            "answer",
            "close",
        ]
        assert lamp.pk < well.pk
        assert not Deadline.objects.exists()
        assert not QueryCode.objects.filter(case_id__in=[lamp.pk, well.pk]).exists()
        assert not Notice.objects.exists()
        assert Entry.objects.filter(event="voices.case.imported").count() == 2


def test_a_past_suggestion_has_its_reply_and_rating_and_nothing_starts(noon: datetime) -> None:
    run("suggestions", suggestions(SLOPE, PIPE), noon)
    with scope(OFFICE):
        slope = Suggestion.objects.get(number=12)
        assert (slope.state, slope.outcome, slope.result_class, slope.is_imported) == (
            "closed",
            "rated",
            "A",
            True,
        )
        assert [h.duty for h in Handling.objects.filter(suggestion=slope).order_by("id")] == [
            "lead",
            "co_handler",
        ]
        assert Reply.objects.get(suggestion=slope).text == "三处边坡已经加固。"
        assert len(slope.signer_ids) == 2
        session = Session.objects.get()
        assert (session.number, session.starts_on, session.ends_on) == (
            2,
            date(2023, 2, 15),
            date(2023, 2, 16),
        )
        assert not SuggestionDeadline.objects.exists()
        assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("kind", "data"), [("cases", cases(LAMP, WELL)), ("suggestions", suggestions(SLOPE, PIPE))]
)
def test_what_goes_out_comes_in_again_unchanged_and_into_an_empty_place_the_same(
    kind: str, data: bytes, noon: datetime
) -> None:
    first = run(kind, data, noon)
    chosen = registry.kind(kind)
    with scope(OFFICE):
        records = chosen.export(context(noon))
    out = workbooks.export(chosen, records)
    again = run(kind, out, noon).as_dict()
    assert (again["created"], again["updated"], again["rejected"], again["unchanged"]) == (0, 0, 0, 2), again
    with scope(OFFICE):
        chosen.undo(first.made, context(noon), "试")
    assert kept(kind) == 0
    assert run(kind, out, noon).as_dict()["created"] == 2
    with scope(OFFICE):
        assert chosen.export(context(noon)) == records


def test_a_template_is_accepted_but_for_people_and_units_it_invents(noon: datetime) -> None:
    for kind in ("cases", "suggestions"):
        report = run(kind, workbooks.template(registry.kind(kind)), noon, dry_run=True)
        assert {p["code"] for p in report.problems()} <= {"no_such_unit"}


@pytest.mark.parametrize("kind", ["cases", "suggestions"])
def test_an_import_is_taken_back_as_a_whole_but_not_once_somebody_touched_it(
    kind: str, noon: datetime
) -> None:
    data = cases(LAMP, WELL) if kind == "cases" else suggestions(SLOPE, PIPE)
    report, chosen = run(kind, data, noon), registry.kind(kind)
    model = Case if kind == "cases" else Suggestion
    with scope(OFFICE):
        model.objects.filter(pk=report.made[0].id).update(version=2)
        with pytest.raises(DomainError, match="有人动过"), transaction.atomic():
            chosen.undo(report.made, context(noon), "试")
        model.objects.filter(pk=report.made[0].id).update(version=1)
        chosen.undo(report.made, context(noon), "试")
        assert not model.objects.exists()


def test_a_dry_run_writes_nothing(noon: datetime) -> None:
    assert run("cases", cases(LAMP), noon, dry_run=True).as_dict()["created"] == 1
    assert kept("cases") == 0


def test_other_posts_and_other_places_bring_in_no_matters(noon: datetime) -> None:
    for actor in (SETUP, Actor(role=Role.DISPATCHER, place=COUNTY, name="督查室")):
        for kind, data in (("cases", cases(LAMP)), ("suggestions", suggestions(SLOPE))):
            with pytest.raises(NotAllowed):
                run(kind, data, noon, actor=actor)
    run("cases", cases(LAMP), noon)
    with scope(Actor(role=Role.DEPUTY_AFFAIRS, place="532302", name="邻县")):
        assert not Case.objects.exists()
        assert Case.objects.filter(is_imported=True).delete()[0] == 0


def test_the_database_lets_no_office_add_an_open_matter_or_take_back_a_real_one(noon: datetime) -> None:
    run("cases", cases(LAMP), noon)
    with scope(OFFICE):
        case = Case.objects.get()
        case.pk, case.number, case.is_imported = case.pk + 1, "2023-099", False
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            case.save(force_insert=True)
    with scope(OFFICE), transaction.atomic():
        Case.objects.update(is_imported=False)
        Step.objects.all().delete()
        assert Step.objects.count() == 4


def test_a_matter_of_another_text_under_a_known_number_is_refused(noon: datetime) -> None:
    run("cases", cases(LAMP), noon)
    other = [*LAMP[:5], "完全不同的一件事。", *LAMP[6:]]
    report = run("cases", cases(other), noon)
    assert [p["code"] for p in report.problems()] == ["number_taken"]


def test_the_office_brings_in_a_ledger_on_the_web(noon: datetime) -> None:
    office = actor_for(Role.DEPUTY_AFFAIRS, COUNTY, login="office", name="杨秀梅")
    report = run("cases", cases(LAMP, WELL), noon, actor=office)
    assert report.as_dict()["created"] == 2


def test_a_ledger_goes_through_the_pages_and_an_administrator_is_told_who_may(
    noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
    office = browser(Role.DEPUTY_AFFAIRS)
    address = checked(office, cases(LAMP, WELL), "cases")
    preview = office.get(address).content.decode()
    assert "已办结" in preview and ">closed<" not in preview.replace(" ", "").replace("\n", "")
    assert office.post(f"{address}/apply").status_code == 302
    assert "已导入" in office.get(address).content.decode()
    assert kept("cases") == 2
    assert len(grids(office.post("/manage/import/exports/cases").content)) == 3
    assert office.post(f"{address}/undo").status_code == 302
    assert kept("cases") == 0
    administrator = browser(Role.TENANT_ADMIN)
    address = checked(administrator, cases(LAMP, WELL), "cases", "k2")
    assert "由本地的代表工作岗位导入" in administrator.get(address).content.decode()
    assert kept("cases") == 0


def test_what_was_imported_is_read_like_any_ended_matter(
    noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
    made = run("cases", cases(LAMP), noon).made + run("suggestions", suggestions(SLOPE), noon).made
    office = browser(Role.DEPUTY_AFFAIRS)
    case, suggestion = (
        office.get(f"/{room}/{m.id}") for room, m in zip(("voices", "suggestions"), made, strict=True)
    )
    assert (case.status_code, suggestion.status_code) == (200, 200)
    assert "已经换了灯泡和线路。" in case.content.decode()
    assert "三处边坡已经加固。" in suggestion.content.decode()


def test_the_next_number_of_a_series_comes_after_the_ledger_and_a_given_one_is_not_taken(
    noon: datetime,
) -> None:
    run("suggestions", suggestions(SLOPE, PIPE), noon)
    with scope(OFFICE):
        assert Series.objects.get().last == 13
        Suggestion.objects.filter(number=12).update(
            is_imported=False, state="replied", outcome="", closed_at=None, title="关于别的事的建议"
        )
    report = run("suggestions", suggestions(SLOPE), noon)
    assert [p["code"] for p in report.problems()] == ["number_taken"]


def test_a_running_matter_keeps_its_number(noon: datetime) -> None:
    run("cases", cases(WELL), noon)
    with scope(OFFICE):
        Case.objects.update(
            is_imported=False,
            state="confirmed",
            closed_at=None,
            rated_at=None,
            due_on=date(2026, 4, 1),
            text="别的事情",
        )
    assert [p["code"] for p in run("cases", cases(WELL), noon).problems()] == ["number_taken"]
