"""The demo's front door, mounted before the portal's own by `./lianxin demo` alone."""

from __future__ import annotations

from django.urls import path

from lianxin.demo import views

urlpatterns = [path("", views.front)]
