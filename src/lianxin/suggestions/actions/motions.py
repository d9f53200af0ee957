"""Raising a motion: draft, sign jointly in person, submit in session; an organ's motion; taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError, NotAllowed
from lianxin.kernel.text import clean
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.people import reads as people
from lianxin.suggestions.access import OFFICES
from lianxin.suggestions.actions._motion_steps import begin, finish
from lianxin.suggestions.actions._series import next_number
from lianxin.suggestions.actions._steps import said
from lianxin.suggestions.actions.draft import MOST_SIGNERS, persons_named
from lianxin.suggestions.clocks import local_day
from lianxin.suggestions.models import Motion, MotionSigner
from lianxin.suggestions.motion_flow import MOTION_FLOW, MotionState
from lianxin.suggestions.motion_words import MotionProposer
from lianxin.suggestions.profiles import rules_for
from lianxin.suggestions.words import CATEGORIES, Phase

LEAST_WORDS = 10
_TEXT = ["category", "title", "grounds", "plan"]


@dataclass(frozen=True, slots=True)
class MotionText:
    """案由、案据、方案 and a category. Source: LAW-DEPUTIES-2025 §15."""

    title: str
    grounds: str
    plan: str
    category: str


@transaction.atomic
def draft_motion(*, congress_id: int, text: MotionText, actor: Actor, at: datetime) -> Motion:
    """Begin a motion to a congress in which the deputy sits. Raises NotAllowed elsewhere."""
    if actor.role != Role.DEPUTY or actor.person_id is None:
        raise NotAllowed(_("这一步只能由代表来做。"))
    seat = next((s for s in people.seats_of(actor.person_id) if s.congress_id == congress_id), None)
    if seat is None:
        raise NotAllowed(_("您不是这一级的在任代表，请选您当选的那一级人大。"))
    motion = Motion(
        congress_id=seat.congress_id, term_number=seat.term_number, division_code=seat.division_code,
        lead_person_id=actor.person_id, signer_ids=[actor.person_id], created_at=at,
    )  # fmt: skip
    _write(motion, text, at)
    motion.save(force_insert=True)
    MotionSigner(
        motion=motion, person_id=actor.person_id, is_lead=True, asked_at=at, confirmed_at=at
    ).save(force_insert=True)  # fmt: skip
    return finish("edit", motion, MotionState.DRAFT, actor=actor, at=at)


@transaction.atomic
def edit_motion(
    *, motion_id: int, text: MotionText, actor: Actor, at: datetime, version: int | None = None
) -> Motion:
    """Save the text of a draft, finished or not."""
    motion, before = begin("edit", motion_id, actor, version)
    _write(motion, text, at)
    return finish("edit", motion, before, fields=_TEXT, actor=actor, at=at)


def _write(motion: Motion, text: MotionText, at: datetime) -> None:
    known = CATEGORIES.keys() | rules_for(motion.division_code, local_day(at)).categories.keys()
    if text.category not in known:
        raise DomainError(_("请从列表里选一个类别。"))
    motion.title = said(text.title, least=1, sentence=_("请写案由，就是这件议案的题目。"))[:60]
    motion.grounds, motion.plan, motion.category = clean(text.grounds), clean(text.plan), text.category


def _require_complete(motion: Motion) -> None:
    if len(motion.title) < 4:
        raise DomainError(_("案由太短了，请用一句话说清要大会决定什么。"))
    if len(motion.grounds) < LEAST_WORDS:
        raise DomainError(_("请写案据：提出这件议案的理由和根据。"))
    if len(motion.plan) < LEAST_WORDS:
        raise DomainError(_("请写方案：希望大会作出什么决定、怎么办。"))


@transaction.atomic
def invite_to_motion(
    *, motion_id: int, names: Sequence[str], actor: Actor, at: datetime, version: int | None = None
) -> Motion:
    """Freeze the text and ask fellow deputies to sign jointly. Source: LAW-LOCAL-ORGANIC §22; ADR-0025 §2."""
    motion, before = begin("invite", motion_id, actor, version)
    _require_complete(motion)
    asked = persons_named(motion.congress_id, names) - {motion.lead_person_id}
    if not asked:
        raise DomainError(_("请写上要邀请的代表姓名，用顿号隔开。"))
    if len(asked) > MOST_SIGNERS:
        raise DomainError(_("一次最多邀请 %(num)d 位代表。") % {"num": MOST_SIGNERS})
    MotionSigner.objects.filter(motion=motion, is_lead=False).delete()
    motion.signer_ids = [motion.lead_person_id or 0, *sorted(asked)]
    MotionSigner.objects.bulk_create(
        MotionSigner(motion=motion, person_id=person, asked_at=at) for person in sorted(asked)
    )
    return finish("invite", motion, before, fields=["signer_ids"], actor=actor, at=at)


@transaction.atomic
def cosign_motion(*, motion_id: int, actor: Actor, at: datetime, version: int | None = None) -> Motion:
    """Sign it in person, with the time."""
    motion, before = begin("cosign", motion_id, actor, version)
    signer = _unanswered(motion, actor)
    signer.confirmed_at = at
    signer.save(update_fields=["confirmed_at"])
    return finish("cosign", motion, before, actor=actor, at=at)


@transaction.atomic
def refuse_motion(*, motion_id: int, actor: Actor, at: datetime, version: int | None = None) -> Motion:
    """Say that one does not sign."""
    motion, before = begin("refuse", motion_id, actor, version)
    signer = _unanswered(motion, actor)
    signer.refused_at = at
    signer.save(update_fields=["refused_at"])
    return finish("refuse", motion, before, actor=actor, at=at)


def _signer(motion: Motion, actor: Actor) -> MotionSigner:
    return MotionSigner.objects.select_for_update().get(motion=motion, person_id=actor.person_id or 0)


def _unanswered(motion: Motion, actor: Actor) -> MotionSigner:
    signer = _signer(motion, actor)
    if signer.confirmed_at or signer.refused_at:
        raise MoveNotAllowed(_("您已经答复过了，不用再点。"))
    return signer


@transaction.atomic
def take_back_motion(*, motion_id: int, actor: Actor, at: datetime, version: int | None = None) -> Motion:
    """Back to writing; every signature is void, because it was given to another text."""
    motion, before = begin("take_back", motion_id, actor, version)
    MotionSigner.objects.filter(motion=motion, is_lead=False).delete()
    motion.signer_ids = [motion.lead_person_id or 0]
    return finish("take_back", motion, before, fields=["signer_ids"], actor=actor, at=at)


@transaction.atomic
def submit_motion(*, motion_id: int, actor: Actor, at: datetime, version: int | None = None) -> Motion:
    """Hand it in while the congress sits, with as many sponsors as the law asks for; it gets its number.

    Ten or more deputies at county level and above, five or more in a township; values of the place's profile.
    Raises DomainError below that, outside a session, or after the time the presidium has set.
    Source: LAW-LOCAL-ORGANIC §22; LAW-DEPUTIES-2025 §15.
    """
    motion, before = begin("submit", motion_id, actor, version)
    _require_complete(motion)
    MotionSigner.objects.filter(motion=motion, confirmed_at=None).delete()
    signed = MotionSigner.objects.filter(motion=motion).order_by("-is_lead", "pk")
    motion.signer_ids = list(signed.values_list("person_id", flat=True))
    least = rules_for(motion.division_code, local_day(at)).signers_for(motion.division_code)
    if len(motion.signer_ids) < least:
        raise DomainError(
            _("议案要 %(least)d 位以上代表联名，现在确认的有 %(now)d 位。请再邀请几位，也可以改提建议。")
            % {"least": least, "now": len(motion.signer_ids)}
        )
    _take_in(motion, at)
    return finish("submit", motion, before, fields=[*_IN, "signer_ids"], actor=actor, at=at)


_IN = ["session", "phase", "number", "submitted_at"]


def _take_in(motion: Motion, at: datetime) -> None:
    """Session, phase and number. Raises DomainError when no motion may be raised now."""
    session = people.session_on(motion.congress_id, motion.term_number, local_day(at))
    in_session = session is not None and session.sits_on(local_day(at))
    if session is not None and in_session and session.motions_until and at > session.motions_until:
        raise DomainError(_("主席团确定的提出议案的时间已经过了。可以改提建议，或者下次会议再提。"))
    if not in_session and not rules_for(motion.division_code, local_day(at)).motion_between_sessions:
        raise DomainError(_("议案在大会举行会议的时候提。现在没有开会，可以改提建议，或者先存着。"))
    motion.session_id, motion.submitted_at = session.id if session else None, at
    motion.phase = Phase.IN_SESSION if in_session else Phase.INTER_SESSION
    motion.number = next_number(
        congress_id=motion.congress_id,
        term_number=motion.term_number,
        kind="motion",
        session_number=session.number if session else 0,
    )


@transaction.atomic
def enter_motion(
    *, proposer: MotionProposer, proposer_name: str, text: MotionText, actor: Actor, at: datetime
) -> Motion:
    """Enter the motion of an organ: presidium, standing or special committee, government.

    No number of sponsors is asked of an organ. Source: LAW-LOCAL-ORGANIC §22.
    """
    if actor.role not in OFFICES:
        raise NotAllowed(_("机关提出的议案由本级人大的大会秘书机构登记。"))
    congress = people.congress_at(actor.place)
    terms = people.terms_of(actor.place)
    if congress is None or not terms:
        raise DomainError(_("这个地方还没有登记人大和届次，请先在“代表与单位”里登记。"))
    if proposer == MotionProposer.DEPUTIES:
        raise DomainError(_("代表联名的议案由领衔代表自己提出，不用登记。"))
    motion = Motion(
        congress_id=congress[0], term_number=terms[0].number, division_code=actor.place, proposer=proposer,
        proposer_name=said(proposer_name, least=2, sentence=_("请写提出议案的机关名称。"))[:60],
        state=MotionState.SUBMITTED, created_at=at,
    )  # fmt: skip
    _write(motion, text, at)
    _require_complete(motion)
    _take_in(motion, at)
    motion.save(force_insert=True)
    return finish("submit", motion, MotionState.DRAFT, actor=actor, at=at)


# ---- taking it back ----------------------------------------------------------------------------------


@transaction.atomic
def leave_motion(*, motion_id: int, actor: Actor, at: datetime, version: int | None = None) -> Motion:
    """Take back one's own signature; with too few left the motion is withdrawn. Source: ADR-0032 §5."""
    motion, before = begin("leave", motion_id, actor, version)
    signer = _signer(motion, actor)
    if signer.left_at:
        raise MoveNotAllowed(_("您已经退出联名了，不用再点。"))
    signer.left_at = at
    signer.save(update_fields=["left_at"])
    finish("leave", motion, before, actor=actor, at=at)
    left = MotionSigner.objects.filter(motion=motion, left_at=None).count()
    least = rules_for(motion.division_code, local_day(at)).signers_for(motion.division_code)
    if left >= least:
        return motion
    before, motion.state = motion.state, MOTION_FLOW.next_state(motion.state, "fall_below")
    text = f"联名的代表还有{left}位，不足{least}位。"  # stored words are in the source language
    return finish("fall_below", motion, before, actor=actor, at=at, text=text)


@transaction.atomic
def withdraw_motion(
    *, motion_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Motion:
    """Take it back before it is on the agenda. Source: LAW-DEPUTIES-2025 §15."""
    motion, before = begin("withdraw", motion_id, actor, version)
    why = said(reason, least=4, sentence=_("撤回要有书面理由，请写几个字。"))
    return finish("withdraw", motion, before, actor=actor, at=at, text=why)


@transaction.atomic
def ask_withdrawal(
    *, motion_id: int, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Motion:
    """Ask to take back what is on the agenda; the presidium must consent. Source: LAW-LOCAL-ORGANIC §22."""
    motion, before = begin("ask_withdrawal", motion_id, actor, version)
    if motion.withdrawal_asked_at is not None:
        raise MoveNotAllowed(_("已经要求撤回了，请等主席团决定。"))
    motion.withdrawal_asked_at = at
    why = said(reason, least=4, sentence=_("撤回要有书面理由，请写几个字。"))
    return finish(
        "ask_withdrawal", motion, before, fields=["withdrawal_asked_at"], actor=actor, at=at, text=why
    )
