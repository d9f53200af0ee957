"""Photos and voice clips, through the case or the step they belong to."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext as _

from lianxin.attachments import reads as attachments
from lianxin.attachments.reads import Content
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import NotFound
from lianxin.voices import access
from lianxin.voices.models import Step


def case_file(actor: Actor, case_id: int, file_id: uuid.UUID, *, small: bool) -> Content:
    """One file of a case that the actor sees, or its thumbnail. Two queries. Raises NotFound."""
    if not access.cases_visible_to(actor).filter(pk=case_id).exists():
        raise NotFound(_("没有找到这个文件。请返回上一页。"))
    steps = Step.objects.filter(case_id=case_id)
    if not actor.is_signed_in:
        steps = steps.filter(for_citizen=True)
    subjects: attachments.Subjects = {"voices.case": [case_id], "voices.step": steps.values("pk")}
    return attachments.content_of(subjects, file_id, small=small)
