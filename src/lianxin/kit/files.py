"""Answers that are a file of our own making: nothing foreign is shown inline. Source: security paper T39."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from lianxin.kit.tables import BOM, csv_lines

_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)


def private_file(request: HttpRequest, data: bytes, *, content_type: str, filename: str) -> HttpResponse:
    """Show a derivative to the one who asked: of a fixed type, kept by no cache between, never run.

    Answers one byte range, without which some phones play no sound. Only for bytes that we made ourselves.
    """
    span = _span(request.headers.get("Range", ""), len(data))
    response = HttpResponse(data if span is None else data[span[0] : span[1] + 1], content_type=content_type)
    facts = {
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, max-age=3600",
        "Content-Disposition": f'inline; filename="{filename}"',
        "Content-Security-Policy": "default-src 'none'; media-src 'self'; frame-ancestors 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    for name, value in facts.items():
        response.headers[name] = value
    if span is not None:
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {span[0]}-{span[1]}/{len(data)}"
    return response


def attached_file(data: bytes, *, content_type: str, filename: str) -> HttpResponse:
    """Hand a document over to be saved: never shown inside the product, kept by no cache, never run."""
    response = HttpResponse(data, content_type=content_type)
    facts = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": content_disposition_header(True, filename) or "attachment",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    for name, value in facts.items():
        response.headers[name] = value
    return response


def csv_file(rows: Iterable[Sequence[str]], filename: str) -> HttpResponse:
    """A table for a spreadsheet, to be saved; every cell inert (`tables.inert`)."""
    data = (BOM + csv_lines(rows)).encode()
    return attached_file(data, content_type="text/csv; charset=utf-8", filename=filename)


def _span(asked: str, size: int) -> tuple[int, int] | None:
    """First and last byte of a single satisfiable range; None means the whole file (RFC 9110 §14.2)."""
    found = _RANGE.fullmatch(asked)
    if found is None or not any(found.groups()) or not size:
        return None
    first, last = found.groups()
    if not first:
        return max(0, size - int(last)), size - 1
    span = int(first), min(int(last or size), size - 1)
    return span if span[0] <= span[1] else None
