"""Addresses of the public pages."""

from __future__ import annotations

from django.urls import path

from lianxin.portal.views import cases, people, places, site, suggestions

app_name = "portal"
urlpatterns = [
    path("", site.home, name="home"),
    path("q", places.plate_entry, name="plate_entry"),
    path("q/<str:code>", places.plate, name="plate"),
    path("venues", places.venues, name="venues"),
    path("venues/<int:venue_id>", places.venue, name="venue"),
    path("points", places.points, name="points"),
    path("people", people.people, name="people"),
    path("people/<str:slug>", people.person, name="person"),
    path("cases", cases.cases, name="cases"),
    path("cases/<int:case_id>", cases.case, name="case"),
    path("open-suggestions", suggestions.suggestion_list, name="suggestions"),
    path("open-suggestions/<int:suggestion_id>", suggestions.suggestion, name="suggestion"),
    path("help", site.help_index, name="help"),
    path("help/privacy", site.privacy, name="privacy"),
    path("help/accessibility", site.accessibility, name="accessibility"),
    path("help/<str:name>", site.help_page, name="help_page"),
    path("settings", site.settings_page, name="settings"),
    path("robots.txt", site.robots, name="robots"),
]
