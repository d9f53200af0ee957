from __future__ import annotations

import pytest

from lianxin.kernel.workflow import MoveNotAllowed, State, Tone, Workflow, move

FLOW = Workflow(
    "test.lamp",
    "灯",
    [
        State("off", "关", "关着", Tone.QUIET),
        State("on", "开", "开着", Tone.DONE),
        State("gone", "拆了", "没了", Tone.QUIET),
    ],
    [
        move("light", "开灯", "off", "on", "ADR-0001"),
        move("dim", "关灯", "on", "off", "ADR-0001"),
        move("remove", "拆灯", ["off", "on"], "gone", "ADR-0001"),
    ],
)


def test_only_the_table_moves_a_record() -> None:
    assert FLOW.next_state("off", "light") == "on"
    assert FLOW.verbs_from("on") == ["dim", "remove"]
    with pytest.raises(MoveNotAllowed, match="不能再“开灯”"):
        FLOW.next_state("gone", "light")


def test_a_move_to_an_unknown_state_is_refused_at_import() -> None:
    with pytest.raises(ValueError, match="unknown states"):
        Workflow("x", "x", [State("a", "a", "a", Tone.DONE)], [move("go", "去", "a", "b", "ADR-0001")])


def test_the_document_shows_states_moves_sources_and_ends() -> None:
    page = FLOW.as_markdown()
    assert "| `remove` | 拆灯 | `off`, `on` | `gone` | ADR-0001 |" in page
    assert "off --> on: 开灯" in page
    assert "gone --> [*]" in page
    assert "on --> [*]" not in page
