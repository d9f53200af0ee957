"""Lock, version and move of an assessment: the steps every verb of this room takes."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from lianxin.assessments import access
from lianxin.assessments.models import Assessment
from lianxin.assessments.workflow import ASSESSMENT_FLOW
from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import NotFound, Stale

SUBJECT = "assessments.assessment"


def locked(assessment_id: int, actor: Actor, version: int | None) -> Assessment:
    """The assessment, locked. Raises NotFound, and Stale when the page was older."""
    visible = access.assessments_visible_to(actor)
    found = (
        visible.select_for_update(of=("self",)).select_related("standard").filter(pk=assessment_id).first()
    )
    if found is None:
        raise NotFound(_("没有找到这次评估。它可能不归您管，请回到清单再找。"))
    if version is not None and version != found.version:
        raise Stale(_("这次评估刚刚有人改过。请看过最新的内容，再做一次。"))
    return found


def moved(
    assessment: Assessment,
    verb: str,
    event: str,
    *,
    actor: Actor,
    at: datetime,
    facts: tuple[str, ...] = (),
    reason: str = "",
) -> Assessment:
    """Take the move, save these facts by name, write the journal. Raises MoveNotAllowed."""
    before = assessment.state
    assessment.state = ASSESSMENT_FLOW.next_state(before, verb)
    assessment.version += 1
    assessment.save(update_fields=["state", "version", *facts])
    journal.write(
        SUBJECT,
        assessment.pk,
        f"assessments.assessment.{event}",
        actor=actor,
        at=at,
        division_code=assessment.division_code,
        before=before,
        after=assessment.state,
        reason=reason,
    )
    return assessment
