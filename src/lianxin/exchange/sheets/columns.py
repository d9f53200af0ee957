"""What a kind of file is made of: its columns with their synonyms, and how each cell becomes a fact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from lianxin.exchange.sheets.reading import Value


class Weight(StrEnum):
    """An error keeps the row out; a warning lets it in and is shown."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What a cell says: the fact, a problem by its code, and what it was probably meant to be."""

    value: str = ""
    code: str = ""
    repair: str = ""
    weight: Weight = Weight.ERROR
    # Facts of other columns that stood in this cell, such as 王芳（女，彝族）.
    also: dict[str, str] = field(default_factory=dict)


Cleaner = Callable[[Value], Cleaned]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a kind. `head` is the word in templates and exports, in Chinese as offices write it."""

    field: str
    head: str
    synonyms: tuple[str, ...]
    clean: Cleaner
    is_required: bool = False
    # A blank cell means "as above"; further left in the list of columns means the wider group.
    fills_down: bool = False
    most: int = 0  # characters; 0: as many as there are


@dataclass(slots=True)
class Problem:
    """What is wrong with one cell (or, without a field, with the row)."""

    field: str
    code: str
    value: str = ""
    repair: str = ""
    weight: Weight = Weight.ERROR
    column: str = ""  # the column's own heading in the file, or its letter


@dataclass(slots=True)
class Row:
    """One row of data with what was read of it."""

    sheet: str
    number: int
    values: dict[str, str]
    cells: dict[str, tuple[str, str]] = field(default_factory=dict)  # field -> (heading in the file, text)
    raw: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    status: str = ""
    # Who or what in the database this row is: shown, and never guessed.
    match_id: int | None = None
    match_text: str = ""
    candidates: list[tuple[int, str]] = field(default_factory=list)

    def get(self, name: str) -> str:
        """A fact, "" when the file does not give it."""
        return self.values.get(name, "")

    def add(
        self, name: str, code: str, *, value: str = "", repair: str = "", weight: Weight = Weight.ERROR
    ) -> None:
        """Note a problem."""
        heading, text = self.cells.get(name, ("", ""))
        self.problems.append(Problem(name, code, value or text, repair, weight, heading))

    @property
    def is_valid(self) -> bool:
        """Whether nothing keeps the row out."""
        return all(p.weight != Weight.ERROR for p in self.problems)
