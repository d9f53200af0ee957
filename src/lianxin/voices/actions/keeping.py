"""Keeping lists under a name. Source: ADR-0020 §1."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotFound
from lianxin.kernel.text import clean
from lianxin.voices import access
from lianxin.voices.models import SavedView

MOST_VIEWS = 20


def _name(name: str, actor: Actor, *, but: int = 0) -> str:
    words = clean(name)
    if not words or len(words) > 20:
        raise DomainError(_("请给它起个名字，20 个字以内。"))
    if access.views_of(actor).filter(name=words).exclude(pk=but).exists():
        raise DomainError(_("已经有叫这个名字的清单，请换一个名字。"))
    return words


def _one(view_id: int, actor: Actor) -> SavedView:
    view = access.views_of(actor).select_for_update().filter(pk=view_id).first()
    if view is None:
        raise NotFound(_("没有这份常用清单。"))
    return view


def _write(view: SavedView, event: str, actor: Actor, at: datetime) -> None:
    journal.write("voices.view", view.pk, event, actor=actor, at=at, division_code=actor.place)


@transaction.atomic
def keep_view(*, name: str, query: str, actor: Actor, at: datetime) -> SavedView:
    """Keep a list's address under a name, in this post alone. At most twenty."""
    if access.views_of(actor).count() >= MOST_VIEWS:
        raise DomainError(_("最多存 %(n)d 份，请先删掉不用的。") % {"n": MOST_VIEWS})
    view = SavedView(
        user_id=actor.user_id or 0, grant_id=actor.grant_id or 0, name=_name(name, actor), query=query
    )
    view.save(force_insert=True)
    _write(view, "voices.view.kept", actor, at)
    return view


@transaction.atomic
def rename_view(*, view_id: int, name: str, actor: Actor, at: datetime) -> SavedView:
    """Another name for a kept view of one's own."""
    view = _one(view_id, actor)
    view.name = _name(name, actor, but=view.pk)
    view.save(update_fields=["name"])
    _write(view, "voices.view.renamed", actor, at)
    return view


@transaction.atomic
def open_view_first(*, view_id: int, first: bool, actor: Actor, at: datetime) -> SavedView:
    """Have a kept view open when no other list is asked for; or no longer."""
    view = _one(view_id, actor)
    access.views_of(actor).filter(is_default=True).update(is_default=False)
    view.is_default = first
    view.save(update_fields=["is_default"])
    _write(view, "voices.view.put_first", actor, at)
    return view


@transaction.atomic
def drop_view(*, view_id: int, actor: Actor, at: datetime) -> None:
    """Forget a kept view of one's own. The cases in it are not touched."""
    view = _one(view_id, actor)
    _write(view, "voices.view.dropped", actor, at)
    view.delete()
