"""Reading cases: `citizen` for who raised it, `public` for everybody, `staff` for those who handle it."""

from __future__ import annotations

from lianxin.voices.ids import id_bounds as first_id_at
from lianxin.voices.reads.bulk import (
    Preview,
    RunPage,
    Selection,
    preview,
    run_lines,
    run_page,
    run_rows,
)
from lianxin.voices.reads.calls import Call, call_sheet
from lianxin.voices.reads.citizen import (
    CitizenCase,
    Destination,
    ReceiptPage,
    case_of_code,
    citizen_case,
    deadline_words,
    destination,
    destination_of_plate,
    destination_of_venue,
    receipt_page,
)
from lianxin.voices.reads.drafts import (
    DraftPage,
    TemplateRow,
    draft_marks,
    draft_page,
    saved_words,
    template,
    template_rows,
)
from lianxin.voices.reads.export import Export, csv_lines, workbook
from lianxin.voices.reads.files import case_file
from lianxin.voices.reads.holding import any_matter_at
from lianxin.voices.reads.kept import KeptView, kept_views
from lianxin.voices.reads.like import open_like
from lianxin.voices.reads.lists import (
    COUNTED_AS,
    DEPUTY_VIEWS,
    LATE,
    OPEN,
    RATED,
    STAFF_VIEWS,
    TO_PUBLISH,
    UNIT_VIEWS,
    WAITING,
    Filters,
    View,
    case_ids,
    case_list,
    counts,
    most_urgent,
    views_for,
)
from lianxin.voices.reads.overdue import Board, board
from lianxin.voices.reads.proposals import Followed, Proposed, proposals_followed, unit_for
from lianxin.voices.reads.public import (
    PublishedCase,
    PublishedRow,
    newest_published,
    published_case,
    published_of_deputy,
    published_of_venue,
    published_page,
)
from lianxin.voices.reads.rhythm import Beat, rhythm_of
from lianxin.voices.reads.rows import CaseRow, Due
from lianxin.voices.reads.staff import CasePage, Voice, case_page, contact_page, deadlines_of
from lianxin.voices.reads.stages import Milestones, Stage, stages_of
from lianxin.voices.reads.triage import LikeCase, beside, first_to_triage, neighbours

__all__ = [
    "COUNTED_AS",
    "DEPUTY_VIEWS",
    "LATE",
    "OPEN",
    "RATED",
    "STAFF_VIEWS",
    "TO_PUBLISH",
    "UNIT_VIEWS",
    "WAITING",
    "Beat",
    "Board",
    "Call",
    "CasePage",
    "CaseRow",
    "CitizenCase",
    "Destination",
    "DraftPage",
    "Due",
    "Export",
    "Filters",
    "Followed",
    "KeptView",
    "LikeCase",
    "Milestones",
    "Preview",
    "Proposed",
    "PublishedCase",
    "PublishedRow",
    "ReceiptPage",
    "RunPage",
    "Selection",
    "Stage",
    "TemplateRow",
    "View",
    "Voice",
    "any_matter_at",
    "beside",
    "board",
    "call_sheet",
    "case_file",
    "case_ids",
    "case_list",
    "case_of_code",
    "case_page",
    "citizen_case",
    "contact_page",
    "counts",
    "csv_lines",
    "deadline_words",
    "deadlines_of",
    "destination",
    "destination_of_plate",
    "destination_of_venue",
    "draft_marks",
    "draft_page",
    "first_id_at",
    "first_to_triage",
    "kept_views",
    "most_urgent",
    "neighbours",
    "newest_published",
    "open_like",
    "preview",
    "proposals_followed",
    "published_case",
    "published_of_deputy",
    "published_of_venue",
    "published_page",
    "receipt_page",
    "rhythm_of",
    "run_lines",
    "run_page",
    "run_rows",
    "saved_words",
    "stages_of",
    "template",
    "template_rows",
    "unit_for",
    "views_for",
    "workbook",
]
