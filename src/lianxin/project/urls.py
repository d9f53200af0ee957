"""URL → room. `docs/map.md` is generated from here."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

from lianxin.project.alive import alive

handler400 = "lianxin.project.errors.bad_request"
handler403 = "lianxin.project.errors.csrf_failure"
handler404 = "lianxin.project.errors.not_found"
handler500 = "lianxin.project.errors.server_error"

urlpatterns = [
    *([path("", include("lianxin.demo.front_urls"))] if settings.LIANXIN_TOUR_FIRST else []),
    path("", include("lianxin.portal.urls")),
    path("", include("lianxin.desk.urls")),
    path("", include("lianxin.voices.urls")),
    path("", include("lianxin.suggestions.urls")),
    path("", include("lianxin.links.urls")),
    path("", include("lianxin.insights.urls")),
    path("divisions/", include("lianxin.divisions.urls")),
    path("accounts/", include("lianxin.accounts.urls")),
    path("", include("lianxin.notices.urls")),
    path("manage/", include("lianxin.calendars.urls")),
    path("manage/", include("lianxin.localrules.urls")),
    path("manage/", include("lianxin.venues.urls")),
    path("manage/", include("lianxin.assessments.urls")),
    path("", include("lianxin.rulebook.urls")),
    path("manage/import/", include("lianxin.exchange.urls")),
    path("manage/people/", include("lianxin.people.urls")),
    path("alive", alive, name="alive"),
    *([path("demo/", include("lianxin.demo.urls"))] if settings.LIANXIN_DEMO else []),
]
