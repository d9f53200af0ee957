"""Addresses."""

from __future__ import annotations

from django.urls import path

from lianxin.notices.views import outbox, own, wishes

app_name = "notices"
urlpatterns = [
    path("notices", own.show, name="list"),
    path("notices/read", own.read_all, name="read_all"),
    path("notices/settings", wishes.settings, name="settings"),
    path("notices/outbox", outbox.show, name="outbox"),
    path("notices/outbox/<int:delivery_id>/retry", outbox.retry, name="retry"),
    path("notices/<int:notice_id>", own.open_notice, name="open"),
]
