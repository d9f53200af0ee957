"""A case is born."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.attachments import actions as attachments
from lianxin.attachments.actions import Derivative
from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError
from lianxin.kernel.text import clean, normal_phone, shortened
from lianxin.kit import events
from lianxin.vault import actions as vault
from lianxin.venues import reads as venues
from lianxin.voices import clocks
from lianxin.voices.actions._steps import said
from lianxin.voices.actions.telling import agree_if_asked
from lianxin.voices.events import CaseMoved
from lianxin.voices.ids import hash_of, new_id, new_query_code, tag_of
from lianxin.voices.models import Case, OpenMatter, QueryCode
from lianxin.voices.words import Channel, Topic
from lianxin.voices.workflow import TAKES_VOICES, CaseState


@dataclass(frozen=True, slots=True)
class Matter:
    """What a citizen says. Name and phone are sealed at once and never stored in clear."""

    text: str
    topic: Topic
    channel: Channel
    venue_id: int
    venue_name: str
    division_code: str
    venue_tier: str = ""
    place_text: str = ""
    contact_name: str = ""
    phone: str = ""
    may_publish: bool = False
    wanted_person_id: int | None = None
    is_protected: bool = False
    joins: int | None = None
    files: tuple[Derivative, ...] = ()
    # To three decimals, both or none. Source: ADR-0021 §8.
    position: tuple[Decimal, Decimal] | None = None
    # Own consent to a pointer by SMS. Source: ADR-0035 §2.
    wants_messages: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the citizen is shown once: the number to say aloud and the secret query code."""

    case_id: int
    number: str
    query_code: str


def next_number(venue_id: int, venue_name: str, at: datetime) -> str:
    """彩云 0428-37: venue, month and day, serial of the venue's day. One statement."""
    day = timezone.localtime(at).date()
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into voices_daynumber (venue_id, day, last) values (%s, %s, 1) "
            "on conflict (venue_id, day) do update set last = voices_daynumber.last + 1 returning last",
            [venue_id, day],
        )
        row = cursor.fetchone()
    return f"{short_name(venue_name)} {day:%y%m%d}-{int(row[0]):02d}"


def short_name(venue_name: str) -> str:
    """How a venue stands in a number: its name without the kind: 彩云镇 of 彩云镇人大代表工作站."""
    short = venue_name
    for tail in ("人大代表之家", "人大代表工作站", "人大代表联络室", "人大代表联络点", "专业代表工作站"):
        short = short.removesuffix(tail)
    return short[:12]


def _shielded(matter: Matter) -> Matter:
    """Straight to the county's home, past village and township, never published; one query.

    A county without a home keeps it in the venue that was asked. Source: issue 3 (citizen); ADR-0016 §6.
    """
    home = venues.home_of(matter.division_code)
    if home is not None:
        matter = replace(matter, venue_id=home.id, venue_name=home.name, venue_tier=home.tier)
    return replace(matter, wanted_person_id=None, may_publish=False)


def _joined(matter: Matter) -> int | None:
    """The open matter that is joined; None when there is none to join. One query when one is asked for."""
    if matter.joins is None:
        return None
    main = OpenMatter.objects.filter(pk=matter.joins, county_code=matter.division_code[:6]).first()
    if main is None or main.state not in TAKES_VOICES:
        raise DomainError(_("那件事刚刚有了结果，不能再加入。请点“不是同一件事，继续提交”。"))
    return main.pk


@transaction.atomic
def receive_case(*, matter: Matter, actor: Actor, at: datetime, case_id: int | None = None) -> Receipt:
    """Receive a citizen's matter: number, clock, sealed contact, files, query code, journal line, event.

    Raises DomainError when nothing was said or the phone is none; nothing is stored then.
    Source: domain.md §3.1 (收集); ADR-0007 §1.
    """
    if matter.is_protected:
        matter = _shielded(matter)
    text = said(matter.text, least=4, sentence=_("请把事情说清楚一点，至少写几个字。"))
    if len(text) > 2000:
        raise DomainError(_("写得太长了，请控制在 2000 字以内，其余的可以在代表联系您时再说。"))
    phone = normal_phone(matter.phone) if matter.phone else ""
    if matter.phone and not phone:
        raise DomainError(_("电话号码好像不对，请检查一下，也可以不填。"))
    case = Case(
        id=case_id or new_id(at),
        number=next_number(matter.venue_id, matter.venue_name, at),
        venue_id=matter.venue_id,
        division_code=matter.division_code,
        prefecture_code=matter.division_code[:4],
        county_code=matter.division_code[:6],
        township_code=matter.division_code[:9],
        channel=matter.channel,
        wanted_person_id=matter.wanted_person_id,
        topic=matter.topic,
        title=shortened(text, 40),
        text=text,
        place_text=clean(matter.place_text),
        latitude=matter.position[0] if matter.position else None,
        longitude=matter.position[1] if matter.position else None,
        received_at=at,
        may_publish=matter.may_publish,
        has_contact=bool(phone),
        state=CaseState.RECEIVED if matter.joins is None else CaseState.MERGED,
        merged_into_id=_joined(matter),
        is_protected=matter.is_protected,
        depth=6 if matter.is_protected else 12,
    )
    running = [clocks.prepare(case, at=at), clocks.prepare_tier(case, at=at, tier=matter.venue_tier)]
    case.save(force_insert=True)
    code = new_query_code()
    QueryCode.objects.bulk_create([QueryCode(tag=tag_of(code), case=case, hash=hash_of(code))])
    clocks.start(running)
    if phone:
        item = vault.seal(
            subject_kind="voices.case",
            subject_id=case.pk,
            kind="name_phone",
            text=f"{clean(matter.contact_name)} {phone}".strip(),
            at=at,
        )
        agree_if_asked(case, item, wants=matter.wants_messages, phone=phone, actor=actor, at=at)
    if matter.files:
        attachments.attach(
            subject_kind="voices.case",
            subject_id=case.pk,
            division_code=case.division_code,
            files=matter.files,
            at=at,
        )
    journal.write(
        "voices.case", case.pk, "voices.case.received",
        actor=actor, at=at, division_code=case.division_code, after=case.state,
    )  # fmt: skip
    events.publish(
        CaseMoved(
            case_id=case.pk,
            number=case.number,
            verb="receive" if matter.joins is None else "join",
            state=case.state,
            division_code=case.division_code,
            venue_id=case.venue_id,
            unit_id=None,
            claimed_by=None,
            wanted_person_id=case.wanted_person_id,
            actor_user_id=actor.user_id,
            at=at.isoformat(),
        )
    )
    return Receipt(case.pk, case.number, code)
