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
    path("voices/mine/<str:token>/rate", citizen.rate, name="mine_rate"),
    path("voices/mine/<str:token>/fact", citizen.add_fact, name="mine_fact"),
    path("voices/mine/<str:token>/reopen", citizen.reopen, name="mine_reopen"),
    path("voices/mine/<str:token>/withdraw", citizen.withdraw, name="mine_withdraw"),
]
