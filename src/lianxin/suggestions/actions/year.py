"""What the year asks of the office and of the units: marks, inspections, self-reports, praise, looks back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lianxin.attachments import actions as attachments
from lianxin.attachments.actions import Derivative
from lianxin.journal import actions as journal
from lianxin.kernel.actor import UNIT_ROLES, Actor
from lianxin.kernel.errors import DomainError, NotAllowed, NotFound
from lianxin.kernel.text import clean
from lianxin.suggestions import access
from lianxin.suggestions.actions._steps import name_of, said
from lianxin.suggestions.clocks import local_day
from lianxin.suggestions.models.year import (
    Commendation,
    Inspection,
    Look,
    SelfReport,
    YearMark,
)
from lianxin.suggestions.reads import praise, year
from lianxin.suggestions.reads.year import INSPECTION_PHOTOS
from lianxin.suggestions.year_words import BY_RECORD, PLACE_ONLY, Found, Praised, YearKind


def _require_office(actor: Actor) -> None:
    if actor.role not in access.OFFICES or not actor.place:
        raise NotAllowed(_("这一步只能由本级人大代表工作机构来做。"))


def _require_supervisor(actor: Actor) -> None:
    if actor.role not in access.SUPERVISORS or not actor.place:
        raise NotAllowed(_("这一步只能由本级人大机关来做。"))


def _write(
    actor: Actor, at: datetime, subject_id: int, event: str, *, place: str = "", after: str = ""
) -> None:
    journal.write(
        "suggestions.year", subject_id, f"suggestions.year.{event}",
        actor=actor, at=at, division_code=actor.place, after=after,
    )  # fmt: skip


@transaction.atomic
def mark_done(
    *, year_number: int, kind: YearKind, done_on: date, note: str, actor: Actor, at: datetime
) -> YearMark:
    """An entry of the year's calendar was done on a day. Source: ADR-0033 §4.

    Raises DomainError for an entry that its own records tell, for a day to come, and when it is marked.
    """
    _require_office(actor)
    if kind in BY_RECORD | PLACE_ONLY:
        raise DomainError(_("这一项看记录就知道办没办，不用登记。"))
    if done_on > local_day(at):
        raise DomainError(_("完成的日期不能晚于今天，请核对。"))
    mark = YearMark(
        division_code=actor.place, year=year_number, kind=kind, done_on=done_on, note=clean(note)[:500],
        by_name=name_of(actor), at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            mark.save(force_insert=True)
    except IntegrityError as error:
        raise DomainError(_("这一项已经登记过了。")) from error
    _write(actor, at, mark.pk, "marked", after=kind)
    return mark


@dataclass(frozen=True, slots=True)
class Seen:
    """One inspection as it is written down."""

    held_on: date
    place: str
    leader: str
    findings: str
    who: str = ""
    suggestion_ids: tuple[int, ...] = ()


@transaction.atomic
def record_inspection(
    *, seen: Seen, actor: Actor, at: datetime, photos: Sequence[Derivative] = ()
) -> Inspection:
    """An inspection (视察): where, who led it, what was found, of which suggestions. Units read their own.

    Photos were made anew beforehand; whoever reads the inspection sees them.

    Source: LAW-DEPUTIES-2025 §29, §52; ADR-0033 §4.
    """
    _require_supervisor(actor)
    if seen.held_on > local_day(at):
        raise DomainError(_("视察的日期不能晚于今天，请核对。"))
    found = access.suggestions_visible_to(actor).filter(pk__in=seen.suggestion_ids, handed_at__isnull=False)
    units = dict(found.values_list("pk", "unit_ids"))
    if len(units) != len(set(seen.suggestion_ids)):
        raise NotFound(_("有的建议没有找到，或者还没有交办。请刷新页面重新选。"))
    row = Inspection(
        division_code=actor.place,
        held_on=seen.held_on,
        place=said(seen.place, least=2, sentence=_("请写明到哪里视察。"))[:80],
        leader=said(seen.leader, least=2, sentence=_("请写明由谁带队。"))[:40],
        who=clean(seen.who)[:200],
        findings=said(seen.findings, least=10, sentence=_("请写下看到了什么、提了什么要求。")),
        suggestion_ids=sorted(units),
        unit_ids=sorted({unit for ids in units.values() for unit in ids}),
        by_name=name_of(actor),
        at=at,
    )
    row.save(force_insert=True)
    attachments.attach(
        subject_kind=INSPECTION_PHOTOS, subject_id=row.pk, division_code=actor.place, files=photos, at=at
    )
    _write(actor, at, row.pk, "inspected")
    return row


@transaction.atomic
def submit_self_report(
    *, year_number: int, text: str, actor: Actor, at: datetime, version: int = 0
) -> SelfReport:
    """A unit's own report of a year; the figures of that day go with it. A later one replaces it.

    Raises DomainError when the unit had no part that year, or when a colleague sent another one meanwhile.
    Source: domain.md §1.5 (unit yearly self-report); ADR-0033 §4.
    """
    if actor.role not in UNIT_ROLES or actor.unit_id is None:
        raise NotAllowed(_("自查报告由承办单位提交。"))
    today = local_day(at)
    counts = year.own_counts(actor, year_number, today=today)
    if not counts["handed"] and not counts["helped"]:
        raise DomainError(_("这一年没有交给本单位的建议，不用报自查报告。"))
    words = said(text, least=30, sentence=_("自查报告太短了，请写明办得怎样、有什么问题、下一步怎么办。"))
    found = SelfReport.objects.select_for_update().filter(
        division_code=actor.place, year=year_number, unit_id=actor.unit_id
    )
    row = found.first() or SelfReport(
        division_code=actor.place, year=year_number, unit_id=actor.unit_id, version=0,
        due_on=year.report_due_on(actor.place, year_number, today=today), submitted_on=today,
    )  # fmt: skip
    if row.version != version:
        raise DomainError(_("本单位已经有人交过自查报告了。请刷新页面，看看内容再决定要不要改。"))
    row.text, row.counts, row.by_name, row.at, row.version = words, counts, actor.name, at, version + 1
    row.save()
    _write(actor, at, row.pk, "reported")
    return row


@transaction.atomic
def commend(
    *,
    year_number: int,
    kind: Praised,
    subject_id: int,
    decided_by: str,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Commendation:
    """Praise a unit or an excellent suggestion by the stated criteria; beside them only with a reason.

    The criteria are kept as they stood. Source: ADR-0033 §5; domain.md §1.9 (praise).
    """
    _require_office(actor)
    today = local_day(at)
    read = praise.unit_candidates if kind == Praised.UNIT else praise.suggestion_candidates
    who = next((row for row in read(actor, year_number, today=today) if row.id == subject_id), None)
    if who is None:
        raise NotFound(_("没有找到这个对象。只能表扬这一年承办过建议的单位、办成而且代表满意的建议。"))
    if who.is_commended:
        raise DomainError(_("已经表扬过了。"))
    why = clean(reason)[:500]
    if not who.meets_all and len(why) < 4:
        raise DomainError(_("有的条件没有达到。确实要表扬的，请写明理由，通报里会一并写出。"))
    row = Commendation(
        division_code=actor.place, year=year_number, kind=kind,
        unit_id=subject_id if kind == Praised.UNIT else None,
        suggestion_id=subject_id if kind == Praised.SUGGESTION else None,
        decided_by=said(decided_by, least=4, sentence=_("请写明由哪次会议决定。"))[:80], reason=why,
        criteria=[criterion.as_fact() for criterion in who.criteria], meets_all=who.meets_all,
        by_name=name_of(actor), at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    _write(actor, at, row.pk, "commended", after=kind)
    return row


@transaction.atomic
def look_back(
    *, promise_id: int, found: Found, note: str, looked_on: date, actor: Actor, at: datetime
) -> Look:
    """Go and see whether a promise was kept (回头看). The deputy's own check is not touched by it.

    Source: domain.md §1.9 (yearly 回头看); ADR-0033 §6.
    """
    _require_supervisor(actor)
    promise = access.promises_visible_to(actor).filter(pk=promise_id).first()
    if promise is None:
        raise NotFound(_("没有找到这项承诺。请回到清单再看。"))
    if not promise.made_on <= looked_on <= local_day(at):
        raise DomainError(_("回头看的日期应当在承诺以后、今天以前，请核对。"))
    row = Look(
        promise=promise, division_code=promise.division_code, unit_id=promise.unit_id, looked_on=looked_on,
        found=found, note=said(note, least=4, sentence=_("请写下看到了什么。"))[:500], by_name=name_of(actor),
        at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    _write(actor, at, row.pk, "looked_back", after=found)
    return row


@transaction.atomic
def note_paper(*, year_number: int, paper: str, actor: Actor, at: datetime) -> None:
    """An annual report or a circular was taken as a file: on record."""
    _write(actor, at, year_number, "paper_taken", after=paper)
