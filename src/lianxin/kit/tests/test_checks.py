"""A new model without a row-security decision stops the house."""

from __future__ import annotations

import pytest

from lianxin.kit import rls
from lianxin.kit.checks import every_model_has_a_row_security_decision as check


def test_every_model_of_the_house_is_decided() -> None:
    assert check(None) == []


def test_a_model_nobody_thought_of_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rls, "SCOPED", rls.SCOPED - {"voices.case"})
    monkeypatch.setattr(rls, "PUBLIC", {k: v for k, v in rls.PUBLIC.items() if k != "kit.once"})
    problems = check(None)
    assert {problem.id for problem in problems} == {"lianxin.E001"}
    assert sorted(problem.msg.split()[0] for problem in problems) == ["kit.once", "voices.case"]
    assert "rls.scoped" in str(problems[0].hint)


def test_a_public_model_says_why() -> None:
    assert all(len(reason) > 10 for reason in rls.PUBLIC.values()), rls.PUBLIC


def test_no_model_is_both() -> None:
    assert not rls.SCOPED & rls.PUBLIC.keys()
