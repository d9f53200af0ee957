"""Organs of a term: founded, changed, ended; who joins and who leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError, NotFound
from lianxin.kernel.text import clean
from lianxin.people.access import require_may_record
from lianxin.people.models import Mandate, Organ, OrganMember, Term
from lianxin.people.organ_rules import eligible, refusal_of, require_kind_fits
from lianxin.people.words import ORGAN_LABELS, OrganKind, OrganPost


@dataclass(frozen=True, slots=True)
class OrganFacts:
    """What is recorded of an organ. `basis` is for groups, `seats` for districts only."""

    kind: OrganKind
    name: str
    starts_on: date
    basis: str = ""
    note: str = ""
    seats: int | None = None


@transaction.atomic
def found_organ(*, term_id: int, facts: OrganFacts, actor: Actor, at: datetime) -> Organ:
    """Record an organ of a running term. Source: LAW-DEPUTIES-2025 §14, §26, §27; LAW-LOCAL-ORGANIC."""
    term = running_term(term_id, actor)
    require_kind_fits(facts.kind, term.congress.level, facts.basis)
    if facts.starts_on < term.starts_on:
        raise DomainError(_("成立日期早于本届开始的日期，请改正。"))
    organ = Organ(
        term=term, division_code=term.congress.division_code, kind=facts.kind, name=_named(facts.name),
        basis=facts.basis, note=clean(facts.note), seats=facts.seats, starts_on=facts.starts_on,
    )  # fmt: skip
    _save(organ)
    _tell(organ, "people.organ.founded", actor, at)
    return organ


@transaction.atomic
def change_organ(*, organ_id: int, facts: OrganFacts, actor: Actor, at: datetime) -> Organ:
    """Change name, basis, note, seats or first day; its kind stays, since memberships hang on it."""
    organ = locked_organ(organ_id, actor)
    require_kind_fits(OrganKind(organ.kind), organ.term.congress.level, facts.basis)
    if facts.starts_on < organ.term.starts_on:
        raise DomainError(_("成立日期早于本届开始的日期，请改正。"))
    before = organ.name
    organ.name, organ.basis, organ.note = _named(facts.name), facts.basis, clean(facts.note)
    organ.seats, organ.starts_on = facts.seats, facts.starts_on
    _save(organ, ["name", "basis", "note", "seats", "starts_on"])
    if organ.kind == OrganKind.DISTRICT and organ.name != before:
        # The seats name their district: what is one thing keeps one name.
        Mandate.objects.filter(term=organ.term, electoral_district=before).update(
            electoral_district=organ.name
        )
    _tell(organ, "people.organ.changed", actor, at)
    return organ


@transaction.atomic
def end_organ(*, organ_id: int, on: date, reason: str, actor: Actor, at: datetime) -> Organ:
    """End an organ before its term does, and the memberships in it."""
    organ = locked_organ(organ_id, actor)
    if len(clean(reason)) < 2:
        raise DomainError(_("请写一句结束的原因，例如“机构改革，并入其他工作委员会”。"))
    if on < organ.starts_on:
        raise DomainError(_("结束日期早于成立日期，请改正。"))
    for member in organ.members.filter(until=None):
        _leave(member, max(on, member.since), clean(reason))
    organ.ends_on, organ.end_reason = on, clean(reason)
    organ.save(update_fields=["ends_on", "end_reason"])
    _tell(organ, "people.organ.ended", actor, at, reason=clean(reason))
    return organ


@transaction.atomic
def gather_districts(*, term_id: int, actor: Actor, at: datetime) -> int:
    """Make a district for every name that seats of the term use and no district has; returns how many."""
    term = running_term(term_id, actor)
    kind = OrganKind.DISTRICT
    known = set(term.organs.filter(kind=kind, ends_on=None).values_list("name", flat=True))
    seats = Mandate.objects.filter(term=term).exclude(electoral_district="")
    names = sorted(set(seats.values_list("electoral_district", flat=True)) - known)
    for name in names:
        facts = OrganFacts(kind, name, term.starts_on)
        found_organ(term_id=term_id, facts=facts, actor=actor, at=at)
    return len(names)


@transaction.atomic
def join_organ(
    *, organ_id: int, person_ids: Sequence[int], post: OrganPost, since: date, actor: Actor, at: datetime
) -> int:
    """These people join in this post; returns how many. All or none: one who may not is named in the refusal.

    Source: LAW-DEPUTIES-2025 §14 (delegations), §27 (groups; higher deputies may join); LAW-LOCAL-ORGANIC.
    """
    organ = locked_organ(organ_id, actor)
    if not person_ids:
        raise DomainError(_("请先选人，再点加入。"))
    if since < organ.starts_on:
        raise DomainError(_("加入日期早于这个组织成立的日期，请改正。"))
    if post == OrganPost.HEAD and (
        len(person_ids) > 1 or organ.members.filter(post=post, until=None).exists()
    ):
        raise DomainError(_("一个组织只有一位负责人。要换人，请先结束现在这位的职务。"))
    able = {person.pk: person for person in eligible(organ).filter(pk__in=list(person_ids))}
    for person_id in person_ids:
        if person_id not in able:
            raise DomainError(refusal_of(organ, person_id))
        member = OrganMember.objects.create(organ=organ, person=able[person_id], post=post, since=since)
        _tell(organ, "people.organ.joined", actor, at, after=post, subject=member)
    return len(person_ids)


@transaction.atomic
def leave_organ(*, member_id: int, on: date, reason: str, actor: Actor, at: datetime) -> OrganMember:
    """End a membership; done twice it is as done once."""
    member = OrganMember.objects.select_related("organ").filter(pk=member_id).first()
    if member is None:
        raise NotFound(_("没有这条任职记录。"))
    organ = locked_organ(member.organ_id, actor)
    member.refresh_from_db()
    if member.until is not None:
        return member
    if on < member.since:
        raise DomainError(_("结束日期早于加入日期，请改正。"))
    if len(clean(reason)) < 2:
        raise DomainError(_("请写一句原因，例如“调整分工”。"))
    _leave(member, on, clean(reason))
    _tell(organ, "people.organ.left", actor, at, before=member.post, reason=clean(reason), subject=member)
    return member


def _leave(member: OrganMember, on: date, reason: str) -> None:
    member.until, member.end_reason = on, reason[:120]
    member.save(update_fields=["until", "end_reason"])


def running_term(term_id: int, actor: Actor) -> Term:
    """The term, locked, in the actor's place and not closed. Raises NotFound, NotAllowed or DomainError."""
    term = Term.objects.select_for_update(of=("self",)).select_related("congress").filter(pk=term_id).first()
    if term is None:
        raise NotFound(_("没有这一届。"))
    require_may_record(actor, term.congress.division_code)
    if term.closed_at is not None:
        raise DomainError(_("这一届已经换届封存，资料只能看，不能改。"))
    return term


def locked_organ(organ_id: int, actor: Actor) -> Organ:
    """An organ that has not ended, locked with its term."""
    organ = Organ.objects.select_for_update(of=("self",)).filter(pk=organ_id).first()
    if organ is None:
        raise NotFound(_("没有这个组织。可以回到清单再找一找。"))
    organ.term = running_term(organ.term_id, actor)
    if organ.ends_on is not None:
        raise DomainError(_("这个组织已经结束，资料只能看，不能改。"))
    return organ


def _named(name: str) -> str:
    text = clean(name)[:80]
    if len(text) < 2:
        raise DomainError(_("请写名称，例如“鹿城代表团”。"))
    return text


def _save(organ: Organ, fields: list[str] | None = None) -> None:
    try:
        with transaction.atomic():
            organ.save(update_fields=fields)
    except IntegrityError as error:
        if "one_leading_organ_per_term" in str(error):
            label = {"kind": ORGAN_LABELS[organ.kind]}
            raise DomainError(_("这一届已经登记过%(kind)s了，请打开它来修改。") % label) from error
        raise DomainError(_("这一届已经有同名的组织了，请换一个名称。")) from error


def _tell(
    organ: Organ, event: str, actor: Actor, at: datetime, *, before: str = "", after: str = "",
    reason: str = "", subject: OrganMember | None = None,
) -> None:  # fmt: skip
    text = (
        f"{subject.person.name}：{reason}"
        if subject and reason
        else subject.person.name
        if subject
        else reason
    )
    journal.write(
        "people.organ", organ.pk, event, actor=actor, at=at, division_code=organ.division_code,
        before=before, after=after, reason=text,
    )  # fmt: skip
