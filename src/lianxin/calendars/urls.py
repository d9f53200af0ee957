"""Addresses under /manage/."""

from __future__ import annotations

from django.urls import path

from lianxin.calendars import views

app_name = "calendars"
urlpatterns = [
    path("calendar", views.show, name="years"),
    path("calendar/new", views.enter, name="enter"),
    path("calendar/<int:year>", views.year, name="year"),
]
