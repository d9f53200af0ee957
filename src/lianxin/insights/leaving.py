"""Tables that leave the circle of those who see the cases: small counts are hidden.

Source: ADR-0014, ADR-0022.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from lianxin.insights.formulas import COUNTS, Formula
from lianxin.insights.reads import Figures
from lianxin.kernel.figures import Rate, suppressed, suppressed_parts

HIDDEN = "…"


def smallest_shown() -> int:
    """Counts from one to this less one are hidden."""
    return int(settings.LIANXIN_SMALLEST_SHOWN)


def hidden_words() -> str:
    """The sentence under every such table."""
    return _("“…”是少于 %(num)s 件的数，或者能由它推出来的数，为保护反映人不显示。") % {
        "num": smallest_shown()
    }


def shown(number: int) -> str:
    """A count that stands alone."""
    return _text(suppressed(number, smallest_shown()))


def shown_counts(rows: Sequence[Figures]) -> list[dict[str, str]]:
    """Counts of the rows as text, by code: per column, so that no column's total tells a hidden part."""
    columns = {
        code: suppressed_parts([row.counts[code].number for row in rows], smallest_shown()) for code in COUNTS
    }
    return [{code: _text(columns[code][at]) for code in COUNTS} for at in range(len(rows))]


def whole_counts(whole: Figures) -> dict[str, str]:
    """The counts of everything, as text."""
    return {code: shown(whole.counts[code].number) for code in COUNTS}


def shown_rate(rate: Rate, formula: Formula, counts: Mapping[str, str]) -> str:
    """The rate, unless it would tell a hidden numerator or denominator."""
    return HIDDEN if HIDDEN in {counts[formula.numerator], counts[formula.denominator]} else rate.text


def _text(number: int | None) -> str:
    return HIDDEN if number is None else str(number)
