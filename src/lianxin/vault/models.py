"""What is sealed, every ticket ever asked for to open it, and what its owner agreed to have done with it."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import models
from django.db.models.functions import Length, Trim
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual

from lianxin.vault.protocol import Ended
from lianxin.vault.words import Errands, Purpose

TICKET_LIFE = timedelta(hours=24)
REASON_MIN_CHARS = 4


class SealedItemManager(models.Manager["SealedItem"]):
    """Never asks for `sealed`: the application role may write that column and not read it."""

    def get_queryset(self) -> models.QuerySet[SealedItem]:
        """All items without their sealed bytes."""
        return super().get_queryset().defer("sealed")


class SealedItem(models.Model):
    """One identity, encrypted to the vault's public key, until it is erased."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject_kind = models.CharField(max_length=32)
    subject_id = models.BigIntegerField()
    kind = models.CharField(max_length=32)
    sealed = models.BinaryField()
    key_id = models.CharField(max_length=32)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    objects = SealedItemManager()

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="sealed_item_by_subject")]
        constraints = [
            models.CheckConstraint(
                name="sealed_item_is_empty_iff_erased",
                condition=models.Q(GreaterThan(Length("sealed"), 0), erased_at__isnull=True)
                | models.Q(Exact(Length("sealed"), 0), erased_at__isnull=False),
            ),
            models.CheckConstraint(
                name="sealed_item_names_its_subject_and_kind",
                condition=models.Q(subject_kind__regex="^[a-z_.]+$", kind__regex="^[a-z_]+$"),
            ),
        ]


class Reveal(models.Model):
    """A ticket: one person may open one item for one purpose during 24 hours. Also the log of looks."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(SealedItem, on_delete=models.PROTECT, related_name="reveals")
    purpose = models.CharField(max_length=16)
    reason = models.CharField(max_length=300)
    by_user_id = models.BigIntegerField()
    by_name = models.CharField(max_length=64)
    by_role = models.CharField(max_length=24)
    by_place = models.CharField(max_length=12, blank=True, db_collation="C")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    is_unusual = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["by_user_id", "asked_at"], name="reveal_by_person"),
            models.Index(fields=["opened_at"], name="reveal_by_opening"),
        ]
        constraints = [
            models.CheckConstraint(
                name="reveal_purpose_is_on_the_list",
                condition=models.Q(purpose__in=[purpose.value for purpose in Purpose]),
            ),
            models.CheckConstraint(
                name="reveal_gives_a_reason",
                condition=models.Q(GreaterThanOrEqual(Length(Trim("reason")), REASON_MIN_CHARS)),
            ),
            models.CheckConstraint(
                name="reveal_lives_at_most_a_day",
                condition=models.Q(
                    expires_at__gt=models.F("asked_at"),
                    expires_at__lte=models.F("asked_at") + TICKET_LIFE,
                ),
            ),
            models.CheckConstraint(
                name="reveal_is_opened_before_it_expires",
                condition=models.Q(opened_at__isnull=True) | models.Q(opened_at__lte=models.F("expires_at")),
            ),
        ]


class Consent(models.Model):
    """What the owner of an item agreed to have done with it, for this purpose alone, until taken back.

    Source: LAW-PIPL §13, §14 (own consent for an own purpose), §15 (taken back as easily); ADR-0035 §1.
    """

    item = models.ForeignKey(SealedItem, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=16, choices=[(each.value, each.value) for each in Errands])
    # Where the person said so: the code of a channel, for showing that it was asked.
    via = models.CharField(max_length=16)
    agreed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "purpose"],
                condition=models.Q(withdrawn_at=None),
                name="one_standing_consent_per_item_and_purpose",
            ),
            models.CheckConstraint(
                name="consent_purpose_is_on_the_list",
                condition=models.Q(purpose__in=[purpose.value for purpose in Errands]),
            ),
            models.CheckConstraint(
                name="consent_is_withdrawn_after_it_was_given",
                condition=models.Q(withdrawn_at=None) | models.Q(withdrawn_at__gte=models.F("agreed_at")),
            ),
        ]


class Errand(models.Model):
    """One thing the vault does with an item by itself, under a consent: nobody is shown the text.

    Also its outbox: the id is the key a gateway knows the message by, and never changes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="errands")
    # The event that asked for it: delivered twice, it makes one errand.
    key = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # How it ended: `protocol.Ended`.
    outcome = models.CharField(max_length=12, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["not_before"], name="errand_due", condition=models.Q(ended_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["consent", "key"], name="one_errand_per_event"),
            # What happens meanwhile is told by the message that already waits.
            models.UniqueConstraint(
                fields=["consent"], condition=models.Q(ended_at=None), name="one_waiting_errand_per_consent"
            ),
            models.CheckConstraint(
                name="errand_ended_at_iff_it_has_an_outcome",
                condition=models.Q(ended_at=None, outcome="")
                | (models.Q(ended_at__isnull=False) & models.Q(outcome__in=[each.value for each in Ended])),
            ),
            models.CheckConstraint(
                name="errand_lives_at_most_a_day_after_it_may_go",
                condition=models.Q(
                    not_before__gte=models.F("asked_at"),
                    expires_at__gt=models.F("not_before"),
                    expires_at__lte=models.F("not_before") + TICKET_LIFE,
                ),
            ),
        ]
