"""Staff pages of deputies, terms, organs and handling units."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.kernel.actor import Actor, Role

# The roles of `people.access.RECORDERS` and `people.access.ORGAN_READERS`.
RECORDERS = (Role.TENANT_ADMIN, Role.DEPUTY_AFFAIRS, Role.PRESIDIUM)
ORGAN_READERS = (*RECORDERS, Role.STREET_COMMITTEE, Role.STANDING_LEADER, Role.SPECIAL_COMMITTEE)


def tabs(actor: Actor, current: str) -> list[dict[str, object]]:
    """The views of this room that the actor may open."""
    pages = [("list", _("代表")), ("terms", _("届次和组织")), ("units", _("承办单位"))]
    if actor.role not in RECORDERS:
        pages = [page for page in pages if page[0] == "terms"]
    return [
        {"label": label, "url": reverse(f"people:{name}"), "current": name == current}
        for name, label in pages
    ]
