"""Who is told when a seat is suspended, resumed or ended. The ground never travels in a notice."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from lianxin.accounts import reads as accounts
from lianxin.kernel.actor import Role
from lianxin.notices import actions as notices
from lianxin.people import reads as people


def notify_mandate_moved(event_id: str, payload: dict[str, Any]) -> None:
    """Tell the deputy, and the administrators of the place, who give and take posts. Source: ADR-0029."""
    at = timezone.now()
    person_id, verb = payload["person_id"], payload["verb"]
    own = {
        "suspend": _("您的一项代表职务暂时停止执行，请与代表工作机构联系"),
        "resume": _("您的代表职务已恢复执行"),
        "end": _("您的一项代表资格已终止，请与代表工作机构联系"),
    }[verb]
    # Halted posts too: whoever may not act any more must hear of it.
    deputies = {post.user_id for post in accounts.deputy_posts_of([person_id])}
    notices.send(user_ids=deputies, key=event_id, kind="mandate", title=own, url="/accounts/me", at=at)
    name = people.names_of([person_id]).get(person_id, "")
    if verb == "resume":
        told = _("%(name)s恢复执行代表职务，代表岗位已自动恢复")
    elif payload["sits_elsewhere"]:
        told = _("%(name)s有一项代表资格变动，还有其他在任资格，请核对岗位")
    else:
        told = _("%(name)s现在没有可以执行职务的资格，代表岗位已自动停用")
    admins = accounts.user_ids_in(role=Role.TENANT_ADMIN, place=payload["home_code"], at=at)
    notices.send(
        user_ids=admins, key=f"{event_id}:post", kind="mandate", title=told, values={"name": name},
        url="/accounts/grants", at=at, except_user=payload["actor_user_id"],
    )  # fmt: skip
