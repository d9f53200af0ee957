"""Earlier suggestions that say much the same, with what was answered. Source: ADR-0032 §7."""

from __future__ import annotations

from dataclasses import dataclass

from lianxin.assist.nearest import Nearest
from lianxin.kernel.actor import Actor
from lianxin.kernel.text import shortened
from lianxin.suggestions import access
from lianxin.suggestions.reads.rows import number_of
from lianxin.suggestions.reads.sight import sight
from lianxin.suggestions.workflow import END_STATES, PRIVATE_STATES

# Weaker than for a proposal: the deputy reads them and decides.
_SURE = 0.3
_MOST = 4
_LOOKED_AT = 400


@dataclass(frozen=True, slots=True)
class LikeRow:
    """An earlier one: where it is read, what was answered ("": nothing yet), and what both mention."""

    title: str
    number: str
    url: str
    answer: str
    result: str
    why: str


def like_suggestions(actor: Actor, suggestion_id: int) -> tuple[LikeRow, ...]:
    """Up to four earlier ones like this one, the likest first. Three queries. Raises NotFound.

    Published ones of the same congress, and what the deputy signs and follows: nothing that the deputy may
    not read anyway.
    """
    draft = sight(actor, suggestion_id)
    public = {
        row.pk: row
        for row in access.published_suggestions()
        .filter(division_code=draft.division_code)
        .exclude(pk=draft.pk)
        .order_by("-pk")[:_LOOKED_AT]
    }
    own = {
        row.pk: row
        for row in access.suggestions_visible_to(actor)
        .filter(congress_id=draft.congress_id)
        .exclude(pk__in=[draft.pk, *public])
        .exclude(state__in=[*PRIVATE_STATES, *(state for state in END_STATES if state != "closed")])
        .order_by("-pk")[:_LOOKED_AT]
    }
    texts = [(pk, f"{row.title} {row.text}") for pk, row in public.items()]
    texts += [(pk, f"{row.title} {row.situation} {row.proposal}") for pk, row in own.items()]
    asked = f"{draft.title} {draft.situation} {draft.proposal}"
    found = []
    for match in Nearest(texts).like(asked, sure=_SURE, most=_MOST):
        if match.id in public:
            shown = public[match.id]
            found.append(
                LikeRow(
                    shown.title, "", f"/open-suggestions/{shown.pk}", shortened(shown.answer, 160),
                    f"{shown.result_class} {shown.result_label}", match.why,
                )
            )  # fmt: skip
        else:
            mine = own[match.id]
            found.append(
                LikeRow(mine.title, number_of(mine), f"/suggestions/{mine.pk}", "", "", match.why)
            )  # fmt: skip
    return tuple(found)
