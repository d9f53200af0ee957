"""Photos of one suggestion, by what they hang on: the matter itself, a talk, a promise."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lianxin.attachments import reads as attachments
from lianxin.attachments.reads import Content, Item
from lianxin.kernel.actor import UNIT_ROLES, Actor
from lianxin.kernel.text import shortened
from lianxin.kit.jinja_env import day
from lianxin.suggestions import access
from lianxin.suggestions.models import Promised, Suggestion, Talk
from lianxin.suggestions.reads.page import SuggestionPage
from lianxin.suggestions.reads.sight import sight
from lianxin.suggestions.words import PromiseState
from lianxin.suggestions.workflow import PRIVATE_STATES

MATTER, TALK, PROMISE = "suggestions.suggestion", "suggestions.talk", "suggestions.promise"


@dataclass(frozen=True, slots=True)
class PhotoGroup:
    """Photos of one thing; `may_add` when this reader may hang more on it now."""

    of: str
    subject_id: int
    label: str
    photos: tuple[Item, ...]
    may_add: bool


def photo_groups(actor: Actor, suggestion_id: int) -> tuple[PhotoGroup, ...]:
    """Everything that has photos or may get some. At most six queries. Raises NotFound."""
    suggestion = sight(actor, suggestion_id)
    talks = list(Talk.objects.filter(suggestion=suggestion).order_by("pk"))
    promises = list(Promised.objects.filter(suggestion=suggestion).order_by("pk"))
    of_talks = attachments.items_of_many(TALK, (talk.pk for talk in talks))
    of_promises = attachments.items_of_many(PROMISE, (promise.pk for promise in promises))
    groups = [
        PhotoGroup(
            MATTER, suggestion.pk, _("建议的照片"), attachments.items_of(MATTER, suggestion.pk),
            access.is_lead(actor, suggestion) and suggestion.state in PRIVATE_STATES,
        )
    ]  # fmt: skip
    for talk in talks:
        is_answered = talk.confirmed_at is not None or talk.denied_at is not None
        label = _talk_label(talk.held_on)
        may = _is_own(actor, talk.unit_id) and not is_answered
        groups.append(PhotoGroup(TALK, talk.pk, label, of_talks.get(talk.pk, ()), may))
    for promise in promises:
        label = _promise_label(promise.text)
        may = _is_own(actor, promise.unit_id) and promise.state != PromiseState.KEPT
        groups.append(PhotoGroup(PROMISE, promise.pk, label, of_promises.get(promise.pk, ()), may))
    return tuple(group for group in groups if group.photos or group.may_add)


def shown_photos(page: SuggestionPage) -> tuple[tuple[str, tuple[Item, ...]], ...]:
    """Photos of a page that its reader sees, under the words they belong to. At most three queries."""
    of_talks = attachments.items_of_many(TALK, (talk.id for talk in page.talks))
    of_promises = attachments.items_of_many(PROMISE, (promise.id for promise in page.promises))
    groups = [(_("建议的照片"), attachments.items_of(MATTER, page.row.id))]
    groups += [(_talk_label(talk.held_on), of_talks.get(talk.id, ())) for talk in page.talks]
    groups += [(_promise_label(p.text), of_promises.get(p.id, ())) for p in page.promises]
    return tuple((label, items) for label, items in groups if items)


def _talk_label(held_on: date) -> str:
    return _("%(day)s 面商") % {"day": day(held_on)}


def _promise_label(text: str) -> str:
    return _("承诺：%(text)s") % {"text": shortened(text, 24)}


def _is_own(actor: Actor, unit_id: int) -> bool:
    return actor.role in UNIT_ROLES and actor.unit_id == unit_id


def suggestion_photo(actor: Actor, suggestion_id: int, file_id: uuid.UUID, *, small: bool) -> Content:
    """One photo of a suggestion that the actor sees, or its thumbnail. Two queries. Raises NotFound."""
    suggestion: Suggestion = sight(actor, suggestion_id)
    subjects: attachments.Subjects = {
        MATTER: [suggestion.pk],
        TALK: Talk.objects.filter(suggestion=suggestion).values("pk"),
        PROMISE: Promised.objects.filter(suggestion=suggestion).values("pk"),
    }
    return attachments.content_of(subjects, file_id, small=small)
