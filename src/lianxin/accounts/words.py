"""Words for roles, one place."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.kernel.actor import Role

ROLE_LABELS: dict[str, str | Promise] = {
    Role.CITIZEN: _("群众"),
    Role.DEPUTY: _("人大代表"),
    Role.LIAISON: _("阵地联络员"),
    Role.VENUE_HEAD: _("阵地负责人"),
    Role.GROUP_LEADER: _("代表小组组长"),
    Role.DELEGATION_STAFF: _("代表团工作人员"),
    Role.PRESIDIUM: _("乡镇人大主席团"),
    Role.STREET_COMMITTEE: _("街道人大工委"),
    Role.DEPUTY_AFFAIRS: _("代工委"),
    Role.SPECIAL_COMMITTEE: _("专（工）委"),
    Role.STANDING_LEADER: _("常委会领导"),
    Role.DISPATCHER: _("政府办交办岗"),
    Role.UNIT_HANDLER: _("承办单位经办人"),
    Role.UNIT_LEADER: _("承办单位负责人"),
    Role.EVALUATOR: _("评价人员"),
    Role.PUBLISHER: _("公开审核岗"),
    Role.AUDITOR: _("审计管理岗"),
    Role.TENANT_ADMIN: _("业务管理岗"),
    Role.SYSTEM_ADMIN: _("系统管理岗"),
}


def role_label(role: str) -> str:
    """The role as people call it."""
    return str(ROLE_LABELS.get(role, role))
