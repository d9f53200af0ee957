"""How an account wants to be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotAllowed
from lianxin.notices.models import Choice, Preference
from lianxin.notices.words import About, Channel


@dataclass(frozen=True, slots=True)
class Wishes:
    """Everything a person says on the page "怎样告诉我". No quiet hours of one's own: those of the place."""

    channels: Mapping[About, Channel | None]
    mail_address: str = ""
    wants_digest: bool = False
    quiet: tuple[time, time] | None = None


@transaction.atomic
def choose_channels(*, wishes: Wishes, actor: Actor, at: datetime) -> None:
    """Keep how the actor's own account wants to be told; doing it twice changes nothing.

    Raises NotAllowed without an account, and DomainError for mail without an address.
    """
    if actor.user_id is None:
        raise NotAllowed(_("请先登录，再说怎样告诉您。"))
    if Channel.MAIL in wishes.channels.values() and not wishes.mail_address:
        raise DomainError(_("选了邮件，还没有填邮箱。请填上邮箱，或者改选短信。"))
    for group, channel in sorted(wishes.channels.items()):
        Choice.objects.update_or_create(
            user_id=actor.user_id, about=group, defaults={"channel": channel.value if channel else ""}
        )
    start, end = wishes.quiet or (None, None)
    Preference.objects.update_or_create(
        user_id=actor.user_id,
        defaults={
            "mail_address": wishes.mail_address,
            "wants_digest": wishes.wants_digest,
            "quiet_from": start,
            "quiet_to": end,
            "changed_at": at,
        },
    )
    journal.write(
        "notices.preference", actor.user_id, "notices.preference.changed",
        actor=actor, at=at, division_code=actor.place,
    )  # fmt: skip
