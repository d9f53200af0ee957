"""Who looks after what did not arrive, who writes bulletins and sees their receipts."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lianxin.kernel.actor import PLACE_ROLES, Actor, Role
from lianxin.kernel.codes import inside, range_of
from lianxin.kernel.errors import NotAllowed
from lianxin.notices.models import Bulletin, Delivery, Receipt

MINDERS = frozenset({Role.SYSTEM_ADMIN, Role.TENANT_ADMIN})
# Source: domain.md §7 (who organises deputies' work), §9.
SENDERS = frozenset(
    {
        Role.DEPUTY_AFFAIRS,
        Role.PRESIDIUM,
        Role.STREET_COMMITTEE,
        Role.SPECIAL_COMMITTEE,
        Role.STANDING_LEADER,
        Role.VENUE_HEAD,
    }
)


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


def bulletins_sent_by(actor: Actor) -> QuerySet[Bulletin]:
    """Bulletins of the actor's own, and those of colleagues in the same office (role of the same place)."""
    if actor.user_id is None or actor.role not in SENDERS:
        return Bulletin.objects.none()
    own = Q(sender_user_id=actor.user_id)
    if actor.role in PLACE_ROLES and actor.place:
        own |= Q(division_code=actor.place)
    return Bulletin.objects.filter(own)


def receipts_of(actor: Actor) -> QuerySet[Receipt]:
    """What was sent to the actor's own account, whatever post it acts in."""
    return Receipt.objects.filter(user_id=actor.user_id or 0)


def require_may_write(actor: Actor) -> int:
    """The sender's account. Raises NotAllowed unless the actor writes to people for an office."""
    if actor.role not in SENDERS or actor.user_id is None or not actor.place:
        raise NotAllowed(_("只有机关和阵地的岗位可以发通知，请换到对应岗位再试。"))
    return actor.user_id
