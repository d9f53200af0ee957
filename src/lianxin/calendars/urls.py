"""Addresses under /manage/calendar."""

from __future__ import annotations

from django.urls import path

from lianxin.calendars import views

app_name = "calendars"
urlpatterns = [
    path("", views.show, name="years"),
    path("/new", views.enter, name="enter"),
    path("/<int:year>", views.year, name="year"),
]
