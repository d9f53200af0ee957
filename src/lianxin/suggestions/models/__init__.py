"""The tables of the room: the suggestion, its handling, its record and the local rules."""

from __future__ import annotations

from lianxin.suggestions.models.core import FromCase, Series, Signer, Suggestion
from lianxin.suggestions.models.handling import Handling, Promised, Reply, Talk
from lianxin.suggestions.models.handover import Handover, HandoverLine, RouteChoice
from lianxin.suggestions.models.motion import Motion, MotionSigner, MotionStep
from lianxin.suggestions.models.publication import PublicSuggestion
from lianxin.suggestions.models.record import Deadline, Profile, ResultClass, Step
from lianxin.suggestions.models.year import (
    Chase,
    Commendation,
    Inspection,
    Look,
    PlaceFigure,
    SelfReport,
    YearMark,
)

__all__ = [
    "Chase",
    "Commendation",
    "Deadline",
    "FromCase",
    "Handling",
    "Handover",
    "HandoverLine",
    "Inspection",
    "Look",
    "Motion",
    "MotionSigner",
    "MotionStep",
    "PlaceFigure",
    "Profile",
    "Promised",
    "PublicSuggestion",
    "Reply",
    "ResultClass",
    "RouteChoice",
    "SelfReport",
    "Series",
    "Signer",
    "Step",
    "Suggestion",
    "Talk",
    "YearMark",
]
