"""Addresses of rules: for staff below /manage/, for everybody below /rules/."""

from __future__ import annotations

from django.urls import path

from lianxin.rulebook.views import library, wall

app_name = "rulebook"
urlpatterns = [
    path("rules/chart", wall.chart, name="chart"),
    path("rules/chart.pdf", wall.chart_a3, name="chart_a3"),
    path("rules/<int:rule_id>", wall.public_rule, name="public"),
    path("manage/rules", library.show_all, name="list"),
    path("manage/rules/new", library.new, name="new"),
    path("manage/rules/<int:rule_id>", library.show, name="show"),
    path("manage/rules/<int:rule_id>/a3.pdf", library.a3, name="a3"),
    path("manage/rules/<int:rule_id>/end", library.end, name="end"),
    path("manage/rules/<int:rule_id>/missing", library.missing, name="missing"),
    path("manage/venues/<int:venue_id>/wall", wall.show, name="wall"),
    path("manage/venues/<int:venue_id>/wall/hang", wall.hang, name="hang"),
    path("manage/venues/<int:venue_id>/wall/take-down", wall.take_down, name="take_down"),
    path("manage/venues/<int:venue_id>/wall.pdf", wall.a3, name="wall_a3"),
]
