"""Pages for what went wrong before or outside a view."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from lianxin.kit.http import render


def csrf_failure(request: HttpRequest, reason: str = "", exception: Exception | None = None) -> HttpResponse:
    """The form's token went stale (long pause, other tab); nothing was saved."""
    return render(request, "kit/errors/403.html", {"sentence": ""}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The 400 page; of an upload too large it says what to do."""
    large = isinstance(exception, RequestDataTooBig)
    sentence = _("没有提交成功。请返回上一页，少传几张照片，或者传小一点的文件。") if large else ""
    return render(request, "kit/errors/400.html", {"sentence": sentence}, status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The 404 page."""
    return render(request, "kit/errors/404.html", {"sentence": ""}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The 500 page: no request text, only the id to read out on the phone."""
    return render(request, "kit/errors/500.html", {"busy": False, "sentence": ""}, status=500)
