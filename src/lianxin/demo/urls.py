"""Addresses under /demo/; mounted in demo mode only."""

from __future__ import annotations

from django.urls import path

from lianxin.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.tour, name="tour"),
    path("sign-in/<slug:login>", views.sign_in, name="sign_in"),
    path("outlet", views.outlet, name="outlet"),
    path("components", views.components, name="components"),
]
