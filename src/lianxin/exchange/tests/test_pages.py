"""The web import step by step: upload, columns, preview, repair, import, result, undo; and who may."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from lianxin.accounts.testing import make_grant, make_user, sign_in
from lianxin.assessments.models import Assessment
from lianxin.divisions.testing import make_places
from lianxin.exchange import engine, tasks
from lianxin.exchange.access import IMPORTERS
from lianxin.exchange.kinds.registry import KINDS
from lianxin.exchange.models import Import
from lianxin.exchange.tests.corpus import HEADS, LI, WANG, book
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.scope import scope
from lianxin.people import actions as people
from lianxin.people.access import roster_visible_to
from lianxin.people.models import Mandate, Person, RosterFacts
from lianxin.venues import actions as venues
from lianxin.venues.models import Membership, Venue
from lianxin.venues.words import Placement, Tier

SETUP = Actor(role=Role.TENANT_ADMIN, place="532301", source="setup", name="装机")
TITLE = ["楚雄市第十七届人民代表大会代表名册"]
BAD = [3, "赵刚", "男", "傈粟族", "1970-13-05", "群众", "鹿城镇", "西城", "138"]


@pytest.fixture
def office(db: None, noon, monkeypatch) -> Client:
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
    with scope(SETUP):
        make_places()
    return browser(Role.DEPUTY_AFFAIRS)


def browser(role: Role, place: str = "532301") -> Client:
    user, client = make_user(f"{role}-{place}"), Client()
    sign_in(client, user, make_grant(user, role, place, unit_id=1, venue_id=1, person_id=1))
    return client


def roster(*rows) -> bytes:
    return book(("名册", [TITLE, HEADS, *rows]))


def uploaded(client: Client, data: bytes, kind: str = "deputies", once: str = "k1") -> str:
    file = SimpleUploadedFile("名册.xlsx", data)
    answer = client.post(
        "/manage/import/", {"kind": kind, "file": file, "once": once, "term": "", "text": ""}
    )
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"].removesuffix("/columns")


def columns_as_shown(client: Client, address: str, **change: str) -> dict[str, str]:
    import re

    page = client.get(f"{address}/columns").content.decode()
    given = {"use-0": "1", "row-0": re.search(r'name="row-0"[^>]*value="(\d+)"', page)[1]}
    term = re.search(r'name="term"[^>]*value="(\d*)"', page)
    given |= {"term": term[1]} if term else {}
    for name, body in re.findall(r'<select[^>]*name="(c-[^"]+)">(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', body)
        given[name] = chosen[1] if chosen else ""
    return given | change


def checked(client: Client, data: bytes, kind: str = "deputies", once: str = "k1") -> str:
    address = uploaded(client, data, kind, once)
    assert client.post(f"{address}/columns", columns_as_shown(client, address)).status_code == 302
    return address


def grids(content: bytes) -> list[list[str]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_an_ugly_roster_goes_through_every_step(office: Client) -> None:
    address = checked(office, roster(WANG, LI, BAD))
    page = office.get(address).content.decode()
    assert "傈僳族" in page and "采纳全部" in page and "已核对，待导入" in page
    assert Person.objects.count() == 0
    book_ = grids(office.get(f"{address}/rejected").content)
    assert book_[1][1] == "赵刚" and "没有这个民族" in book_[1][-2] and book_[1][-1] == "5"
    office.post(f"{address}/repair", {"all": "1"})
    office.post(
        f"{address}/repair", {"sheet": "名册", "number": "5", "field": "phone", "value": "13800000009"}
    )
    assert office.post(f"{address}/apply").status_code == 302
    page = office.get(address).content.decode()
    assert "已导入" in page and "整批撤销" in page
    assert sorted(Person.objects.values_list("name", flat=True)) == sorted(["王芳", "李明", "赵刚"])
    with scope(SETUP):
        assert Person.objects.get(name="赵刚").ethnic_group == "傈僳族"
        assert RosterFacts.objects.get(person__name="赵刚").birth == "1970-05-13"
    assert Mandate.objects.get(person__name="王芳").term.number == 17


def test_in_is_accepted_and_rejected_and_applying_twice_imports_once(office: Client) -> None:
    address = checked(office, roster(WANG, LI, BAD))
    office.post(f"{address}/apply")
    office.post(f"{address}/apply")
    with scope(SETUP):
        counts = Import.objects.get().counts
    assert (counts["rows"], counts["accepted"], counts["rejected"], counts["created"]) == (3, 2, 1, 2)
    assert Person.objects.count() == 2


def test_a_double_click_on_upload_makes_one_import(office: Client) -> None:
    data = roster(WANG)
    assert uploaded(office, data) == uploaded(office, data)
    with scope(SETUP):
        assert Import.objects.count() == 1


def test_columns_can_be_said_otherwise(office: Client) -> None:
    data = book(("x", [[*HEADS[:5], "甲", *HEADS[6:]], WANG]))
    address = uploaded(office, data)
    page = columns_as_shown(office, address)
    assert page["c-0-5"] == ""
    office.post(f"{address}/columns", page | {"c-0-5": "party", "term": "17"})
    office.post(f"{address}/apply")
    with scope(SETUP):
        assert RosterFacts.objects.get().party == "中共党员"


def test_without_a_column_for_the_name_it_does_not_go_on(office: Client) -> None:
    address = uploaded(office, roster(WANG))
    page = columns_as_shown(office, address)
    page |= {key: "" for key, value in page.items() if value == "name"}
    answer = office.post(f"{address}/columns", page)
    assert answer.status_code == 409 and "姓名" in answer.content.decode()


def test_without_a_term_nothing_is_imported_and_the_page_says_so(office: Client) -> None:
    address = checked(office, book(("名册", [HEADS, WANG])))
    assert "还不知道是第几届" in office.get(address).content.decode()
    assert Person.objects.count() == 0


def test_while_a_job_works_the_page_says_how_far_it_is(office: Client, settings, monkeypatch) -> None:
    started: list[dict[str, int]] = []
    monkeypatch.setattr("lianxin.exchange.tasks.step.defer", lambda **job: started.append(job))
    settings.LIANXIN_JOBS = "queue"
    address = checked(office, roster(WANG))
    page = office.get(address).content.decode()
    assert "正在逐行核对" in page and "<progress" in page and 'hx-trigger="every 1s"' in page
    part = office.get(address, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div class="card" id="progress"')
    tasks.run_step(**started[0])
    done = office.get(address, headers={"HX-Request": "true"})
    assert done.headers["HX-Refresh"] == "true"
    office.post(f"{address}/apply")
    office.post(f"{address}/apply")
    assert len(started) == 2 and "正在导入" in office.get(address).content.decode()
    tasks.run_step(**started[1])
    tasks.run_step(**started[1])
    assert Person.objects.count() == 1


def test_undo_takes_back_what_was_made_and_what_was_changed(office: Client) -> None:
    first = checked(office, roster(WANG))
    office.post(f"{first}/apply")
    changed = [*WANG[:5], "群众", *WANG[6:]]
    second = checked(office, roster(changed, LI), once="k2")
    office.post(f"{second}/apply")
    with scope(SETUP):
        assert RosterFacts.objects.get(person__name="王芳").party == "群众"
    assert office.post(f"{second}/undo").status_code == 302
    with scope(SETUP):
        assert RosterFacts.objects.get(person__name="王芳").party == "中共党员"
    assert list(Person.objects.values_list("name", flat=True)) == ["王芳"]
    office.post(f"{first}/undo")
    assert not Person.objects.exists() and not Mandate.objects.exists()


def test_undo_is_refused_once_somebody_works_with_it(office: Client, noon) -> None:
    address = checked(office, roster(WANG))
    office.post(f"{address}/apply")
    with scope(SETUP):
        room = venues.open_venue(
            facts=venues.VenueFacts(Tier.ROOM, "西城联络室", "532301101001"), opened_on=date(2024, 1, 1),
            actor=SETUP, at=noon,
        )  # fmt: skip
        venues.place_deputy(
            venue_id=room.pk, person_id=Person.objects.get().pk, kind=Placement.HOME, since=date(2024, 1, 1),
            actor=SETUP, at=noon,
        )  # fmt: skip
    answer = office.post(f"{address}/undo")
    assert answer.status_code == 409 and "入驻" in answer.content.decode()
    assert Person.objects.count() == 1


def test_undo_is_refused_after_a_change_and_after_seven_days(office: Client, noon, monkeypatch) -> None:
    address = checked(office, roster(WANG, LI))
    office.post(f"{address}/apply")
    facts = people.PersonFacts(name="王芳", sex="f", ethnic_group="白族")
    with scope(SETUP):
        people.change_person(person_id=Person.objects.get(name="王芳").pk, facts=facts, actor=SETUP, at=noon)
    assert office.post(f"{address}/undo").status_code == 409
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon + timedelta(days=7, seconds=1))
    late = browser(Role.PRESIDIUM)
    assert "整批撤销" not in late.get(address).content.decode()
    assert late.post(f"{address}/undo").status_code == 409
    assert Person.objects.count() == 2


def test_the_same_person_without_a_sure_sign_is_asked_about_and_never_guessed(office: Client) -> None:
    first = checked(office, roster(WANG))
    office.post(f"{first}/apply")
    vague = [1, "王芳", "女", "彝族", None, None, "东瓜镇", None, None]
    address = checked(office, roster(vague), once="k2")
    page = office.get(address).content.decode()
    assert "可能就是已登记的" in page and "是新的人" in page
    known = Person.objects.get()
    office.post(f"{address}/repair", {"sheet": "名册", "number": "3", "person": str(known.pk)})
    assert "对应：王芳" in office.get(f"{address}?show=").content.decode()
    office.post(f"{address}/repair", {"sheet": "名册", "number": "3", "person": "0"})
    office.post(f"{address}/apply")
    assert Person.objects.filter(name="王芳").count() == 2


def test_phones_and_births_stay_off_the_public_page(office: Client) -> None:
    address = checked(office, roster(WANG))
    office.post(f"{address}/apply")
    page = Client().get(f"/people/{Person.objects.get().slug}").content.decode()
    assert "王芳" in page and "13800000001" not in page and "1975" not in page and "党员" not in page


def test_row_level_security_hides_roster_facts_from_other_places_and_strangers(office: Client) -> None:
    office.post(f"{checked(office, roster(WANG))}/apply")
    for stranger in (Actor(), Actor(role=Role.DEPUTY_AFFAIRS, place="532302", user_id=9, grant_id=9)):
        with scope(stranger):
            assert not RosterFacts.objects.exists() and not Import.objects.exists()
            assert roster_visible_to(stranger).count() == 0


def test_a_neighbours_import_does_not_exist(office: Client) -> None:
    address = checked(office, roster(WANG))
    other = browser(Role.DEPUTY_AFFAIRS, "532302")
    for path in ("", "/columns", "/rejected"):
        assert other.get(f"{address}{path}").status_code == 404
    for path in ("/apply", "/undo", "/repair"):
        assert other.post(f"{address}{path}").status_code == 404


@pytest.mark.parametrize("role", [r for r in Role if r not in IMPORTERS and r != Role.CITIZEN])
def test_other_roles_do_not_find_the_pages(office: Client, role: Role) -> None:
    assert browser(role).get("/manage/import/").status_code == 404


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_template_is_recognised_by_the_reader(office: Client, kind: str, noon) -> None:
    data = office.get(f"/manage/import/templates/{kind}").content
    order = engine.Order(kind=kind, place="532301", actor=SETUP, at=noon)
    found = engine.parsed(engine.sheets_of(data, "x"), order)
    assert set(found.layouts[0].fields.values()) == {c.field for c in KINDS[kind].columns}
    assert [row.is_valid for row in found.rows] == [True]


UNITS = [["单位名称", "单位简称", "性质", "办公电话", "联系人", "手机"],
         ["楚雄市水务局", "市水务局", "政府部门", "0878-3000000", "李明", "13800000002"],
         ["鹿城镇人民政府", "", "", "", "", ""]]  # fmt: skip
VENUES = [["乡镇", "村（社区）", "名称", "类型", "联系电话", "联络员", "建成时间"],
          ["鹿城镇", "", "鹿城镇人大代表之家", "", "08783000001", "王芳", "2024.03"],
          ["", "西城社区", "西城联络室", "联络室", "", "", ""]]  # fmt: skip
MEMBERS = [["站点名称", "代表姓名", "手机"], ["西城联络室", "王芳", "13800000001"], ["西城联络室", "李明", "13800000002"],
           ["西城联络室", "无名氏", ""]]  # fmt: skip


GRADINGS = [["阵地名称", "标准", "得分", "定级日期"], ["鹿城镇人大代表之家", "信息化标准", "达标", "2026-01-15"],
            ["西城联络室", "建设标准", 85, "2026-01-15"], ["西城联络室", "建设标准", 101, "2025-12-15"],
            ["西城联络室", "看着办", 85, "2026-01-15"]]  # fmt: skip


def imported(noon, kind: str, data: bytes, **more) -> dict[str, object]:
    actor = replace(SETUP, role=KINDS[kind].acts_as)
    order = engine.Order(kind=kind, place="532301", actor=actor, at=noon, **more)
    with scope(actor):
        return engine.run("x.xlsx", engine.sheets_of(data, "x.xlsx"), order, dry_run=False).as_dict()


def test_units_venues_and_members_come_in_and_come_in_again_unchanged(office: Client, noon) -> None:
    files = [
        ("deputies", roster(WANG, LI), (2, 0)), ("units", book(("x", UNITS)), (2, 0)),
        ("venues", book(("x", VENUES)), (2, 0)), ("members", book(("x", MEMBERS)), (2, 1)), ("gradings", book(("x", GRADINGS)), (2, 2)),
    ]  # fmt: skip
    with scope(SETUP):
        for kind, data, (created, rejected) in files:
            told = imported(noon, kind, data)
            assert (told["created"], told["rejected"]) == (created, rejected), told["problems"]
        assert Venue.objects.get(name="西城联络室").division_code == "532301101001"
        assert Venue.objects.get(name="鹿城镇人大代表之家").tier == Tier.HOME
        assert Membership.objects.count() == 2
        for kind, data, (created, rejected) in files:
            again = imported(noon, kind, data)
            assert (again["created"], again["updated"], again["rejected"]) == (0, 0, rejected), again[
                "problems"
            ]
            assert again["unchanged"] == created


# Ledgers of earlier years come back in test_past.py.
@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"cases", "suggestions"}))
def test_what_is_exported_is_imported_again_unchanged(office: Client, noon, kind: str) -> None:
    with scope(SETUP):
        for name, data in (
            ("deputies", roster(WANG, LI)), ("units", book(("x", UNITS))), ("venues", book(("x", VENUES))),
            ("members", book(("x", MEMBERS))), ("gradings", book(("x", GRADINGS))),
        ):  # fmt: skip
            imported(noon, name, data)
    out = office.post(f"/manage/import/exports/{kind}").content
    assert len(grids(out)) == 3
    with scope(SETUP):
        told = imported(noon, kind, out)
    assert (told["rows"], told["unchanged"], told["rejected"]) == (2, 2, 0), told["problems"]


def test_what_looks_like_a_formula_leaves_as_text(office: Client, noon) -> None:
    import zipfile

    row = [*WANG]
    heads = [*HEADS, "工作单位和职务"]
    data = book(("x", [TITLE, heads, [*row, '\'=HYPERLINK("x")']]))
    with scope(SETUP):
        imported(noon, "deputies", data)
        Person.objects.update(occupation='=HYPERLINK("http://x")')
    out = office.post("/manage/import/exports/deputies").content
    with zipfile.ZipFile(io.BytesIO(out)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "HYPERLINK" in str(grids(out))


@pytest.mark.parametrize("kind", ["units", "venues", "members", "gradings"])
def test_the_other_kinds_are_undone_too(office: Client, noon, kind: str) -> None:
    units = [UNITS[0], [*UNITS[1][:4], "", ""], UNITS[2]]
    files = {"units": units, "venues": VENUES, "members": MEMBERS, "gradings": GRADINGS}
    with scope(SETUP):
        imported(noon, "deputies", roster(WANG, LI))
        if kind in {"members", "gradings"}:
            imported(noon, "venues", book(("x", VENUES)))
    address = checked(office, book(("x", files[kind])), kind)
    office.post(f"{address}/apply")
    assert "已导入" in office.get(address).content.decode()
    answer = office.post(f"{address}/undo")
    assert answer.status_code == 302, answer.content.decode()
    from lianxin.people.models import Unit

    if kind == "gradings":  # the record stays, and holds no day any more
        with scope(replace(SETUP, role=Role.DEPUTY_AFFAIRS)):
            assert [one.points for one in Assessment.objects.order_by("id")] == [0, 0]
        return
    left = {"units": Unit, "venues": Venue, "members": Membership}[kind].objects.count()
    assert left == 0
