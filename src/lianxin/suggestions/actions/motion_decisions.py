"""What the congress does with a motion: the presidium's decision, the committee's opinion, vote and report.

The office records each decision with the meeting that took it.
Source: LAW-LOCAL-ORGANIC §22, §25; ADR-0032 §4.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from lianxin.calendars import reads as calendars
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError
from lianxin.kernel.text import clean
from lianxin.kernel.workdays import Period, Unit, due_on
from lianxin.kernel.workflow import MoveNotAllowed
from lianxin.suggestions.actions import _steps as suggestion_steps
from lianxin.suggestions.actions._motion_steps import begin, finish
from lianxin.suggestions.actions._steps import said
from lianxin.suggestions.clocks import local_day
from lianxin.suggestions.models import Motion, MotionSigner, Signer, Suggestion
from lianxin.suggestions.motion_flow import MotionState
from lianxin.suggestions.motion_words import NO_MOTION_LABELS, NoMotion
from lianxin.suggestions.profiles import rules_for
from lianxin.suggestions.words import Proposer
from lianxin.suggestions.workflow import SuggestionState

_DECIDED = ["decided_by", "decided_at"]


def _decide(motion: Motion, decided_by: str, at: datetime) -> str:
    """Which meeting decided; returns it as a sentence."""
    sentence = _("请写明由哪次主席团会议（闭会期间由哪次主任会议）决定。")
    motion.decided_by, motion.decided_at = said(decided_by, least=4, sentence=sentence)[:80], at
    return f"{motion.decided_by}决定。"  # stored words are in the source language


@transaction.atomic
def send_to_committee(
    *, motion_id: int, committee: str, decided_by: str, actor: Actor, at: datetime, version: int | None = None
) -> Motion:
    """First a special committee looks at it. A township congress has none. Source: LAW-LOCAL-ORGANIC §22."""
    motion, before = begin("send_to_committee", motion_id, actor, version)
    if len(motion.division_code) == 9:
        raise DomainError(_("乡镇人大不设专门委员会，请由主席团直接决定。"))
    text = _decide(motion, decided_by, at)
    motion.committee = said(committee, least=3, sentence=_("请写交给哪个委员会先审议。"))[:40]
    return finish(
        "send_to_committee", motion, before, fields=[*_DECIDED, "committee"], actor=actor, at=at,
        text=f"{text}交{motion.committee}先审议。",
    )  # fmt: skip


@transaction.atomic
def give_committee_opinion(
    *, motion_id: int, favours: bool, opinion: str, actor: Actor, at: datetime, version: int | None = None
) -> Motion:
    """Whether the committee favours the agenda, and why; it may be given anew. LAW-LOCAL-ORGANIC §22."""
    motion, before = begin("give_opinion", motion_id, actor, version)
    motion.favours_agenda = favours
    motion.opinion = said(opinion, least=4, sentence=_("请写委员会的审议意见。"))
    words = "建议列入议程。" if favours else "建议不列入议程。"
    return finish(
        "give_opinion", motion, before, fields=["favours_agenda", "opinion"], actor=actor, at=at,
        text=f"{words}{motion.opinion}",
    )  # fmt: skip


def _require_heard(motion: Motion, before: str) -> None:
    """The presidium decides after the committee, not before. Source: LAW-LOCAL-ORGANIC §22."""
    if before == MotionState.COMMITTEE and not motion.opinion:
        raise MoveNotAllowed(_("委员会还没有提出审议意见，请等委员会提出意见以后再决定。"))


@transaction.atomic
def put_on_agenda(
    *, motion_id: int, decided_by: str, actor: Actor, at: datetime, version: int | None = None
) -> Motion:
    """The presidium puts it on the agenda. Source: LAW-LOCAL-ORGANIC §22."""
    motion, before = begin("put_on_agenda", motion_id, actor, version)
    _require_heard(motion, before)
    text = _decide(motion, decided_by, at)
    return finish("put_on_agenda", motion, before, fields=_DECIDED, actor=actor, at=at, text=text)


@transaction.atomic
def refer_after_session(
    *, motion_id: int, committee: str, decided_by: str, actor: Actor, at: datetime, version: int | None = None
) -> Motion:
    """A committee looks at it after the session and reports within the months of the profile. ADR-0032 §4."""
    motion, before = begin("refer_after", motion_id, actor, version)
    _require_heard(motion, before)
    text = _decide(motion, decided_by, at)
    motion.committee = said(committee, least=3, sentence=_("请写交给哪个委员会审议。"))[:40]
    _start_report_clock(motion, at)
    return finish(
        "refer_after", motion, before, fields=[*_DECIDED, "committee"], actor=actor, at=at,
        text=f"{text}会后交{motion.committee}审议。",
    )  # fmt: skip


def _start_report_clock(motion: Motion, at: datetime) -> None:
    day = local_day(at)
    months = Period(rules_for(motion.division_code, day).motion_report_months, Unit.MONTHS)
    motion.due_on = due_on(day, months, calendar=calendars.current(), place=motion.division_code).on


@transaction.atomic
def reject_motion(
    *,
    motion_id: int,
    code: NoMotion,
    note: str,
    decided_by: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Motion:
    """Not treated as a motion, with the reason in writing to its sponsors. Source: ADR-0032 §4."""
    motion, before = begin("reject", motion_id, actor, version)
    _require_heard(motion, before)
    text = _decide(motion, decided_by, at)
    why = said(note, least=4, sentence=_("请把理由写给提出议案的人。"))
    motion.reason_code = code
    return finish(
        "reject", motion, before, fields=[*_DECIDED, "reason_code"], actor=actor, at=at,
        text=f"{text}{_source(code)}。{why}",
    )  # fmt: skip


def _source(code: NoMotion) -> str:
    """The reason in the source language: stored words are."""
    with override(settings.LANGUAGE_CODE):
        return str(NO_MOTION_LABELS[code])


@transaction.atomic
def convert_motion(
    *, motion_id: int, decided_by: str, note: str, actor: Actor, at: datetime, version: int | None = None
) -> Motion:
    """It is handled as a suggestion of the same sponsors: submitted, to be numbered as others are.

    Raises DomainError for the motion of an organ: only deputies raise suggestions. Source: ADR-0032 §4.
    """
    motion, before = begin("convert", motion_id, actor, version)
    _require_heard(motion, before)
    text = _decide(motion, decided_by, at)
    if motion.lead_person_id is None:
        raise DomainError(_("机关提出的议案不能转为代表建议。"))
    motion.suggestion = _suggestion_from(motion, motion.lead_person_id, actor, at)
    return finish(
        "convert", motion, before, fields=[*_DECIDED, "suggestion"], actor=actor, at=at,
        text=f"{text}作为代表建议办理。{clean(note)}",
    )  # fmt: skip


def _suggestion_from(motion: Motion, lead: int, actor: Actor, at: datetime) -> Suggestion:
    stay = MotionSigner.objects.filter(motion=motion, left_at=None).order_by("-is_lead", "pk")
    persons = list(stay.values_list("person_id", flat=True))
    proposer = Proposer.JOINT if len(persons) > 1 else Proposer.ONE
    suggestion = Suggestion(
        congress_id=motion.congress_id, term_number=motion.term_number, division_code=motion.division_code,
        phase=motion.phase, session=motion.session, proposer=proposer,
        lead_person_id=lead, signer_ids=persons, category=motion.category, title=motion.title,
        situation=motion.grounds, proposal=motion.plan, state=SuggestionState.SUBMITTED, created_at=at,
        submitted_at=motion.submitted_at, from_motion_id=motion.pk,
    )  # fmt: skip
    suggestion.save(force_insert=True)
    Signer.objects.bulk_create(
        Signer(
            suggestion=suggestion, person_id=person, is_lead=person == lead, asked_at=at, confirmed_at=at
        )
        for person in persons
    )  # fmt: skip
    text = f"由第{motion.number}号议案转来。"  # stored words are in the source language
    return suggestion_steps.finish(
        "submit", suggestion, SuggestionState.DRAFT, actor=actor, at=at, text=text
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Count:
    """A vote of the whole congress. `total` are all deputies, not those present."""

    votes_for: int
    against: int
    abstained: int
    total: int


@transaction.atomic
def vote_on_motion(
    *, motion_id: int, count: Count, actor: Actor, at: datetime, version: int | None = None
) -> Motion:
    """Record the vote: passed by more than half of all deputies, else the motion ends.

    Raises DomainError when more voted than there are. Source: LAW-LOCAL-ORGANIC §25.
    """
    passed = count.votes_for * 2 > count.total
    verb = "pass" if passed else "vote_down"
    motion, before = begin(verb, motion_id, actor, version)
    if count.total < count.votes_for + count.against + count.abstained or count.total == 0:
        raise DomainError(_("赞成、反对、弃权加起来比全体代表还多，请核对。"))
    motion.votes_for, motion.votes_against = count.votes_for, count.against
    motion.votes_abstained, motion.deputies_total = count.abstained, count.total
    if passed:
        _start_report_clock(motion, at)
    votes = f"全体代表{count.total}名，赞成{count.votes_for}，反对{count.against}，弃权{count.abstained}。"
    return finish(
        verb, motion, before,
        fields=["votes_for", "votes_against", "votes_abstained", "deputies_total"], actor=actor, at=at,
        text=votes,
    )  # fmt: skip


@transaction.atomic
def report_motion(
    *, motion_id: int, report: str, actor: Actor, at: datetime, version: int | None = None
) -> Motion:
    """The report on what came of it, to the standing committee; that ends it. Source: ADR-0032 §4."""
    motion, before = begin("report", motion_id, actor, version)
    motion.report = said(report, least=10, sentence=_("请写审议或办理的结果：做了什么决定、办到哪一步。"))
    return finish("report", motion, before, fields=["report"], actor=actor, at=at, text=motion.report)


@transaction.atomic
def consent_withdrawal(
    *, motion_id: int, decided_by: str, actor: Actor, at: datetime, version: int | None = None
) -> Motion:
    """With the presidium's consent its discussion ends. LAW-LOCAL-ORGANIC §22; LAW-DEPUTIES-2025 §15."""
    motion, before = begin("consent_withdrawal", motion_id, actor, version)
    _require_asked(motion)
    text = _decide(motion, decided_by, at)
    return finish("consent_withdrawal", motion, before, fields=_DECIDED, actor=actor, at=at, text=text)


@transaction.atomic
def refuse_withdrawal(
    *, motion_id: int, decided_by: str, actor: Actor, at: datetime, version: int | None = None
) -> Motion:
    """It stays on the agenda."""
    motion, before = begin("refuse_withdrawal", motion_id, actor, version)
    _require_asked(motion)
    text = _decide(motion, decided_by, at)
    motion.withdrawal_asked_at = None
    return finish(
        "refuse_withdrawal", motion, before, fields=[*_DECIDED, "withdrawal_asked_at"], actor=actor, at=at,
        text=text,
    )  # fmt: skip


def _require_asked(motion: Motion) -> None:
    if motion.withdrawal_asked_at is None:
        raise MoveNotAllowed(_("提出议案的人没有要求撤回，不用决定。"))
