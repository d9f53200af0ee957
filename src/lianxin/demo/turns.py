"""The rarer turns a case takes: up a tier, out to others, together with another one, followed closely."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from lianxin.kernel.actor import Actor
from lianxin.kit.scope import scope
from lianxin.voices import actions as voices
from lianxin.voices.words import Referral

if TYPE_CHECKING:
    from lianxin.demo.stories import Storyteller, Walk


def _lift(story: Storyteller, walk: Walk, at: datetime) -> None:
    with scope(walk.deputy):
        voices.lift_case(case_id=walk.case_id, reason=story.one("lift"), actor=walk.deputy, at=at)


def _visit(story: Storyteller, walk: Walk, at: datetime) -> None:
    with scope(walk.deputy):
        voices.note_visit(case_id=walk.case_id, text=story.one("visit"), actor=walk.deputy, at=at)


def _refer(story: Storyteller, walk: Walk, at: datetime) -> None:
    ticket = f"工单 {story.rng.randrange(10_000, 99_999)}"
    to = Referral.HOTLINE_12345
    with scope(walk.deputy):
        voices.refer_case(case_id=walk.case_id, referral=to, to=ticket, note="", actor=walk.deputy, at=at)


def _report_back(story: Storyteller, walk: Walk, at: datetime) -> None:
    text = walk.told.say(walk.told.text.answer or walk.told.text.spot)
    with scope(walk.deputy):
        voices.report_back(case_id=walk.case_id, text=text, actor=walk.deputy, at=at)


def _progress(story: Storyteller, walk: Walk, at: datetime) -> None:
    officer = story.unit_of(walk).actor
    with scope(officer):
        voices.note_progress(case_id=walk.case_id, text=story.one("progress"), actor=officer, at=at)


def _extend(story: Storyteller, walk: Walk, at: datetime) -> None:
    officer = story.unit_of(walk).actor
    with scope(officer):
        voices.extend_case(case_id=walk.case_id, reason=story.one("extend"), actor=officer, at=at)


def _fact(story: Storyteller, walk: Walk, at: datetime) -> None:
    citizen = Actor(case_id=walk.case_id, source="citizen")
    with scope(citizen):
        voices.add_fact(case_id=walk.case_id, text=story.one("fact"), actor=citizen, at=at)


def _supervise(story: Storyteller, walk: Walk, at: datetime) -> None:
    with scope(walk.office):
        voices.supervise_case(case_id=walk.case_id, note=story.one("supervise"), actor=walk.office, at=at)


def _merge(story: Storyteller, walk: Walk, at: datetime) -> None:
    """Into a case that a unit of the same county is handling; where there is none it goes on waiting."""
    known = story.with_units.get(walk.office.place[:6], [])
    if not known:
        return
    main, walk.is_merged = story.rng.choice(known), True
    with scope(walk.office):
        voices.merge_case(case_id=walk.case_id, main_id=main, actor=walk.office, at=at)


def _split(story: Storyteller, walk: Walk, at: datetime) -> None:
    if not walk.is_merged:
        return
    with scope(walk.office):
        voices.split_case(case_id=walk.case_id, reason=story.one("split"), actor=walk.office, at=at)


def _recall(story: Storyteller, walk: Walk, at: datetime) -> None:
    with scope(walk.deputy):
        voices.recall_case(case_id=walk.case_id, reason=story.one("recall"), actor=walk.deputy, at=at)


def _arbitrate(story: Storyteller, walk: Walk, at: datetime) -> None:
    unit, reason = story.unit_of(walk).unit_id, story.one("arbitrate")
    with scope(walk.office):
        voices.arbitrate_case(case_id=walk.case_id, unit_id=unit, note=reason, actor=walk.office, at=at)


TURNS: dict[str, Callable[[Storyteller, Walk, datetime], None]] = {
    "lift": _lift,
    "visit": _visit,
    "refer": _refer,
    "report_back": _report_back,
    "progress": _progress,
    "extend": _extend,
    "fact": _fact,
    "supervise": _supervise,
    "merge": _merge,
    "split": _split,
    "recall": _recall,
    "arbitrate": _arbitrate,
}
