"""Rooms enter other rooms only through their open doors."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1] / "src" / "lianxin"
OPEN_DOORS = {"reads", "actions", "events", "access", "testing"}
# Floors without domain are free to import; `words` holds the closed sets that screens name, `homes` where roles start.
SHARED = {"kernel", "kit", "journal", "assist", "documents", "localrules"}
ALSO_OPEN = {"words", "workflow", "homes"}
FREE = {"project", "demo"}
FILES = [p for p in sorted(ROOT.glob("*/**/*.py")) if "migrations" not in p.parts and "tests" not in p.parts]


def imports_of(tree: ast.AST) -> list[tuple[int, str, set[str]]]:
    """(line, room, doors) of every import of a room."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("lianxin"):
            parts = (node.module or "").split(".")
            if len(parts) == 1:
                found += [(node.lineno, alias.name, set()) for alias in node.names]
            else:
                doors = set(parts[2:3]) or {alias.name for alias in node.names}
                found.append((node.lineno, parts[1], doors))
        elif isinstance(node, ast.Import):
            for alias in node.names:
                parts = alias.name.split(".")
                if parts[0] == "lianxin" and len(parts) > 1:
                    found.append((node.lineno, parts[1], set(parts[2:3])))
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_rooms_enter_other_rooms_through_open_doors(path: Path) -> None:
    own = path.relative_to(ROOT).parts[0]
    if own in FREE:
        return
    wrong = [
        f"line {line}: {room}.{', '.join(sorted(doors))}"
        for line, room, doors in imports_of(ast.parse(path.read_text(encoding="utf-8")))
        if room != own and room not in SHARED and not doors <= OPEN_DOORS | ALSO_OPEN
    ]
    assert not wrong, (
        f"{path.relative_to(ROOT)} reaches inside another room; use its reads/actions/events/access: {wrong}"
    )


def test_the_door_test_sees_a_side_door() -> None:
    tree = ast.parse("from lianxin.voices.models import Case\nfrom lianxin.voices import clocks")
    assert [doors for _, _, doors in imports_of(tree)] == [{"models"}, {"clocks"}]
