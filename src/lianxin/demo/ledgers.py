"""What the demo's office had before: a file for a letter, and ended matters of earlier years."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from lianxin.attachments import actions as attachments
from lianxin.attachments.actions import Held
from lianxin.attachments.words import Kind
from lianxin.kernel.actor import Actor
from lianxin.kit.scope import scope
from lianxin.people import reads as people
from lianxin.suggestions import actions as suggestions
from lianxin.suggestions.words import Phase
from lianxin.suggestions.words import Satisfaction as Rating
from lianxin.venues import reads as venues
from lianxin.voices import actions as voices
from lianxin.voices.words import Channel, Satisfaction, Topic
from lianxin.voices.workflow import Outcome

# Before the demo's own matters begin, so that its figures stay as they are.
_BEFORE = 800
_POINTS = (("点位", "看什么"), ("水厂", "水质检测记录"), ("蓄水池", "围栏和警示牌"), ("三组", "村里的水龙头"))
_MATTERS = (
    (Topic.ROAD, "村口的路灯坏了一个多月，晚上看不见路。", "换了灯泡和线路，当月亮灯。", True),
    (Topic.WATER, "枯水期自来水断断续续，老人挑水困难。", "加了一台泵，早晚定时供水。", True),
    (Topic.ENVIRONMENT, "垃圾池太满，夏天气味大。", "改为每周清运两次。", False),
    (Topic.WELFARE, "高龄补贴不知道怎样办。", "当面讲清了材料和地点，陪老人办好。", False),
)
_SUGGESTIONS = (
    (1, "关于修复水毁农渠的建议", "farming"),
    (2, "关于增加乡镇班车班次的建议", "transport"),
)


def points_file() -> list[Held]:
    """The list of points to visit, looked through like any upload."""
    import xlsxwriter  # 20 MB that most processes never need

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("点位")
    for row, cells in enumerate(_POINTS):
        sheet.write_row(row, 0, cells)
    book.close()
    made = attachments.derive(Kind.XLSX, SimpleUploadedFile("points.xlsx", out.getvalue()))
    named = attachments.Derivative(made.kind, made.data, name="视察点位.xlsx")
    return attachments.hold([named])


def bring_in_earlier_years(
    *, office: Actor, venue_id: int, person_id: int, today: date, at: datetime
) -> None:
    """A few ended matters and two suggestions, as an import brings them in."""
    venue, name = venues.venue(venue_id), people.names_of([person_id])[person_id]
    unit = next(u for u in people.known_units(office.place) if u.is_active and len(u.division_code) == 6)
    first = today - timedelta(days=_BEFORE)
    with scope(office):
        voices.record_past_cases(
            cases=[
                voices.PastCase(
                    number=f"往年-{number:03d}", venue_id=venue.id, division_code=venue.division_code,
                    topic=topic,
                    channel=Channel.COUNTER, text=text, received_on=first + timedelta(days=number * 9),
                    closed_on=first + timedelta(days=number * 9 + 20), claimed_by=person_id, deputy_name=name,
                    unit_id=unit.id if with_unit else None, unit_name=unit.name if with_unit else "",
                    outcome=Outcome.COUNTY_UNIT if with_unit else Outcome.ANSWERED_ON_SPOT, answer=answer,
                    satisfaction=Satisfaction.SATISFIED, is_solved=True,
                )
                for number, (topic, text, answer, with_unit) in enumerate(_MATTERS, start=1)
            ],
            actor=office, at=at,
        )  # fmt: skip
        suggestions.record_past_suggestions(
            suggestions=[
                suggestions.PastSuggestion(
                    term_number=17, phase=Phase.INTER_SESSION, session_id=None, number=number, title=title,
                    category=category, situation=title, lead_person_id=person_id,
                    submitted_on=first + timedelta(days=order * 11),
                    handed_on=first + timedelta(days=order * 11 + 20),
                    lead_unit_id=unit.id, unit_name=unit.name,
                    replied_on=first + timedelta(days=order * 11 + 80),
                    result_class="A", reply="已经办理完毕，感谢代表的关心。", result=Rating.SATISFIED,
                    closed_on=first + timedelta(days=order * 11 + 95),
                )
                for order, (number, title, category) in enumerate(_SUGGESTIONS)
            ],
            actor=office, at=at,
        )  # fmt: skip
