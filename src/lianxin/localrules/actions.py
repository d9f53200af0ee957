"""Entering a place's own rules from a day on, and taking back what is not in force yet."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError, NotAllowed, NotFound
from lianxin.localrules.books import Rulebook, Values, book

# The congress's office for deputies runs the platform of its place. Source: LAW-DEPUTIES-2025 §12.
ENTERERS = frozenset({Role.DEPUTY_AFFAIRS})


@transaction.atomic
def enter(*, code: str, values: Values, valid_from: date, source: str, actor: Actor, at: datetime) -> int:
    """Enter rules of the actor's place from a later day on; deadlines already made keep theirs.

    Returns the row's id. The same once more changes nothing. Raises NotAllowed, NotFound for an unknown
    rulebook, and DomainError for today or the past, a day that has other rules already, a value out of
    bounds or a missing paper. Source: ADR-0034 §2.
    """
    rules = book(code)
    if (actor.source != "setup" and actor.role not in ENTERERS) or not actor.place:
        raise NotAllowed(_("本地的规则由人大代表工作机构录入。"))
    _check(rules, values, valid_from, source, at)
    own = rules.model.objects.filter(division_code=actor.place)
    before = own.filter(valid_from__lt=valid_from).order_by("-valid_from").first()
    columns = {"source": source.strip()[:200], **rules.columns_of(values, before)}
    try:
        with transaction.atomic():
            row = rules.model.objects.create(
                division_code=actor.place, valid_from=valid_from, **columns,
                **(_name(own, actor.place) if rules.is_named() else {}),
            )  # fmt: skip
    except IntegrityError:
        there = own.get(valid_from=valid_from)
        if all(getattr(there, name) == value for name, value in columns.items()):
            return int(there.pk)
        raise DomainError(_("这一天已经录过一份规则。请先撤回那一份，或者换一天起用。")) from None
    _note(rules, row, "entered", actor, at)
    return int(row.pk)


@transaction.atomic
def withdraw(*, code: str, row_id: int, actor: Actor, at: datetime) -> None:
    """Take back rules that are not in force yet. Raises NotFound, NotAllowed, DomainError. ADR-0034."""
    rules = book(code)
    row = rules.model.objects.select_for_update().filter(pk=row_id).first()
    if row is None or row.division_code != actor.place:
        raise NotFound(_("没有找到这份规则，它可能已经撤回了。"))
    if actor.role not in ENTERERS:
        raise NotAllowed(_("本地的规则由人大代表工作机构录入和撤回。"))
    if row.valid_from <= timezone.localtime(at).date():
        raise DomainError(_("这份规则已经起用，有期限是按它算的，不能撤回。请另录一份新的。"))
    _note(rules, row, "withdrawn", actor, at)
    row.delete()


def _name(own: Any, place: str) -> dict[str, Any]:
    """What records are to call these rules: never given twice."""
    return {"name": f"local-{place}", "version": (own.aggregate(newest=Max("version"))["newest"] or 0) + 1}


def _check(rules: Rulebook, values: Values, valid_from: date, source: str, at: datetime) -> None:
    if valid_from <= timezone.localtime(at).date():
        raise DomainError(_("新规则最早从明天起用：今天的期限已经按现在的规则算好了。"))
    if not source.strip():
        raise DomainError(_("请写明依据的文件，以便别人核对。"))
    for field in rules.fields:
        value = values[field.name]
        if field.kind is int and not field.least <= int(str(value)) <= field.most:
            words = _("“%(label)s”要在 %(least)d 到 %(most)d 之间。%(law)s")
            facts = {"label": field.label, "least": field.least, "most": field.most, "law": field.law}
            raise DomainError(words % facts)


def _note(rules: Rulebook, row: Any, event: str, actor: Actor, at: datetime) -> None:
    journal.write(
        f"{rules.code}.rules", row.pk, f"localrules.rules.{event}",
        actor=actor, at=at, division_code=row.division_code, after=row.valid_from.isoformat(),
        reason=row.source,
    )  # fmt: skip
