"""One table: every place, with what is needed to sort and find it by name, pinyin and initials."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

_LENGTHS = {1: 2, 2: 4, 3: 6, 4: 9, 5: 12}


class Division(models.Model):
    """A place. Its code begins with its parent's code: prefix is ancestry. Source: GB/T 2260."""

    code = models.CharField(max_length=12, primary_key=True, db_collation="C")
    name = models.CharField(max_length=40)
    short_name = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    pinyin = models.CharField(max_length=160, db_collation="C")
    initials = models.CharField(max_length=40, db_collation="C")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    replaced_by = models.CharField(max_length=12, db_collation="C", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["pinyin"], name="division_by_pinyin"),
            models.Index(fields=["initials"], name="division_by_initials"),
            GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="division_by_name_part"),
        ]
        constraints = [
            models.CheckConstraint(
                name="division_code_fits_level",
                condition=Q(
                    *[Q(level=level, code__length=length) for level, length in _LENGTHS.items()],
                    _connector=Q.OR,
                ),
            ),
            models.CheckConstraint(name="division_code_is_digits", condition=Q(code__regex=r"^[0-9]+$")),
            models.CheckConstraint(
                name="division_has_parent_below_province",
                condition=Q(level=1, parent__isnull=True) | Q(level__gt=1, parent__isnull=False),
            ),
        ]


models.CharField.register_lookup(Length, "length")
