"""Addresses under /manage/."""

from __future__ import annotations

from django.urls import path

from lianxin.localrules import views

app_name = "localrules"
urlpatterns = [
    path("local-rules", views.show, name="rules"),
    path("local-rules/<slug:code>", views.history, name="history"),
    path("local-rules/<slug:code>/new", views.enter, name="enter"),
    path("local-rules/<slug:code>/<int:row_id>/withdraw", views.withdraw, name="withdraw"),
]
