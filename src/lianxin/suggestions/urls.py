"""Addresses of the suggestion room."""

from __future__ import annotations

from django.urls import path

from lianxin.suggestions.views import draft, lists, page
from lianxin.suggestions.year_urls import year_round

app_name = "suggestions"
urlpatterns = [
    *year_round,
    path("my/suggestions", lists.my_list, name="mine"),
    path("unit/suggestions", lists.unit_list, name="unit"),
    path("suggestions", lists.office_list, name="list"),
    path("suggestions/new", draft.new, name="new"),
    path("suggestions/from-cases", draft.from_cases, name="from_cases"),
    path("suggestions/promises", lists.promises, name="promises"),
    path("suggestions/<int:suggestion_id>", page.show, name="show"),
    path("suggestions/<int:suggestion_id>/edit", draft.edit, name="edit"),
    path("suggestions/<int:suggestion_id>/deadlines", page.deadlines, name="deadlines"),
    path("suggestions/<int:suggestion_id>/replies/<int:reply_id>.<slug:kind>", page.letter, name="letter"),
    path("suggestions/<int:suggestion_id>/<slug:verb>", page.step, name="step"),
]
