"""Addresses of figures."""

from __future__ import annotations

from django.urls import path

from lianxin.insights import below_views, health_views, views

app_name = "insights"
urlpatterns = [
    path("insights", views.show, name="show"),
    path("insights/topics", views.show_topics, name="topics"),
    path("insights/below", below_views.show, name="below"),
    path("insights/below.csv", below_views.export, name="export_below"),
    path("insights/brief", views.brief, name="brief"),
    path("insights/definitions", views.definitions, name="definitions"),
    path("insights/export.csv", views.export, name="export"),
    path("manage/upkeep/health", health_views.show, name="health"),
    path("manage/upkeep/health/export.csv", health_views.export, name="export_health"),
]
