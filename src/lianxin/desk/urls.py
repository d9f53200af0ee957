"""Addresses."""

from __future__ import annotations

from django.urls import path

from lianxin.desk import views

app_name = "desk"
urlpatterns = [
    path("desk", views.desk, name="desk"),
    path("journal", views.journal_list, name="journal"),
]
