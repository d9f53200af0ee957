from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client

from lianxin.divisions import actions, reads
from lianxin.divisions.models import Division
from lianxin.divisions.spelling import short_name, spelled
from lianxin.divisions.testing import make_places
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError, NotAllowed, NotFound

SETUP = Actor(role=Role.SYSTEM_ADMIN, source="setup")


def test_all_of_yunnan_ships() -> None:
    rows = actions.read_rows(actions.YUNNAN)
    counts = [sum(row.level == level for row in rows) for level in range(1, 6)]
    assert counts == [1, 16, 129, 1461, 14888]
    assert max(len(row.name) for row in rows) == 19


@pytest.mark.django_db
def test_importing_twice_changes_nothing_the_second_time(noon: datetime) -> None:
    rows = [row for row in actions.read_rows(actions.YUNNAN) if row.code.startswith(("5323", "53"))][:400]
    kept = {row.code for row in rows}
    rows = [row for row in rows if not row.parent or row.parent in kept]
    first = actions.import_divisions(rows=rows, actor=SETUP, at=noon)
    again = actions.import_divisions(rows=rows, actor=SETUP, at=noon)
    assert (first.created, first.unchanged) == (len(rows), 0)
    assert (again.created, again.updated, again.unchanged) == (0, 0, len(rows))


@pytest.mark.django_db
def test_only_a_system_administrator_imports(noon: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.import_divisions(
            rows=[], actor=Actor(user_id=1, role=Role.DEPUTY_AFFAIRS, place="53"), at=noon
        )


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("5a,云南省,1,", "code 列"),
        ("5323,楚雄州,3,53", "level 列"),
        ("5323,,2,53", "name 列"),
        ("5323,楚雄州,2,54", "parent 列"),
    ],
)
def test_a_wrong_line_is_named_with_its_column(tmp_path: Path, line: str, sentence: str) -> None:
    file = tmp_path / "x.csv"
    file.write_text(f"code,name,level,parent\n{line}\n", encoding="utf-8")
    with pytest.raises(DomainError, match="第 2 行") as caught:
        actions.read_rows(file)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("楚雄市", "chuxiongshi"),
        ("会泽县", "huizexian"),
        ("六库街道", "lukujiedao"),
        ("牟定县", "moudingxian"),
        ("勐腊县", "menglaxian"),
    ],
)
def test_places_are_spelled_as_people_say_them(name: str, pinyin: str) -> None:
    assert spelled(name)[0] == pinyin


@pytest.mark.parametrize("name", ["香么㱔村委会", "竜山村", "崀峨", "小脿村", "鲊石村"])
def test_rare_characters_do_not_stop_anything(name: str) -> None:
    assert isinstance(spelled(name)[0], str)


def test_short_names_are_how_people_say_them() -> None:
    assert short_name("楚雄彝族自治州", 2) == "楚雄州"
    assert short_name("红河哈尼族彝族自治州", 2) == "红河州"
    assert short_name("西双版纳傣族自治州", 2) == "西双版纳州"
    assert short_name("西城社区居委会", 5) == "西城社区"
    assert short_name("新村村民委员会", 5) == "新村"


@pytest.mark.django_db
class TestReading:
    @pytest.fixture(autouse=True)
    def _places(self) -> None:
        reads.forget()
        make_places()

    def test_a_path_reads_from_county_down(self) -> None:
        assert reads.path_name("532301101001") == "楚雄市鹿城镇西城社区"
        assert [p.level for p in reads.ancestors("532301101001")] == [1, 2, 3, 4, 5]

    @pytest.mark.parametrize("text", ["鹿城", "lucheng", "lcz", "532301101"])
    def test_a_place_is_found_by_name_pinyin_initials_and_code(self, text: str) -> None:
        assert "532301101" in [hit.place.code for hit in reads.search(text)]

    def test_searching_inside_a_place_stays_inside(self) -> None:
        assert {hit.place.code[:4] for hit in reads.search("社区", within="5323")} == {"5323"}

    @pytest.mark.parametrize("text", ["%", "_", "", "  ", "'", "\\"])
    def test_wildcards_are_plain_characters(self, text: str) -> None:
        assert reads.search(text) == []

    def test_an_unknown_code_is_not_found(self) -> None:
        with pytest.raises(NotFound):
            reads.get("99")
        with pytest.raises(NotFound):
            reads.get("abc")

    def test_the_picker_leads_down_and_back_only_to_this_site(self, client: Client) -> None:
        page = client.get(
            "/divisions/pick?within=532301101&next=//evil.example&param=division"
        ).content.decode()
        assert 'href="//evil' not in page
        assert 'value="//evil' not in page
        page = client.get("/divisions/pick?within=532301101&next=/voices/new&param=division").content.decode()
        assert "/voices/new?division=532301101001" in page
        assert page.count("<h1") == 1

    def test_the_database_refuses_a_code_that_does_not_fit_its_level(self) -> None:
        from django.db import IntegrityError, transaction

        with pytest.raises(IntegrityError), transaction.atomic():
            Division.objects.create(
                code="5399", name="x", short_name="x", level=3, parent_id="53", pinyin="x", initials="x"
            )
