"""Which unit a suggestion should go to: what history and its words say, with the reason; nothing when unsure.

Local and counted, nothing learnt. The deputy's wish is considered: it wins where history does not speak
against it; where the two differ nobody is proposed and both are shown. Source: ADR-0032 §2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from lianxin.assist.nearest import Nearest
from lianxin.assist.similar import Match
from lianxin.kernel.actor import Actor
from lianxin.people.reads import UnitRow
from lianxin.suggestions import access
from lianxin.suggestions.models import Handling, Suggestion
from lianxin.suggestions.words import Basis
from lianxin.suggestions.workflow import Duty, HandlingState

# So many past ones are looked at; a match below `_SURE` says nothing; one alone must be this sure.
_LOOKED_AT = 600
_SURE = 0.35
_ALONE = 0.6
# So large a part of the matches' weight, or of a category's past, must point to one unit.
_SHARE = 0.6
_CATEGORY_SHARE = 0.8
_CATEGORY_LEAST = 5
# A co-handler is proposed when it helped in so large a part of the like ones.
_CO_SHARE = 0.5
_MOST_CO = 2
_MOST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Route:
    """A proposed unit with its co-handlers and the reason in parts; no unit: nothing is proposed."""

    unit_id: int | None
    co_ids: tuple[int, ...] = ()
    basis: Basis = Basis.NONE
    times: int = 0
    out_of: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """A past one much like it, who led it, and the words both use."""

    id: int
    title: str
    unit_id: int
    words: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be routed."""

    id: int
    title: str
    text: str
    category: str
    wished_unit_id: int | None


def _matter(title: str, proposal: str) -> str:
    # 关于…的建议 stands in every title and says nothing.
    return f"{title.removeprefix('关于').removesuffix('的建议')} {proposal[:200]}"


def asked_of(suggestion: Suggestion) -> Asked:
    """The parts of a suggestion that say where it belongs."""
    s = suggestion
    return Asked(s.pk, s.title, _matter(s.title, s.proposal), s.category, s.proposed_unit_id)


def _telling(words: str) -> str:
    """The longest three of the shared words, in their order: a reviewer reads three hundred of them."""
    every = words.split("、")
    longest = sorted(every, key=len, reverse=True)[:_MOST_WORDS]
    return "、".join(word for word in every if word in longest)[:80]


class Router:
    """Past assignments of one congress, read once, asked for each. Two queries to make, none to ask."""

    def __init__(self, actor: Actor, congress_id: int, place: str, units: Iterable[UnitRow]) -> None:
        self._units = {unit.id: unit for unit in units}
        self._near = [unit for unit in self._units.values() if unit.division_code == place]
        past = (
            Handling.objects.filter(
                suggestion__in=access.suggestions_visible_to(actor).filter(congress_id=congress_id),
                duty__in=[Duty.LEAD, Duty.SOLE],
                unit_id__in=self._units,
            )
            .exclude(state__in=[HandlingState.REPLACED, HandlingState.OBJECTED])
            .order_by("-id")
            .values_list(
                "suggestion_id", "unit_id", "suggestion__title", "suggestion__proposal",
                "suggestion__category",
            )[:_LOOKED_AT]
        )  # fmt: skip
        rows = list(past)
        self._unit_of = {pk: unit for pk, unit, *_rest in rows}
        self._title_of = {pk: title for pk, _unit, title, *_rest in rows}
        self._by_category: dict[str, Counter[int]] = {}
        for _pk, unit, _title, _proposal, category in rows:
            self._by_category.setdefault(category, Counter())[unit] += 1
        self._near_texts = Nearest((pk, _matter(title, proposal)) for pk, _u, title, proposal, _c in rows)
        self._helped: dict[int, set[int]] = {}
        helped = Handling.objects.filter(
            suggestion_id__in=self._unit_of, duty=Duty.CO, unit_id__in=self._units
        )
        for pk, unit in helped.exclude(state=HandlingState.REPLACED).values_list("suggestion_id", "unit_id"):
            self._helped.setdefault(pk, set()).add(unit)

    def route(self, asked: Asked) -> Route:
        """The unit that is proposed and why."""
        by_past = self._by_history(asked) or self._by_habit(asked) or self._by_words(asked)
        wish = asked.wished_unit_id if asked.wished_unit_id in self._units else None
        if wish is None:
            return by_past or Route(None)
        if by_past is None or by_past.unit_id == wish:
            co_ids = by_past.co_ids if by_past else ()
            return Route(wish, co_ids, Basis.WISH, *((by_past.times, by_past.out_of) if by_past else ()))
        return replace(by_past, unit_id=None, co_ids=(), basis=Basis.DOUBT)

    def like(self, asked: Asked) -> tuple[Past, ...]:
        """The past ones that history speaks by, the likest first; empty when none is like enough."""
        return tuple(
            Past(match.id, self._title_of[match.id], self._unit_of[match.id], _telling(match.why))
            for match in self._likest(asked)
        )

    def _likest(self, asked: Asked) -> list[Match]:
        likest = self._near_texts.like(asked.text, sure=_SURE, most=5)
        return [match for match in likest if match.id != asked.id]

    def _by_history(self, asked: Asked) -> Route | None:
        found = self._likest(asked)
        if not found or (len(found) == 1 and found[0].score < _ALONE):
            return None
        weights: Counter[int] = Counter()
        for match in found:
            weights[self._unit_of[match.id]] += int(match.score * 1000)
        unit, weight = weights.most_common(1)[0]
        if weight < _SHARE * weights.total():
            return None
        its = [match for match in found if self._unit_of[match.id] == unit]
        return Route(unit, self._co(its, unit), Basis.HISTORY, len(its), len(found), _telling(its[0].why))

    def _co(self, matches: list[Match], lead: int) -> tuple[int, ...]:
        """Units that helped in half of these or more."""
        counts = Counter(unit for match in matches for unit in self._helped.get(match.id, ()) if unit != lead)
        often = [unit for unit, times in counts.most_common(_MOST_CO) if times >= _CO_SHARE * len(matches)]
        return tuple(often)

    def _by_habit(self, asked: Asked) -> Route | None:
        """Nearly all of a category went to one unit."""
        counts = self._by_category.get(asked.category, Counter())
        if counts.total() < _CATEGORY_LEAST:
            return None
        unit, times = counts.most_common(1)[0]
        if times < _CATEGORY_SHARE * counts.total():
            return None
        return Route(unit, (), Basis.HISTORY, times, counts.total())

    def _by_words(self, asked: Asked) -> Route | None:
        """One unit of the place, and only one, looks after what the title or the text names."""
        scores: Counter[int] = Counter()
        named: dict[int, list[str]] = {}
        for unit in self._near:
            for topic in filter(None, (word.strip() for word in unit.topics.split("、"))):
                if topic in asked.title or topic in asked.text:
                    scores[unit.id] += 2 if topic in asked.title else 1
                    named.setdefault(unit.id, []).append(topic)
        best = scores.most_common(2)
        if not best or best[0][1] < 2 or (len(best) > 1 and best[1][1] == best[0][1]):
            return None
        unit_id = best[0][0]
        return Route(unit_id, (), Basis.WORDS, 0, 0, "、".join(named[unit_id])[:80])
