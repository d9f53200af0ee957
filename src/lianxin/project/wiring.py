"""Every subscription between rooms, on one page."""

from __future__ import annotations

from lianxin.calendars.events import NoticeEntered
from lianxin.desk import audiences, more_audiences
from lianxin.desk.navigation import navigation
from lianxin.kit.events import subscribe
from lianxin.kit.jinja_env import set_navigation
from lianxin.notices import feeds
from lianxin.notices.audiences import register
from lianxin.notices.calendar_reads import dates_of_bulletins
from lianxin.notices.events import DeliveriesWritten
from lianxin.people.events import MandateMoved
from lianxin.suggestions.events import HandoverStarted, MotionMoved, SuggestionMoved
from lianxin.vault.events import RevealsUnusual
from lianxin.voices.events import BulkStarted, CaseMoved, CaseSettled, DraftMoved


def wire() -> None:
    """Say who hears of what. Handlers run as jobs after commit, at least once; each is idempotent."""
    subscribe(CaseMoved, "lianxin.desk.case_notices.notify_case_moved")
    subscribe(DraftMoved, "lianxin.desk.case_notices.notify_draft_moved")
    subscribe(CaseSettled, "lianxin.voices.tasks.answer_voices_of")
    subscribe(BulkStarted, "lianxin.voices.tasks.take_run")
    subscribe(NoticeEntered, "lianxin.voices.tasks.settle_after_notice")
    subscribe(SuggestionMoved, "lianxin.desk.suggestion_notices.notify_suggestion_moved")
    subscribe(MotionMoved, "lianxin.desk.motion_notices.notify_motion_moved")
    subscribe(HandoverStarted, "lianxin.suggestions.tasks.take_handover")
    subscribe(MandateMoved, "lianxin.desk.mandate_notices.notify_mandate_moved")
    subscribe(RevealsUnusual, "lianxin.desk.vault_notices.notify_reveals_unusual")
    subscribe(DeliveriesWritten, "lianxin.notices.tasks.deliver_written")
    for audience in (
        audiences.DeputiesOfPlaces(),
        audiences.DeputiesOfLevels(),
        audiences.PostsOfPlace(),
        audiences.MembersOfVenues(),
        more_audiences.TaggedDeputies(),
        more_audiences.HandlersOfUnits(),
    ):
        register(audience)
    feeds.register(dates_of_bulletins)
    set_navigation(navigation)
