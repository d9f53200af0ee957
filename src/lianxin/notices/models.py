"""What an account should know, how it wants to be told outside the product, and what went out."""

from __future__ import annotations

from datetime import time

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext

from lianxin.notices.words import About, BulletinKind, Channel, Stance
from lianxin.notices.workflow import ANSWERED, DeliveryState, ReceiptState

D = DeliveryState


class Notice(models.Model):
    """A line for one account. Carries a number and a link, never a citizen's words."""

    user_id = models.BigIntegerField()
    # Event and recipient: the same event delivered twice makes one notice.
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=32)
    # A sentence of the catalogue in Chinese, said in the reader's language, and what it names.
    title = models.CharField(max_length=120)
    values = models.JSONField(default=dict)
    url = models.CharField(max_length=200)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["user_id", "-id"], name="notice_by_user"),
            models.Index(fields=["user_id"], name="notice_unread", condition=Q(read_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["user_id", "key"], name="one_notice_per_event_and_user")
        ]

    @property
    def words(self) -> str:
        """What it says, in the language of who reads."""
        sentence = gettext(self.title)
        named = {key: gettext(value) if key == "kind" else value for key, value in self.values.items()}
        return sentence % named if named else sentence


class Choice(models.Model):
    """By which channel an account wants to hear of one group of notices ("": only in the product)."""

    pk = models.CompositePrimaryKey("user_id", "about")
    user_id = models.BigIntegerField()
    about = models.CharField(max_length=12)
    channel = models.CharField(max_length=4, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="choice_is_on_the_lists",
                condition=Q(
                    about__in=[a.value for a in About], channel__in=["", *[c.value for c in Channel]]
                ),
            )
        ]


class Preference(models.Model):
    """When and where an account wants to be told: its mail address, a daily digest, its own quiet hours."""

    user_id = models.BigIntegerField(primary_key=True)
    mail_address = models.EmailField(max_length=120, blank=True)
    wants_digest = models.BooleanField(default=False)
    # Both empty: the quiet hours of the place.
    quiet_from = models.TimeField(null=True)
    quiet_to = models.TimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="own_quiet_hours_have_both_ends",
                condition=Q(quiet_from=None, quiet_to=None)
                | Q(quiet_from__isnull=False, quiet_to__isnull=False),
            )
        ]


class Delivery(models.Model):
    """One notice on its way out by one channel: whose, when, how it went. Neither text nor address.

    Written with the notice in one transaction; `key` is what the gateway is given, so that a repeat after a
    crash has no second effect. Source: ADR-0019 §2.
    """

    key = models.CharField(max_length=40, unique=True)
    user_id = models.BigIntegerField()
    notice_key = models.CharField(max_length=80)
    channel = models.CharField(max_length=4, choices=[(c.value, c.value) for c in Channel])
    about = models.CharField(max_length=12, choices=[(a.value, a.value) for a in About])
    # Where the recipient works: the administrators of this place see what did not arrive.
    division_code = models.CharField(max_length=12, db_collation="C")
    state = models.CharField(max_length=8, default=D.WAITING.value, choices=[(s.value, s.value) for s in D])
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    is_held = models.BooleanField(default=False)
    # How many notices the message speaks of, and the message that speaks of this one.
    covers = models.PositiveSmallIntegerField(default=1)
    folded_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="folded")
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=16, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["state", "not_before", "id"],
                name="delivery_due",
                condition=Q(state__in=[D.WAITING.value, D.READY.value]),
            ),
            models.Index(fields=["-id"], name="delivery_failed", condition=Q(state=D.FAILED.value)),
        ]
        constraints = [
            models.CheckConstraint(
                name="delivery_ended_at_iff_ended",
                condition=Q(state__in=[D.WAITING.value, D.READY.value], ended_at=None)
                | Q(
                    state__in=[D.SENT.value, D.FOLDED.value, D.FAILED.value, D.DROPPED.value],
                    ended_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="delivery_names_its_message_iff_folded",
                condition=Q(state=D.FOLDED.value, folded_into__isnull=False)
                | (~Q(state=D.FOLDED.value) & Q(folded_into=None)),
            ),
            models.CheckConstraint(
                name="delivery_failed_says_why", condition=~Q(state=D.FAILED.value) | ~Q(reason="")
            ),
        ]


class Profile(models.Model):
    """Local rules of a place from a day on. Source: ADR-0019 §4; domain.md §9 [REC]."""

    division_code = models.CharField(max_length=12, db_collation="C", blank=True)
    valid_from = models.DateField()
    name = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    quiet_from = models.TimeField(default=time(21))
    quiet_to = models.TimeField(default=time(8))
    digest_at = models.TimeField(default=time(8, 30))
    urgent_in_quiet_hours = models.BooleanField(default=False)
    # For accounts that have chosen nothing; "" tells them in the product alone.
    default_channel = models.CharField(max_length=4, blank=True)
    max_attempts = models.PositiveSmallIntegerField(default=6)
    remind_hours = models.PositiveSmallIntegerField(default=24)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["division_code", "valid_from"], name="one_notice_profile_per_place_and_day"
            ),
            models.CheckConstraint(
                name="notice_profile_numbers_are_sensible",
                condition=Q(max_attempts__range=(1, 20), remind_hours__range=(1, 720))
                & Q(default_channel__in=["", *[c.value for c in Channel]]),
            ),
        ]


class Bulletin(models.Model):
    """What an office wrote to people: sent once, never changed. Source: domain.md §9; ADR-0019 §7."""

    sender_user_id = models.BigIntegerField()
    sender_name = models.CharField(max_length=60)
    sender_post = models.CharField(max_length=80)
    division_code = models.CharField(max_length=12, db_collation="C")
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in BulletinKind])
    stance = models.CharField(max_length=12, blank=True, choices=[(s.value, s.value) for s in Stance])
    title = models.CharField(max_length=80)
    text = models.TextField()
    # To whom, in the words of the form; the recipients themselves are the receipts.
    audience = models.JSONField(default=list)
    # Each as `questions.Question.as_json`; plain text in bulletins of before ADR-0031.
    questions = models.JSONField(default=list)
    # How many may sign up; null for as many as want.
    places = models.PositiveSmallIntegerField(null=True)
    file_count = models.PositiveSmallIntegerField(default=0, db_default=0)
    needs_receipt = models.BooleanField(default=False)
    needs_tick = models.BooleanField(default=False)
    asks_sign_up = models.BooleanField(default=False)
    deadline_on = models.DateField(null=True)
    event_at = models.DateTimeField(null=True)
    event_place = models.CharField(max_length=80, blank=True)
    sent_at = models.DateTimeField()
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["sender_user_id", "-id"], name="bulletin_by_sender"),
            models.Index(fields=["division_code", "-id"], name="bulletin_by_place"),
        ]
        constraints = [
            models.CheckConstraint(
                name="only_a_circular_praises_or_criticises",
                condition=Q(kind=BulletinKind.CIRCULAR.value) | Q(stance=""),
            ),
            models.CheckConstraint(
                name="bulletin_reminded_at_iff_reminded",
                condition=Q(reminders=0, reminded_at=None) | Q(reminders__gt=0, reminded_at__isnull=False),
            ),
            models.CheckConstraint(
                name="only_a_confirmed_bulletin_asks_for_a_tick",
                condition=Q(needs_tick=False) | Q(needs_receipt=True),
            ),
            models.CheckConstraint(
                name="only_a_sign_up_has_places",
                condition=Q(places=None) | Q(places__range=(1, 5000), asks_sign_up=True),
            ),
        ]


class Receipt(models.Model):
    """One recipient of a bulletin, and how far they are. Name and post as they were when it was sent."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="receipts", db_index=False)
    user_id = models.BigIntegerField()
    name = models.CharField(max_length=60)
    post = models.CharField(max_length=80)
    division_code = models.CharField(max_length=12, db_collation="C")
    # Whose receipts they are, again: row-level security asks this row alone.
    sender_user_id = models.BigIntegerField()
    sender_place = models.CharField(max_length=12, db_collation="C")
    state = models.CharField(
        max_length=12, default=ReceiptState.SENT.value, choices=[(s.value, s.value) for s in ReceiptState]
    )
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    answers = models.JSONField(default=list)
    # When this recipient first took one of the files.
    downloaded_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["bulletin", "state", "-id"], name="receipt_by_state"),
            models.Index(fields=["user_id", "-id"], name="receipt_by_user"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "user_id"], name="one_receipt_per_bulletin_and_user"),
            models.CheckConstraint(
                name="receipt_answered_at_iff_answered",
                condition=Q(state__in=sorted(s.value for s in ANSWERED), answered_at__isnull=False)
                | (~Q(state__in=sorted(s.value for s in ANSWERED)) & Q(answered_at=None)),
            ),
            models.CheckConstraint(
                name="receipt_beyond_unread_says_when_it_was_read",
                condition=Q(state__in=[ReceiptState.SENT.value, ReceiptState.DELIVERED.value], read_at=None)
                | (
                    ~Q(state__in=[ReceiptState.SENT.value, ReceiptState.DELIVERED.value])
                    & Q(read_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="declined_receipt_gives_a_reason",
                condition=~Q(state=ReceiptState.DECLINED.value) | ~Q(reason=""),
            ),
        ]


class Spot(models.Model):
    """One of the limited places of a sign-up (名额), numbered: no two people can take the last one."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="spots", db_index=False)
    number = models.PositiveSmallIntegerField()
    receipt = models.OneToOneField(Receipt, models.PROTECT, related_name="spot")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "number"], name="one_spot_per_bulletin_and_number"),
            models.CheckConstraint(name="spots_count_from_one", condition=Q(number__gte=1)),
        ]


class CalendarAddress(models.Model):
    """The secret address of an account's calendar: a hash alone, so that nobody can read the address here."""

    user_id = models.BigIntegerField(unique=True)
    secret_hash = models.CharField(max_length=64, unique=True, db_collation="C")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="calendar_address_is_kept_as_a_hash",
                condition=Q(secret_hash__regex="^[0-9a-f]{64}$"),  # noqa: S106 (the form of a hash)
            )
        ]
