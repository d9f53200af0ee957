"""Words to begin an answer with: recorded, changed and retired by the unit or the place that owns them."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.journal import actions as journal
from lianxin.kernel.actor import UNIT_ROLES, Actor
from lianxin.kernel.errors import DomainError, NotAllowed, NotFound, Stale
from lianxin.kernel.text import clean
from lianxin.voices import access
from lianxin.voices.actions._steps import said
from lianxin.voices.models import AnswerTemplate
from lianxin.voices.words import PLACEHOLDERS

_NAMED = re.compile(r"\{([^{}\n]{1,20})\}")


@transaction.atomic
def record_template(*, name: str, text: str, actor: Actor, at: datetime) -> AnswerTemplate:
    """A new template of the actor's unit, or of the place for all its units. Source: ADR-0021 §5."""
    owner = actor.unit_id if actor.role in UNIT_ROLES else None
    template = AnswerTemplate(unit_id=owner, division_code=actor.place)
    if not access.may_keep_template(actor, template):
        raise NotAllowed(_("答复模板由承办单位或者人大机关管理。"))
    template.name, template.text = _checked(name, text, template)
    template.save(force_insert=True)
    _note(template, "recorded", actor, at)
    return template


@transaction.atomic
def change_template(
    *, template_id: int, name: str, text: str, actor: Actor, at: datetime, version: int | None = None
) -> AnswerTemplate:
    """Other words; answers begun with it keep theirs. Source: ADR-0021 §5."""
    template = _locked(template_id, actor, version)
    template.name, template.text = _checked(name, text, template)
    template.version += 1
    template.save(update_fields=["name", "text", "version"])
    _note(template, "changed", actor, at)
    return template


@transaction.atomic
def retire_template(
    *, template_id: int, actor: Actor, at: datetime, version: int | None = None
) -> AnswerTemplate:
    """No longer offered. Retired twice is retired once. Source: ADR-0021 §5."""
    template = _locked(template_id, actor, version)
    if template.retired_at is None:
        template.retired_at = at
        template.version += 1
        template.save(update_fields=["retired_at", "version"])
        _note(template, "retired", actor, at)
    return template


def _locked(template_id: int, actor: Actor, version: int | None) -> AnswerTemplate:
    # Looked at before it is locked: row-level security lets only its keeper lock it.
    template = access.templates_visible_to(actor).filter(pk=template_id).first()
    if template is None:
        raise NotFound(_("没有找到这个模板，或者它不归您管。"))
    if not access.may_keep_template(actor, template):
        raise NotAllowed(_("这个模板是上级发的，只能用，不能改。可以另建一个自己的。"))
    template = AnswerTemplate.objects.select_for_update().get(pk=template_id)
    if version is not None and version != template.version:
        raise Stale(_("就在刚才，同事改过这个模板。请刷新页面，看看最新的再改。"))
    return template


def _checked(name: str, text: str, template: AnswerTemplate) -> tuple[str, str]:
    title = said(name, least=2, sentence=_("请给模板起个名字，至少两个字。"))[:40]
    words = said(text, least=10, sentence=_("模板太短了，请写几句完整的话。"))[:2000]
    strange = next((found for found in _NAMED.findall(words) if found not in PLACEHOLDERS), "")
    if strange:
        known = "".join(f"{{{each}}}" for each in PLACEHOLDERS)
        raise DomainError(
            _("不认识“{%(strange)s}”。大括号里只能用这些：%(known)s") % {"strange": strange, "known": known}
        )
    same = AnswerTemplate.objects.filter(
        unit_id=template.unit_id, division_code=template.division_code, name=clean(title), retired_at=None
    )
    if same.exclude(pk=template.pk).exists():
        raise DomainError(_("已经有一个同名的模板，请换个名字。"))
    return title, words


def _note(template: AnswerTemplate, verb: str, actor: Actor, at: datetime) -> None:
    journal.write(
        "voices.template", template.pk, f"voices.template.{verb}",
        actor=actor, at=at, division_code=template.division_code, reason=template.name,
    )  # fmt: skip
