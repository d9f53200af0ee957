"""Who may see and give grants: administrators of a place, within their place."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianxin.accounts.models import Grant, Session, User
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.codes import inside, range_of
from lianxin.kernel.errors import NotAllowed, NotFound

# 三权分立 (等保三级): these may not be held together by one account.
SEPARATED = frozenset({Role.SYSTEM_ADMIN, Role.TENANT_ADMIN, Role.AUDITOR})
GRANTERS = frozenset({Role.TENANT_ADMIN})
# A citizen has no account; everything else can be granted.
GRANTABLE = tuple(role for role in Role if role != Role.CITIZEN)
# Installation and demo act before any administrator exists; requests can never carry these sources.
_FOUNDERS = frozenset({"setup", "demo"})


def grants_visible_to(actor: Actor) -> QuerySet[Grant]:
    """Grants inside the administrator's place; a person's own grants for everybody else."""
    if actor.role in GRANTERS and actor.place:
        low, high = range_of(actor.place)
        return Grant.objects.filter(division_code__gte=low, division_code__lt=high)
    return Grant.objects.filter(user_id=actor.user_id) if actor.user_id else Grant.objects.none()


def sessions_of(actor: Actor) -> QuerySet[Session]:
    """The actor's own sign-ins."""
    return Session.objects.filter(user_id=actor.user_id) if actor.user_id else Session.objects.none()


def is_founder(actor: Actor) -> bool:
    """Whether the installation or the demo acts, not a person."""
    return actor.source in _FOUNDERS


def require_may_administer(actor: Actor) -> None:
    """Only administrators open accounts. Source: domain.md §7, ADR-0004."""
    if not is_founder(actor) and actor.role not in GRANTERS:
        raise NotAllowed(_("只有业务管理岗可以建账号、授岗位。请联系本地的管理员。"))


def require_may_grant(actor: Actor, role: Role, division_code: str, *, to_user_id: int | None = None) -> None:
    """Only an administrator of the place, only inside it, never to oneself. Source: domain.md §7, ADR-0004.

    Giving oneself a post that reads cases would undo that administrators read none (三权分立).
    """
    require_may_administer(actor)
    if is_founder(actor):
        return
    if not inside(division_code, actor.place):
        raise NotAllowed(_("这个地方不归您管。请联系那里的或上一级的管理员授岗。"))
    if role not in GRANTABLE:
        raise NotAllowed(_("群众不用账号，不能授予这个岗位。请换一个岗位。"))
    if to_user_id is not None and to_user_id == actor.user_id:
        raise NotAllowed(_("不能给自己授岗。请另一位管理员或上一级的管理员来办。"))


def require_may_reset(actor: Actor, user: User, held: list[Grant]) -> None:
    """An administrator resets passwords of people who act only in their place, never of an administration.

    Whoever resets a password can sign in with it: it must not lead to a higher place or another of the
    three powers. Administrators are reset on the server (`manage reset_password`).
    """
    require_may_administer(actor)
    if is_founder(actor):
        return
    if not grants_visible_to(actor).filter(user=user).exists():
        raise NotFound(_("没有这个账号。"))
    if user.pk == actor.user_id:
        raise NotAllowed(_("自己的密码请在“我的账号”里改。"))
    if any(not inside(grant.division_code, actor.place) or grant.role in SEPARATED for grant in held):
        raise NotAllowed(_("这个账号还有上级或管理岗的岗位，您不能重设它的密码。请联系上级或服务器管理员。"))
