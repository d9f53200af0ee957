"""Reading cases: `citizen` for who raised it, `public` for everybody, `staff` for those who handle it."""

from __future__ import annotations

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
from lianxin.voices.reads.public import (
    PublishedCase,
    PublishedRow,
    newest_published,
    published_case,
    published_of_deputy,
    published_of_venue,
    published_page,
)
from lianxin.voices.reads.stages import Milestones, Stage, stages_of

__all__ = [
    "CitizenCase",
    "Destination",
    "Milestones",
    "PublishedCase",
    "PublishedRow",
    "ReceiptPage",
    "Stage",
    "case_of_code",
    "citizen_case",
    "deadline_words",
    "destination",
    "destination_of_plate",
    "destination_of_venue",
    "newest_published",
    "published_case",
    "published_of_deputy",
    "published_of_venue",
    "published_page",
    "receipt_page",
    "stages_of",
]
