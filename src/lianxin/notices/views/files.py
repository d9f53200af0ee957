"""A file of a bulletin, to be saved. A POST: that somebody took it goes on record."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from lianxin.kit.files import attached_file
from lianxin.kit.http import Request, signed_in
from lianxin.notices import actions
from lianxin.notices.views.bulletins import READERS


@require_POST
@signed_in(*READERS)
def download(request: Request, bulletin_id: int, file_id: uuid.UUID) -> HttpResponse:
    """Hand one file to a recipient or the sender's office."""
    found = actions.download_file(
        bulletin_id=bulletin_id, file_id=file_id, actor=request.actor, at=request.now
    )
    return attached_file(found.data, content_type=found.content_type, filename=found.filename)
