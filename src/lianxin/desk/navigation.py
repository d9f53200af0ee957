"""Menus."""

from __future__ import annotations

from django.http import HttpRequest

from lianxin.kit.jinja_env import NavGroup


def navigation(request: HttpRequest) -> tuple[NavGroup, ...]:
    """No menu yet."""
    return ()
