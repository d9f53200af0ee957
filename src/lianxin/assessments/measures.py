"""What the platform itself knows about an item, shown beside what people say. Source: domain.md §2.2."""

from __future__ import annotations

from datetime import date, timedelta

from lianxin.assessments.words import Measure
from lianxin.venues import reads as venues

# "QR scanned in the last 90 days". Source: domain.md §2.2 [REC].
SCANNED_WITHIN = timedelta(days=90)


def of_venue(venue_id: int, *, on: date) -> dict[str, bool]:
    """Each measure of a venue on a day. Raises NotFound for a closed venue. Four queries."""
    signs = venues.signs_of_life(venue_id, since=on - SCANNED_WITHIN)
    return {
        Measure.PAGE: signs.page_is_complete,
        Measure.PLATE: signs.has_plate,
        Measure.SCANS: signs.scans > 0,
        Measure.MEMBERS: signs.members > 0,
    }
