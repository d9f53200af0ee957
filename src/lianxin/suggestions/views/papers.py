"""A document of our own making, shown as PDF or handed out as a Word file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpResponse
from django.utils.translation import gettext as _

from lianxin.kernel.errors import NotFound
from lianxin.kit.files import private_file
from lianxin.kit.http import Request

Words = TypeVar("Words")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def paper(
    request: Request,
    name: str,
    kind: str,
    words: Words,
    makers: tuple[Callable[[Words], bytes], Callable[[Words], bytes]],
) -> HttpResponse:
    """`words` as pdf or docx, by the first or the second maker; no cache keeps it. Raises NotFound."""
    if kind == "pdf":
        made = makers[0](words)
        return private_file(request, made, content_type="application/pdf", filename=f"{name}.pdf")
    if kind != "docx":
        raise NotFound(_("没有这种格式。请回到上一页，下载 PDF 或 Word 文件。"))
    response = HttpResponse(makers[1](words), content_type=WORD)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
