"""Whether anything in other rooms depends on what an import made: then it cannot be taken back as a whole."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lianxin.accounts import reads as accounts
from lianxin.kernel.actor import PLACE_ROLES, Actor
from lianxin.kernel.errors import DomainError
from lianxin.venues import reads as venues
from lianxin.voices import reads as voices


def require_free_people(person_ids: list[int]) -> None:
    """No post and no venue: without them no matter can be a deputy's. Raises DomainError."""
    if accounts.subjects_with_grants(person_ids=person_ids, unit_ids=[], venue_ids=[]):
        raise DomainError(_("已经有人用导入的代表开了账号岗位，不能整批撤销了。请逐个修改。"))
    if venues.were_placed(person_ids):
        raise DomainError(_("导入的代表里有人已经入驻家站室，不能整批撤销了。请逐个修改。"))


def require_free_places(actor: Actor, *, unit_ids: list[int], venue_ids: list[int]) -> None:
    """No post and no matter at these units or venues. Raises DomainError.

    Matters are seen only by those who read them by place, so that nobody else can tell that there is none.
    """
    if accounts.subjects_with_grants(person_ids=[], unit_ids=unit_ids, venue_ids=venue_ids):
        raise DomainError(_("导入的单位或阵地已经有人任岗，不能整批撤销了。请逐个停用。"))
    if actor.role not in PLACE_ROLES:
        raise DomainError(_("撤销要先看有没有民情在办，请换到代表工作岗位再撤销。"))
    if voices.any_matter_at(actor, unit_ids=unit_ids, venue_ids=venue_ids):
        raise DomainError(_("导入的单位或阵地已经有民情在办，不能整批撤销了。请逐个停用。"))
