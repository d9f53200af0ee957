"""System checks that hold the house together; they run in `./lianxin check` and before every migration."""

from __future__ import annotations

from collections.abc import Sequence

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, register

from lianxin.kit import rls


@register()
def every_model_has_a_row_security_decision(
    app_configs: Sequence[AppConfig] | None, **_: object
) -> list[CheckMessage]:
    """Every model is scoped or on the public list with a reason. Source: ADR-0003."""
    problems: list[CheckMessage] = []
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label_lower
        if model._meta.managed and label not in rls.PUBLIC and label not in rls.SCOPED:
            problems.append(
                Error(
                    f"{label} has no row-level security decision",
                    hint="Call rls.scoped(...) or rls.public(..., reason) in the room's apps.py.",
                    id="lianxin.E001",
                )
            )
    return problems
