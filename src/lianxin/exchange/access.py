"""Who may bring files in and take records out: those who record people and units, for their own place."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianxin.exchange.models import Import
from lianxin.exchange.words import ImportState
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError, NotFound

IMPORTERS = (Role.TENANT_ADMIN, Role.DEPUTY_AFFAIRS, Role.PRESIDIUM)
# How long an import can be taken back as a whole, and how long its file is kept. Source: ADR-0024.
UNDO_FOR = timedelta(days=7)


def imports_visible_to(actor: Actor) -> QuerySet[Import]:
    """Imports of exactly the actor's place: a file of a wider place may hold more than one may see."""
    if actor.role not in IMPORTERS or not actor.place:
        return Import.objects.none()
    return Import.objects.filter(division_code=actor.place)


def locked(actor: Actor, import_id: int) -> Import:
    """One import, to be changed. Raises NotFound."""
    found = imports_visible_to(actor).select_for_update().filter(pk=import_id).first()
    if found is None:
        raise NotFound(_("没有找到这次导入。它可能不归您管，或者已经清理了。"))
    return found


def may_undo(found: Import, at: datetime) -> bool:
    """Within seven days of applying."""
    applied = found.applied_at
    return found.state == ImportState.APPLIED and applied is not None and at <= applied + UNDO_FOR


def require_may_undo(found: Import, at: datetime) -> None:
    """Raise DomainError once the seven days are over."""
    if not may_undo(found, at):
        raise DomainError(_("只有导入后七天内可以整批撤销。请逐个修改。"))
