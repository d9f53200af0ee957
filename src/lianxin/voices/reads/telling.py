"""When a citizen who agreed hears by SMS that something happened: few moments, where the place wants it.

What is agreed to and what goes out is kept and done by the vault (ADR-0035); here it is only decided when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

from django.utils import timezone

from lianxin.kit.dated import holding, nearest
from lianxin.notices.reads import sends
from lianxin.notices.words import Channel
from lianxin.voices.models import TellingRule


class Moment(StrEnum):
    """What a citizen may be told of; the value names the column of the local rule."""

    ACCEPTED = "on_accepted"
    ANSWERED = "on_answered"
    CLOSED = "on_closed"
    SUPERVISED = "on_supervised"


# What citizens do themselves (rating, asking for it again) is not told to them. Source: ADR-0035 §6.
_MOMENTS: dict[str, Moment] = {
    "accept": Moment.ACCEPTED,
    "answer_on_spot": Moment.ANSWERED,
    "answer": Moment.ANSWERED,
    "report_back": Moment.ANSWERED,
    "answer_merged": Moment.ANSWERED,
    "decline": Moment.CLOSED,
    "close": Moment.CLOSED,
    "supervise": Moment.SUPERVISED,
    "send_back": Moment.SUPERVISED,
}


@dataclass(frozen=True, slots=True)
class Telling:
    """What citizens are told of at a place. Nothing, where it has entered nothing."""

    on_accepted: bool = False
    on_answered: bool = False
    on_closed: bool = False
    on_supervised: bool = False

    def tells(self, moment: Moment) -> bool:
        """Whether a message goes out at this moment."""
        return bool(getattr(self, moment))

    @property
    def is_on(self) -> bool:
        """Whether anything is told at all."""
        return any(self.tells(moment) for moment in Moment)


OFF = Telling()


@lru_cache(maxsize=4096)
def telling_for(division_code: str, on: date) -> Telling:
    """The rule in force at a place on a day: nearest place, newest valid-from. One query, then cached."""
    best = nearest(holding(TellingRule.objects.all(), division_code, on))
    if best is None:
        return OFF
    return Telling(best.on_accepted, best.on_answered, best.on_closed, best.on_supervised)


def is_offered(division_code: str, *, at: datetime) -> bool:
    """Whether the box is shown: there is an SMS gateway, and the place tells citizens of something."""
    return sends(Channel.SMS) and telling_for(division_code, timezone.localtime(at).date()).is_on


def is_told(verb: str, division_code: str, *, at: datetime, by_citizen: bool) -> bool:
    """Whether a move is one of the moments of its place. A good rating closes by itself: that is not told."""
    moment = _MOMENTS.get(verb)
    if moment is None or by_citizen or not is_offered(division_code, at=at):
        return False
    return telling_for(division_code, timezone.localtime(at).date()).tells(moment)
