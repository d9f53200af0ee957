"""Addresses."""

from __future__ import annotations

from django.urls import path

from lianxin.notices.views import bulletins, calendars, files, outbox, own, receipts, wishes, writing

app_name = "notices"
urlpatterns = [
    path("notices", own.show, name="list"),
    path("notices/read", own.read_all, name="read_all"),
    path("notices/settings", wishes.settings, name="settings"),
    path("notices/calendar", calendars.subscription, name="calendar"),
    path("notices/calendar/renew", calendars.renew, name="calendar_renew"),
    path("notices/calendar/stop", calendars.stop, name="calendar_stop"),
    path("calendar/<str:secret>.ics", calendars.file, name="calendar_file"),
    path("notices/outbox", outbox.show, name="outbox"),
    path("notices/outbox/<int:delivery_id>/retry", outbox.retry, name="retry"),
    path("notices/<int:notice_id>", own.open_notice, name="open"),
    path("bulletins", bulletins.boxes, name="bulletins"),
    path("bulletins/new", writing.write, name="write"),
    path("bulletins/<int:bulletin_id>", bulletins.show, name="bulletin"),
    path("bulletins/<int:bulletin_id>/read", bulletins.read, name="bulletin_read"),
    path("bulletins/<int:bulletin_id>/confirm", bulletins.confirm, name="confirm"),
    path("bulletins/<int:bulletin_id>/register", bulletins.register, name="register"),
    path("bulletins/<int:bulletin_id>/decline", bulletins.decline, name="decline"),
    path("bulletins/<int:bulletin_id>/remind", receipts.remind, name="remind"),
    path("bulletins/<int:bulletin_id>/calls", receipts.calls, name="calls"),
    path("bulletins/<int:bulletin_id>/unread.xlsx", receipts.export, name="unread_xlsx"),
    path("bulletins/<int:bulletin_id>/answers.xlsx", receipts.answers, name="answers_xlsx"),
    path("bulletins/<int:bulletin_id>/files/<uuid:file_id>", files.download, name="bulletin_file"),
]
