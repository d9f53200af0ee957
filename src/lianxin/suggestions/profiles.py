"""The local rules of a place on a day: dated profiles over `yunnan-default`, the nearest place wins."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import lru_cache

from lianxin.kernel.workdays import Period, Unit
from lianxin.kit.dated import holding, nearest, rank
from lianxin.suggestions.models import Profile, ResultClass
from lianxin.suggestions.words import ClockKind


@dataclass(frozen=True, slots=True)
class Rules:
    """What differs from place to place. Defaults: "yunnan-default" of domain.md §1.5 [REC]."""

    name: str = "yunnan-default"
    version: int = 1
    source: str = "平台默认值"
    # Working days.
    accept_or_return_days: int = 7
    assign_days: int = 7
    reassign_days: int = 10
    first_contact_days: int = 20
    deputy_feedback_days: int = 15
    # Calendar days.
    objection_days: int = 10
    cohandler_opinion_days: int = 30
    # Months.
    reply_months: int = 3
    extended_reply_months_total: int = 6
    rehandle_months: int = 1
    # A talk that the deputy has not denied must be on record before a reply. LAW-DEPUTIES-2025 §51.
    talk_before_reply: bool = True
    # Whether deputies may still withdraw once it is with the units. domain.md §1.3 (Beijing: no).
    withdraw_after_assignment: bool = True
    # Motions: so many deputies jointly. LAW-LOCAL-ORGANIC §22 (county and above; township).
    motion_signers: int = 10
    motion_signers_township: int = 5
    # A committee that looks at a motion after the session reports within so many months. ADR-0032 §4.
    motion_report_months: int = 3
    # Whether motions may also be raised between sessions. ADR-0032 §4 (Shanghai: yes).
    motion_between_sessions: bool = False
    # Categories a place has beside the common ones.
    categories: dict[str, str] = field(default_factory=dict)

    @property
    def reference(self) -> str:
        """Stored with every deadline made under these rules."""
        return f"{self.name}@{self.version}"

    def signers_for(self, division_code: str) -> int:
        """How many deputies raise a motion to the congress of this place. Source: LAW-LOCAL-ORGANIC §22."""
        return self.motion_signers_township if len(division_code) == 9 else self.motion_signers

    def period(self, kind: ClockKind) -> Period:
        """How long a step may take."""
        amounts = {
            ClockKind.REVIEW: Period(self.accept_or_return_days, Unit.WORKDAYS),
            ClockKind.ASSIGN: Period(self.assign_days, Unit.WORKDAYS),
            ClockKind.RECEIVE: Period(self.objection_days, Unit.DAYS),
            ClockKind.REASSIGN: Period(self.reassign_days, Unit.WORKDAYS),
            ClockKind.CONTACT: Period(self.first_contact_days, Unit.WORKDAYS),
            ClockKind.OPINION: Period(self.cohandler_opinion_days, Unit.DAYS),
            ClockKind.REPLY: Period(self.reply_months, Unit.MONTHS),
            ClockKind.EXTENDED: Period(self.extended_reply_months_total, Unit.MONTHS),
            ClockKind.FEEDBACK: Period(self.deputy_feedback_days, Unit.WORKDAYS),
            ClockKind.REHANDLE: Period(self.rehandle_months, Unit.MONTHS),
        }
        return amounts[kind]


DEFAULT = Rules()
_OWN = frozenset({"name", "version", "source"})


@lru_cache(maxsize=4096)
def rules_for(division_code: str, on: date) -> Rules:
    """The rules in force at a place on a day: nearest place first, newest valid-from. One query, then cached.

    The cache lives as long as the process; profiles are entered for future days only.
    """
    best = nearest(holding(Profile.objects.all(), division_code, on))
    if best is None:
        return DEFAULT
    known = {f.name for f in fields(Rules)} - _OWN
    changed = {key: value for key, value in best.values.items() if key in known}
    return replace(DEFAULT, name=best.name, version=best.version, source=best.source, **changed)


@dataclass(frozen=True, slots=True)
class ClassRow:
    """What a class letter means."""

    code: str
    label: str
    counts_as_resolved: bool
    requires_commitment: bool


# Source: domain.md §1.8 (Yunnan default: A resolved, B with a promise, C with reasons).
DEFAULT_CLASSES = (
    ClassRow("A", "已经解决或基本解决", counts_as_resolved=True, requires_commitment=False),
    ClassRow("B", "正在解决或列入计划", counts_as_resolved=False, requires_commitment=True),
    ClassRow("C", "因条件限制暂时难以解决，留作参考", counts_as_resolved=False, requires_commitment=False),
    ClassRow("D", "不属于本级职权，已说明情况", counts_as_resolved=False, requires_commitment=False),
)


@lru_cache(maxsize=4096)
def classes_for(division_code: str, on: date) -> tuple[ClassRow, ...]:
    """The classes of a place on a day, in order. One query, then cached."""
    rows = list(holding(ResultClass.objects.all(), division_code, on))
    best = nearest(rows)
    if best is None:
        return DEFAULT_CLASSES
    chosen = [row for row in rows if rank(row) == rank(best)]
    return tuple(
        ClassRow(row.code, row.label, row.counts_as_resolved, row.requires_commitment)
        for row in sorted(chosen, key=lambda row: row.order)
    )
