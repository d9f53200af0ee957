"""Users, their grants, and their sessions."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models import F, Q

from lianxin.kernel.actor import UNIT_ROLES, Role


class UserManager(BaseUserManager["User"]):
    """Finds a user by what people type at sign-in."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The user with this sign-in name."""
        return self.get(login=username)


class User(AbstractBaseUser):
    """A person with an account. What they may do stands in their grants, never here."""

    login = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    phone = models.CharField(max_length=16, unique=True, null=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "login"
    objects = UserManager()


class GrantQuerySet(models.QuerySet["Grant"]):
    """Grants, by whether they work."""

    def valid_at(self, at: datetime) -> GrantQuerySet:
        """Those that work at this moment: begun, neither over, revoked nor halted."""
        running = self.filter(revoked_at=None, halted_at=None, valid_from__lte=at)
        return running.filter(Q(valid_to=None) | Q(valid_to__gt=at))


class Grant(models.Model):
    """One role in one division (or unit, venue, person), for a period, by somebody, with a reason."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=24, choices=[(role.value, role.value) for role in Role])
    division_code = models.CharField(max_length=12, db_collation="C")
    # Ids of records in upper rooms: this room does not know them, so they are plain numbers.
    unit_id = models.BigIntegerField(null=True)
    venue_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    label = models.CharField(max_length=80)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    revoke_reason = models.CharField(max_length=200, blank=True)
    # While what the post rests on does not hold: a suspended deputy's. Source: ADR-0036.
    halted_at = models.DateTimeField(null=True)
    halt_reason = models.CharField(max_length=200, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        # Who holds a post for a person, unit, venue or place: asked at every move of a matter.
        indexes = [
            models.Index(fields=["user", "revoked_at"], name="grant_by_user"),
            *(
                models.Index(fields=fields, name=f"grant_by_{fields[0]}", condition=Q(revoked_at=None))
                for fields in (["person_id"], ["unit_id"], ["venue_id"], ["division_code", "role"])
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="grant_period_runs_forward",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="grant_revoked_with_reason",
                condition=Q(revoked_at__isnull=True) | ~Q(revoke_reason=""),
            ),
            models.CheckConstraint(
                name="grant_halted_with_reason",
                condition=Q(halted_at__isnull=True, halt_reason="")
                | (Q(halted_at__isnull=False) & ~Q(halt_reason="")),
            ),
            models.CheckConstraint(
                name="grant_of_unit_role_names_unit",
                condition=~Q(role__in=sorted(UNIT_ROLES)) | Q(unit_id__isnull=False),
            ),
            models.CheckConstraint(
                name="grant_of_deputy_names_person",
                condition=~Q(role=Role.DEPUTY) | Q(person_id__isnull=False),
            ),
            models.CheckConstraint(
                name="grant_of_liaison_names_venue",
                condition=~Q(role=Role.LIAISON) | Q(venue_id__isnull=False),
            ),
        ]


class Session(AbstractBaseSession):
    """A sign-in on one device; ended by removing the row."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    # The post the person acts in; switching posts changes this row.
    grant = models.ForeignKey(Grant, models.SET_NULL, null=True, related_name="+")
    device = models.CharField(max_length=120, blank=True)
    signed_in_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    objects: ClassVar[BaseSessionManager[Session]] = BaseSessionManager()  # type: ignore[assignment]  # the stub types it as Self

    @classmethod
    def get_session_store_class(cls) -> type:
        """The store that reads and writes this table."""
        from lianxin.accounts.sessions import SessionStore

        return SessionStore
