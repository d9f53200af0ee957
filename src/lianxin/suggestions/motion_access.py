"""Who sees a motion, and who may do what to it; row-level security stands behind it.

Its sponsors from the first word; the congress of the same place once it is in; nobody else, no level above.
Source: LAW-LOCAL-ORGANIC §22; LAW-DEPUTIES-2025 §15; ADR-0032 §4.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import NotAllowed
from lianxin.suggestions.access import OFFICES
from lianxin.suggestions.models import Motion
from lianxin.suggestions.motion_flow import MOTION_FOLLOWS, MOTION_PRIVATE

CONGRESS = OFFICES | {Role.SPECIAL_COMMITTEE, Role.STANDING_LEADER}
MOTION_READERS = CONGRESS | {Role.DEPUTY}


def motions_visible_to(actor: Actor) -> QuerySet[Motion]:
    """Motions this actor may read."""
    found = Motion.objects.all()
    if not actor.is_signed_in:
        return found.none()
    if actor.role in CONGRESS and actor.place:
        mine = found.filter(division_code=actor.place, submitted_at__isnull=False)
        return mine.exclude(state__in=MOTION_PRIVATE)
    if actor.role == Role.DEPUTY and actor.person_id is not None:
        return found.filter(signer_ids__contains=[actor.person_id])
    return found.none()


def is_lead(actor: Actor, motion: Motion) -> bool:
    """Whether the actor is the deputy who raises it."""
    return actor.role == Role.DEPUTY and actor.person_id == motion.lead_person_id


def is_other_signer(actor: Actor, motion: Motion) -> bool:
    """Whether the actor is another sponsor, or was asked to be one."""
    return actor.role == Role.DEPUTY and actor.person_id in motion.signer_ids and not is_lead(actor, motion)


def is_secretariat(actor: Actor, motion: Motion) -> bool:
    """Whether the actor records what the presidium decides: the office of the congress."""
    return actor.role in OFFICES and actor.place == motion.division_code


def _raised_it(actor: Actor, motion: Motion) -> bool:
    """The lead; for an organ's motion the office that entered it."""
    return is_secretariat(actor, motion) if motion.lead_person_id is None else is_lead(actor, motion)


def _of_committee(actor: Actor, motion: Motion) -> bool:
    in_place = actor.place == motion.division_code
    return is_secretariat(actor, motion) or (actor.role == Role.SPECIAL_COMMITTEE and in_place)


_Rule = Callable[[Actor, Motion], bool]
_WHO: dict[str, tuple[_Rule, str]] = {}
for _rule, _words, _verbs in (
    (is_lead, gettext_noop("领衔代表"), "edit invite take_back submit"),
    (_raised_it, gettext_noop("提出议案的人"), "withdraw ask_withdrawal"),
    (is_other_signer, gettext_noop("联名的代表"), "cosign refuse leave"),
    (
        is_secretariat,
        gettext_noop("本级人大的大会秘书机构"),
        "send_to_committee put_on_agenda refer_after convert reject pass vote_down",
    ),
    (is_secretariat, gettext_noop("本级人大的大会秘书机构"), "refuse_withdrawal consent_withdrawal"),
    (_of_committee, gettext_noop("有关委员会"), "give_opinion report"),
):
    _WHO |= dict.fromkeys(_verbs.split(), (_rule, _words))


def may(verb: str, actor: Actor, motion: Motion) -> bool:
    """Whether this actor may do `verb` to this motion, whatever its state."""
    return _WHO[MOTION_FOLLOWS.get(verb, verb)][0](actor, motion)


def require_may(verb: str, actor: Actor, motion: Motion) -> None:
    """Raise NotAllowed unless the actor may do `verb`. The sentence names who may."""
    if not may(verb, actor, motion):
        raise NotAllowed(_("这一步只能由%(who)s来做。") % {"who": _(_WHO[MOTION_FOLLOWS.get(verb, verb)][1])})
