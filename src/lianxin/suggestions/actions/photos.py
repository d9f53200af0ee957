"""Photos on a draft, on a talk, and on the progress of a promise. Source: ADR-0012, ADR-0032 §7."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.attachments import actions as attachments
from lianxin.attachments import reads as files
from lianxin.attachments.actions import Derivative
from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotAllowed, NotFound
from lianxin.suggestions import access
from lianxin.suggestions.actions._steps import locked
from lianxin.suggestions.models import Promised, Suggestion, Talk
from lianxin.suggestions.words import PromiseState
from lianxin.suggestions.workflow import SuggestionState

# So many photos at most on one thing.
MOST_PHOTOS = 9
S = SuggestionState


class PhotoOf(StrEnum):
    """What photos hang on."""

    MATTER = "suggestions.suggestion"
    TALK = "suggestions.talk"
    PROMISE = "suggestions.promise"


@transaction.atomic
def add_photos(
    *,
    suggestion_id: int,
    of: PhotoOf,
    subject_id: int,
    photos: Sequence[Derivative],
    actor: Actor,
    at: datetime,
) -> None:
    """Hang photos, made anew beforehand, on a draft (its lead), a talk or a promise (the unit whose it is).

    Raises NotFound for a thing of another suggestion, NotAllowed for somebody else's, DomainError when
    there are too many.
    """
    suggestion = locked(suggestion_id, actor, None)
    _require_own(suggestion, of, subject_id, actor)
    if not photos:
        raise DomainError(_("请先选照片，再点上传。"))
    there = len(files.items_of(of, subject_id))
    if there + len(photos) > MOST_PHOTOS:
        raise DomainError(
            _("一共最多传 %(most)d 张照片，现在有 %(now)d 张。") % {"most": MOST_PHOTOS, "now": there}
        )
    attachments.attach(
        subject_kind=of, subject_id=subject_id, division_code=suggestion.division_code, files=photos, at=at,
        first=there,
    )  # fmt: skip
    journal.write(
        "suggestions.suggestion", suggestion.pk, "suggestions.suggestion.photos_added", actor=actor, at=at,
        division_code=suggestion.division_code,
    )  # fmt: skip


def _require_own(suggestion: Suggestion, of: PhotoOf, subject_id: int, actor: Actor) -> None:
    if of == PhotoOf.MATTER:
        if subject_id != suggestion.pk:
            raise NotFound(_("没有找到要加照片的地方。请刷新页面再试。"))
        if not access.is_lead(actor, suggestion):
            raise NotAllowed(_("建议的照片由领衔代表来加。"))
        if suggestion.state not in {S.DRAFT, S.COSIGNING}:
            raise DomainError(_("建议已经提交，不能再加照片。有新情况，请在交流里说。"))
        return
    found: Talk | Promised | None
    if of == PhotoOf.TALK:
        found = Talk.objects.filter(suggestion=suggestion, pk=subject_id).first()
        closed = found is not None and (found.confirmed_at is not None or found.denied_at is not None)
    else:
        found = Promised.objects.filter(suggestion=suggestion, pk=subject_id).first()
        closed = found is not None and found.state == PromiseState.KEPT
    if found is None:
        raise NotFound(_("没有找到要加照片的地方。请刷新页面再试。"))
    if not access.is_unit(actor, suggestion) or actor.unit_id != found.unit_id:
        raise NotAllowed(_("照片由记这件事的单位来加。"))
    if closed:
        raise DomainError(_("代表已经确认或复核过了，不能再加照片。"))
