"""Addresses of 建管用, below /manage/."""

from __future__ import annotations

from django.urls import path

from lianxin.assessments.views import assess, coverage_map, honours, sheet, standards

app_name = "assessments"
urlpatterns = [
    path("upkeep", sheet.show, name="sheet"),
    path("upkeep/coverage-map", coverage_map.show, name="coverage_map"),
    path("upkeep/gaps", sheet.gap_list, name="gaps"),
    path("upkeep/gaps/export.csv", sheet.gap_file, name="gap_file"),
    path("upkeep/honours", honours.show_all, name="honours"),
    path("upkeep/honours/plaques.pdf", honours.plaques, name="plaques"),
    path("upkeep/honours/name/<int:venue_id>", honours.name, name="name_venue"),
    path("upkeep/honours/<int:honour_id>/end", honours.end, name="end_honour"),
    path("upkeep/charge/<int:venue_id>", honours.charge, name="charge"),
    path("upkeep/standards", standards.show_all, name="standards"),
    path("upkeep/standards/new", standards.new, name="new_standard"),
    path("upkeep/assessments", assess.show_all, name="list"),
    path("upkeep/venues/<int:venue_id>", assess.of_venue, name="venue"),
    path("upkeep/venues/<int:venue_id>/open", assess.open_one, name="open"),
    path("upkeep/assessments/<int:assessment_id>", assess.show, name="show"),
    path("upkeep/assessments/<int:assessment_id>/<slug:move>", assess.act, name="act"),
    path("upkeep/assessments/<int:assessment_id>/photos/<uuid:file_id>", assess.photo, name="photo"),
    path(
        "upkeep/assessments/<int:assessment_id>/photos/<uuid:file_id>/small",
        assess.photo,
        {"small": True},
        name="photo_small",
    ),
]
