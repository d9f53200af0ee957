"""The three switches of one suggestion with the words proposed; and what everybody may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lianxin.assist.marking import Piece, marked
from lianxin.assist.personal_data import redacted
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import NotFound
from lianxin.kit.paging import Cursor, Page
from lianxin.people import reads as people
from lianxin.suggestions import access
from lianxin.suggestions.models import Handling, PublicSuggestion, Reply, Suggestion
from lianxin.suggestions.reads.rows import number_of
from lianxin.suggestions.reads.sight import sight
from lianxin.suggestions.words import CATEGORIES, PHASE_LABELS, SATISFACTION_LABELS, Phase, ReplyState
from lianxin.suggestions.workflow import ANSWERING, HandlingState, SuggestionState


@dataclass(frozen=True, slots=True)
class Objection:
    """A unit that answers, and why it does not want its reply published ("": it does not object)."""

    unit_id: int
    unit_name: str
    reason: str


@dataclass(frozen=True, slots=True)
class PublicationPage:
    """The three switches, the words proposed for the public, and what is published now."""

    id: int
    version: int
    title: str
    number: str
    is_closed: bool
    is_confidential: bool
    deputy_agrees: bool
    units: tuple[Objection, ...]
    published_at: datetime | None
    proposed: dict[str, str]
    originals: tuple[tuple[str, tuple[Piece, ...]], ...]
    may_review: bool
    may_wish: bool
    may_object: bool
    own_objection: str

    @property
    def is_open(self) -> bool:
        """Whether the deputy and the units let it through, and it is closed."""
        free = self.deputy_agrees and not self.is_confidential
        return self.is_closed and free and not any(unit.reason for unit in self.units)


def publication_page(actor: Actor, suggestion_id: int) -> PublicationPage:
    """One suggestion's way to the public. At most five queries. Raises NotFound.

    The proposed words are the published ones, or the originals with personal data taken out.
    """
    suggestion = sight(actor, suggestion_id)
    parts = list(
        Handling.objects.filter(suggestion=suggestion, duty__in=ANSWERING)
        .exclude(state=HandlingState.REPLACED)
        .order_by("pk")
    )
    names = people.unit_names(part.unit_id for part in parts)
    public = PublicSuggestion.objects.filter(suggestion=suggestion).first()
    may_review = access.is_office(actor, suggestion)
    reply = _replies(actor, suggestion, names) if may_review else ""
    texts = (
        (_("标题"), suggestion.title),
        (_("建议内容"), f"{suggestion.situation}\n{suggestion.proposal}"),
        (_("答复"), reply),
    )
    return PublicationPage(
        id=suggestion.pk,
        version=suggestion.version,
        title=suggestion.title,
        number=number_of(suggestion),
        is_closed=suggestion.state == SuggestionState.CLOSED,
        is_confidential=suggestion.is_confidential,
        deputy_agrees=suggestion.may_publish,
        units=tuple(Objection(p.unit_id, names.get(p.unit_id, ""), p.publish_objection) for p in parts),
        published_at=public.published_at if public else None,
        proposed=_proposed(public, [text for _label, text in texts]),
        originals=tuple((label, marked(text)) for label, text in texts) if may_review else (),
        may_review=may_review,
        may_wish=access.is_lead(actor, suggestion),
        may_object=access.is_head_of_unit(actor, suggestion) and actor.unit_id in names,
        own_objection=next((p.publish_objection for p in parts if p.unit_id == actor.unit_id), ""),
    )


def _proposed(public: PublicSuggestion | None, texts: list[str]) -> dict[str, str]:
    if public is not None:
        return {"title": public.title, "text": public.text, "answer": public.answer}
    title, text, answer = (redacted(text) for text in texts)
    return {"title": title[:60], "text": text, "answer": answer}


def _replies(actor: Actor, suggestion: Suggestion, names: dict[int, str]) -> str:
    """The last issued reply of each answering unit."""
    found: dict[int, Reply] = {}
    issued = access.replies_visible_to(actor).filter(suggestion=suggestion, state=ReplyState.ISSUED)
    for reply in issued.order_by("version"):
        found[reply.unit_id] = reply
    if len(found) == 1:
        return next(iter(found.values())).text
    return "\n".join(f"{names.get(unit, '')}：{reply.text}" for unit, reply in found.items())


# ---- what everybody may read -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PublicRow:
    """A published suggestion in a list."""

    id: int
    number: str
    title: str
    category: str
    raised_by: str
    unit_names: tuple[str, ...]
    result_class: str
    result_label: str
    took: str
    replied_on: date


@dataclass(frozen=True, slots=True)
class PublicPage:
    """The public page of a suggestion."""

    row: PublicRow
    session: str
    text: str
    answer: str
    attitude: str
    result: str
    handed_on: date
    published_at: datetime


@dataclass(frozen=True, slots=True)
class PublicFilters:
    """What a reader asked for."""

    text: str = ""
    category: str = ""
    result_class: str = ""
    place: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked for."""
        return bool(self.text or self.category or self.result_class or self.place)


def public_suggestions(filters: PublicFilters, cursor: Cursor) -> Page[PublicRow]:
    """Published suggestions, the newest first. Two queries at any size."""
    found = access.published_suggestions()
    if filters.place:
        found = found.filter(division_code__gte=filters.place, division_code__lt=f"{filters.place}:")
    if filters.category:
        found = found.filter(category=filters.category)
    if filters.result_class:
        found = found.filter(result_class=filters.result_class)
    if filters.text:
        found = found.filter(Q(title__contains=filters.text) | Q(text__contains=filters.text))
    rows = list(cursor.window(found.defer("text", "answer")))
    names = people.unit_names({unit for row in rows for unit in row.unit_ids}) if rows else {}
    return cursor.page([_row(row, names) for row in rows])


def _row(public: PublicSuggestion, names: dict[int, str]) -> PublicRow:
    in_session = public.phase != Phase.INTER_SESSION
    days = (public.replied_on - public.handed_on).days
    more = _("%(name)s等 %(num)s 人") % {"name": public.raised_by, "num": public.signers}
    return PublicRow(
        id=public.pk,
        number=(_("第 %(n)d 号") if in_session else _("闭会第 %(n)d 号")) % {"n": public.number},
        title=public.title,
        category=str(CATEGORIES.get(public.category, public.category_label)),
        raised_by=more if public.signers > 1 else public.raised_by,
        unit_names=tuple(names[unit] for unit in public.unit_ids if unit in names),
        result_class=public.result_class,
        result_label=public.result_label,
        took=ngettext("%(days)s 天答复", "%(days)s 天答复", days) % {"days": days},
        replied_on=public.replied_on,
    )


def public_suggestion(suggestion_id: int) -> PublicPage:
    """One published suggestion. Two queries. Raises NotFound."""
    public = access.published_suggestions().filter(pk=suggestion_id).first()
    if public is None or public.published_at is None:
        raise NotFound(_("没有找到这件建议，可能还没有公开，或者已经取消公开。"))
    return PublicPage(
        row=_row(public, people.unit_names(public.unit_ids)),
        session=public.session_name or str(PHASE_LABELS[public.phase]),
        text=public.text,
        answer=public.answer,
        attitude=str(SATISFACTION_LABELS.get(public.attitude, "")),
        result=str(SATISFACTION_LABELS.get(public.result, "")),
        handed_on=public.handed_on,
        published_at=public.published_at,
    )
