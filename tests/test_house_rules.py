"""House rules that a reader could forget: each message says where the line belongs."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1] / "src" / "lianxin"
ALL = [p for p in sorted(ROOT.glob("*/**/*.py")) if not {"migrations", "tests"} & set(p.parts)]
VIEWS = [p for p in ALL if p.name == "views.py" or p.parent.name == "views"]
ACTIONS = [p for p in ALL if p.name in {"actions.py", "sign_in.py"} or p.parent.name == "actions"]
MODELS = [p for p in ALL if p.name == "models.py" or p.parent.name == "models"]
TEMPLATES = sorted(ROOT.glob("*/jinja2/**/*.html"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def attributes(path: Path, names: set[str]) -> list[int]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [n.lineno for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr in names]


@pytest.mark.parametrize("path", VIEWS, ids=name)
def test_views_reach_the_database_only_through_reads_and_actions(path: Path) -> None:
    lines = attributes(path, {"objects", "save", "select_for_update"})
    assert not lines, f"{name(path)}: move lines {lines} to reads.py or actions.py"


@pytest.mark.parametrize("path", VIEWS, ids=name)
def test_views_are_short(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    long = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.end_lineno is not None:
            doc = ast.get_docstring(node)
            body = node.end_lineno - node.lineno - (len(doc.splitlines()) if doc else 0)
            if body > 30:
                long.append(f"{node.name} ({body} lines)")
    assert not long, f"{name(path)}: a view parses, calls one action or read, and renders: {long}"


@pytest.mark.parametrize("path", ACTIONS, ids=name)
def test_actions_get_the_time_and_the_actor_as_arguments(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    wrong = [
        n.lineno
        for n in ast.walk(tree)
        if isinstance(n, ast.Call)
        and isinstance(n.func, ast.Attribute)
        and n.func.attr in {"now", "today", "utcnow", "localdate"}
    ]
    assert not wrong, f"{name(path)}: lines {wrong} read the clock; take `at` as an argument"
    if path.name != "sign_in.py":  # signing in is the one action about the session itself
        names = [n.lineno for n in ast.walk(tree) if isinstance(n, ast.arg) and n.arg == "request"]
        assert not names, f"{name(path)}: lines {names} take the request; take the actor instead"


@pytest.mark.parametrize("path", MODELS, ids=name)
def test_saving_has_no_effects(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    lines = [
        n.lineno for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name in {"save", "delete"}
    ]
    assert not lines, f"{name(path)}: move the effect of lines {lines} to an action"


@pytest.mark.parametrize("path", ALL, ids=name)
def test_no_model_signals_and_no_swallowed_errors(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "post_save" not in text and "pre_save" not in text, f"{name(path)}: publish an event instead"
    tree = ast.parse(text)
    bare = [n.lineno for n in ast.walk(tree) if isinstance(n, ast.ExceptHandler) and n.type is None]
    assert not bare, f"{name(path)}: lines {bare} catch everything"


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_obey_the_content_security_policy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for forbidden in (" style=", " onclick=", " onchange=", " onsubmit=", "javascript:", "hx-on", "<style"):
        assert forbidden not in text, f"{name(path)}: {forbidden!r} is refused by the browser"


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_chinese_text_has_full_width_punctuation_and_is_translatable(path: Path) -> None:
    import re

    text = path.read_text(encoding="utf-8")
    half = re.findall(r"[\u4e00-\u9fff][,;?!:][\u4e00-\u9fff]", text)
    assert not half, f"{name(path)}: use full-width punctuation between Chinese characters: {half[:5]}"
    bare = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->", "", _without_trans(text), flags=re.DOTALL)
    loose = re.findall(r"[\u4e00-\u9fff]{2,}", bare)
    # The names of the language and of the product are the same in every language; the gallery is sample data.
    if path.name == "gallery.html":
        return
    allowed = {"连心桥", "中文"}
    assert not set(loose) - allowed, f"{name(path)}: wrap in _() or trans: {loose[:5]}"


def _without_trans(text: str) -> str:
    import re

    return re.sub(r"\{%-?\s*trans.*?endtrans\s*-?%\}", "", text, flags=re.DOTALL)


def test_a_journal_event_has_a_sentence() -> None:
    """Every event name written anywhere in the code is registered with words."""
    import re

    import django

    django.setup()
    from lianxin.journal.words import registered

    written = set()
    for path in ALL:
        if path.name == "apps.py":
            continue
        text = path.read_text(encoding="utf-8")
        written |= set(re.findall(r'journal\.write\([^)]*?"([a-z_]+\.[a-z_]+\.[a-z_]+)"', text))
    missing = written - registered()
    assert len(written) > 15, "the pattern no longer finds the events"
    assert not missing, f"register a sentence for {sorted(missing)} in the room's apps.py"


@pytest.mark.parametrize("path", ALL, ids=name)
def test_tables_leave_by_one_door(path: Path) -> None:
    """A cell that a spreadsheet would run is made inert in one place, `kit/tables.py`. Source: T42."""
    if name(path) == "kit/tables.py":
        return
    assert "csv.writer(" not in path.read_text(encoding="utf-8"), f"{name(path)}: use kit.tables.csv_lines"
