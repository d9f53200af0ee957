"""Taking a file of a bulletin: on record, and a recipient who took one has read it."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.attachments import reads as attachments
from lianxin.attachments.reads import Content
from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import NotFound
from lianxin.notices import access
from lianxin.notices.actions.answering import read_bulletin
from lianxin.notices.words import FILES_OF


@transaction.atomic
def download_file(*, bulletin_id: int, file_id: uuid.UUID, actor: Actor, at: datetime) -> Content:
    """The bytes of one file, for recipients and the sender's office. Raises NotFound.

    The receipt says when its recipient took the first file; the journal has every one. Source: ADR-0031 §1.
    """
    receipt = (
        access.receipts_of(actor).select_for_update(of=("self",)).filter(bulletin_id=bulletin_id).first()
    )
    sent = access.bulletins_sent_by(actor).filter(pk=bulletin_id).first()
    if receipt is None and sent is None:
        raise NotFound(_("没有找到这个文件。请返回上一页。"))
    content = attachments.content_of({FILES_OF: [bulletin_id]}, file_id)
    if receipt is not None and receipt.downloaded_at is None:
        receipt.downloaded_at = at
        receipt.save(update_fields=["downloaded_at"])
    if receipt is not None:
        read_bulletin(bulletin_id=bulletin_id, actor=actor, at=at)
    place = sent.division_code if sent is not None else receipt.sender_place if receipt is not None else ""
    journal.write(
        "notices.bulletin", bulletin_id, "notices.bulletin.downloaded",
        actor=actor, at=at, division_code=place,
    )  # fmt: skip
    return content
