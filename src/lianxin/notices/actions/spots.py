"""The limited places of a sign-up: taken one by one, so that the last one goes to one person only."""

from __future__ import annotations

from django.db import connection
from django.utils.translation import gettext as _

from lianxin.kernel.errors import DomainError
from lianxin.notices.models import Receipt, Spot


def take_spot(receipt: Receipt) -> None:
    """Take the first free place; nothing where they are not limited. Raises DomainError when all are taken.

    Who signs up at the same time waits: the lock lies on the bulletin's number, since recipients may not lock
    the bulletin itself. Two past the lock would still meet the unique number. Source: ADR-0031 §2.
    """
    places = receipt.bulletin.places
    if places is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 31))", [f"spot:{receipt.bulletin_id}"]
        )
    spots = Spot.objects.filter(bulletin_id=receipt.bulletin_id).values_list("number", "receipt_id")
    taken = dict(spots)
    if receipt.pk in taken.values():
        return
    free = next((number for number in range(1, places + 1) if number not in taken), None)
    if free is None:
        raise DomainError(_("名额已经报满了。还想参加，请打电话问发通知的人；有人退出，就能再报。"))
    Spot(bulletin_id=receipt.bulletin_id, number=free, receipt=receipt).save(force_insert=True)


def give_back_spot(receipt: Receipt) -> None:
    """Let somebody else have the place."""
    if receipt.bulletin.places is not None:
        Spot.objects.filter(receipt=receipt).delete()
