"""Reading cases: `citizen` for who raised it, `public` for everybody, `staff` for those who handle it."""

from __future__ import annotations

from lianxin.voices.ids import id_bounds as first_id_at
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
from lianxin.voices.reads.export import Export, csv_lines, workbook
from lianxin.voices.reads.files import case_file
from lianxin.voices.reads.holding import any_matter_at
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
    case_list,
    counts,
    most_urgent,
    views_for,
)
from lianxin.voices.reads.overdue import Board, board
from lianxin.voices.reads.public import (
    PublishedCase,
    PublishedRow,
    newest_published,
    published_case,
    published_of_deputy,
    published_of_venue,
    published_page,
)
from lianxin.voices.reads.rows import CaseRow, Due
from lianxin.voices.reads.staff import CasePage, case_page, contact_page, deadlines_of
from lianxin.voices.reads.stages import Milestones, Stage, stages_of

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
    "Board",
    "CasePage",
    "CaseRow",
    "CitizenCase",
    "Destination",
    "Due",
    "Export",
    "Filters",
    "Milestones",
    "PublishedCase",
    "PublishedRow",
    "ReceiptPage",
    "Stage",
    "View",
    "any_matter_at",
    "board",
    "case_file",
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
    "first_id_at",
    "most_urgent",
    "newest_published",
    "open_like",
    "published_case",
    "published_of_deputy",
    "published_of_venue",
    "published_page",
    "receipt_page",
    "stages_of",
    "views_for",
    "workbook",
]
