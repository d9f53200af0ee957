"""One suggestion within the sight of its reader."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import NotFound
from lianxin.suggestions import access
from lianxin.suggestions.models import (
    Suggestion,
)


def sight(actor: Actor, suggestion_id: int) -> Suggestion:
    """The suggestion, if the actor sees it. Raises NotFound. One query."""
    found = access.suggestions_visible_to(actor).select_related("session", "merged_into")
    suggestion = found.filter(pk=suggestion_id).first()
    if suggestion is None:
        raise NotFound(_("没有找到这件建议，或者它不在您的工作范围里。"))
    return suggestion
