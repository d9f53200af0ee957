"""Who looks after what did not arrive."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.codes import inside, range_of
from lianxin.kernel.errors import NotAllowed
from lianxin.notices.models import Delivery

MINDERS = frozenset({Role.SYSTEM_ADMIN, Role.TENANT_ADMIN})


def deliveries_visible_to(actor: Actor) -> QuerySet[Delivery]:
    """Deliveries to people of the administrator's place (or the worker's); nobody else sees any."""
    if actor.role not in MINDERS or not actor.place:
        return Delivery.objects.none()
    low, high = range_of(actor.place)
    return Delivery.objects.filter(division_code__gte=low, division_code__lt=high)


def require_may_retry(actor: Actor, delivery: Delivery) -> None:
    """An administrator of the recipient's place may have it tried again."""
    if actor.role not in MINDERS or not inside(delivery.division_code, actor.place):
        raise NotAllowed(_("只有本地的管理岗可以重新发送，请换到对应岗位再试。"))
