"""Which organs a congress has, and who may be in them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from lianxin.kernel.codes import ancestors_of
from lianxin.kernel.errors import DomainError
from lianxin.people.models import Mandate, Organ, OrganMember, Person
from lianxin.people.words import (
    ABOVE_TOWNSHIPS,
    ORGAN_LABELS,
    CongressLevel,
    GroupBasis,
    MandateState,
    OrganKind,
)


def kinds_at(level: int) -> list[OrganKind]:
    """Organs that a congress of this level has. Source: LAW-LOCAL-ORGANIC; domain.md §7."""
    return [k for k in OrganKind if level < CongressLevel.TOWNSHIP or k not in ABOVE_TOWNSHIPS]


def require_kind_fits(kind: OrganKind, level: int, basis: str) -> None:
    """Raise DomainError for an organ this congress does not have, or a group without its basis."""
    if kind not in kinds_at(level):
        raise DomainError(_("乡镇人大不设%(kind)s，请选主席团或者代表小组。") % {"kind": ORGAN_LABELS[kind]})
    if (kind == OrganKind.GROUP) != (basis in set(GroupBasis)):
        raise DomainError(_("请选代表小组是按地域还是按领域成立的。"))


def eligible(organ: Organ) -> QuerySet[Person]:
    """People who may join and are not in it yet. Source: LAW-DEPUTIES-2025 §14, §27; LAW-LOCAL-ORGANIC.

    Deputies of the term in office; into a group also deputies of higher congresses at home here; into the
    chairpersons' meeting members of the standing committee; into a delegation nobody who is in another.
    """
    seats = Mandate.objects.filter(person_id=OuterRef("pk"), state=MandateState.ACTIVE)
    here = Q(term_id=organ.term_id)
    if organ.kind == OrganKind.GROUP:
        above = ["", *ancestors_of(organ.division_code)[:-1]]
        here |= Q(term__congress__division_code__in=above, home_code__startswith=organ.division_code)
    found = Person.objects.filter(Exists(seats.filter(here)))
    inside = OrganMember.objects.filter(person_id=OuterRef("pk"), until=None)
    found = found.exclude(Exists(inside.filter(organ=organ)))
    others = inside.filter(organ__term_id=organ.term_id)
    if organ.kind == OrganKind.DELEGATION:
        found = found.exclude(Exists(others.filter(organ__kind=OrganKind.DELEGATION)))
    if organ.kind == OrganKind.CHAIRPERSONS:
        found = found.filter(Exists(others.filter(organ__kind=OrganKind.STANDING_COMMITTEE)))
    return found.none() if organ.kind == OrganKind.DISTRICT else found


def refusal_of(organ: Organ, person_id: int) -> str:
    """Why this person may not join, and what to do."""
    if organ.kind == OrganKind.DISTRICT:
        return _("选区的代表来自代表资格里填的选区，请到代表的资格里改。")
    person = Person.objects.filter(pk=person_id).first()
    name = person.name if person else _("这位代表")
    if OrganMember.objects.filter(organ=organ, person_id=person_id, until=None).exists():
        return _("%(name)s已经在里面了。") % {"name": name}
    if organ.kind == OrganKind.DELEGATION:
        return _("%(name)s已经在本届另一个代表团里，或者没有本届在任的资格。") % {"name": name}
    if organ.kind == OrganKind.CHAIRPERSONS:
        return _("主任会议由常务委员会的主任、副主任和秘书长组成，请先把%(name)s加进常务委员会。") % {
            "name": name
        }
    return _("%(name)s没有这里在任的代表资格，不能加入。") % {"name": name}
