"""Addresses of links: /links for offices, /my/links for deputies."""

from __future__ import annotations

from django.urls import path

from lianxin.links.views import office, own

app_name = "links"
urlpatterns = [
    path("links", office.show_all, name="list"),
    path("links/export", office.export, name="export"),
    path("links/new/<slug:link_kind>", office.new, name="new"),
    path("links/<int:link_id>", office.show, name="show"),
    path("links/<int:link_id>/end", office.end, name="end"),
    path("my/links", own.show_all, name="mine"),
    path("my/links/<int:link_id>", own.show, name="my_link"),
]
