"""Recording congresses, terms, deputies, mandates and units."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.codes import inside, random_code
from lianxin.kernel.errors import DomainError, NotFound
from lianxin.kernel.pinyin import syllables
from lianxin.kernel.text import clean
from lianxin.people.access import require_may_record
from lianxin.people.actions.mandates import end_mandate, resume_mandate, suspend_mandate
from lianxin.people.models import Congress, Mandate, Person, Term, Unit
from lianxin.people.words import UnitKind

__all__ = [
    "PersonFacts",
    "Seat",
    "change_person",
    "change_unit",
    "close_unit",
    "end_mandate",
    "give_mandate",
    "open_term",
    "record_congress",
    "record_deputy",
    "record_person",
    "record_unit",
    "reopen_unit",
    "resume_mandate",
    "spelled",
    "suspend_mandate",
]

# Surnames read otherwise than the common word. Source: ordinary usage; tests list them.
_SURNAMES = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "查": "zha", "任": "ren", "区": "ou",
    "朴": "piao", "盖": "ge", "华": "hua", "召": "shao", "尉": "wei", "佴": "nai", "段": "duan",
}  # fmt: skip


def spelled(name: str) -> tuple[str, str]:
    """Sort key and initials of a person's name: 单文华 -> ("shanwenhua", "swh")."""
    found = syllables(name)
    if found and name[0] in _SURNAMES:
        found[0] = _SURNAMES[name[0]]
    return "".join(found), "".join(syllable[0] for syllable in found)


@transaction.atomic
def record_congress(*, level: int, division_code: str, name: str, actor: Actor, at: datetime) -> Congress:
    """Record the congress of a division."""
    require_may_record(actor, division_code)
    congress = Congress.objects.create(level=level, division_code=division_code, name=clean(name))
    journal.write(
        "people.congress",
        congress.pk,
        "people.congress.recorded",
        actor=actor,
        at=at,
        division_code=division_code,
    )
    return congress


@transaction.atomic
def open_term(*, congress_id: int, number: int, starts_on: date, actor: Actor, at: datetime) -> Term:
    """Record a term. Source: LAW-DEPUTIES-2025 §2 (five years)."""
    congress = Congress.objects.get(pk=congress_id)
    require_may_record(actor, congress.division_code)
    if congress.terms.filter(number=number).exists():
        raise DomainError(_("这一届已经登记过了，请在清单里打开它。"))
    term = Term.objects.create(congress=congress, number=number, starts_on=starts_on)
    journal.write(
        "people.term", term.pk, "people.term.opened", actor=actor, at=at, division_code=congress.division_code
    )
    return term


@transaction.atomic
def record_person(
    *,
    name: str,
    sex: str,
    ethnic_group: str,
    occupation: str,
    introduction: str = "",
    home_code: str,
    actor: Actor,
    at: datetime,
) -> Person:
    """Record a deputy as a person. Source: LAW-DEPUTIES-2025 §58 (basic information is published)."""
    require_may_record(actor, home_code)
    text = clean(name)
    if not text:
        raise DomainError(_("请填写姓名。"))
    sort_key, initials = spelled(text)
    person = Person.objects.create(
        name=text,
        sort_key=sort_key,
        initials=initials,
        sex=sex,
        ethnic_group=ethnic_group,
        occupation=clean(occupation),
        introduction=clean(introduction),
        slug=random_code(8),
    )
    journal.write(
        "people.person", person.pk, "people.person.recorded", actor=actor, at=at, division_code=home_code
    )
    return person


@transaction.atomic
def give_mandate(
    *,
    person_id: int,
    term_id: int,
    home_code: str,
    electoral_district: str,
    since: date,
    actor: Actor,
    at: datetime,
    card_no: str = "",
) -> Mandate:
    """Record that a person holds a seat. One per person and term."""
    term = Term.objects.select_related("congress").get(pk=term_id)
    require_may_record(actor, home_code)
    if term.closed_at is not None:
        raise DomainError(_("这一届已经换届封存，不能再登记资格。请选新的一届。"))
    try:
        with transaction.atomic():
            mandate = Mandate.objects.create(
                person_id=person_id,
                term=term,
                home_code=home_code,
                electoral_district=electoral_district,
                since=since,
                card_no=card_no,
            )
    except IntegrityError as error:
        raise DomainError(_("这位代表在这一届已经登记过资格了。")) from error
    journal.write(
        "people.mandate", mandate.pk, "people.mandate.given", actor=actor, at=at, division_code=home_code
    )
    return mandate


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is published of a deputy as a person. Source: LAW-DEPUTIES-2025 §58."""

    name: str
    sex: str
    ethnic_group: str
    occupation: str = ""
    introduction: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """In which term a deputy sits, and for whom."""

    term_id: int
    home_code: str
    electoral_district: str
    since: date
    card_no: str = ""


@transaction.atomic
def record_deputy(*, facts: PersonFacts, seat: Seat, actor: Actor, at: datetime) -> Person:
    """Record a person and the first seat together, so that nobody is recorded without one."""
    person = record_person(**asdict(facts), home_code=seat.home_code, actor=actor, at=at)
    give_mandate(person_id=person.pk, **asdict(seat), actor=actor, at=at)
    return person


@transaction.atomic
def change_person(*, person_id: int, facts: PersonFacts, actor: Actor, at: datetime) -> Person:
    """Change what is published of a deputy; for the place of any seat in office."""
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    homes = list(
        Mandate.objects.filter(person_id=person_id).order_by("state").values_list("home_code", flat=True)
    )
    if person is None or not homes:
        raise NotFound(_("没有这位代表。"))
    home_code = next((code for code in homes if inside(code, actor.place)), homes[0])
    require_may_record(actor, home_code)
    name = clean(facts.name)
    if not name:
        raise DomainError(_("请填写姓名。"))
    person.name, (person.sort_key, person.initials) = name, spelled(name)
    person.sex, person.ethnic_group = facts.sex, facts.ethnic_group
    person.occupation, person.introduction = clean(facts.occupation), clean(facts.introduction)
    person.save(
        update_fields=["name", "sort_key", "initials", "sex", "ethnic_group", "occupation", "introduction"]
    )
    journal.write(
        "people.person", person.pk, "people.person.changed", actor=actor, at=at, division_code=home_code
    )
    return person


@transaction.atomic
def record_unit(
    *,
    name: str,
    short_name: str,
    kind: UnitKind,
    division_code: str,
    actor: Actor,
    at: datetime,
    topics: str = "",
    phone: str = "",
) -> Unit:
    """Record a handling unit."""
    require_may_record(actor, division_code)
    try:
        with transaction.atomic():
            unit = Unit.objects.create(
                name=clean(name),
                short_name=clean(short_name),
                kind=kind,
                division_code=division_code,
                topics=topics,
                phone=phone,
            )
    except IntegrityError as error:
        raise DomainError(_("这个地方已经登记过同名的单位了，请换一个名称。")) from error
    journal.write(
        "people.unit", unit.pk, "people.unit.recorded", actor=actor, at=at, division_code=division_code
    )
    return unit


@transaction.atomic
def change_unit(
    *,
    unit_id: int,
    name: str,
    short_name: str,
    kind: UnitKind,
    topics: str,
    phone: str,
    actor: Actor,
    at: datetime,
) -> Unit:
    """Change what is recorded of a unit; its place stays, since cases and officers stand in it."""
    unit = _locked_unit(unit_id, actor)
    unit.name, unit.short_name, unit.kind = clean(name), clean(short_name), kind
    unit.topics, unit.phone = clean(topics), clean(phone)
    try:
        with transaction.atomic():
            unit.save(update_fields=["name", "short_name", "kind", "topics", "phone"])
    except IntegrityError as error:
        raise DomainError(_("这个地方已经登记过同名的单位了，请换一个名称。")) from error
    journal.write(
        "people.unit", unit.pk, "people.unit.changed", actor=actor, at=at, division_code=unit.division_code
    )
    return unit


@transaction.atomic
def close_unit(*, unit_id: int, reason: str, actor: Actor, at: datetime) -> Unit:
    """Give a unit no new matters from now on; what it holds it finishes."""
    unit = _locked_unit(unit_id, actor)
    if not unit.is_active:
        return unit
    if len(clean(reason)) < 2:
        raise DomainError(_("请写一句停用的原因，例如“机构改革，并入市交通运输局”。"))
    unit.is_active = False
    unit.save(update_fields=["is_active"])
    journal.write(
        "people.unit", unit.pk, "people.unit.closed",
        actor=actor, at=at, division_code=unit.division_code, reason=clean(reason),
    )  # fmt: skip
    return unit


@transaction.atomic
def reopen_unit(*, unit_id: int, actor: Actor, at: datetime) -> Unit:
    """Let a unit be given matters again."""
    unit = _locked_unit(unit_id, actor)
    if unit.is_active:
        return unit
    unit.is_active = True
    unit.save(update_fields=["is_active"])
    journal.write(
        "people.unit", unit.pk, "people.unit.reopened", actor=actor, at=at, division_code=unit.division_code
    )
    return unit


def _locked_unit(unit_id: int, actor: Actor) -> Unit:
    unit = Unit.objects.select_for_update().filter(pk=unit_id).first()
    if unit is None:
        raise NotFound(_("没有这个承办单位。"))
    require_may_record(actor, unit.division_code)
    return unit
