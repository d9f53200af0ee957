"""The likest of some hundred known texts, for many texts in turn: `similar`, counted beforehand.

Source: ADR-0014, ADR-0032 §2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from lianxin.assist.similar import Match, _is_enough, _places, _runs, _score, _weights, pairs

# So many candidates are scored in full: those that share the most pairs of characters.
_SCORED = 30


class Nearest:
    """Known texts, to be asked again and again. Figures: the room's README."""

    def __init__(self, known: Iterable[tuple[int, str]]) -> None:
        self._pairs = {key: pairs(text) for key, text in known}
        self._weights = _weights(list(self._pairs.values()))
        self._with: dict[str, list[int]] = {}
        for key, found in self._pairs.items():
            for pair in found:
                self._with.setdefault(pair, []).append(key)

    def like(self, text: str, *, sure: float, most: int = 5) -> tuple[Match, ...]:
        """At most `most` known texts with a score of `sure` or more, the surest first; empty when unsure."""
        runs = _runs(text)
        own = frozenset(pair for run in runs for pair in run)
        shared = Counter(key for pair in own for key in self._with.get(pair, ()))
        found = []
        for key, _count in shared.most_common(_SCORED):
            score = _score(own, self._pairs[key], self._weights)
            places = _places(runs, own & self._pairs[key])
            if score >= sure and _is_enough(places):
                found.append(Match(key, score, _("、").join(places)))
        return tuple(sorted(found, key=lambda match: (-match.score, match.id))[:most])
