"""The invented words of the demo, read from `data/*.toml` and checked for shape."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from lianxin.voices.words import DeclineReason, Topic

_DATA = Path(__file__).parent / "data"


def _table(name: str) -> dict[str, Any]:
    with (_DATA / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@dataclass(frozen=True, slots=True)
class MatterText:
    """One matter: what the citizen says and what comes of it. `where`: rural, urban or both."""

    topic: Topic
    unit: str
    where: str
    said: str
    title: str
    gist: str
    answer: str
    spot: str = ""
    decline: DeclineReason | None = None

    def fits(self, where: str) -> bool:
        """Whether people in such a place would say it."""
        return self.where in {"both", where}


@lru_cache(maxsize=1)
def matters() -> tuple[MatterText, ...]:
    """All matters, in file order."""
    return tuple(
        MatterText(
            **{
                **row,
                "topic": Topic(row["topic"]),
                "decline": DeclineReason(row["decline"]) if "decline" in row else None,
            }
        )
        for row in _table("matters")["matter"]
    )


@dataclass(frozen=True, slots=True)
class Group:
    """Names of one ethnic group; `whole` are names not built of two parts."""

    name: str
    weight: int
    surnames: list[str]
    female: list[str]
    male: list[str]
    whole: list[str]


@dataclass(frozen=True, slots=True)
class RareName:
    """A name with characters outside the common set."""

    name: str
    sex: str
    group: str


@dataclass(frozen=True, slots=True)
class Work:
    """An occupation and one sentence about who does it."""

    where: str
    occupation: str
    introduction: str


@dataclass(frozen=True, slots=True)
class PeopleTexts:
    """What deputies are made of."""

    group: list[Group]
    rare: list[RareName]
    work: list[Work]


@lru_cache(maxsize=1)
def people() -> PeopleTexts:
    """Names and occupations."""
    table = _table("people")
    return PeopleTexts(
        [Group(**row) for row in table["group"]],
        [RareName(**row) for row in table["rare"]],
        [Work(**row) for row in table["work"]],
    )


@dataclass(frozen=True, slots=True)
class UnitText:
    """A handling unit without its place."""

    name: str
    short: str
    topics: str
    key: str = ""
    enterprise: bool = False


@dataclass(frozen=True, slots=True)
class UnitTexts:
    """Units of a county and of a prefecture."""

    county: list[UnitText] = field(default_factory=list)
    prefecture: list[UnitText] = field(default_factory=list)


@lru_cache(maxsize=1)
def units() -> UnitTexts:
    """Handling units."""
    table = _table("units")
    return UnitTexts(
        [UnitText(**row) for row in table["county"]], [UnitText(**row) for row in table["prefecture"]]
    )


@lru_cache(maxsize=1)
def words() -> dict[str, list[str]]:
    """Short sentences by occasion."""
    return {key: [str(text) for text in texts] for key, texts in _table("words").items()}
