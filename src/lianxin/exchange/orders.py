"""What the engine is asked to do for a stored import."""

from __future__ import annotations

from datetime import datetime

from lianxin.exchange import engine
from lianxin.exchange.models import Import
from lianxin.exchange.sheets.headers import Header
from lianxin.exchange.sheets.reading import Sheet
from lianxin.kernel.actor import Actor


def order_of(found: Import, *, actor: Actor, at: datetime) -> engine.Order:
    """The order with the columns, repairs and answers given so far."""
    mapping = {
        sheet: Header(row - 1, height, {int(k): v for k, v in fields.items()}, {})
        for sheet, (row, height, fields) in found.mapping.items()
    }
    return engine.Order(
        kind=found.kind, place=found.division_code, actor=actor, at=at, term=found.term, mapping=mapping,
        repairs={(s, n, f): v for s, n, f, v in found.repairs},
        decisions={(s, n): p for s, n, p in found.decisions},
    )  # fmt: skip


def sheets_of(found: Import) -> list[Sheet]:
    """The sheets that are to be imported."""
    sheets = engine.sheets_of(bytes(found.data), found.file_name)
    return [s for s in sheets if s.name in found.mapping]
