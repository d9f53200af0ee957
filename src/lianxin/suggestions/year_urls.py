"""Addresses of the figures and of the year's round."""

from __future__ import annotations

from django.urls import path

from lianxin.suggestions.views import figures, year

year_round = [
    path("suggestions/figures", figures.show, name="figures"),
    path("suggestions/figures/list", figures.counted, name="counted"),
    path("suggestions/figures/export.csv", figures.export, name="figures_export"),
    path("suggestions/board", figures.board, name="board"),
    path("suggestions/rules", figures.rules, name="rules"),
    path("suggestions/lookback", year.look, name="lookback"),
    path("suggestions/lookback/<int:promise_id>", year.look_at, name="look_at"),
    path("suggestions/year", year.calendar, name="year"),
    path("suggestions/year/mark", year.mark, name="year_mark"),
    path("suggestions/year/paper", year.take_paper, name="year_paper"),
    path("suggestions/year/inspections", year.inspections, name="inspections"),
    path(
        "suggestions/year/inspections/<int:inspection_id>/photos/<uuid:file_id>",
        year.inspection_photo,
        name="inspection_photo",
    ),
    path(
        "suggestions/year/inspections/<int:inspection_id>/photos/<uuid:file_id>/small",
        year.inspection_photo,
        {"small": True},
        name="inspection_photo_small",
    ),
    path("suggestions/year/reports", year.reports, name="reports"),
    path("suggestions/year/praise", year.praises, name="praise"),
]
