"""Motions: the list, the page of one, and what may be done with it now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.accounts.reads import HistoryLine, history_lines
from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import NotFound
from lianxin.kit.jinja_env import day, iso, moment
from lianxin.kit.paging import Cursor, Page
from lianxin.people import reads as people
from lianxin.suggestions import motion_access as access
from lianxin.suggestions.clocks import local_day
from lianxin.suggestions.models import Motion, MotionSigner, MotionStep
from lianxin.suggestions.motion_flow import (
    MOTION_END,
    MOTION_FLOW,
    MOTION_FOLLOWS,
    MOTION_OPEN,
    MOTION_STAGES,
    MotionState,
)
from lianxin.suggestions.motion_words import MOTION_PROPOSER_LABELS
from lianxin.suggestions.profiles import rules_for
from lianxin.suggestions.reads.parts import SignerRow
from lianxin.suggestions.reads.rows import STATE_TONES, Due, Stage, due_badge
from lianxin.suggestions.reads.timeline import LogLine
from lianxin.suggestions.words import CATEGORIES, PHASE_LABELS

M = MotionState
_RINGS = {
    "submit": "now", "send_to_committee": "now", "give_opinion": "meet", "put_on_agenda": "meet",
    "refer_after": "meet", "convert": "done", "reject": "late", "pass": "done", "vote_down": "late",
    "report": "reply", "leave": "late", "fall_below": "late", "withdraw": "done", "ask_withdrawal": "late",
    "consent_withdrawal": "done", "refuse_withdrawal": "meet",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MotionView:
    """A saved view: a name in the address, its words, and which motions it holds."""

    code: str
    label: str | Promise
    narrow: Callable[[Actor], Q] = lambda _actor: Q()


def _asked(actor: Actor) -> Q:
    """What waits for this deputy's own yes or no."""
    open_ = MotionSigner.objects.filter(
        motion_id=OuterRef("pk"), person_id=actor.person_id or 0, confirmed_at=None, refused_at=None
    )
    return Q(Exists(open_), state=M.COSIGNING)


_IN_COMMITTEE = (M.COMMITTEE, M.AFTER_SESSION)
_ALL = MotionView("", gettext_lazy("全部"))
_OPEN = MotionView("open", gettext_lazy("在办"), lambda _a: Q(state__in=MOTION_OPEN))
_DONE = MotionView("done", gettext_lazy("已经结束"), lambda _a: Q(state__in=MOTION_END))
DEPUTY_MOTION_VIEWS = (_ALL, MotionView("asked", gettext_lazy("请我联名"), _asked), _OPEN, _DONE)
CONGRESS_MOTION_VIEWS = (
    _ALL,
    MotionView("new", gettext_lazy("待主席团决定"), lambda _a: Q(state=M.SUBMITTED)),
    MotionView("committee", gettext_lazy("委员会审议"), lambda _a: Q(state__in=_IN_COMMITTEE)),
    MotionView("agenda", gettext_lazy("列入议程"), lambda _a: Q(state=M.AGENDA)),
    _DONE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MotionRow:
    """One motion in a list."""

    id: int
    number: str
    title: str
    category: str
    raised_by: str
    signers: int
    state_label: str
    state_tone: str
    stages: tuple[Stage, ...]
    due: Due | None


@dataclass(frozen=True, slots=True)
class MotionPage:
    """One motion with all that its page shows, and the verbs its reader may use now."""

    row: MotionRow
    version: int
    stages: tuple[Stage, ...]
    congress: str
    grounds: str
    plan: str
    facts: tuple[tuple[str, str], ...]
    signers: tuple[SignerRow, ...]
    confirmed: int
    least: int
    opinion: str
    favours_agenda: bool | None
    report: str
    suggestion_id: int | None
    verbs: tuple[str, ...]
    log: tuple[LogLine, ...]
    history: tuple[HistoryLine, ...]


def motion_list(actor: Actor, view: MotionView, cursor: Cursor, *, today: date) -> Page[MotionRow]:
    """Motions the actor sees, newest first. Two queries at any size."""
    found = access.motions_visible_to(actor).filter(view.narrow(actor)).select_related("session")
    found = found.defer("grounds", "plan", "opinion", "report")
    rows = list(cursor.window(found))
    names = people.names_of({row.lead_person_id for row in rows if row.lead_person_id is not None})
    return cursor.page([_row(row, names, today) for row in rows])


def motion_number(motion: Motion) -> str:
    """议案第 3 号; "" before it is in."""
    return _("议案第 %(n)d 号") % {"n": motion.number} if motion.number is not None else ""


def _stages(motion: Motion) -> tuple[Stage, ...]:
    """Five stages; one that came to nothing skips to the last."""
    now = next(index for index, (_label, states) in enumerate(MOTION_STAGES) if motion.state in states)
    days = (motion.submitted_at or motion.created_at, motion.decided_at, None, None, motion.closed_at)
    reached = "done" if motion.state in MOTION_END else "now"
    return tuple(
        Stage(
            _(label), "todo" if index > now else "done" if index < now else reached,
            day(at) if at is not None and index <= now else "",
        )
        for index, ((label, _states), at) in enumerate(zip(MOTION_STAGES, days, strict=True))
    )  # fmt: skip


def _row(motion: Motion, names: dict[int, str], today: date) -> MotionRow:
    state = MOTION_FLOW.states[motion.state]
    return MotionRow(
        id=motion.pk,
        number=motion_number(motion),
        title=motion.title,
        category=_category(motion),
        raised_by=motion.proposer_name or names.get(motion.lead_person_id or 0, ""),
        signers=len(motion.signer_ids),
        state_label=_(state.label),
        state_tone=STATE_TONES[state.tone],
        stages=_stages(motion),
        due=due_badge("", motion.due_on, motion.division_code, today),
    )


def _category(motion: Motion) -> str:
    if motion.category in CATEGORIES:
        return str(CATEGORIES[motion.category])
    local = rules_for(motion.division_code, local_day(motion.created_at)).categories
    return local.get(motion.category, motion.category)


def motion_seen(actor: Actor, motion_id: int) -> Motion:
    """The motion, if the actor sees it. Raises NotFound. One query."""
    motion = access.motions_visible_to(actor).select_related("session").filter(pk=motion_id).first()
    if motion is None:
        raise NotFound(_("没有找到这件议案，或者它不在您的工作范围里。"))
    return motion


def motion_page(actor: Actor, motion_id: int, *, at: datetime) -> MotionPage:
    """The whole page, `at` in local time. At most eight queries. Raises NotFound."""
    motion = motion_seen(actor, motion_id)
    signers = list(MotionSigner.objects.filter(motion=motion).order_by("-is_lead", "pk"))
    names = people.names_of({motion.lead_person_id or 0, *(signer.person_id for signer in signers)})
    return MotionPage(
        row=_row(motion, names, at.date()),
        version=motion.version,
        stages=_stages(motion),
        congress=divisions.name_of(motion.division_code),
        grounds=motion.grounds,
        plan=motion.plan,
        facts=_facts(motion),
        signers=tuple(_signer(signer, names) for signer in signers),
        confirmed=sum(1 for s in signers if s.confirmed_at and not s.left_at),
        least=rules_for(motion.division_code, at.date()).signers_for(motion.division_code),
        opinion=motion.opinion,
        favours_agenda=motion.favours_agenda,
        report=motion.report,
        suggestion_id=motion.suggestion_id,
        verbs=_verbs(actor, motion, signers),
        log=_log(motion.pk),
        history=history_lines("suggestions.motion", motion.pk, _label),
    )


def _signer(signer: MotionSigner, names: dict[int, str]) -> SignerRow:
    answer = (
        _("领衔") if signer.is_lead
        else _("已退出") if signer.left_at
        else _("已联名") if signer.confirmed_at
        else _("不联名") if signer.refused_at
        else _("还没答复")
    )  # fmt: skip
    at = signer.left_at or signer.confirmed_at or signer.refused_at
    return SignerRow(names.get(signer.person_id, ""), signer.is_lead, answer, moment(at) if at else "")


def _facts(motion: Motion) -> tuple[tuple[str, str], ...]:
    session = motion.session.name if motion.session else ""
    phase = str(PHASE_LABELS[motion.phase]) if motion.phase else ""
    votes = ""
    if motion.votes_for is not None:
        votes = _("全体代表 %(total)s 名，赞成 %(yes)s，反对 %(no)s，弃权 %(none)s") % {
            "total": motion.deputies_total, "yes": motion.votes_for, "no": motion.votes_against,
            "none": motion.votes_abstained,
        }  # fmt: skip
    pairs = (
        (_("类别"), _category(motion)),
        (_("提出"), motion.proposer_name or str(MOTION_PROPOSER_LABELS[motion.proposer])),
        (_("什么时候提的"), " · ".join(filter(None, (phase, session)))),
        (_("由谁决定"), motion.decided_by),
        (_("审议的委员会"), motion.committee),
        (_("表决"), votes),
    )
    return tuple((name, value) for name, value in pairs if value)


def _verbs(actor: Actor, motion: Motion, signers: list[MotionSigner]) -> tuple[str, ...]:
    """Verbs in table order; the actions decide again. No query."""
    own = next((s for s in signers if s.person_id == actor.person_id), None)
    refused = {*MOTION_FOLLOWS, "vote_down"}
    if own is None or own.confirmed_at or own.refused_at:
        refused |= {"cosign", "refuse"}
    if own is None or own.left_at or actor.role != Role.DEPUTY:
        refused.add("leave")
    is_asked = motion.withdrawal_asked_at is not None
    refused |= {"ask_withdrawal"} if is_asked else {"consent_withdrawal", "refuse_withdrawal"}
    if len(motion.division_code) == 9:
        refused.add("send_to_committee")
    if motion.state == M.COMMITTEE and not motion.opinion:
        refused |= {"put_on_agenda", "refer_after", "convert", "reject"}
    if motion.lead_person_id is None:
        refused.add("convert")
    return tuple(
        verb
        for verb in MOTION_FLOW.verbs_from(motion.state)
        if verb not in refused and access.may(verb, actor, motion)
    )


def _log(motion_id: int) -> tuple[LogLine, ...]:
    steps = MotionStep.objects.filter(motion_id=motion_id).exclude(verb="edit").order_by("-pk")[:200]
    return tuple(
        LogLine(
            _RINGS.get(step.verb, "system"), _(MOTION_FLOW.moves[step.verb].label), step.by_name,
            moment(step.at), iso(step.at), step.text,
        )
        for step in steps
    )  # fmt: skip


def _label(state: str) -> str:
    known = MOTION_FLOW.states.get(state)
    return _(known.label) if known else state


@dataclass(frozen=True, slots=True)
class MotionDraft:
    """A draft to go on with."""

    id: int
    version: int
    values: dict[str, object]
    congress_id: int


def motion_draft(actor: Actor, motion_id: int) -> MotionDraft:
    """The lead deputy's draft. One query. Raises NotFound unless it may be edited now."""
    motion = motion_seen(actor, motion_id)
    if not (MOTION_FLOW.may("edit", motion.state) and access.may("edit", actor, motion)):
        raise NotFound(_("这件议案现在不能修改。请回到议案页面看最新情况。"))
    values: dict[str, object] = {
        name: getattr(motion, name) for name in ("title", "grounds", "plan", "category")
    }
    return MotionDraft(motion.pk, motion.version, values, motion.congress_id)
