"""What is kept and who has looked. The caller has shown that the reader may see the subject."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from lianxin.vault.models import Consent, Reveal, SealedItem
from lianxin.vault.protocol import Ended
from lianxin.vault.words import Errands, label_of


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One sealed item as others may know it: that it exists."""

    id: uuid.UUID
    kind: str
    created_at: datetime
    erased_at: datetime | None

    @property
    def is_erased(self) -> bool:
        """Whether there is nothing left to open."""
        return self.erased_at is not None


@dataclass(frozen=True, slots=True)
class LookRow:
    """One look as the citizen reads it. `place` is a division code; `opened_at` None: asked, not opened."""

    kind: str
    name: str
    role: str
    place: str
    purpose: str
    asked_at: datetime
    opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A ticket for the page of the person who asked."""

    id: uuid.UUID
    item_id: uuid.UUID
    subject_kind: str
    subject_id: int
    kind: str
    purpose: str
    expires_at: datetime
    opened_at: datetime | None


def items_of(subject_kind: str, subject_id: int) -> list[ItemRow]:
    """Items of one subject, erased ones included, oldest first. One query."""
    items = SealedItem.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    return [
        ItemRow(id=item.id, kind=item.kind, created_at=item.created_at, erased_at=item.erased_at)
        for item in items.order_by("created_at", "id")
    ]


def looks_at(subject_kind: str, subject_id: int) -> list[LookRow]:
    """Every ticket ever asked for the subject's items, newest first. One query."""
    rows = Reveal.objects.filter(item__subject_kind=subject_kind, item__subject_id=subject_id).order_by(
        "-asked_at", "id"
    )
    return [
        LookRow(
            kind=kind,
            name=name,
            role=role,
            place=place,
            purpose=label_of(purpose),
            asked_at=asked_at,
            opened_at=opened_at,
        )
        for kind, name, role, place, purpose, asked_at, opened_at in rows.values_list(
            "item__kind", "by_name", "by_role", "by_place", "purpose", "asked_at", "opened_at"
        )
    ]


def ticket_of(ticket: uuid.UUID, *, user_id: int) -> TicketRow | None:
    """The person's own ticket, or None. One query."""
    row = (
        Reveal.objects.filter(id=ticket, by_user_id=user_id)
        .values_list(
            "id",
            "item_id",
            "item__subject_kind",
            "item__subject_id",
            "item__kind",
            "purpose",
            "expires_at",
            "opened_at",
        )
        .first()
    )
    if row is None:
        return None
    ticket_id, item_id, subject_kind, subject_id, kind, purpose, expires_at, opened_at = row
    return TicketRow(
        id=ticket_id,
        item_id=item_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        kind=kind,
        purpose=label_of(purpose),
        expires_at=expires_at,
        opened_at=opened_at,
    )


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """What the owner agreed to, and what was done under it; `withdrawn_at` None: it still holds."""

    agreed_at: datetime
    withdrawn_at: datetime | None
    sent: int
    last_sent_at: datetime | None


def consent_of(subject_kind: str, subject_id: int, purpose: Errands) -> ConsentRow | None:
    """The newest consent of a subject for this purpose, standing or not; None when never asked. One query."""
    sent = Q(errands__outcome=Ended.SENT)
    consents = Consent.objects.filter(
        item__subject_kind=subject_kind, item__subject_id=subject_id, purpose=purpose
    ).annotate(sent=Count("errands", filter=sent), last=Max("errands__ended_at", filter=sent))
    row = consents.order_by("-id").values_list("agreed_at", "withdrawn_at", "sent", "last").first()
    return ConsentRow(*row) if row else None
