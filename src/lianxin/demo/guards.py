"""The walls around one-click sign-in: demo mode, this machine, people of the tour, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from lianxin.kernel.errors import NotAllowed, NotFound
from lianxin.kit.http import Request

P = ParamSpec("P")


def demo_only(
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """Answer 404 outside demo mode, even if the addresses were mounted by mistake."""

    @wraps(view)
    def guarded(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not settings.LIANXIN_DEMO:
            raise NotFound(_("没有这一页。"))
        return view(request, *args, **kwargs)

    return cast("Callable[Concatenate[Request, P], HttpResponse]", guarded)


def require_this_machine(request: HttpRequest) -> None:
    """Raise NotAllowed unless the request comes straight from loopback (behind a proxy nobody can tell)."""
    try:
        is_loopback = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        is_loopback = False
    if settings.LIANXIN_BEHIND_PROXY or not is_loopback:
        raise NotAllowed(_("一键登录只能在运行演示的这台机器上用。请用登录名和密码登录。"))
