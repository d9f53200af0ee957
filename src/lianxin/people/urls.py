"""Staff pages of deputies and units: /manage/people/…"""

from __future__ import annotations

from django.urls import path

from lianxin.people.views import deputies, units

app_name = "people"
urlpatterns = [
    path("", deputies.show_all, name="list"),
    path("new", deputies.new, name="new"),
    path("<int:person_id>", deputies.show, name="show"),
    path("<int:person_id>/edit", deputies.edit, name="edit"),
    path("<int:person_id>/seats/new", deputies.seat, name="seat"),
    path("seats/<int:mandate_id>/end", deputies.end, name="end_seat"),
    path("units", units.show_all, name="units"),
    path("units/new", units.new, name="new_unit"),
    path("units/<int:unit_id>/edit", units.edit, name="edit_unit"),
    path("units/<int:unit_id>/close", units.close, name="close_unit"),
    path("units/<int:unit_id>/reopen", units.reopen, name="reopen_unit"),
]
