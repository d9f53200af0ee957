"""Closed sets of motions and their words."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from lianxin.suggestions.words import Words


class MotionProposer(StrEnum):
    """Who may raise a motion. Source: LAW-LOCAL-ORGANIC §22."""

    DEPUTIES = "deputies"
    PRESIDIUM = "presidium"
    STANDING_COMMITTEE = "standing"
    SPECIAL_COMMITTEE = "special"
    GOVERNMENT = "government"


MOTION_PROPOSER_LABELS: Words = {
    MotionProposer.DEPUTIES: _("代表联名"),
    MotionProposer.PRESIDIUM: _("主席团"),
    MotionProposer.STANDING_COMMITTEE: _("常务委员会"),
    MotionProposer.SPECIAL_COMMITTEE: _("专门委员会"),
    MotionProposer.GOVERNMENT: _("本级人民政府"),
}


class NoMotion(StrEnum):
    """Why something is not treated as a motion. Source: LAW-DEPUTIES-2025 §15; ADR-0032 §4."""

    OUT_OF_POWERS = "out_of_powers"
    NOT_ONE_MATTER = "not_one_matter"
    INCOMPLETE = "incomplete"
    EXECUTIVE = "executive"
    JUDICIAL = "judicial"
    OTHER = "other"


NO_MOTION_LABELS: Words = {
    NoMotion.OUT_OF_POWERS: _("不属于本级人民代表大会职权"),
    NoMotion.NOT_ONE_MATTER: _("不是一事一案"),
    NoMotion.INCOMPLETE: _("案由、案据、方案不齐"),
    NoMotion.EXECUTIVE: _("属于政府日常工作，适合作为建议"),
    NoMotion.JUDICIAL: _("属于监察、审判、检察职权"),
    NoMotion.OTHER: _("其他原因"),
}
