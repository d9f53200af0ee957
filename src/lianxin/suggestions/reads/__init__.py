"""Every query of the room. Start from `access.suggestions_visible_to`."""

from __future__ import annotations

from lianxin.suggestions.reads.cases import CaseChoice, cases_in_hand
from lianxin.suggestions.reads.deadlines import deadlines_of
from lianxin.suggestions.reads.draft import Choices, DraftPage, choices_for, draft_page, seats
from lianxin.suggestions.reads.handover import (
    HANDOVER_VIEWS,
    LINES_A_PAGE,
    HandoverPage,
    LineRow,
    handover_page,
    handover_start,
    waiting_ids,
)
from lianxin.suggestions.reads.letter import reply_letter
from lianxin.suggestions.reads.like import LikeRow, like_suggestions
from lianxin.suggestions.reads.lists import (
    DEPUTY_VIEWS,
    LATE,
    NEW,
    OFFICE_VIEWS,
    TO_ASSIGN,
    UNIT_VIEWS,
    Filters,
    View,
    suggestion_list,
    views_for,
)
from lianxin.suggestions.reads.motions import (
    CONGRESS_MOTION_VIEWS,
    DEPUTY_MOTION_VIEWS,
    MotionPage,
    MotionRow,
    motion_draft,
    motion_list,
    motion_page,
    motion_seen,
)
from lianxin.suggestions.reads.page import SuggestionPage, suggestion_page
from lianxin.suggestions.reads.photos import PhotoGroup, photo_groups, shown_photos, suggestion_photo
from lianxin.suggestions.reads.promises import LEDGER_VIEWS, Ledger, ledger
from lianxin.suggestions.reads.propose import Proposed
from lianxin.suggestions.reads.publication import (
    PublicationPage,
    PublicFilters,
    PublicPage,
    PublicRow,
    public_suggestion,
    public_suggestions,
    publication_page,
)
from lianxin.suggestions.reads.register import handover_register
from lianxin.suggestions.reads.rows import SuggestionRow
from lianxin.suggestions.reads.sessions import SessionsPage, sessions_page

__all__ = [
    "CONGRESS_MOTION_VIEWS",
    "DEPUTY_MOTION_VIEWS",
    "DEPUTY_VIEWS",
    "HANDOVER_VIEWS",
    "LATE",
    "LEDGER_VIEWS",
    "LINES_A_PAGE",
    "NEW",
    "OFFICE_VIEWS",
    "TO_ASSIGN",
    "UNIT_VIEWS",
    "CaseChoice",
    "Choices",
    "DraftPage",
    "Filters",
    "HandoverPage",
    "Ledger",
    "LikeRow",
    "LineRow",
    "MotionPage",
    "MotionRow",
    "PhotoGroup",
    "Proposed",
    "PublicFilters",
    "PublicPage",
    "PublicRow",
    "PublicationPage",
    "SessionsPage",
    "SuggestionPage",
    "SuggestionRow",
    "View",
    "cases_in_hand",
    "choices_for",
    "deadlines_of",
    "draft_page",
    "handover_page",
    "handover_register",
    "handover_start",
    "ledger",
    "like_suggestions",
    "motion_draft",
    "motion_list",
    "motion_page",
    "motion_seen",
    "photo_groups",
    "public_suggestion",
    "public_suggestions",
    "publication_page",
    "reply_letter",
    "seats",
    "sessions_page",
    "shown_photos",
    "suggestion_list",
    "suggestion_page",
    "suggestion_photo",
    "views_for",
    "waiting_ids",
]
