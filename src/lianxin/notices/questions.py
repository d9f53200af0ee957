"""What a questionnaire asks: the kinds of questions, and which answers fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lianxin.kernel.errors import DomainError
from lianxin.kernel.text import clean

MOST_QUESTIONS, MOST_OPTIONS = 8, 12
QUESTION_LENGTH, OPTION_LENGTH, ANSWER_LENGTH = 120, 40, 500
_MOST_NUMBER = 100_000_000
# Between options, as people write lists; no option can hold it, so that answers stay apart.
BETWEEN = "、"


class AnswerKind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    ONE = "one"
    MANY = "many"
    NUMBER = "number"


ANSWER_LABELS: Mapping[str, str | Promise] = MappingProxyType(
    {
        AnswerKind.TEXT: _("写几个字"),
        AnswerKind.ONE: _("只选一个"),
        AnswerKind.MANY: _("可选几个"),
        AnswerKind.NUMBER: _("填数字"),
    }
)
CHOICES = frozenset({AnswerKind.ONE, AnswerKind.MANY})


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `options` only where one chooses."""

    text: str
    kind: AnswerKind = AnswerKind.TEXT
    options: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """As a bulletin keeps it."""
        return {"text": self.text, "kind": self.kind.value, "options": list(self.options)}


def question_from(kept: object) -> Question:
    """A question as it was kept; plain text is a question for a few words."""
    if not isinstance(kept, Mapping):
        return Question(str(kept))
    return Question(str(kept["text"]), AnswerKind(kept["kind"]), tuple(map(str, kept["options"])))


def options_in(text: str) -> tuple[str, ...]:
    """班车、自己开车 -> two options; commas, semicolons and lines part them too, and repeats count once."""
    for mark in ",，;；/|｜\n":
        text = text.replace(mark, BETWEEN)
    return tuple(dict.fromkeys(option for part in text.split(BETWEEN) if (option := clean(part))))


def fitting(questions: Sequence[Question], said: Sequence[str]) -> list[str]:
    """The answers as they are kept, one for each question. Raises DomainError that names the question."""
    if len(said) != len(questions) or not all(clean(answer) for answer in said):
        raise DomainError(_now("还有问题没有回答，请都填上再交。"))
    return [_fitting(question, clean(answer)) for question, answer in zip(questions, said, strict=True)]


def _fitting(question: Question, answer: str) -> str:
    if question.kind == AnswerKind.NUMBER:
        digits = unicodedata.normalize("NFKC", answer)
        if not (digits.isascii() and digits.isdecimal() and int(digits[:12]) <= _MOST_NUMBER):
            raise DomainError(_now("“%(question)s”请只填数字，例如 2。") % {"question": question.text})
        return str(int(digits))
    if question.kind in CHOICES:
        chosen = set(answer.split(BETWEEN))
        if chosen - set(question.options) or (question.kind == AnswerKind.ONE and len(chosen) > 1):
            raise DomainError(_now("“%(question)s”请从给出的选项里选。") % {"question": question.text})
        return BETWEEN.join(option for option in question.options if option in chosen)
    return answer[:ANSWER_LENGTH]
