"""Taking imported units back. Whether other rooms hold anything of them the caller has asked before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError
from lianxin.people.access import require_may_record
from lianxin.people.models import Unit


@transaction.atomic
def withdraw_units(
    *,
    made: Sequence[int],
    changed: Sequence[tuple[int, dict[str, str] | None, dict[str, str]]],
    actor: Actor,
    at: datetime,
    reason: str,
) -> None:
    """Remove units an import made and give changed ones their facts back.

    Raises DomainError when somebody changed or closed one since.
    """
    units = {
        u.pk: u for u in Unit.objects.select_for_update().filter(pk__in=[*made, *(c[0] for c in changed)])
    }
    for unit in units.values():
        require_may_record(actor, unit.division_code)
    touched = any(pk not in units or not units[pk].is_active for pk in made)
    for pk, before, after in changed:
        unit = units[pk]
        touched = touched or any(getattr(unit, name) != value for name, value in after.items())
        for name, value in (before or {}).items():
            setattr(unit, name, value)
    if touched:
        raise DomainError(_("导入的资料后来有人改过，不能整批撤销了。请逐个修改。"))
    Unit.objects.bulk_update([units[pk] for pk, _b, _a in changed], ["short_name", "kind", "topics", "phone"])
    Unit.objects.filter(pk__in=made).delete()
    subjects = [(pk, units[pk].division_code) for pk in made]
    journal.write_many("people.unit", subjects, "people.unit.withdrawn", actor=actor, at=at, reason=reason)
