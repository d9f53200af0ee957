"""What ledgers of matters and of suggestions share: closed words, days in order, people and units by name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from django.utils import timezone

from lianxin.exchange.kinds.base import Context
from lianxin.exchange.sheets import cleaners as clean
from lianxin.exchange.sheets.columns import Cleaned, Cleaner, Row
from lianxin.exchange.sheets.reading import Value
from lianxin.exchange.sheets.text import closed, text_of
from lianxin.people import reads as people

T = TypeVar("T", bound=str)
# Where somebody answers for a place: names of several are parted by these.
_BETWEEN = re.compile(r"[、，,；;/\s]+")


def one_of(words: Mapping[str, Sequence[str]], code: str) -> Cleaner:
    """A cleaner that takes a closed set of words, with or without what stands in brackets behind them."""
    meant = {word: value for value, listed in words.items() for word in listed}

    def cleaned(value: Value) -> Cleaned:
        if clean.is_blank(value):
            return Cleaned()
        text = re.sub(r"[（(].*$", "", closed(value)) or closed(value)
        if text in meant:
            return Cleaned(meant[text])
        near = next((word for word in meant if len(word) > 1 and (word in text or text in word)), "")
        return Cleaned("", code, near)

    return cleaned


def words(value: Value) -> Cleaned:
    """Text of any length; lines stay lines."""
    if not isinstance(value, str):
        return Cleaned(text_of(value))
    return Cleaned("\n".join(text_of(line) for line in value.splitlines()).strip())


def number(value: Value) -> Cleaned:
    """A number as an office gives it, without blanks: 2023-015, 楚人办〔2023〕15."""
    return Cleaned(clean.line(value).value.replace(" ", ""))


def names(value: Value) -> Cleaned:
    """王芳、李明 and 3 others -> 王芳、李明."""
    listed = [clean.name(part).value for part in _BETWEEN.split(text_of(value)) if part]
    return Cleaned("、".join(dict.fromkeys(name for name in listed if name)))


def unit_names(value: Value) -> Cleaned:
    """交通运输局，水务局 -> 交通运输局、水务局."""
    return Cleaned("、".join(dict.fromkeys(part for part in _BETWEEN.split(text_of(value)) if part)))


def day_of(row: Row, field: str) -> date | None:
    """A day of the row; a month alone is its first day."""
    text = row.get(field)
    return date.fromisoformat(text if len(text) == 10 else f"{text}-01") if text else None


def check_days(row: Row, fields: Sequence[str], context: Context) -> None:
    """Each stage on or after the one before, and none in the future."""
    last: date | None = None
    for field in fields:
        day = day_of(row, field)
        if day is None:
            continue
        if day > timezone.localtime(context.at).date():
            row.add(field, "future_day")
        elif last is not None and day < last:
            row.add(field, "days_backwards")
        last = max(day, last) if last else day


class Register:
    """The deputies and units of a place by name. A few queries, whatever the number of rows."""

    def __init__(self, context: Context, person_names: Iterable[str]) -> None:
        self._decisions = context.decisions
        self.persons: dict[str, list[people.KnownPerson]] = defaultdict(list)
        self.person_names: dict[int, str] = {}
        for person in people.known_people(context.actor, set(person_names) - {""}):
            self.persons[person.name].append(person)
            self.person_names[person.id] = person.name
        self.units: dict[str, int] = {}
        self.unit_names: dict[int, str] = {}
        self.unit_places: dict[int, str] = {}
        listed = [(u.id, u.name, u.short_name, u.division_code) for u in people.units_for(context.place)]
        listed += [(u.id, u.name, u.short_name, u.division_code) for u in people.known_units(context.place)]
        for pk, name, short_name, place in listed:
            self.unit_names[pk], self.unit_places[pk] = name, place
            self.units.setdefault(short_name, pk)
        # A whole name is surer than a short one.
        self.units |= {name: pk for pk, name in self.unit_names.items()}

    def person(self, row: Row, field: str, *, near: str = "") -> int | None:
        """The deputy a cell names; what is not sure is asked, never guessed."""
        name = row.get(field)
        known = self.persons.get(name, [])
        decided = self._decisions.get((row.sheet, row.number))
        if decided is not None:
            known = [p for p in known if p.id == decided] or known
        if len(known) > 1 and near:
            here = [p for p in known if any(s.home_code.startswith(near[:9]) for s in p.seats)]
            known = here if len(here) == 1 else known
        if not known:
            row.add(field, "no_such_person")
        elif len(known) > 1:
            row.candidates = [(p.id, _told(p)) for p in known]
            row.add(field, "several_people", value="；".join(_told(p) for p in known))
        else:
            return known[0].id
        return None

    def unit(self, row: Row, field: str, name: str) -> int | None:
        """The unit of this name, whole or short; closed ones too, for they handled it in their time."""
        found = self.units.get(name)
        if found is None:
            near = next(
                (full for full in self.unit_names.values() if full.endswith(name) or name in full), ""
            )
            row.add(field, "no_such_unit", value=name, repair=near)
        return found


def _told(person: people.KnownPerson) -> str:
    return "，".join(t for t in (person.name, person.occupation, person.birth) if t)
