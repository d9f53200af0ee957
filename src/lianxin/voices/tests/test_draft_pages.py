"""The pages of a unit's answer and of its templates: what they show, keep and refuse."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from lianxin.accounts.testing import actor_for, as_
from lianxin.journal.models import Entry
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.scope import scope
from lianxin.notices.models import Notice
from lianxin.voices.models import AnswerTemplate, Draft
from lianxin.voices.testing import COUNTY, VENUE_NAME, World, make_case, make_world

pytestmark = pytest.mark.django_db
TEXT = "您好，{群众说的}（{编号}）已经办好：{办了什么}。还有事请找{代表}代表。"
ANSWER = "已经换了三盏灯，晚上都亮了。"


@pytest.fixture
def world(noon: datetime, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("django.utils.timezone.now", lambda: noon + timedelta(hours=1))
    return make_world(noon)


@pytest.fixture
def leader(world: World) -> Actor:
    return actor_for(Role.UNIT_LEADER, COUNTY, name="郭局长", unit_id=world.unit_id)


def kept(actor: Actor, case_id: int) -> Draft:
    with scope(actor):
        return Draft.objects.get(case_id=case_id)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def template_of(actor: Actor, **changes: Any) -> AnswerTemplate:
    from lianxin.voices import actions

    facts = {"name": "修好了", "text": TEXT} | changes
    with scope(actor):
        return actions.record_template(actor=actor, at=datetime.now().astimezone(), **facts)


def test_the_way_from_the_list_to_the_signature(world: World, leader: Actor) -> None:
    case_id = make_case(world, "handling")
    officer, chief, here = as_(world.officer), as_(leader), f"/voices/{case_id}/draft"
    assert f'href="{here}"' in page(officer, f"/voices/{case_id}")
    assert f"/voices/{case_id}/answer" not in page(officer, f"/voices/{case_id}")
    sent = officer.post(f"{here}/submit", {"text": ANSWER, "result": "solved", "once": "k1"})
    assert sent.url == f"/voices/{case_id}"
    again = officer.post(f"{here}/submit", {"text": ANSWER, "result": "solved", "once": "k1"})
    assert again.status_code == 302
    assert "收回修改" in page(officer, here)
    assert "看送签的答复" in page(officer, f"/voices/{case_id}")
    waiting = page(chief, "/unit")
    assert "答复：待签发" in waiting
    assert 'value="accept"' not in waiting  # nothing on this page could be put to it
    seen = page(chief, f"/voices/{case_id}")
    assert "去签发或退回" in seen
    assert f"/voices/{case_id}/answer" not in seen
    assert ANSWER in page(chief, here)
    empty = chief.post(f"{here}/return", {"remark": "", "version": kept(leader, case_id).version})
    assert "请写明要改哪里" in empty.content.decode()
    chief.post(f"{here}/return", {"remark": "写上日期", "version": kept(leader, case_id).version})
    assert "负责人退回，要改的是：写上日期" in page(officer, here)
    officer.post(f"{here}/submit", {"text": "三月二日" + ANSWER, "result": "solved"})
    signed = chief.post(f"{here}/sign", {"version": kept(leader, case_id).version})
    assert signed.url == f"/voices/{case_id}"
    assert "待核实" in page(chief, f"/voices/{case_id}")
    assert chief.get(here).status_code == 404


def test_typing_is_saved_by_itself_and_only_the_line_is_drawn(world: World) -> None:
    case_id, officer = make_case(world, "handling"), as_(world.officer)
    response = officer.post(
        f"/voices/{case_id}/draft/save", {"text": "换了两", "version": ""}, headers={"HX-Request": "true"}
    )
    text = response.content.decode()
    assert "段国强" in text
    assert "保存" in text
    assert "<h1" not in text
    assert 'name="version" value="1"' in text
    assert kept(world.officer, case_id).text == "换了两"
    assert "换了两" in page(officer, f"/voices/{case_id}/draft")


def test_a_refused_saving_says_why_beside_the_words(world: World, leader: Actor) -> None:
    case_id, officer = make_case(world, "handling"), as_(world.officer)
    officer.post(f"/voices/{case_id}/draft/submit", {"text": ANSWER, "result": "solved"})
    response = officer.post(
        f"/voices/{case_id}/draft/save", {"text": "又改", "version": "2"}, headers={"HX-Request": "true"}
    )
    assert response.status_code == 200
    assert "请先点“收回修改”" in response.content.decode()
    assert kept(world.officer, case_id).text == ANSWER


def test_without_scripts_the_words_are_kept_by_a_button(world: World) -> None:
    case_id, officer = make_case(world, "handling"), as_(world.officer)
    response = officer.post(f"/voices/{case_id}/draft/save", {"text": "换了两盏"})
    assert response.url == f"/voices/{case_id}/draft"
    assert "存好了" in page(officer, response.url)


def test_a_refusal_keeps_what_was_typed(world: World, leader: Actor) -> None:
    case_id, officer = make_case(world, "handling"), as_(world.officer)
    response = officer.post(f"/voices/{case_id}/draft/submit", {"text": "已办{下一步}，请您看看结果。"})
    text = response.content.decode()
    assert "还有一处没填：{下一步}" in text
    assert "已办{下一步}，请您看看结果。" in text


def test_a_template_is_filled_in_with_the_matter(world: World, noon: datetime) -> None:
    template = template_of(world.officer)
    case_id, officer = make_case(world, "handling"), as_(world.officer)
    text = page(officer, f"/voices/{case_id}/draft?template={template.pk}")
    assert "您好，三组到小学的路灯坏了半个月（" in text
    assert "已经办好：{办了什么}。还有事请找李桂芳代表。" in text
    with scope(world.officer):
        assert not Draft.objects.exists()  # looking writes nothing


def test_templates_are_recorded_changed_and_retired(world: World) -> None:
    officer = as_(world.officer)
    made = officer.post("/voices/templates/new", {"name": "修好了", "text": TEXT})
    assert made.url == "/voices/templates"
    assert "修好了" in page(officer, "/voices/templates")
    with scope(world.officer):
        template = AnswerTemplate.objects.get()
    same = officer.post("/voices/templates/new", {"name": "修好了", "text": TEXT})
    assert "已经有一个同名的模板" in same.content.decode()
    here = f"/voices/templates/{template.pk}"
    strange = officer.post(here, {"name": "修好了", "text": "您好，{电话}号的机主您好。", "version": 1})
    assert "不认识“{电话}”" in strange.content.decode()
    officer.post(here, {"name": "换好了", "text": TEXT, "version": 1})
    stale = officer.post(here, {"name": "又改", "text": TEXT, "version": 1})
    assert "同事改过这个模板" in stale.content.decode()
    officer.post(f"{here}/retire", {"version": 2})
    assert "已停用" in page(officer, "/voices/templates")
    events = [e.event for e in Entry.objects.filter(subject_kind="voices.template").order_by("id")]
    assert events == []  # not in anybody's sight without a scope
    with scope(world.officer):
        seen = Entry.objects.filter(subject_kind="voices.template").order_by("id")
        assert [e.event for e in seen] == [
            "voices.template.recorded", "voices.template.changed", "voices.template.retired",
        ]  # fmt: skip


def test_a_place_gives_templates_to_its_units_which_only_use_them(world: World) -> None:
    template = template_of(world.office, name="县里统一的")
    officer = as_(world.officer)
    assert "县里统一的" in page(officer, "/voices/templates")
    changed = officer.post(f"/voices/templates/{template.pk}", {"name": "我改的", "text": TEXT})
    assert changed.status_code == 403
    assert "县里统一的" not in page(as_(world.other_officer), "/voices/templates")
    assert as_(world.other_officer).get(f"/voices/templates/{template.pk}").status_code == 404
    assert as_(world.deputy).get("/voices/templates").status_code == 404


def test_a_units_templates_are_nobody_elses(world: World) -> None:
    template = template_of(world.officer)
    for actor in (world.second_officer, world.office, world.other_office):
        assert as_(actor).get(f"/voices/templates/{template.pk}").status_code == 404
    with scope(world.second_officer):
        assert not AnswerTemplate.objects.exists()  # row-level security alone


def test_the_unit_list_shows_clock_objections_and_extension(world: World) -> None:
    path = ("claim", "assign", "object", "assign", "accept", "extend")
    case_id = make_case(world, path=path)
    text = page(as_(world.officer), "/unit?view=working")
    assert f"/voices/{case_id}" in text
    assert "退回过 1 次" in text
    assert "已延期" in text
    assert "个工作日" in text


@pytest.mark.parametrize(("verb", "who"), [("submit", "leader"), ("return", "officer")])
def test_who_has_to_act_next_is_told(world: World, leader: Actor, verb: str, who: str) -> None:
    from lianxin.desk.case_notices import notify_draft_moved

    actor = leader if who == "leader" else world.officer
    payload = {
        "verb": verb, "unit_id": world.unit_id, "number": f"{VENUE_NAME} 260303-01", "case_id": 5,
        "actor_user_id": None, "at": "2026-03-03T04:00:00+00:00",
    }  # fmt: skip
    notify_draft_moved("e1", payload)
    with scope(actor):
        assert Notice.objects.get(user_id=actor.user_id).url == "/voices/5/draft"


def test_the_page_costs_at_most_fourteen_queries(
    world: World, leader: Actor, django_assert_max_num_queries: Any
) -> None:
    template_of(world.officer)
    case_id, officer = make_case(world, "handling"), as_(world.officer)
    officer.get(f"/voices/{case_id}/draft")
    with django_assert_max_num_queries(14):
        officer.get(f"/voices/{case_id}/draft")
