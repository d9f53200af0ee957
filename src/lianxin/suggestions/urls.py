"""Addresses of the suggestion room."""

from __future__ import annotations

from django.urls import path

from lianxin.suggestions.views import beside, draft, handover, lists, motions, page, publication
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
    path("suggestions/import", beside.import_docx, name="import"),
    path("suggestions/sessions", beside.sessions, name="sessions"),
    path("suggestions/<int:suggestion_id>/photos", beside.photos, name="photos"),
    path("suggestions/<int:suggestion_id>/photos/<uuid:file_id>", beside.photo, name="photo"),
    path(
        "suggestions/<int:suggestion_id>/photos/<uuid:file_id>/small",
        beside.photo,
        {"small": True},
        name="photo_small",
    ),
    path("suggestions/handovers", handover.handovers, name="handovers"),
    path("suggestions/handovers/<int:handover_id>", handover.handover, name="handover"),
    path("suggestions/handovers/<int:handover_id>/start", handover.start, name="handover_start"),
    path("suggestions/handovers/<int:handover_id>/cancel", handover.cancel, name="handover_cancel"),
    path(
        "suggestions/handovers/<int:handover_id>/list.<slug:kind>",
        handover.register,
        name="handover_register",
    ),
    path("motions", motions.motions, name="motions"),
    path("motions/new", motions.new, name="motion_new"),
    path("motions/enter", motions.enter, name="motion_enter"),
    path("motions/<int:motion_id>", motions.motion, name="motion"),
    path("motions/<int:motion_id>/edit", motions.edit, name="motion_edit"),
    path("motions/<int:motion_id>/<slug:verb>", motions.step, name="motion_step"),
    path("suggestions/<int:suggestion_id>", page.show, name="show"),
    path("suggestions/<int:suggestion_id>/edit", draft.edit, name="edit"),
    path("suggestions/<int:suggestion_id>/deadlines", page.deadlines, name="deadlines"),
    path("suggestions/<int:suggestion_id>/replies/<int:reply_id>.<slug:kind>", page.letter, name="letter"),
    path("suggestions/<int:suggestion_id>/publication", publication.publication, name="publication"),
    path("suggestions/<int:suggestion_id>/unpublish", publication.unpublish, name="unpublish"),
    path("suggestions/<int:suggestion_id>/publication/wish", publication.wish, name="publication_wish"),
    path(
        "suggestions/<int:suggestion_id>/publication/objection",
        publication.objection,
        name="publication_objection",
    ),
    path("suggestions/<int:suggestion_id>/<slug:verb>", page.step, name="step"),
]
