"""The people of the tour: fixed sign-in names, one password, and what to try first with each."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.kernel.actor import Role

# Printed on purpose: these accounts exist only in a demo's own database.
PASSWORD = "lianxin-demo-2026"  # noqa: S105 (see above)


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the tour."""

    login: str
    name: str
    role: Role
    post: str | Promise
    first: str | Promise
    icon: str


CAST: tuple[Member, ...] = (
    Member(
        "ligf", "李桂芳", Role.DEPUTY, _("县、乡两级人大代表，村卫生室医生"),
        _("打开“民情”，接一单刚收到的；再打开“建议”，评价一件答复，确认一次面商。"), "handshake",
    ),
    Member(
        "zhaoym", "赵玉明", Role.LIAISON, _("村代表联络室联络员"),
        _("看本室今天到期的事，把评价期满的那件办结；再打印一张联络室的牌子。"), "landmark",
    ),
    Member(
        "duangq", "段国强", Role.UNIT_HANDLER, _("交通运输局经办人"),
        _("在“待领单”里领一单，写好答复点“提交审签”；再到“建议办理”接收一件代表建议。"), "building-2",
    ),
    Member(
        "guojz", "郭建忠", Role.UNIT_LEADER, _("交通运输局负责人"),
        _("看等您签发的答复，签发或退回修改；再打开“建议办理”，签发给代表的答复。"), "award",
    ),
    Member(
        "yangjg", "杨建国", Role.UNIT_HANDLER, _("水务局经办人"),
        _("领一单，从模板开始写答复，写一半存着；写好了点“提交审签”，等局长签发。"), "pencil",
    ),
    Member(
        "guozq", "郭志强", Role.UNIT_LEADER, _("水务局负责人"),
        _("看等您签发的答复：写得清楚就签发，不清楚就写明要改哪里，退回去。"), "check",
    ),
    Member(
        "yangxm", "杨秀梅", Role.DEPUTY_AFFAIRS, _("县级人大代工委"),
        _("看本地全部民情，筛出超期的；再打开“代表建议”，审查立案一件，交办到单位。"), "list-checks",
    ),
    Member(
        "pujh", "普建华", Role.PRESIDIUM, _("镇人大主席团，同时是镇人大代表"),
        _("看本镇各联络室的事；再从右上角换成代表的岗位，看到的就不一样了。"), "users",
    ),
    Member(
        "heyl", "和玉莲", Role.DEPUTY_AFFAIRS, _("州人大代工委"),
        _("州里默认看不到县里的个案，这是规矩；先看全州的阵地和代表名册。"), "map",
    ),
    Member(
        "zhangl", "张丽", Role.DISPATCHER, _("政府办交办岗"),
        _("把一件已接单的事交给对口的部门；试试选一个管不到这里的单位。"), "send",
    ),
    Member(
        "luoay", "罗阿依", Role.PUBLISHER, _("公开审核岗"),
        _("从已办结的事里挑一件，改写成不带个人信息的话，再公开。"), "eye",
    ),
    Member(
        "zhouw", "周文", Role.TENANT_ADMIN, _("业务管理岗"),
        _("建一个账号，授一个岗位，再撤掉它：对方下一次点击就不能用了。"), "settings",
    ),
    Member(
        "majg", "马建国", Role.SYSTEM_ADMIN, _("系统管理岗"),
        _("管系统、不看民情：打开民情页会看到“没有这一页”，这是对的。"), "shield-check",
    ),
    Member(
        "daoyw", "刀岩温", Role.AUDITOR, _("审计管理岗"),
        _("看操作日志：谁在什么时候看过群众的电话，为了什么。"), "book-open",
    ),
)  # fmt: skip
LOGINS = frozenset(member.login for member in CAST)


def member(login: str) -> Member:
    """The member with this sign-in name. Raises KeyError for anybody else."""
    return {member.login: member for member in CAST}[login]
