"""Bringing files in and taking records out: /manage/import/…"""

from __future__ import annotations

from django.urls import path

from lianxin.exchange.views import files, imports

app_name = "exchange"
urlpatterns = [
    path("", imports.start, name="list"),
    path("<int:import_id>", imports.show, name="show"),
    path("<int:import_id>/columns", imports.columns, name="columns"),
    path("<int:import_id>/repair", imports.repair, name="repair"),
    path("<int:import_id>/apply", imports.apply, name="apply"),
    path("<int:import_id>/undo", imports.undo, name="undo"),
    path("<int:import_id>/rejected", files.rejected, name="rejected"),
    path("templates/<slug:kind>", files.template, name="template"),
    path("exports/<slug:kind>", files.export, name="export"),
]
