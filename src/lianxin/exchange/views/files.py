"""Workbooks to take away: templates, rejected rows, exports."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.exchange import actions, reads
from lianxin.exchange.access import IMPORTERS
from lianxin.exchange.words import KIND_LABELS
from lianxin.kit.http import Request, signed_in

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _workbook(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=_XLSX)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@signed_in(*IMPORTERS)
def template(request: Request, kind: str) -> HttpResponse:
    """An empty workbook with the headings."""
    data = reads.template(kind)
    return _workbook(data, _("%(kind)s模板") % {"kind": KIND_LABELS[kind]})


@require_safe
@signed_in(*IMPORTERS)
def rejected(request: Request, import_id: int) -> HttpResponse:
    """The rejected rows with the reason in a column: repaired there, it can be uploaded again."""
    return _workbook(reads.rejected_workbook(request.actor, import_id), _("退回的行"))


@require_POST
@signed_in(*IMPORTERS)
def export(request: Request, kind: str) -> HttpResponse:
    """What is recorded in my place; that it was taken out is on record."""
    data = actions.export(kind=kind, actor=request.actor, at=request.now)
    return _workbook(data, str(KIND_LABELS[kind]))
