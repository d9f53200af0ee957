"""Every subscription between rooms, on one page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lianxin.calendars.events import NoticeEntered
from lianxin.desk import audiences, more_audiences
from lianxin.desk.navigation import navigation
from lianxin.kit.events import subscribe
from lianxin.kit.jinja_env import set_navigation
from lianxin.links import reads as links
from lianxin.links.actions import hand_over_links
from lianxin.notices import feeds
from lianxin.notices.audiences import register
from lianxin.notices.calendar_reads import dates_of_bulletins
from lianxin.notices.events import DeliveriesWritten
from lianxin.people.events import MandateMoved, TermClosed
from lianxin.people.handover import Port, register_port
from lianxin.suggestions.events import HandoverStarted, MotionMoved, SuggestionMoved
from lianxin.vault.events import RevealsUnusual
from lianxin.voices.actions.handover import hand_over_cases
from lianxin.voices.events import BulkStarted, CaseMoved, CaseSettled, DraftMoved
from lianxin.voices.reads.held import held_by


def wire() -> None:
    """Say who hears of what. Handlers run as jobs after commit, at least once; each is idempotent."""
    subscribe(CaseMoved, "lianxin.desk.case_notices.notify_case_moved")
    subscribe(CaseMoved, "lianxin.desk.citizen_messages.tell_citizen")
    subscribe(DraftMoved, "lianxin.desk.case_notices.notify_draft_moved")
    subscribe(CaseSettled, "lianxin.voices.tasks.answer_voices_of")
    subscribe(BulkStarted, "lianxin.voices.tasks.take_run")
    subscribe(NoticeEntered, "lianxin.voices.tasks.settle_after_notice")
    subscribe(SuggestionMoved, "lianxin.desk.suggestion_notices.notify_suggestion_moved")
    subscribe(MotionMoved, "lianxin.desk.motion_notices.notify_motion_moved")
    subscribe(HandoverStarted, "lianxin.suggestions.tasks.take_handover")
    subscribe(TermClosed, "lianxin.desk.term_notices.notify_term_closed")
    subscribe(TermClosed, "lianxin.links.tasks.end_links_of_term")
    subscribe(MandateMoved, "lianxin.desk.mandate_notices.notify_mandate_moved")
    subscribe(MandateMoved, "lianxin.desk.halted_matters.tell_keepers")
    subscribe(RevealsUnusual, "lianxin.desk.vault_notices.notify_reveals_unusual")
    subscribe(DeliveriesWritten, "lianxin.notices.tasks.deliver_written")
    for audience in (
        audiences.DeputiesOfPlaces(),
        audiences.DeputiesOfLevels(),
        audiences.PostsOfPlace(),
        audiences.MembersOfVenues(),
        more_audiences.MembersOfOrgans(),
        more_audiences.TaggedDeputies(),
        more_audiences.HandlersOfUnits(),
    ):
        register(audience)
    feeds.register(dates_of_bulletins)
    register_port("voices", Port(_("没办结的民情"), held_by, hand_over_cases))
    register_port("links", Port(_("联系"), links.links_held_by, hand_over_links))
    set_navigation(navigation)
