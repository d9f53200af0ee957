from __future__ import annotations
import json
import pytest
from matrix import test_matrix as m
from matrix.test_matrix import world  # noqa
pytestmark=[pytest.mark.django_db, pytest.mark.timeout(900)]
@pytest.mark.parametrize("kind",["GET","POST"])
def test_new(world, kind, monkeypatch):
    known=json.loads(m.EXPECTED.read_text())
    real=list(m.our_routes())
    new=[r for r in real if r[0] not in known[kind]]
    monkeypatch.setattr(m,"our_routes",lambda: iter(new))
    swept=m.sweep(world,kind.lower())
    assert not swept.leaks, swept.leaks[:5]
    known=json.loads(m.EXPECTED.read_text())
    known[kind]|=m.grouped(swept.outcomes)
    m.EXPECTED.write_text(json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True)+"\n")
