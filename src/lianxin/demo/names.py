"""Invented deputies, one after another, the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from lianxin.demo import content
from lianxin.demo.content import Work


@dataclass(frozen=True, slots=True)
class Portrait:
    """Who a deputy is."""

    name: str
    sex: str
    ethnic_group: str
    work: Work


class Names:
    """Draws portraits without giving a name twice."""

    def __init__(self, rng: Random, taken: set[str]) -> None:
        texts = content.people()
        self._rng, self._taken, self._groups = rng, set(taken), texts.group
        self._rare, self._works = list(texts.rare), texts.work
        self._whole = {group.name: list(group.whole) for group in texts.group}
        self._drawn = 0

    def draw(self, where: str) -> Portrait:
        """The next deputy of a rural or urban place; every ninth has a rare name while they last."""
        self._drawn += 1
        if self._drawn % 9 == 4 and self._rare:
            rare = self._rare.pop(0)
            return Portrait(rare.name, rare.sex, rare.group, self._work(where, rare.sex))
        group = self._rng.choices(self._groups, [group.weight for group in self._groups])[0]
        sex = "f" if self._rng.random() < 0.42 else "m"
        if self._whole[group.name] and self._rng.random() < 0.25:
            return Portrait(self._whole[group.name].pop(0), sex, group.name, self._work(where, sex))
        while True:
            given = self._rng.choice(group.female if sex == "f" else group.male)
            name = self._rng.choice(group.surnames) + given
            if name not in self._taken:
                self._taken.add(name)
                return Portrait(name, sex, group.name, self._work(where, sex))

    def any(self, where: str) -> Portrait:
        """A deputy whose name others may bear too: names of a whole prefecture repeat."""
        group = self._rng.choices(self._groups, [group.weight for group in self._groups])[0]
        sex = "f" if self._rng.random() < 0.42 else "m"
        name = self._rng.choice(group.surnames) + self._rng.choice(group.female if sex == "f" else group.male)
        return Portrait(name, sex, group.name, self._work(where, sex))

    def _work(self, where: str, sex: str) -> Work:
        """An occupation of such a place whose sentence does not call a woman 他 or a man 她."""
        wrong = "他" if sex == "f" else "她"
        return self._rng.choice([w for w in self._works if w.where == where and wrong not in w.introduction])

    def some(self) -> str:
        """A plain name for a liaison or an officer; it may be given twice."""
        group = self._rng.choices(self._groups, [group.weight for group in self._groups])[0]
        return self._rng.choice(group.surnames) + self._rng.choice(group.female + group.male)
