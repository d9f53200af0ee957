"""Everything this room writes."""

from __future__ import annotations

from lianxin.notices.actions.answering import confirm_bulletin, decline_bulletin, read_bulletin, sign_up
from lianxin.notices.actions.calendars import renew_calendar, stop_calendar
from lianxin.notices.actions.delivering import hand_over_next, prepare_next, retry_delivery
from lianxin.notices.actions.files import download_file
from lianxin.notices.actions.preferring import Wishes, choose_channels
from lianxin.notices.actions.sending import mark_read, send
from lianxin.notices.actions.writing import Letter, note_export, remind_unread, send_bulletin

__all__ = [
    "Letter",
    "Wishes",
    "choose_channels",
    "confirm_bulletin",
    "decline_bulletin",
    "download_file",
    "hand_over_next",
    "mark_read",
    "note_export",
    "prepare_next",
    "read_bulletin",
    "remind_unread",
    "renew_calendar",
    "retry_delivery",
    "send",
    "send_bulletin",
    "sign_up",
    "stop_calendar",
]
