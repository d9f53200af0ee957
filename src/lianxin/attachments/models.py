"""One table: which file belongs to what. The bytes lie in the store under the row's id."""

from __future__ import annotations

import uuid

from django.db import models

from lianxin.attachments.words import DOCUMENTS, Kind


class Attachment(models.Model):
    """One derivative of a photo or clip, or a document looked through. Rows are never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject_kind = models.CharField(max_length=32)
    subject_id = models.BigIntegerField()
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    width = models.PositiveSmallIntegerField(default=0)
    height = models.PositiveSmallIntegerField(default=0)
    seconds = models.PositiveSmallIntegerField(default=0)
    # What a document is called; photos and voices of strangers keep no name.
    name = models.CharField(max_length=120, blank=True, default="")
    created_at = models.DateTimeField()
    division_code = models.CharField(max_length=12, db_collation="C")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "position"], name="attachment_has_its_own_position"
            ),
            models.CheckConstraint(
                name="attachment_names_its_subject_and_hash",
                condition=models.Q(subject_kind__regex="^[a-z_.]+$", sha256__regex="^[0-9a-f]{64}$"),
            ),
            models.CheckConstraint(
                name="attachment_is_a_photo_a_minute_of_voice_or_a_named_document",
                condition=models.Q(
                    kind=Kind.PHOTO.value, width__range=(1, 1600), height__range=(1, 1600), seconds=0
                )
                | models.Q(kind=Kind.VOICE.value, width=0, height=0, seconds__range=(1, 60))
                | (
                    models.Q(kind__in=sorted(k.value for k in DOCUMENTS), width=0, height=0, seconds=0)
                    & ~models.Q(name="")
                ),
            ),
        ]


class Kept(models.Model):
    """The ids of all rows and nothing else: the sweep must know them whoever's case they belong to."""

    id = models.UUIDField(primary_key=True)

    class Meta:
        db_table = "attachments_kept"
        managed = False
