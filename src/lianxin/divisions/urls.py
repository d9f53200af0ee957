"""Addresses of the place tree."""

from __future__ import annotations

from django.urls import path

from lianxin.divisions import views

app_name = "divisions"
urlpatterns = [
    path("pick", views.pick, name="pick"),
    path("search.json", views.search_json, name="search"),
    path("<str:code>", views.detail, name="detail"),
]
