"""Which open matters say the same as this text: counted pairs of characters, nothing learnt, nothing sent.

Source: ADR-0014. Figures and limits are in the room's README.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import log
from pathlib import Path

from django.utils.translation import gettext as _

# Below this the answer is "not sure", and nothing is offered.
SURE = 0.35
# So many separate places must be shared: 养猪场 alone is where it is, 养猪场 and 臭气 are a matter.
LEAST_PLACES = 2
_DATA = Path(__file__).parent / "data"
_HAN = re.compile(r"[\u3400-\u9fff]+")
_WEAK_CHARS = str.maketrans("", "", "的了是在和与把被就都也还又着过呢吗吧啊很没有")


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate that seems to say the same: how sure from 0 to 1, and the words they share."""

    id: int
    score: float
    why: str


def _lines(name: str) -> list[str]:
    rows = (_DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [row for row in rows if row and not row.startswith("#")]


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, str], re.Pattern[str], re.Pattern[str]]:
    """Word → the word that stands for it; a pattern of these words; a pattern of words that say nothing."""
    alike = {word: row.split()[0] for row in _lines("alike") for word in row.split()}
    return alike, _any_of(alike), _any_of(word for row in _lines("stop_words") for word in row.split())


def _runs(text: str) -> list[list[str]]:
    """The telling pairs of characters of a text in order, run by run, words of the same meaning made one."""
    alike, known, stop = _tables()
    folded = known.sub(lambda word: f" {alike[word.group()]} ", unicodedata.normalize("NFKC", text))
    folded = stop.sub(" ", folded).translate(_WEAK_CHARS)
    return [[run[at : at + 2] for at in range(len(run) - 1)] for run in _HAN.findall(folded)]


def pairs(text: str) -> frozenset[str]:
    """The telling pairs of characters of a text."""
    return frozenset(pair for run in _runs(text) for pair in run)


def _places(runs: list[list[str]], shared: frozenset[str]) -> list[str]:
    """The stretches of a text that are shared, as words."""
    words: dict[str, None] = {}
    for run in runs:
        word = ""
        for pair in [*run, ""]:
            if pair in shared:
                word = word + pair[1] if word else pair
            elif word:
                words[word], word = None, ""
    return list(words)


def _is_enough(places: list[str]) -> bool:
    """Whether what is shared is a matter, not only a place: two stretches, or one of four characters."""
    return len(places) >= LEAST_PLACES or any(len(word) >= 4 for word in places)


def _weights(texts: list[frozenset[str]]) -> dict[str, float]:
    """How telling a pair is among these texts: what everybody writes counts less. 0.5 to 1."""
    seen: dict[str, int] = {}
    for text in texts:
        for pair in text:
            seen[pair] = seen.get(pair, 0) + 1
    return {pair: 1 / (1 + log(count)) for pair, count in seen.items()}


def ranked(text: str, candidates: Iterable[tuple[int, str]], *, most: int = 3) -> tuple[Match, ...]:
    """At most `most` candidates, given as (id, text), that seem to say the same, the surest first.

    Empty when unsure: a citizen must not be sent to another's matter. Plain Python, meant for a few hundred
    candidates of one venue or township (200 of 100 characters: some 30 ms).
    """
    runs = _runs(text)
    own = frozenset(pair for run in runs for pair in run)
    others = [(key, pairs(words)) for key, words in candidates]
    weights = _weights([words for _key, words in others])
    found = []
    for key, words in others:
        score, places = _score(own, words, weights), _places(runs, own & words)
        if score >= SURE and _is_enough(places):
            why = _("都提到：%(words)s") % {"words": _("、").join(places)}
            found.append(Match(key, score, why))
    return tuple(sorted(found, key=lambda match: (-match.score, match.id))[:most])


def _score(own: frozenset[str], other: frozenset[str], weights: dict[str, float]) -> float:
    """Shared weight over the mean of both (Dice) and over the lighter one (overlap), half of each; 0 to 1."""

    def weight(words: frozenset[str]) -> float:
        return sum(weights.get(pair, 1.0) for pair in words)

    if not (shared := own & other):
        return 0.0
    one, two, both = weight(own), weight(other), weight(shared)
    return round(both / (one + two) + both / min(one, two) / 2, 3)
