"""Addresses."""

from __future__ import annotations

from django.urls import path

from lianxin.notices import views

app_name = "notices"
urlpatterns = [
    path("notices", views.show, name="list"),
    path("notices/read", views.read_all, name="read_all"),
    path("notices/<int:notice_id>", views.open_notice, name="open"),
]
