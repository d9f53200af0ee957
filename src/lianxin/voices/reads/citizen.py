"""What a citizen reads: where a matter goes, its receipt, its page. Everything starts from the query code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lianxin.accounts.words import role_label
from lianxin.attachments import reads as attachments
from lianxin.attachments.reads import Item
from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import Actor
from lianxin.kernel.codes import inside
from lianxin.kernel.errors import NotFound
from lianxin.kit.jinja_env import day, iso, moment
from lianxin.kit.written import Ask, Written
from lianxin.people import reads as people
from lianxin.vault import reads as vault
from lianxin.vault.words import Errands
from lianxin.venues import reads as venues
from lianxin.venues.reads import VenueRow
from lianxin.venues.words import PlateKind
from lianxin.voices import access
from lianxin.voices.ids import hash_of, matches, tag_of
from lianxin.voices.models import Case, Deadline, QueryCode, Step
from lianxin.voices.reads.rows import milestones_of
from lianxin.voices.reads.stages import Stage, stages_of
from lianxin.voices.words import RESULT_LABELS, SATISFACTION_LABELS, TOPICS, Channel, DeadlineKind, spoken
from lianxin.voices.workflow import CASE_FLOW, UNDO_S, CaseState

UNDO_TIME = timedelta(seconds=UNDO_S)


@dataclass(frozen=True, slots=True)
class Village:
    """A village to choose in the form."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a matter will go: a venue, perhaps one deputy, and the place it is about."""

    venue: VenueRow
    channel: Channel
    division_code: str
    place_name: str
    person_id: int | None
    person_name: str
    villages: tuple[Village, ...]


def destination(
    *, venue_id: int, channel: Channel, division_code: str = "", person_id: int | None = None
) -> Destination:
    """Read the venue (and deputy, and the villages to choose from). One to three queries. Raises NotFound.

    Without a place of its own the matter lies where the venue lies; a venue of a whole township lets the
    citizen choose the village.
    """
    venue = venues.venue(venue_id)
    code = division_code or venue.division_code
    villages = divisions.children(code) if len(code) == 9 else []
    names = people.names_of([person_id]) if person_id is not None else {}
    return Destination(
        venue=venue,
        channel=channel,
        division_code=code,
        place_name=divisions.name_of(code),
        person_id=person_id,
        person_name=names.get(person_id or 0, ""),
        villages=tuple(Village(v.code, v.short_name) for v in villages),
    )


def destination_of_plate(typed: str) -> Destination | None:
    """Where the plate leads; None for a revoked or foreign one. Two to four queries."""
    plate = venues.plate_by_code(typed)
    if plate is None or plate.revoked_at is not None:
        return None
    channel = Channel.DEPUTY_PLATE if plate.kind == PlateKind.DEPUTY else Channel.VENUE_PLATE
    return destination(venue_id=plate.venue_id, channel=channel, person_id=plate.person_id)


def destination_of_venue(venue_id: int, *, division_code: str = "", slug: str = "") -> Destination:
    """Where a link on the web leads: a venue, a place it serves, a deputy placed in it. Raises NotFound."""
    person_id = people.person_id_of(slug) if slug else None
    if person_id is not None and person_id not in venues.member_ids(venue_id):
        person_id = None
    place = division_code if divisions.is_code(division_code) and divisions.name_of(division_code) else ""
    if place:
        near = next((v for v in venues.venues_near(place) if v.id == venue_id), None)
        if near is None or inside(near.division_code, place):
            place = ""
    return destination(venue_id=venue_id, channel=Channel.WEB, division_code=place, person_id=person_id)


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return hash_of("0" * 16)


def case_of_code(code: str) -> int | None:
    """The case of a sixteen-digit query code. One query and one Argon2 check, hit or miss alike."""
    row = QueryCode.objects.filter(tag=tag_of(code)).values_list("case_id", "hash").first()
    case_id, hashed = row or (None, _nobodys_hash())
    return case_id if matches(code, hashed) else None


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """What is said right after a matter came in."""

    number: str
    venue: VenueRow | None
    division_code: str
    person_name: str
    deadline: str
    is_provisional: bool
    stages: tuple[Stage, ...]
    has_contact: bool
    # Whether a message will go out when something happens.
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What the citizen agreed to: since when, until when ("" while it holds), and how often it was used."""

    agreed: str
    withdrawn: str
    sent: int
    last: str


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the timeline, as `kit/ui/log.html` draws it."""

    kind: str
    title: str
    who: str
    when: str
    iso: str
    text: str
    files: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """Who looked at the phone number, when and why."""

    who: str
    why: str
    when: str
    iso: str
    was_opened: bool


@dataclass(frozen=True, slots=True)
class CitizenCase:
    """A case as the one who raised it reads it."""

    id: int
    number: str
    version: int
    state: str
    state_words: str
    stages: tuple[Stage, ...]
    deadline: str
    is_late: bool
    is_provisional: bool
    text: str
    place_text: str
    place_name: str
    topic_label: str
    received_at: datetime
    venue: VenueRow | None
    deputy_name: str
    unit_name: str
    answer: str
    # How far the unit says it is solved, and why not further.
    result: str
    reason: str
    satisfaction: str
    is_solved: bool | None
    rating_text: str
    is_supervised: bool
    has_contact: bool
    is_published: bool
    may_rate: bool
    may_reopen: bool
    may_withdraw: bool
    may_add_fact: bool
    log: tuple[LogLine, ...]
    looks: tuple[Look, ...]
    files: tuple[Item, ...]
    telling: Told | None = None


# Verb → ring of the timeline and what happened, in spoken words.
_STEPS: dict[str, tuple[str, str]] = {
    "claim": ("now", gettext_noop("代表接单了")),
    "release": ("system", gettext_noop("换一位代表接单")),
    "answer_on_spot": ("reply", gettext_noop("代表现场答复")),
    "assign": ("system", gettext_noop("交给部门办")),
    "accept": ("now", gettext_noop("部门开始办了")),
    "object": ("system", gettext_noop("换一个部门办")),
    "answer": ("reply", gettext_noop("部门答复")),
    "send_back": ("late", gettext_noop("代表看了现场，请部门接着办")),
    "confirm": ("meet", gettext_noop("代表看过了，是这样")),
    "rate": ("system", gettext_noop("您评价了")),
    "reopen": ("late", gettext_noop("您要求再办一次")),
    "close": ("done", gettext_noop("办完了")),
    "decline": ("done", gettext_noop("这件事不归这里办")),
    "withdraw": ("done", gettext_noop("您撤回了")),
    "lift": ("system", gettext_noop("交到上一级")),
    "object_again": ("system", gettext_noop("几个部门说法不一样")),
    "arbitrate": ("system", gettext_noop("定下由谁办")),
    "refer": ("system", gettext_noop("转给别处办")),
    "report_back": ("reply", gettext_noop("代表来告诉您结果")),
    "recall": ("system", gettext_noop("换一个办法办")),
    "merge": ("system", gettext_noop("和同一件事一起办")),
    "split": ("system", gettext_noop("单独接着办")),
    "answer_merged": ("reply", gettext_noop("有结果了")),
    "add_fact": ("now", gettext_noop("您补充了情况")),
    "visit": ("meet", gettext_noop("代表走访")),
    "progress": ("reply", gettext_noop("部门的进展")),
    "extend": ("late", gettext_noop("部门要多用几天")),
    "supervise": ("late", gettext_noop("人大来催办了")),
}
_DEADLINES: dict[str, str] = {
    DeadlineKind.CLAIM: gettext_noop("代表最晚 %(day)s前查看"),
    DeadlineKind.TRIAGE: gettext_noop("代表最晚 %(day)s前答复您，或者交给部门办"),
    DeadlineKind.ACCEPT: gettext_noop("部门最晚 %(day)s前接过去办"),
    DeadlineKind.HANDLE: gettext_noop("部门最晚 %(day)s前答复"),
    DeadlineKind.CONFIRM: gettext_noop("代表最晚 %(day)s前核实"),
    DeadlineKind.RATE: gettext_noop("请在 %(day)s前告诉我们办得怎么样"),
    DeadlineKind.ARBITRATE: gettext_noop("人大机关最晚 %(day)s前定下由谁办"),
    DeadlineKind.RESULT: gettext_noop("代表最晚 %(day)s前告诉您结果"),
}


def deadline_words(kind: str, due_on: date | None, state: str) -> str:
    """Who does what by when, in one plain sentence; "" once the case has ended."""
    if due_on is None:
        return ""
    if state == CaseState.RATED:
        return _("站里最晚 %(day)s前处理您的评价") % {"day": day(due_on)}
    return _(_DEADLINES[kind]) % {"day": day(due_on)}


def files_of(case: Case) -> tuple[Item, ...]:
    """Photos and voice clip of a case read with `has_files`. One query, none without files."""
    return attachments.items_of("voices.case", case.pk) if getattr(case, "has_files", False) else ()


def _with_files(steps: QuerySet[Step]) -> QuerySet[Step]:
    return steps.annotate(has_files=attachments.exist_for("voices.step")).order_by("-id")


_steps = Written(lambda: _with_files(Step.objects.filter(case_id=Ask("case"))))
_told_steps = Written(
    lambda: _with_files(Step.objects.filter(Q(for_citizen=True) | Q(verb="release"), case_id=Ask("case")))
)


def steps_of(case_id: int, *, told: bool = False) -> tuple[Sequence[Step], dict[int, tuple[Item, ...]]]:
    """Steps, newest first, and the photos of those that have some. One query, one more with photos.

    With `told`, those that the citizen may know of.
    """
    found = (_told_steps if told else _steps)(case=case_id)
    with_files = [step.pk for step in found if step.has_files]  # type: ignore[attr-defined]  # annotated
    return found, attachments.items_of_many("voices.step", with_files)


def _my_case(actor: Actor) -> tuple[Case, bool]:
    """The actor's own case, and whether its clock counts on a calendar not yet announced. One query."""
    provisional = Deadline.objects.filter(case_id=OuterRef("pk"), ended_at=None, is_provisional=True)
    cases = access.cases_visible_to(actor).annotate(
        provisional=Exists(provisional), has_files=attachments.exist_for("voices.case")
    )
    case = cases.first()
    if case is None:
        raise NotFound(_("没有找到这件事。请核对查询码再查一次。"))
    return case, case.provisional


def _venue(venue_id: int) -> VenueRow | None:
    try:
        return venues.venue(venue_id)
    except NotFound:  # closed since
        return None


def _as_told(case: Case, at: datetime | None) -> Case:
    """The case as the citizen may know it: a claim that can still be undone has not happened yet.

    The object is only read from here on, never saved. Source: shared design paper §1.6 flow 4; ADR-0021 §7.
    """
    if at is None or case.state != CaseState.CLAIMED or case.claimed_at is None:
        return case
    if at - case.claimed_at < UNDO_TIME and not case.reopened_count:
        case.state, case.claimed_by, case.claimed_at, case.due_on = CaseState.RECEIVED, None, None, None
    return case


def _told(steps: Sequence[Step], case: Case) -> list[Step]:
    """Steps for the citizen, newest first, without a claim that was undone or still may be."""
    told, undone_at = [], None
    for step in steps:
        if step.verb == "release":
            undone_at = step.at
        elif step.verb == "claim":
            hasty = undone_at is not None and undone_at - step.at <= UNDO_TIME
            undone_at = None
            if hasty or (case.state == CaseState.RECEIVED and step is steps[0]):
                continue
        if step.for_citizen:
            told.append(step)
    return told


def receipt_page(actor: Actor, *, at: datetime | None = None) -> ReceiptPage:
    """What is said after receipt, for the one who holds the case. Two or three queries. Raises NotFound."""
    case, provisional = _my_case(actor)
    case = _as_told(case, at)
    wanted = case.wanted_person_id
    return ReceiptPage(
        number=case.number,
        venue=_venue(case.venue_id),
        division_code=case.division_code,
        person_name=people.names_of([wanted]).get(wanted, "") if wanted is not None else "",
        deadline=deadline_words(case.due_kind, case.due_on, case.state),
        is_provisional=provisional,
        stages=stages_of(milestones_of(case)),
        has_contact=case.has_contact,
        is_told=(told := telling_of(case)) is not None and not told.withdrawn,
    )


def _log(case: Case, venue: VenueRow | None) -> tuple[LogLine, ...]:
    found, photos = steps_of(case.pk, told=True)
    steps = _told(found, case)
    lines = [
        LogLine(
            kind, _(title), spoken(step.by_name), moment(step.at), iso(step.at), spoken(step.text),
            photos.get(step.pk, ()),
        )
        for step in steps
        for kind, title in [_STEPS[step.verb]]
    ]  # fmt: skip
    place, at = venue.name if venue else "", case.received_at
    return (*lines, LogLine("done", _("收到您反映的事"), place, moment(at), iso(at), ""))


def looks_of(case: Case) -> tuple[Look, ...]:
    """Who asked to see the citizen's phone, newest first. One query, none without a contact."""
    if not case.has_contact:
        return ()
    return tuple(
        Look(
            who=_("%(name)s（%(role)s）") % {"name": look.name, "role": role_label(look.role)},
            why=look.purpose,
            when=moment(look.opened_at or look.asked_at),
            iso=iso(look.opened_at or look.asked_at),
            was_opened=look.opened_at is not None,
        )
        for look in vault.looks_at("voices.case", case.pk)
    )


def telling_of(case: Case) -> Told | None:
    """The consent to messages, standing or taken back. One query, none without a contact."""
    if not case.has_contact:
        return None
    row = vault.consent_of("voices.case", case.pk, Errands.TELL_PROGRESS)
    if row is None:
        return None
    return Told(
        agreed=day(timezone.localtime(row.agreed_at).date()),
        withdrawn=day(timezone.localtime(row.withdrawn_at).date()) if row.withdrawn_at else "",
        sent=row.sent,
        last=moment(row.last_sent_at) if row.last_sent_at else "",
    )


def citizen_case(actor: Actor, *, on: date, at: datetime | None = None) -> CitizenCase:
    """The whole page of the actor's own case. At most seven queries. Raises NotFound.

    With `at`, a claim of the last ten seconds is not told yet.
    """
    case, provisional = _my_case(actor)
    case = _as_told(case, at)
    venue = _venue(case.venue_id)
    deputy = people.names_of([case.claimed_by]) if case.claimed_by is not None else {}
    unit = people.unit_names([case.unit_id]) if case.unit_id is not None and case.assigned_at else {}
    return CitizenCase(
        id=case.pk,
        number=case.number,
        version=case.version,
        state=case.state,
        state_words=_(CASE_FLOW.states[case.state].plain),
        stages=stages_of(milestones_of(case)),
        deadline=deadline_words(case.due_kind, case.due_on, case.state),
        is_late=case.due_on is not None and case.due_on < on,
        is_provisional=provisional,
        text=case.text,
        place_text=case.place_text,
        place_name=divisions.path_name(case.division_code, from_level=4),
        topic_label=str(TOPICS[case.topic]),
        received_at=case.received_at,
        venue=venue,
        deputy_name=deputy.get(case.claimed_by or 0, ""),
        unit_name=unit.get(case.unit_id or 0, ""),
        answer=case.answer if case.answered_at else "",
        result=str(RESULT_LABELS.get(case.answer_result, "")) if case.answered_at else "",
        reason=case.answer_reason if case.answered_at else "",
        satisfaction=str(SATISFACTION_LABELS.get(case.satisfaction, "")),
        is_solved=case.is_solved,
        rating_text=case.rating_text,
        is_supervised=case.is_supervised,
        has_contact=case.has_contact,
        is_published=case.published_at is not None,
        may_rate=CASE_FLOW.may("rate", case.state),
        may_reopen=CASE_FLOW.may("reopen", case.state) and case.reopened_count == 0,
        may_withdraw=CASE_FLOW.may("withdraw", case.state),
        may_add_fact=CASE_FLOW.may("add_fact", case.state),
        log=_log(case, venue),
        looks=looks_of(case),
        telling=telling_of(case),
        files=files_of(case),
    )
