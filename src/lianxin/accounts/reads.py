"""Reading accounts: the actor of a session, posts to choose from, sessions, grants."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from lianxin.accounts.access import grants_visible_to, sessions_of
from lianxin.accounts.models import Grant, Session, User
from lianxin.accounts.words import role_label
from lianxin.divisions import reads as divisions
from lianxin.journal import reads as journal
from lianxin.kernel.actor import ANONYMOUS, UNIT_ROLES, Actor, Role
from lianxin.kernel.codes import ancestors_of, range_of
from lianxin.kernel.errors import NotFound
from lianxin.kit.jinja_env import iso, moment


def is_valid(grant: Grant, at: datetime) -> bool:
    """Whether the grant works at this moment."""
    return (
        grant.revoked_at is None
        and grant.halted_at is None
        and grant.valid_from <= at
        and (grant.valid_to is None or at < grant.valid_to)
    )


def actor_from(user: User, grant: Grant, *, source: str = "web") -> Actor:
    """The actor that this user is under this grant."""
    return Actor(
        user_id=user.pk,
        name=user.name,
        role=Role(grant.role),
        place=grant.division_code,
        unit_id=grant.unit_id,
        person_id=grant.person_id,
        venue_id=grant.venue_id,
        grant_id=grant.pk,
        source=source,
    )


def actor_of(session: Session, *, at: datetime) -> Actor:
    """The actor of a loaded session; without a post when the grant no longer works. No query."""
    user, grant = session.user, session.grant
    if user is None or not user.is_active:
        return ANONYMOUS
    if grant is None or not is_valid(grant, at):
        return Actor(user_id=user.pk, name=user.name)
    return actor_from(user, grant)


def actor_under(user_id: int, grant_id: int, *, at: datetime, source: str) -> Actor | None:
    """Who this person is in this post now; None once either works no longer. For jobs. One query."""
    grant = Grant.objects.select_related("user").filter(pk=grant_id, user_id=user_id).first()
    if grant is None or not grant.user.is_active or not is_valid(grant, at):
        return None
    return actor_from(grant.user, grant, source=source)


def valid_grants(user_id: int, *, at: datetime) -> list[Grant]:
    """Posts the person may act in now, oldest first. One query."""
    return list(Grant.objects.filter(user_id=user_id).valid_at(at).order_by("id"))


def user_to_sign_in(name_or_phone: str) -> User | None:
    """The active user with this sign-in name or phone. One query."""
    return User.objects.filter(Q(login=name_or_phone) | Q(phone=name_or_phone), is_active=True).first()


def user_by_id(user_id: int) -> User | None:
    """The active user with this id. One query."""
    return User.objects.filter(pk=user_id, is_active=True).first()


def user_in_place(actor: Actor, user_id: int) -> User:
    """Somebody who holds or held a post in the administrator's place. Raises NotFound. One query."""
    grant = grants_visible_to(actor).select_related("user").filter(user_id=user_id).first()
    if grant is None:
        raise NotFound(_("没有这个账号。"))
    return grant.user


@dataclass(frozen=True, slots=True)
class PostRow:
    """One post a person can act in."""

    id: int
    label: str
    role: str
    place: str
    valid_to: datetime | None
    is_current: bool


def post_rows(actor: Actor, *, at: datetime) -> list[PostRow]:
    """The person's valid posts, oldest first. One query, and one per place not yet remembered."""
    if actor.user_id is None:
        return []
    return [
        PostRow(
            g.pk,
            g.label,
            role_label(g.role),
            divisions.name_of(g.division_code),
            g.valid_to,
            g.pk == actor.grant_id,
        )
        for g in valid_grants(actor.user_id, at=at)
    ]


@dataclass(frozen=True, slots=True)
class HaltedPost:
    """A post that stopped by itself: what it is called, why, since when."""

    label: str
    why: str
    since: datetime


def halted_posts(actor: Actor) -> list[HaltedPost]:
    """The person's own posts that stopped by themselves, oldest first. One query."""
    halted = Grant.objects.filter(user_id=actor.user_id or 0, revoked_at=None).exclude(halted_at=None)
    rows = halted.order_by("id").values_list("label", "halt_reason", "halted_at")
    return [HaltedPost(label, _(why), since) for label, why, since in rows if since is not None]


@dataclass(frozen=True, slots=True)
class DeputyPost:
    """A deputy's post that nobody has revoked, working or not; `halted_at` None: it is not halted."""

    id: int
    user_id: int
    person_id: int
    label: str
    place: str
    halted_at: datetime | None
    why: str


def deputy_posts_of(person_ids: Iterable[int]) -> list[DeputyPost]:
    """Deputy posts of these persons that are not revoked, halted ones too, oldest first. One query."""
    found = Grant.objects.filter(role=Role.DEPUTY, person_id__in=list(person_ids), revoked_at=None)
    return [
        DeputyPost(g.pk, g.user_id, g.person_id or 0, g.label, g.division_code, g.halted_at, g.halt_reason)
        for g in found.order_by("id")
    ]


def is_halted(person_id: int) -> bool:
    """Whether a deputy has posts, and none of them works because they all stopped. One query."""
    posts = deputy_posts_of([person_id])
    return bool(posts) and all(post.halted_at is not None for post in posts)


@dataclass(frozen=True, slots=True)
class FactorState:
    """Whether the second factor is on, and how many recovery codes are left."""

    is_on: bool
    codes_left: int


def has_factor(user_id: int) -> bool:
    """Whether sign-in asks this person for a code. One query."""
    return bool(TOTPDevice.objects.filter(user_id=user_id, confirmed=True).exists())


def factor_state(actor: Actor) -> FactorState:
    """The person's own second factor. Two queries."""
    if actor.user_id is None or not has_factor(actor.user_id):
        return FactorState(is_on=False, codes_left=0)
    left = StaticToken.objects.filter(device__user_id=actor.user_id).count()
    return FactorState(is_on=True, codes_left=left)


def unconfirmed_device(actor: Actor) -> TOTPDevice | None:
    """The authenticator the person is just setting up. One query."""
    return TOTPDevice.objects.filter(user_id=actor.user_id, confirmed=False).order_by("-id").first()


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One of a person's sign-ins. `reference` names it without giving its key away."""

    reference: str
    device: str
    signed_in_at: datetime | None
    seen_at: datetime | None
    is_current: bool


def session_rows(actor: Actor, *, current_key: str, at: datetime) -> list[SessionRow]:
    """The person's open sign-ins, newest first. One query."""
    from lianxin.accounts.sessions import reference_of

    rows = sessions_of(actor).filter(expire_date__gt=at).order_by("-signed_in_at", "session_key")
    return [
        SessionRow(
            reference_of(s.session_key), s.device, s.signed_in_at, s.seen_at, s.session_key == current_key
        )
        for s in rows
    ]


@dataclass(frozen=True, slots=True)
class GrantRow:
    """One grant as an administrator sees it."""

    id: int
    user_id: int
    user_name: str
    login: str
    role: str
    label: str
    division_code: str
    place: str
    valid_from: datetime
    valid_to: datetime | None
    reason: str
    revoked_at: datetime | None
    revoke_reason: str
    is_valid: bool
    halted_at: datetime | None = None
    halt_reason: str = ""


def grant_rows(actor: Actor, *, at: datetime, text: str = "", limit: int = 200) -> list[GrantRow]:
    """Grants the actor may see, newest first; `text` begins a name, a sign-in name or a label.

    One query, and one per place not yet remembered.
    """
    grants = grants_visible_to(actor).select_related("user").order_by("-id")
    if text:
        named = Q(user__name__startswith=text) | Q(user__login__startswith=text)
        grants = grants.filter(named | Q(label__startswith=text))
    return [
        GrantRow(
            g.pk, g.user_id, g.user.name, g.user.login, role_label(g.role), g.label, g.division_code,
            divisions.name_of(g.division_code), g.valid_from, g.valid_to,
            g.reason, g.revoked_at, g.revoke_reason, is_valid(g, at),
            g.halted_at, _(g.halt_reason) if g.halt_reason else "",
        )
        for g in grants[:limit]
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnitContact:
    """Somebody of a unit to be called at work."""

    name: str
    role: str
    phone: str


def contacts_of_units(unit_ids: Iterable[int], *, at: datetime) -> dict[int, tuple[UnitContact, ...]]:
    """Who holds a post in these units now, handlers before leaders. For those who urge them. One query."""
    grants = Grant.objects.filter(
        unit_id__in=list(unit_ids), role__in=sorted(UNIT_ROLES), user__is_active=True
    ).valid_at(at)
    found: dict[int, tuple[UnitContact, ...]] = {}
    for grant in grants.select_related("user").order_by("role", "id"):
        contact = UnitContact(grant.user.name, role_label(grant.role), grant.user.phone or "")
        found[grant.unit_id or 0] = (*found.get(grant.unit_id or 0, ()), contact)
    return found


def user_ids_in(
    *,
    role: Role,
    at: datetime,
    person_ids: list[int] | None = None,
    unit_id: int | None = None,
    venue_id: int | None = None,
    place: str | None = None,
    only_place: str | None = None,
    within: str | None = None,
) -> list[int]:
    """Accounts that hold `role` for these persons, this unit, venue or place now. One query.

    `place` finds those whose grant is the place itself or lies above it, `only_place` the place alone,
    `within` those whose grant is the place or lies below it.
    For notices: recipients are accounts, never "a deputy".
    """
    grants = Grant.objects.filter(role=role).valid_at(at)
    if person_ids is not None:
        grants = grants.filter(person_id__in=person_ids)
    if unit_id is not None:
        grants = grants.filter(unit_id=unit_id)
    if venue_id is not None:
        grants = grants.filter(venue_id=venue_id)
    if place is not None:
        grants = grants.filter(division_code__in=ancestors_of(place) if place else [])
    if only_place is not None:
        grants = grants.filter(division_code=only_place)
    if within is not None:
        low, high = range_of(within)
        grants = grants.filter(division_code__gte=low, division_code__lt=high)
    return sorted(set(grants.values_list("user_id", flat=True)))


def user_ids_of_units(unit_ids: Iterable[int], *, at: datetime) -> list[int]:
    """Accounts that hold a post in any of these units now. One query."""
    grants = Grant.objects.filter(
        unit_id__in=list(unit_ids), role__in=sorted(UNIT_ROLES), user__is_active=True
    ).valid_at(at)
    return sorted(set(grants.values_list("user_id", flat=True)))


def places_of(user_ids: Iterable[int], *, at: datetime) -> dict[int, str]:
    """Where each of these accounts works: the place of its oldest valid post. One query.

    Accounts that are closed, or without a post now, are left out.
    """
    grants = Grant.objects.filter(user_id__in=list(user_ids), user__is_active=True)
    grants = grants.valid_at(at).order_by("-id")
    return dict(grants.values_list("user_id", "division_code"))


def phone_of(user_id: int) -> str | None:
    """The account's own phone, "" when it has none; None when the account is closed. One query."""
    phones = User.objects.filter(pk=user_id, is_active=True).values_list("phone", flat=True)
    return next((phone or "" for phone in phones), None)


def names_of(user_ids: Iterable[int]) -> dict[int, str]:
    """Names by account id, of accounts that other rooms were allowed to show. One query."""
    return dict(User.objects.filter(pk__in=set(user_ids)).values_list("pk", "name"))


@dataclass(frozen=True, slots=True)
class Contact:
    """How an account is called and reached: name, post, place, phone ("" for none)."""

    user_id: int
    name: str
    post: str
    place: str
    phone: str


def contacts_of(user_ids: Iterable[int], *, at: datetime) -> dict[int, Contact]:
    """These accounts by their oldest valid post, without closed ones and those without a post. One query."""
    grants = Grant.objects.filter(user_id__in=list(user_ids), user__is_active=True)
    grants = grants.valid_at(at).select_related("user").order_by("-id")
    return {
        g.user_id: Contact(g.user_id, g.user.name, g.label, g.division_code, g.user.phone or "")
        for g in grants
    }


def post_of(actor: Actor) -> str:
    """The label of the post the actor acts in, "" for none. One query."""
    labels = Grant.objects.filter(pk=actor.grant_id or 0).values_list("label", flat=True)
    return next(iter(labels), "")


def subjects_with_grants(*, person_ids: list[int], unit_ids: list[int], venue_ids: list[int]) -> bool:
    """Whether anybody ever held a post for one of these persons, units or venues. One query."""
    held = Q(person_id__in=person_ids) | Q(unit_id__in=unit_ids) | Q(venue_id__in=venue_ids)
    return Grant.objects.filter(held).exists()


def user_of_phone(phone: str) -> tuple[int, str] | None:
    """Id and name of the account with this phone. One query."""
    return User.objects.filter(phone=phone).values_list("pk", "name").first()


def holds_unit_post(user_id: int, unit_id: int, *, at: datetime) -> bool:
    """Whether the account has a post in the unit now. One query."""
    return any(grant.unit_id == unit_id for grant in valid_grants(user_id, at=at))


def actor_in_job(*, user_id: int, grant_id: int, at: datetime) -> Actor:
    """Who asked for a job, if the post still works when it runs. Raises NotFound. One query."""
    found = (
        Grant.objects.select_related("user")
        .filter(pk=grant_id, user_id=user_id, user__is_active=True)
        .first()
    )
    if found is None or not is_valid(found, at):
        raise NotFound(_("这个岗位已经不在了，请换到现在的岗位再试。"))
    return actor_from(found.user, found)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One journal line as `kit/ui/history.html` draws it: who by post, never by name."""

    event: str
    actor: str
    when: str
    iso: str
    before: str
    after: str
    reason: str


def history_lines(subject_kind: str, subject_id: int, label: Callable[[str], str]) -> tuple[HistoryLine, ...]:
    """The journal of a record, newest first; `label` says a state in words. One query."""
    return tuple(
        HistoryLine(
            line.sentence, role_label(line.role), moment(line.at), iso(line.at), label(line.before),
            label(line.after), line.reason,
        )
        for line in reversed(journal.history_of(subject_kind, subject_id))
    )  # fmt: skip
