"""Who may see and give grants: administrators of a place, within their place."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lianxin.accounts.models import Grant, Session
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.codes import inside, range_of
from lianxin.kernel.errors import NotAllowed

# 三权分立 (等保三级): these may not be held together by one account.
SEPARATED = frozenset({Role.SYSTEM_ADMIN, Role.TENANT_ADMIN, Role.AUDITOR})
GRANTERS = frozenset({Role.TENANT_ADMIN})


def grants_visible_to(actor: Actor) -> QuerySet[Grant]:
    """Grants inside the administrator's place; a person's own grants for everybody else."""
    if actor.role in GRANTERS and actor.place:
        low, high = range_of(actor.place)
        return Grant.objects.filter(Q(division_code__gte=low, division_code__lt=high))
    return Grant.objects.filter(user_id=actor.user_id) if actor.user_id else Grant.objects.none()


def sessions_of(actor: Actor) -> QuerySet[Session]:
    """The actor's own sign-ins."""
    return Session.objects.filter(user_id=actor.user_id) if actor.user_id else Session.objects.none()


def require_may_grant(actor: Actor, role: Role, division_code: str) -> None:
    """Only an administrator of the place, only inside it. Source: domain.md §7, ADR-0004."""
    if actor.source == "setup":
        return
    if actor.role not in GRANTERS or not inside(division_code, actor.place):
        raise NotAllowed(_("只有本地方的系统管理岗可以授予岗位。请联系上级管理员。"))
