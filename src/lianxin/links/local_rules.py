"""How often links want a visit, for the screen of local rules. Source: ADR-0029 §6; ADR-0034."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from lianxin.links.models import Profile
from lianxin.links.profiles import DEFAULT_DAYS, days_between
from lianxin.links.words import KIND_LABELS, LinkKind
from lianxin.localrules.books import Rulebook, RuleField, Values

FIELDS = tuple(RuleField(kind.value, KIND_LABELS[kind], _("天走访一次"), most=730) for kind in LinkKind)


def _values_on(place: str, on: date) -> Values:
    return {kind.value: days_between(kind, place, on) for kind in LinkKind}


def _from_row(row: Profile) -> Values:
    return {kind.value: int(row.values.get(kind) or DEFAULT_DAYS[kind]) for kind in LinkKind}


def _to_row(values: Values, _before: Profile | None) -> dict[str, Any]:
    return {"values": dict(values)}


BOOK = Rulebook(
    "links",
    _("联系和走访的间隔"),
    _("常委会组成人员、各委员会联系代表，代表联系选民，隔多久要走访一次；过了会提醒。"),
    FIELDS, Profile, _values_on, _from_row, _to_row,
)  # fmt: skip
