"""Addresses of the citizen's pages."""

from __future__ import annotations

from django.urls import path

from lianxin.voices.views import citizen, intake

citizen_patterns = [
    path("voices/new", citizen.report, name="new"),
    path("voices/received/<str:token>", citizen.received, name="received"),
    path("voices/received/<str:token>/slip", intake.slip, name="slip"),
    path("voices/follow", citizen.follow, name="follow"),
    path("voices/mine/<str:token>", citizen.mine, name="mine"),
    path("voices/mine/<str:token>/files/<uuid:file_id>", citizen.mine_file, name="mine_file"),
    path(
        "voices/mine/<str:token>/files/<uuid:file_id>/small",
        citizen.mine_file,
        {"small": True},
        name="mine_file_small",
    ),
    path("voices/mine/<str:token>/rate", citizen.rate, name="mine_rate"),
    path("voices/mine/<str:token>/fact", citizen.add_fact, name="mine_fact"),
    path("voices/mine/<str:token>/reopen", citizen.reopen, name="mine_reopen"),
    path("voices/mine/<str:token>/stop-messages", citizen.stop_messages, name="mine_stop_messages"),
    path("voices/mine/<str:token>/withdraw", citizen.withdraw, name="mine_withdraw"),
]
