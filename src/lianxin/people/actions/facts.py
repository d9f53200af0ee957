"""What an office's roster says of one deputy, corrected by hand; and that its figures were taken out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.codes import inside
from lianxin.kernel.errors import DomainError, NotFound
from lianxin.kernel.text import clean, normal_phone
from lianxin.people import access
from lianxin.people.models import Mandate, RosterFacts

_BIRTH = re.compile(r"[12]\d{3}-[01]\d(-[0-3]\d)?")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the law does not publish of a deputy."""

    birth: str
    phone: str
    party: str
    education: str
    identity: str


@transaction.atomic
def change_facts(*, person_id: int, facts: Facts, actor: Actor, at: datetime) -> RosterFacts:
    """Correct what the roster says of a deputy at home in the actor's place. Source: ADR-0024 §5."""
    homes = list(
        Mandate.objects.filter(person_id=person_id).order_by("state").values_list("home_code", flat=True)
    )
    home_code = next((code for code in homes if inside(code, actor.place)), "")
    if not home_code:
        raise NotFound(_("没有找到这位代表。可以回到清单再找一找。"))
    access.require_may_record(actor, home_code)
    found = access.roster_visible_to(actor).select_for_update().filter(person_id=person_id).first()
    kept = found or RosterFacts(person_id=person_id, home_code=home_code)
    kept.birth, kept.phone = _birth(facts.birth), _phone(facts.phone)
    kept.party, kept.education = clean(facts.party)[:20], clean(facts.education)[:20]
    kept.identity = clean(facts.identity)[:20]
    fields = ["birth", "phone", "party", "education", "identity"]
    kept.save(update_fields=fields if found else None)
    journal.write(
        "people.person", person_id, "people.person.changed", actor=actor, at=at, division_code=home_code
    )
    return kept


def _birth(text: str) -> str:
    said = clean(text).replace(".", "-").replace("/", "-")
    if not said:
        return ""
    if not _BIRTH.fullmatch(said):
        raise DomainError(_("出生年月请写成 1975-03 或者 1975-03-02 这样。"))
    try:
        date.fromisoformat(said if len(said) == 10 else f"{said}-01")
    except ValueError as error:
        raise DomainError(_("出生年月请写成 1975-03 或者 1975-03-02 这样。")) from error
    return said


def _phone(text: str) -> str:
    digits = normal_phone(text).replace("-", "")
    if clean(text) and not digits:
        raise DomainError(_("电话号码看起来不对，请写 11 位手机号，或者带区号的座机。"))
    return digits


def note_structure_export(*, term_id: int, actor: Actor, at: datetime) -> None:
    """Write down that somebody took the structure of a term out. Raises NotFound."""
    term = access.terms_visible_to(actor).select_related("congress").filter(pk=term_id).first()
    if term is None:
        raise NotFound(_("没有找到这一届。可以回到“届次和组织”再找一找。"))
    journal.write(
        "people.term", term.pk, "people.structure.exported", actor=actor, at=at,
        division_code=term.congress.division_code,
    )  # fmt: skip
