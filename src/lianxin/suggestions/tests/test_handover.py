"""集中交办: proposals with reasons, the reviewed list, handing it over, the list on paper. Source: ADR-0032."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from docx import Document
from pypdf import PdfReader

from lianxin.accounts.models import Grant
from lianxin.accounts.testing import as_
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotAllowed, NotFound
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.kit import events
from lianxin.kit.scope import scope
from lianxin.people.models import Person, Unit
from lianxin.suggestions import actions, reads
from lianxin.suggestions.actions import Choice
from lianxin.suggestions.models import Handover, HandoverLine, Suggestion
from lianxin.suggestions.tasks import take_handover
from lianxin.suggestions.testing import NOON, World, make, perform
from lianxin.suggestions.tests.conftest import LATER

pytestmark = pytest.mark.usefixtures("now")

ROAD = {"title": "关于修复五组到集镇破损公路的建议", "proposal": "请交通部门硬化破损公路，补装护栏和路灯。"}
WATER = {
    "title": "关于更换四组饮水管网的建议", "proposal": "请更换老旧饮水管网，增建蓄水池。", "category": "farming",
}  # fmt: skip
SONG = {
    "title": "关于举办山歌比赛的建议", "proposal": "请每年火把节举办一次全县山歌比赛。", "category": "culture",
}  # fmt: skip


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[events.Event]:
    """Lists wait to be taken by the test."""
    heard: list[events.Event] = []
    real = events.publish

    def publish(event: events.Event) -> None:
        heard.append(event) if event.name == "suggestions.handover_started" else real(event)

    monkeypatch.setattr(events, "publish", publish)
    return heard


def listed(world: World, *ids: int, actor: Actor | None = None) -> Handover:
    by = actor or world.office
    with scope(by):
        return actions.list_handover(
            suggestion_ids=ids,
            title="第五次会议代表建议交办清单",
            note="请在办前与代表面商。",
            actor=by,
            at=LATER,
        )


def lines(world: World, handover: Handover) -> dict[int, HandoverLine]:
    with scope(world.office):
        return {line.suggestion_id: line for line in HandoverLine.objects.filter(handover=handover)}


def review(world: World, handover: Handover, **choices: Choice) -> None:
    with scope(world.office):
        actions.review_handover(
            handover_id=handover.pk, choices={int(k[1:]): c for k, c in choices.items()}, actor=world.office,
            at=LATER,
        )  # fmt: skip


def start(world: World, handover: Handover, actor: Actor | None = None) -> Handover:
    by = actor or world.office
    with scope(by):
        return actions.start_handover(handover_id=handover.pk, actor=by, at=LATER)


def states(world: World, ids: list[int]) -> list[str]:
    with scope(world.office):
        found = dict(Suggestion.objects.filter(pk__in=ids).values_list("pk", "state"))
    return [found[pk] for pk in ids]


def assigned(world: World, **words: object) -> int:
    """One that the first unit leads and the second helps with."""
    return make(world, "assigned", **words)


# ---- proposals: ADR-0032 §2 -------------------------------------------------------------------------


def test_history_proposes_the_unit_of_like_ones_with_its_helpers_and_says_why(world: World) -> None:
    for part in ("三组", "八组", "村委会"):
        assigned(world, title=f"关于修复{part}到集镇破损公路的建议", proposal="请硬化破损公路，装护栏。")
    new = make(world, "accepted", **ROAD)
    line = lines(world, listed(world, new))[new]
    assert (line.basis, line.proposed_unit_id, line.lead_unit_id) == ("history", world.unit_id, world.unit_id)
    assert line.co_unit_ids == [world.second_unit_id]
    assert (line.times, line.out_of) == (3, 3)
    assert "破损公路" in line.words


def test_without_history_the_things_a_unit_looks_after_are_looked_for_in_the_text(world: World) -> None:
    Unit.objects.filter(pk=world.second_unit_id).update(topics="农村饮水、饮水管网、灌溉")
    new = make(world, "accepted", **WATER)
    line = lines(world, listed(world, new))[new]
    assert (line.basis, line.proposed_unit_id, line.words) == ("words", world.second_unit_id, "饮水管网")


def test_nobody_is_proposed_when_nothing_speaks_for_a_unit(world: World) -> None:
    assigned(world)
    new = make(world, "accepted", **SONG)
    line = lines(world, listed(world, new))[new]
    assert (line.basis, line.proposed_unit_id, line.lead_unit_id) == ("none", None, None)


def test_the_deputys_wish_is_proposed_unless_history_speaks_against_it(world: World) -> None:
    for part in ("三组", "八组"):
        assigned(world, title=f"关于修复{part}到集镇破损公路的建议", proposal="请硬化破损公路，装护栏。")
    wished = make(world, "accepted", **SONG, proposed_unit_id=world.second_unit_id)
    against = make(world, "accepted", **ROAD, proposed_unit_id=world.second_unit_id)
    found = lines(world, listed(world, wished, against))
    assert (found[wished].basis, found[wished].lead_unit_id) == ("wish", world.second_unit_id)
    assert (found[against].basis, found[against].lead_unit_id) == ("doubt", None)


# ---- the list ----------------------------------------------------------------------------------------


def test_only_those_who_distribute_make_a_list_and_only_of_what_waits(world: World) -> None:
    ready, submitted = make(world, "accepted"), make(world, "submitted")
    for actor in (world.lead, world.officer, world.committee):
        with pytest.raises(NotAllowed, match="集中交办由"):
            listed(world, ready, actor=actor)
    with pytest.raises(DomainError, match="现在没有等着交办到单位的建议"):
        listed(world, ready, actor=world.other_office)
    assert set(lines(world, listed(world, ready, submitted))) == {ready}


def test_the_government_lists_what_it_was_handed_and_the_two_sides_do_not_see_each_others(
    world: World,
) -> None:
    handed, accepted = make(world, "handed"), make(world, "accepted")
    handover = listed(world, handed, accepted, actor=world.dispatcher)
    with scope(world.dispatcher):
        assert [x.suggestion_id for x in HandoverLine.objects.filter(handover=handover)] == [handed]
    with scope(world.office), pytest.raises(NotFound):
        actions.start_handover(handover_id=handover.pk, actor=world.office, at=LATER)


def test_row_level_security_hides_a_list_from_everybody_else(world: World) -> None:
    handover = listed(world, make(world, "accepted"))
    for actor in (world.other_office, world.officer, world.lead):
        with scope(actor):
            assert not Handover.objects.filter(pk=handover.pk).exists()
            assert not HandoverLine.objects.filter(handover_id=handover.pk).exists()


def test_it_starts_only_when_every_line_has_a_lead_or_is_left_out(world: World) -> None:
    one, two = make(world, "accepted"), make(world, "accepted", **SONG)
    handover = listed(world, one, two)
    found = lines(world, handover)
    with pytest.raises(DomainError, match="还有 2 件没有选主办单位"):
        start(world, handover)
    review(world, handover, **{
        f"i{found[one].pk}": Choice(world.unit_id, (world.second_unit_id,)),
        f"i{found[two].pk}": Choice(None, is_left_out=True),
    })  # fmt: skip
    start(world, handover)
    assert states(world, [one, two]) == ["assigned", "accepted"]
    with scope(world.office):
        assert Handover.objects.get(pk=handover.pk).state == "done"


def test_a_unit_that_does_not_serve_the_place_and_one_that_does_both_are_refused(world: World) -> None:
    one = make(world, "accepted")
    handover = listed(world, one)
    key = f"i{lines(world, handover)[one].pk}"
    with pytest.raises(DomainError, match="管不到这个地方"):
        review(world, handover, **{key: Choice(world.other_unit_id)})
    with pytest.raises(DomainError, match="不能又主办又协办"):
        review(world, handover, **{key: Choice(world.unit_id, (world.unit_id,))})


def test_a_second_click_starts_nothing_twice_and_a_started_list_stands(
    world: World, waits: list[events.Event]
) -> None:
    one = make(world, "accepted")
    handover = listed(world, one)
    key = f"i{lines(world, handover)[one].pk}"
    review(world, handover, **{key: Choice(world.unit_id)})
    start(world, handover)
    start(world, handover)
    assert len(waits) == 1
    with pytest.raises(MoveNotAllowed, match="已经开始交办，不能再改"):
        review(world, handover, **{key: Choice(world.second_unit_id)})


def take(waits: list[events.Event]) -> None:
    (event,) = waits
    take_handover("e1", {name: getattr(event, name) for name in ("handover_id", "user_id", "grant_id")})


def test_what_changed_meanwhile_is_refused_and_the_others_go_on(
    world: World, waits: list[events.Event]
) -> None:
    ids = [make(world, "accepted", at=NOON + timedelta(seconds=n)) for n in range(3)]
    handover = listed(world, *ids)
    choices = {f"i{line.pk}": Choice(world.unit_id) for line in lines(world, handover).values()}
    review(world, handover, **choices)
    start(world, handover)
    perform("withdraw", world, ids[1], at=LATER, reason="有关部门已经安排施工")
    take(waits)
    take(waits)  # told twice: nothing more happens
    found = lines(world, handover)
    assert [found[pk].result for pk in ids] == ["done", "refused", "done"]
    assert "别人已经处理了这件建议" in found[ids[1]].reason
    assert states(world, ids) == ["assigned", "withdrawn", "assigned"]


def test_whoever_lost_the_post_hands_nothing_over(world: World, waits: list[events.Event]) -> None:
    one = make(world, "accepted")
    handover = listed(world, one)
    review(world, handover, **{f"i{lines(world, handover)[one].pk}": Choice(world.unit_id)})
    start(world, handover)
    Grant.objects.filter(pk=world.office.grant_id).update(valid_to=LATER - timedelta(minutes=1))
    take(waits)
    with scope(world.office):
        assert Handover.objects.get(pk=handover.pk).state == "stopped"
    assert states(world, [one]) == ["accepted"]


def test_followed_and_overruled_proposals_are_counted(world: World) -> None:
    Unit.objects.filter(pk=world.unit_id).update(topics="公路、路灯、护栏")
    ids = [make(world, "accepted", **ROAD, at=NOON + timedelta(seconds=n)) for n in range(3)]
    handover = listed(world, *ids)
    first, *_others = lines(world, handover).values()
    assert first.basis == "words"
    review(world, handover, **{f"i{first.pk}": Choice(world.second_unit_id)})
    start(world, handover)
    with scope(world.office):
        waiting = reads.handover_start(world.office, phase="", category="", most=500)
    assert (waiting.followed, waiting.overruled, waiting.ids) == (2, 1, ())


# ---- pages -------------------------------------------------------------------------------------------


def test_the_office_lists_reviews_and_hands_over_by_the_pages(world: World) -> None:
    ids = [make(world, "accepted", at=NOON + timedelta(seconds=n)) for n in range(3)]
    office = as_(world.office)
    assert "等着交办到单位" in office.get("/suggestions/handovers").content.decode()
    form = {"title": "第五次会议代表建议交办清单", "note": "", "once": "k1"}
    made, again = (office.post("/suggestions/handovers", form) for _ in range(2))
    assert made.status_code == 302
    assert made.url == again.url
    page = office.get(made.url).content.decode()
    assert "没有把握，请您定" in page
    fields = re.findall(r'name="(lead_\d+)"', page)
    unit = Unit.objects.get(pk=world.unit_id).name
    wrong = office.post(made.url, dict.fromkeys(fields, "没有这个局")).content.decode()
    assert "没有“没有这个局”这个单位" in wrong
    assert wrong.count('value="没有这个局"') == 3
    assert office.post(made.url, dict.fromkeys(fields, unit)).status_code == 302
    assert "全部交办（3 件）" in office.get(made.url).content.decode()
    assert [office.post(f"{made.url}/start").status_code for _ in range(2)] == [302, 302]
    assert "交出 3 件" in office.get(made.url).content.decode()
    piece = office.get(made.url, headers={"HX-Request": "true"}).content.decode()
    assert "交出 3 件" in piece
    assert "<html" not in piece
    assert states(world, ids) == ["assigned"] * 3


def test_a_page_of_forty_lines_costs_what_one_of_four_costs(
    world: World, django_assert_max_num_queries
) -> None:
    few = listed(world, *(make(world, "accepted", at=NOON + timedelta(seconds=n)) for n in range(4)))
    with scope(world.office):
        found = list(Suggestion.objects.filter(state="accepted").values_list("pk", flat=True))
    more = [make(world, "accepted", at=NOON + timedelta(seconds=n)) for n in range(5, 46)]
    many = listed(world, *found, *more)
    office = as_(world.office)
    for handover in (few, many):
        with django_assert_max_num_queries(16):
            assert office.get(f"/suggestions/handovers/{handover.pk}").status_code == 200
    page = office.get(f"/suggestions/handovers/{many.pk}").content.decode()
    assert len(re.findall(r'name="lead_\d+"', page)) == 40
    (rest,) = re.findall(r'href="(\?after=\d+)" rel="next"', page)
    rest_page = office.get(f"/suggestions/handovers/{many.pk}{rest}").content.decode()
    assert len(re.findall(r'name="lead_\d+"', rest_page)) == 5


# ---- the list on paper -------------------------------------------------------------------------------


def on_paper(world: World) -> str:
    """A list of two, with a rare name among the deputies and a unit that helps; returns its address."""
    Person.objects.filter(pk=world.lead.person_id).update(name="李𠮷㛃")
    one, two = make(world, path=("invite", "cosign", "submit", "accept")), make(world, "accepted", **WATER)
    handover = listed(world, one, two)
    found = lines(world, handover)
    review(world, handover, **{
        f"i{found[one].pk}": Choice(world.unit_id, (world.second_unit_id,)),
        f"i{found[two].pk}": Choice(world.second_unit_id),
    })  # fmt: skip
    start(world, handover)
    return f"/suggestions/handovers/{handover.pk}/list"


def test_the_list_is_a_pdf_with_units_numbers_rare_names_and_embedded_fonts(world: World) -> None:
    answer = as_(world.office).get(f"{on_paper(world)}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.content))
    text = "".join("".join(page.extract_text() for page in reader.pages).split())
    for words in (
        "第五次会议代表建议交办清单", "本次交办代表建议2件，由2个单位主办", "第五十一条", "闭会第1号",
        "李𠮷㛃等2人", "关于更换四组饮水管网的建议", "签收人", "2026-06-03", "2026年3月3日",
    ):  # fmt: skip
        assert words in text, words
    fonts = [font for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    descriptors = [f.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"] for f in fonts]
    assert fonts
    assert all({"/FontFile2", "/FontFile3"} & set(d.get_object()) for d in descriptors)
    width, height = reader.pages[0].mediabox.width, reader.pages[0].mediabox.height
    assert width > height


def test_the_same_list_is_a_word_file_with_headings_and_tables(world: World) -> None:
    answer = as_(world.office).get(f"{on_paper(world)}.docx")
    document = Document(io.BytesIO(answer.content))
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert len(headings) == 2
    assert all(text.endswith("（主办 1 件）") for text in headings)
    first = document.tables[0]
    assert [cell.text for cell in first.rows[0].cells] == [
        "序号", "编号", "建议标题", "领衔代表", "协办单位", "答复期限",
    ]  # fmt: skip
    cells = [cell.text for table in document.tables for row in table.rows[1:] for cell in row.cells]
    assert "李𠮷㛃等2人" in cells
    assert "楚雄市水务局" in cells
    assert as_(world.office).get(f"{on_paper(world)}.exe").status_code == 404


def test_outsiders_get_no_list(world: World) -> None:
    address = on_paper(world)
    assert as_(world.other_office).get(f"{address}.pdf").status_code == 404
    assert as_(world.lead).get(f"{address}.pdf").status_code == 404
