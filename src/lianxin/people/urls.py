"""Staff pages of deputies and units: /manage/people/…"""

from __future__ import annotations

from django.urls import path

from lianxin.people.views import closing, deputies, organs, seats, structure, terms, units

app_name = "people"
urlpatterns = [
    path("", deputies.show_all, name="list"),
    path("new", deputies.new, name="new"),
    path("<int:person_id>", deputies.show, name="show"),
    path("<int:person_id>/edit", deputies.edit, name="edit"),
    path("<int:person_id>/facts", structure.edit_facts, name="edit_facts"),
    path("<int:person_id>/seats/new", deputies.seat, name="seat"),
    path("seats/<int:mandate_id>/end", seats.end, name="end_seat"),
    path("seats/<int:mandate_id>/suspend", seats.suspend, name="suspend_seat"),
    path("seats/<int:mandate_id>/resume", seats.resume, name="resume_seat"),
    path("terms", terms.show_all, name="terms"),
    path("terms/new", terms.new, name="new_term"),
    path("terms/<int:term_id>", terms.show, name="term"),
    path("terms/<int:term_id>/close", closing.close, name="close_term"),
    path("terms/<int:term_id>/closed", closing.closed, name="closed_term"),
    path("terms/<int:term_id>/sessions/new", terms.new_session, name="new_session"),
    path("terms/<int:term_id>/absences", terms.absences, name="absences"),
    path("terms/<int:term_id>/organs", organs.show_all, name="organs"),
    path("terms/<int:term_id>/organs/new", organs.new, name="new_organ"),
    path("terms/<int:term_id>/districts", organs.gather, name="gather_districts"),
    path("terms/<int:term_id>/structure", structure.show, name="structure"),
    path("terms/<int:term_id>/structure/list", structure.show_list, name="structure_list"),
    path("terms/<int:term_id>/structure/export", structure.export, name="export_structure"),
    path("sessions/<int:session_id>", terms.show_session, name="session"),
    path("sessions/<int:session_id>/edit", terms.edit_session, name="edit_session"),
    path("sessions/<int:session_id>/absent", terms.absent, name="absent"),
    path("sessions/<int:session_id>/absences/<int:absence_id>/strike", terms.strike, name="strike_absence"),
    path("organs/<int:organ_id>", organs.show, name="organ"),
    path("organs/<int:organ_id>/edit", organs.edit, name="edit_organ"),
    path("organs/<int:organ_id>/end", organs.end, name="end_organ"),
    path("organs/<int:organ_id>/join", organs.join, name="join_organ"),
    path("organs/<int:organ_id>/members/<int:member_id>/end", organs.leave, name="leave_organ"),
    path("units", units.show_all, name="units"),
    path("units/new", units.new, name="new_unit"),
    path("units/<int:unit_id>/edit", units.edit, name="edit_unit"),
    path("units/<int:unit_id>/close", units.close, name="close_unit"),
    path("units/<int:unit_id>/reopen", units.reopen, name="reopen_unit"),
]
