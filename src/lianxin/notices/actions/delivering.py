"""Deliveries out of the house: decide, hand over, give up, try again.

Deciding and handing over are two transactions. What a message says is fixed and committed before a gateway
sees it, so a worker that is killed between the gateway's yes and our commit says the same thing again under
the same key, and the gateway drops it. Source: ADR-0019 §2.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.accounts import reads as accounts
from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import NotFound
from lianxin.kit.scope import scope
from lianxin.notices import access
from lianxin.notices.gateways import GatewayRefused, Message, Reason, gateway_for
from lianxin.notices.models import Delivery, Notice, Preference, Receipt
from lianxin.notices.profiles import may_go_at, rules_for
from lianxin.notices.words import About, Channel, pointer
from lianxin.notices.workflow import DELIVERY_FLOW, DeliveryState, ReceiptState

log = logging.getLogger("lianxin.notices")

# After the first failure, the second, …; the last one repeats.
_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
# What one message may gather; a digest of more is a second message.
_GATHERED = 500


def _next(actor: Actor, state: DeliveryState, at: datetime) -> Delivery | None:
    """The delivery that has waited longest in this state, locked; another worker's are passed over."""
    due = access.deliveries_visible_to(actor).filter(state=state, not_before__lte=at)
    return due.select_for_update(skip_locked=True).order_by("not_before", "id").first()


def _move(delivery: Delivery, verb: str, at: datetime, reason: str = "") -> None:
    delivery.state = DELIVERY_FLOW.next_state(delivery.state, verb)
    delivery.reason = reason
    ended = not DELIVERY_FLOW.may("drop", delivery.state)
    delivery.ended_at = at if ended else None


@transaction.atomic
def prepare_next(*, actor: Actor, at: datetime) -> bool:
    """Decide about one delivery that is due: hold it, drop it, or make it ready. False when none is due.

    Held ones of the same account and channel that have come due together become one message. What was read
    in the product meanwhile is dropped. Source: ADR-0019 §4, §5.
    """
    delivery = _next(actor, DeliveryState.WAITING, at)
    if delivery is None:
        return False
    with scope(Actor(user_id=delivery.user_id, source="job")):
        wish = Preference.objects.filter(pk=delivery.user_id).first() or Preference()
    rules = rules_for(delivery.division_code, timezone.localtime(at).date())
    moment = may_go_at(wish, rules, About(delivery.about), is_held=delivery.is_held, at=at)
    if moment > at:
        DELIVERY_FLOW.next_state(delivery.state, "hold")
        delivery.not_before, delivery.is_held = moment, True
        delivery.save(update_fields=["not_before", "is_held"])
        return True
    gathered = [delivery, *_gathered(actor, delivery, at)]
    with scope(Actor(user_id=delivery.user_id, source="job")):
        keys = [each.notice_key for each in gathered]
        unread = Notice.objects.filter(user_id=delivery.user_id, key__in=keys, read_at=None).count()
    _move(delivery, "prepare" if unread else "drop", at)
    delivery.covers = max(unread, 1)
    delivery.save(update_fields=["state", "reason", "ended_at", "covers"])
    for other in gathered[1:]:
        _move(other, "fold", at)
        other.folded_into = delivery
    Delivery.objects.bulk_update(gathered[1:], ["state", "reason", "ended_at", "folded_into"])
    return True


def _gathered(actor: Actor, delivery: Delivery, at: datetime) -> list[Delivery]:
    if not delivery.is_held:
        return []
    others = access.deliveries_visible_to(actor).filter(
        state=DeliveryState.WAITING, not_before__lte=at, is_held=True,
        user_id=delivery.user_id, channel=delivery.channel,
    )  # fmt: skip
    others = others.exclude(pk=delivery.pk).order_by("id")
    return list(others.select_for_update(skip_locked=True)[:_GATHERED])


@transaction.atomic
def hand_over_next(*, actor: Actor, at: datetime) -> bool:
    """Hand one ready message to its gateway, under its key. False when none is due.

    The row stays locked meanwhile, so no second worker hands it over; if this one dies the lock goes and the
    message is handed over again. A refusal puts it off with growing pauses; after the profile's number of
    tries, or a final refusal, it stands on the administrators' page with the reason.
    """
    delivery = _next(actor, DeliveryState.READY, at)
    if delivery is None:
        return False
    channel = Channel(delivery.channel)
    gateway, to = gateway_for(channel), _address(delivery)
    if gateway is None or not to:
        _move(delivery, "drop", at)
        delivery.save(update_fields=["state", "reason", "ended_at"])
        return True
    delivery.attempts += 1
    try:
        gateway.send(_message(delivery, to))
        _move(delivery, "hand_over", at)
        _note_delivered(delivery, at)
    except GatewayRefused as refused:
        _refused(delivery, refused.reason, is_final=refused.is_final, actor=actor, at=at)
    except Exception as error:  # noqa: BLE001  a gateway may be a county's own code; one bad message must not stop the rest
        log.error("gateway channel=%s delivery=%s error=%s", channel, delivery.pk, type(error).__name__)  # noqa: TRY400 (no traceback: it may quote the address)
        _refused(delivery, Reason.BROKEN, is_final=False, actor=actor, at=at)
    delivery.save(update_fields=["state", "reason", "ended_at", "attempts", "not_before"])
    return True


def _address(delivery: Delivery) -> str:
    """The account's phone or mail address now; "" when there is none or the account is closed."""
    phone = accounts.phone_of(delivery.user_id)
    if phone is None:
        return ""
    if delivery.channel == Channel.SMS:
        return phone
    with scope(Actor(user_id=delivery.user_id, source="job")):
        wish = Preference.objects.filter(pk=delivery.user_id).first()
    return wish.mail_address if wish else ""


def _message(delivery: Delivery, to: str) -> Message:
    text = pointer(delivery.covers)
    if delivery.channel == Channel.MAIL:
        link = f"{settings.LIANXIN_PUBLIC_URL}/notices"
        hint = _("不想再收到邮件，请登录后在“通知”里点“怎样告诉我”。")
        return Message(delivery.key, Channel.MAIL, to, text, f"{text}\n{link}\n\n{hint}\n")
    return Message(delivery.key, Channel.SMS, to, "", text)


def _note_delivered(delivery: Delivery, at: datetime) -> None:
    """A bulletin's pointer is out: its sender sees so. Those folded into this message count too."""
    keys = [delivery.notice_key, *delivery.folded.values_list("notice_key", flat=True)]
    numbers = {int(key.split(":")[1]) for key in keys if key.startswith("bulletin:")}
    if numbers:
        Receipt.objects.filter(
            bulletin_id__in=numbers, user_id=delivery.user_id, state=ReceiptState.SENT
        ).update(state=ReceiptState.DELIVERED.value, delivered_at=at)


def _refused(delivery: Delivery, reason: Reason, *, is_final: bool, actor: Actor, at: datetime) -> None:
    rules = rules_for(delivery.division_code, timezone.localtime(at).date())
    if not is_final and delivery.attempts < rules.max_attempts:
        DELIVERY_FLOW.next_state(delivery.state, "put_off")
        delivery.reason = reason
        delivery.not_before = at + _PAUSES[min(delivery.attempts, len(_PAUSES)) - 1]
        return
    _move(delivery, "give_up", at, reason)
    journal.write(
        "notices.delivery", delivery.pk, "notices.delivery.given_up",
        actor=actor, at=at, division_code=delivery.division_code, after=reason.value,
    )  # fmt: skip


@transaction.atomic
def retry_delivery(*, delivery_id: int, actor: Actor, at: datetime) -> None:
    """Have a message that was given up tried again at once, under its old key; its tries count anew.

    Raises NotFound, NotAllowed, and MoveNotAllowed when it is not a failed one.
    """
    found = access.deliveries_visible_to(actor).select_for_update().filter(pk=delivery_id).first()
    if found is None:
        raise NotFound(_("没有找到这条短信或邮件，请回到列表看看。"))
    access.require_may_retry(actor, found)
    before = found.reason
    _move(found, "retry", at)
    found.attempts, found.not_before = 0, at
    found.save(update_fields=["state", "reason", "ended_at", "attempts", "not_before"])
    journal.write(
        "notices.delivery", found.pk, "notices.delivery.retried",
        actor=actor, at=at, division_code=found.division_code, before=before,
    )  # fmt: skip
