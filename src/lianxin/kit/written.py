"""Queries that the ORM writes once a process and asks with other values each time.

Writing a statement of some columns costs the ORM more than PostgreSQL takes to answer it: it was the largest
part of many pages (ADR-0018). A query of fixed form says so:

    _steps_of = Written(lambda: Step.objects.filter(case_id=Ask("case")).order_by("-id"))
    steps = _steps_of(case=case.pk)

Models, annotations and related rows stay the queryset's. What row-level security lets through is asked anew
each time: only the text is kept. A query whose form depends on who asks has one for each form.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, ForeignKey, Lookup, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=Model)
T = TypeVar("T")


class Ask(Expression):
    """The place of a value in a written query."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """The place itself stands among the parameters until somebody asks."""
        return "%s", (self,)


@ForeignKey.register_lookup
@Field.register_lookup
class AnyOf(Lookup):
    """`id__any=Ask("ids")`: one statement whatever the number of values, which come as one array."""

    lookup_name = "any"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """`column = any(array)`."""
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        return f"{left} = any({right})", (*left_values, *right_values)


@dataclass(frozen=True, slots=True)
class _Plan:
    queryset: QuerySet[Any, Any]
    compiler: Any
    sql: str
    places: tuple[object, ...]
    converters: Any


class Written(Generic[M, T]):
    """A query with `Ask` where its values go; calling it with them gives the rows."""

    def __init__(self, build: Callable[[], QuerySet[M, T]]) -> None:
        self._build = build

    @cached_property
    def _plan(self) -> _Plan | None:
        queryset = self._build()
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, places = compiler.as_sql()
        except EmptyResultSet:  # `none()`: nothing to ask
            return None
        converters = compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]])
        return _Plan(queryset, compiler, sql, tuple(places), converters)

    def __call__(self, **values: object) -> list[T]:
        """The rows for these values. One query. Raises KeyError for a value that is not given."""
        plan = self._plan
        if plan is None:
            return []
        given = tuple(values[p.name] if isinstance(p, Ask) else p for p in plan.places)
        compiler = copy(plan.compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda *_, **__: (plan.sql, given)
        compiler.get_converters = lambda *_: plan.converters
        asked = plan.queryset.all()
        asked.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]  # this one question's
        return list(asked)

    def first(self, **values: object) -> T | None:
        """The first row for these values, None without one; the query itself says how many to read."""
        return next(iter(self(**values)), None)
