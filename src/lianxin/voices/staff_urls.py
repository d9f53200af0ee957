"""Addresses of those who handle cases."""

from __future__ import annotations

from django.urls import path

from lianxin.voices.views import bulk, case, drafts, intake, kept, lists, templates, triage

staff_patterns = [
    path("my", lists.my_home, name="my_home"),
    path("my/voices", lists.my_cases, name="my_cases"),
    path("unit", lists.unit_list, name="unit"),
    path("voices", lists.staff_list, name="list"),
    path("voices/intake", intake.intake, name="intake"),
    path("voices/overdue", lists.overdue, name="overdue"),
    path("voices/overdue/calls", lists.calls, name="calls"),
    path("voices/export", lists.export, name="export"),
    path("voices/triage", triage.board, name="triage"),
    path("voices/triage/<int:case_id>", triage.show, name="triage_case"),
    path("voices/triage/<int:case_id>/<slug:verb>", triage.step, name="triage_step"),
    path("voices/kept", kept.kept, name="kept"),
    path("voices/kept/<int:view_id>/rename", kept.rename, name="rename_view"),
    path("voices/kept/<int:view_id>/first", kept.put_first, name="put_view_first"),
    path("voices/kept/<int:view_id>/drop", kept.drop, name="drop_view"),
    path("voices/bulk", bulk.bulk, name="bulk"),
    path("voices/bulk/count", bulk.bulk_count, name="bulk_count"),
    path("voices/bulk/<int:run_id>", bulk.bulk_run, name="bulk_run"),
    path("voices/bulk/<int:run_id>/cancel", bulk.cancel_run, name="cancel_run"),
    path("voices/bulk/<int:run_id>/results.csv", bulk.run_results, name="run_results"),
    path("voices/templates", templates.template_list, name="templates"),
    path("voices/templates/new", templates.new_template, name="new_template"),
    path("voices/templates/<int:template_id>", templates.edit_template, name="edit_template"),
    path("voices/templates/<int:template_id>/retire", templates.retire_template, name="retire_template"),
    path("voices/<int:case_id>", case.show, name="case"),
    path("voices/<int:case_id>/deadlines", case.deadlines, name="deadlines"),
    path("voices/<int:case_id>/contact", case.ask_contact, name="ask_contact"),
    path("voices/<int:case_id>/contact/<uuid:ticket>", case.contact, name="contact"),
    path("voices/<int:case_id>/files/<uuid:file_id>", case.file, name="file"),
    path("voices/<int:case_id>/files/<uuid:file_id>/small", case.file, {"small": True}, name="file_small"),
    path("voices/<int:case_id>/undo", case.undo_claim, name="undo_claim"),
    path("voices/<int:case_id>/draft", drafts.draft, name="draft"),
    path("voices/<int:case_id>/draft/save", drafts.save, name="save_draft"),
    path("voices/<int:case_id>/draft/submit", drafts.submit, name="submit_draft"),
    path("voices/<int:case_id>/draft/issue", drafts.issue, name="issue_draft"),
    path("voices/<int:case_id>/draft/take-back", drafts.take_back, name="take_back_draft"),
    path("voices/<int:case_id>/draft/sign", drafts.sign, name="sign_draft"),
    path("voices/<int:case_id>/draft/return", drafts.give_back, name="return_draft"),
    path("voices/<int:case_id>/<slug:verb>", case.step, name="step"),
]
