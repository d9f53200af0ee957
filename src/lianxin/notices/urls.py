"""Addresses."""

from __future__ import annotations

from django.urls import path

from lianxin.notices.views import bulletins, outbox, own, receipts, wishes

app_name = "notices"
urlpatterns = [
    path("notices", own.show, name="list"),
    path("notices/read", own.read_all, name="read_all"),
    path("notices/settings", wishes.settings, name="settings"),
    path("notices/outbox", outbox.show, name="outbox"),
    path("notices/outbox/<int:delivery_id>/retry", outbox.retry, name="retry"),
    path("notices/<int:notice_id>", own.open_notice, name="open"),
    path("bulletins", bulletins.boxes, name="bulletins"),
    path("bulletins/new", bulletins.write, name="write"),
    path("bulletins/<int:bulletin_id>", bulletins.show, name="bulletin"),
    path("bulletins/<int:bulletin_id>/read", bulletins.read, name="bulletin_read"),
    path("bulletins/<int:bulletin_id>/confirm", bulletins.confirm, name="confirm"),
    path("bulletins/<int:bulletin_id>/register", bulletins.register, name="register"),
    path("bulletins/<int:bulletin_id>/decline", bulletins.decline, name="decline"),
    path("bulletins/<int:bulletin_id>/remind", receipts.remind, name="remind"),
    path("bulletins/<int:bulletin_id>/calls", receipts.calls, name="calls"),
    path("bulletins/<int:bulletin_id>/unread.csv", receipts.export, name="unread_csv"),
]
