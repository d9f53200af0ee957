"""Who may be commended for a year, criterion by criterion, and who was. Source: ADR-0033 §5."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor
from lianxin.people import reads as people
from lianxin.suggestions import access
from lianxin.suggestions.models import FromCase
from lianxin.suggestions.models.year import Commendation
from lianxin.suggestions.reads import board, counted
from lianxin.suggestions.reads.board import BoardRow
from lianxin.suggestions.words import Satisfaction
from lianxin.suggestions.year_rules import YearRules
from lianxin.suggestions.year_words import Praised

# Suggestions offered at once: all that meet every criterion, the newest first.
OFFERED = 50


@dataclass(frozen=True, slots=True)
class Criterion:
    """One stated condition, what was found, and whether it is met."""

    words: str
    found: str
    is_met: bool

    def as_fact(self) -> dict[str, object]:
        """As it is kept with a commendation."""
        return {"words": self.words, "found": self.found, "is_met": self.is_met}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit or a suggestion held against the criteria."""

    kind: Praised
    id: int
    name: str
    criteria: tuple[Criterion, ...]
    is_commended: bool

    @property
    def meets_all(self) -> bool:
        """Whether every criterion is met."""
        return all(criterion.is_met for criterion in self.criteria)


def _at_least(row: BoardRow, code: str, least: int, words: str) -> Criterion:
    rate = row.line(code).rate
    is_met = rate.percent is not None and rate.percent >= least
    return Criterion(words % {"percent": least}, rate.text, is_met)


def unit_criteria(row: BoardRow, rules: YearRules) -> tuple[Criterion, ...]:
    """What a unit has to show, each line on its own."""
    led = row.figures.counts["handed"].number
    broken, late = row.promises["broken"].number, row.figures.counts["late"].number
    return (
        Criterion(_("主办、分办、独办至少 %(num)d 件") % {"num": rules.praise_least}, str(led),
                  led >= rules.praise_least),
        _at_least(row, "face", rules.praise_face, _("面商率不低于 %(percent)d%%")),
        _at_least(row, "on_time", rules.praise_on_time, _("按期率不低于 %(percent)d%%")),
        _at_least(row, "satisfy", rules.praise_satisfied, _("满意率不低于 %(percent)d%%")),
        Criterion(_("没有超期未答复的"), str(late), late == 0),
        Criterion(_("没有没兑现的承诺"), str(broken), broken == 0),
    )  # fmt: skip


def unit_candidates(actor: Actor, year: int, *, today: date) -> list[Candidate]:
    """Every unit of the year held against the criteria, those that meet all first. Four queries."""
    found = board.board(actor, year, today=today)
    praised = set(
        Commendation.objects.filter(division_code=actor.place, year=year, kind=Praised.UNIT)
        .values_list("unit_id", flat=True)
    )  # fmt: skip
    rows = [
        Candidate(
            Praised.UNIT,
            row.unit_id,
            row.figures.name,
            unit_criteria(row, found.rules),
            row.unit_id in praised,
        )
        for row in found.rows
        if row.figures.counts["handed"].number
    ]  # fmt: skip
    return sorted(rows, key=lambda row: not row.meets_all)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the criteria of a suggestion look at."""

    signers: int
    cases: int
    is_resolved: bool
    attitude: str
    result: str
    rehandled: int


_TESTS: tuple[tuple[Callable[[], str], Callable[[_Facts], tuple[str, bool]]], ...] = (
    (
        lambda: _("来自群众反映，或者三名以上代表联名"),
        lambda f: (
            _("群众反映 %(cases)d 件，署名 %(signers)d 人") % {"cases": f.cases, "signers": f.signers},
            f.cases > 0 or f.signers >= 3,
        ),
    ),
    (
        lambda: _("办理结果算解决"),
        lambda f: (_("解决") if f.is_resolved else _("还没有解决"), f.is_resolved),
    ),
    (
        lambda: _("代表对态度和结果都满意"),
        lambda f: (
            _("都满意") if {f.attitude, f.result} == {Satisfaction.SATISFIED} else _("不是都满意"),
            {f.attitude, f.result} == {Satisfaction.SATISFIED},
        ),
    ),
    (
        lambda: _("没有重新办理"),
        lambda f: (_("一次办好") if not f.rehandled else _("重新办理过"), not f.rehandled),
    ),
)


def suggestion_criteria(facts: _Facts) -> tuple[Criterion, ...]:
    """What an excellent suggestion has to show."""
    return tuple(Criterion(words(), *found(facts)) for words, found in _TESTS)


def suggestion_candidates(actor: Actor, year: int, *, today: date) -> list[Candidate]:
    """Suggestions of the year that are resolved and both ratings satisfied, those that meet all first.

    Five queries.
    """
    resolved = _ids(actor, year, "resolved", today)
    pleased = _ids(actor, year, "pleased", today)
    found = access.suggestions_visible_to(actor).filter(pk__in=resolved & pleased).order_by("-id")
    rows = list(
        found.values_list("pk", "number", "title", "signer_ids", "attitude", "result", "rehandled_count")
    )
    from_cases: dict[int, int] = {}
    for pk in FromCase.objects.filter(suggestion__in=[row[0] for row in rows]).values_list(
        "suggestion_id", flat=True
    ):
        from_cases[pk] = from_cases.get(pk, 0) + 1
    praised = set(
        Commendation.objects.filter(division_code=actor.place, year=year, kind=Praised.SUGGESTION)
        .values_list("suggestion_id", flat=True)
    )  # fmt: skip
    made = [
        Candidate(
            Praised.SUGGESTION, row[0], f"{row[1]} · {row[2]}",
            suggestion_criteria(
                _Facts(len(row[3]), from_cases.get(row[0], 0), row[0] in resolved, row[4], row[5], row[6])
            ),
            row[0] in praised,
        )
        for row in rows
    ]  # fmt: skip
    return sorted(made, key=lambda row: not row.meets_all)[:OFFERED]


def _ids(actor: Actor, year: int, code: str, today: date) -> set[int]:
    return counted.counted_ids(actor, counted.Wanted(year, code), today=today)


@dataclass(frozen=True, slots=True)
class Praise:
    """One commendation as it was decided."""

    kind: str
    name: str
    decided_by: str
    reason: str
    criteria: tuple[Mapping[str, object], ...]
    meets_all: bool


def commendations(actor: Actor, year: int) -> list[Praise]:
    """What the actor's place commended for the year, units first. Two queries."""
    rows = list(
        Commendation.objects.filter(division_code=actor.place, year=year)
        .select_related("suggestion")
        .order_by("-kind", "id")
    )
    names = people.unit_names(row.unit_id for row in rows if row.unit_id is not None)
    return [
        Praise(
            row.kind,
            names.get(row.unit_id or 0, "") if row.suggestion is None else row.suggestion.title,
            row.decided_by, row.reason, tuple(row.criteria), row.meets_all,
        )
        for row in rows
    ]  # fmt: skip
