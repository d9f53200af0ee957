"""Addresses under /manage/."""

from __future__ import annotations

from django.urls import path

from lianxin.localrules import views

app_name = "localrules"
urlpatterns = [
    path("rules", views.show, name="rules"),
    path("rules/<slug:code>", views.history, name="history"),
    path("rules/<slug:code>/new", views.enter, name="enter"),
    path("rules/<slug:code>/<int:row_id>/withdraw", views.withdraw, name="withdraw"),
]
