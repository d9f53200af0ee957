"""One transaction, one scope: what row-level security lets the application role see.

`scope(actor)` opens a transaction and states in it who acts. Policies read these settings with
`nullif(current_setting(..., true), '')`, so an unset or empty value sees nothing.
Source: shared security paper §5, ADR-0003.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace

from django.db import connection, transaction

from lianxin.kernel.actor import ADMIN_ROLES, ANONYMOUS, Actor, Role

_current: ContextVar[Actor] = ContextVar("lianxin_scope", default=ANONYMOUS)

_SET = """
select set_config('app.scope', %s, true), set_config('app.unit', %s, true),
       set_config('app.person', %s, true), set_config('app.venue', %s, true),
       set_config('app.user', %s, true), set_config('app.case', %s, true),
       set_config('app.audit', %s, true)
"""


def _text(value: int | None) -> str:
    return "" if value is None else str(value)


def _state(actor: Actor) -> None:
    audit = actor.place if actor.role == Role.AUDITOR or actor.role in ADMIN_ROLES else actor.scope
    values = [
        actor.scope,
        _text(actor.unit_id),
        _text(actor.person_id),
        _text(actor.venue_id),
        _text(actor.user_id),
        _text(actor.case_id),
        audit,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_SET, values)
    _current.set(actor)


@contextmanager
def scope(actor: Actor) -> Iterator[None]:
    """Run the block in a transaction in which `actor` acts; restores the outer scope afterwards."""
    before = _current.get()
    nested = connection.in_atomic_block
    with transaction.atomic():
        _state(actor)
        try:
            yield
        finally:
            _current.set(before)
        if nested and not connection.needs_rollback:
            _state(before)


def narrow_to_case(actor: Actor, case_id: int) -> Actor:
    """From here to the end of the transaction, also let `actor` see the one case `case_id`.

    For a citizen who brings a case (its number is drawn before it is written) or has shown its code.
    """
    narrowed = replace(actor, case_id=case_id)
    _state(narrowed)
    return narrowed
