"""Staff pages of venues: /manage/venues…"""

from __future__ import annotations

from django.urls import path

from lianxin.venues.views import law_drafts, members, plates, points, venues

app_name = "venues"
urlpatterns = [
    path("venues", venues.show_all, name="list"),
    path("venues/new", venues.new, name="new"),
    path("venues/<int:venue_id>", venues.show, name="show"),
    path("venues/<int:venue_id>/edit", venues.edit, name="edit"),
    path("venues/<int:venue_id>/close", venues.close, name="close"),
    path("venues/<int:venue_id>/reopen", venues.reopen, name="reopen"),
    path("venues/<int:venue_id>/members/new", members.place, name="place"),
    path("venues/members/<int:membership_id>/leave", members.release, name="release"),
    path("venues/<int:venue_id>/plates", plates.issue, name="issue_plate"),
    path("venues/<int:venue_id>/plates.pdf", plates.paper, name="paper"),
    path("venues/plates/<int:plate_id>/revoke", plates.revoke, name="revoke_plate"),
    path("law-drafts", law_drafts.show_all, name="law_drafts"),
    path("law-drafts/new", law_drafts.new, name="new_law_draft"),
    path("law-drafts/<int:draft_id>", law_drafts.show, name="law_draft"),
    path("law-drafts/<int:draft_id>/export.csv", law_drafts.export, name="export_opinions"),
    path("points", points.show_all, name="points"),
    path("points/export.csv", points.export, name="export_points"),
    path("points/new", points.new, name="new_point"),
    path("points/<int:point_id>", points.show, name="point"),
    path("points/<int:point_id>/edit", points.edit, name="edit_point"),
    path("points/<int:point_id>/close", points.close, name="close_point"),
    path("points/<int:point_id>/reopen", points.reopen, name="reopen_point"),
]
