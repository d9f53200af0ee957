"""One menu per role: what a person cannot open is not shown."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lianxin.accounts.homes import home_of
from lianxin.kernel.actor import ANONYMOUS, Actor, Role
from lianxin.kit.jinja_env import NavGroup, NavItem
from lianxin.notices import reads as notices

_Entry = tuple[str | Promise, str, str]
_DEPUTY: tuple[_Entry, ...] = (
    (_("首页"), "/my", "house"),
    (_("民情"), "/my/voices", "inbox"),
    (_("建议"), "/my/suggestions", "file-text"),
    (_("通知"), "/notices", "bell"),
    (_("我的"), "/accounts/me", "user"),
)
_DESK: tuple[tuple[str | Promise, tuple[_Entry, ...]], ...] = (
    (
        "",
        (
            (_("工作台"), "/desk", "house"),
            (_("部门领单"), "/unit", "list-checks"),
            (_("建议办理"), "/unit/suggestions", "file-text"),
        ),
    ),
    (
        _("民情"),
        (
            (_("民情"), "/voices", "inbox"),
            (_("研判台"), "/voices/triage", "scale"),
            (_("登记来访"), "/voices/intake", "pencil"),
            (_("超期督办"), "/voices/overdue", "timer"),
            (_("统计研判"), "/insights", "chart-column"),
            (_("公开的民情"), "/cases", "eye"),
        ),
    ),
    (
        _("建议和议案"),
        (
            (_("代表建议"), "/suggestions", "file-text"),
            (_("议案"), "/motions", "landmark"),
            (_("集中交办"), "/suggestions/handovers", "send"),
            (_("承诺台账"), "/suggestions/promises", "list-checks"),
            (_("建议统计"), "/suggestions/figures", "chart-column"),
            (_("承办单位计分"), "/suggestions/board", "award"),
            (_("建议年历"), "/suggestions/year", "calendar-days"),
            (_("公开的建议"), "/open-suggestions", "eye"),
        ),
    ),
    (
        _("代表和阵地"),
        (
            (_("家站室"), "/manage/venues", "landmark"),
            (_("联系点"), "/manage/points", "map-pin"),
            (_("建管用"), "/manage/upkeep", "shield-check"),
            (_("上墙制度"), "/manage/rules", "book-open"),
            (_("草案征求意见"), "/manage/law-drafts", "scale"),
            (_("代表与单位"), "/manage/people/", "users"),
            (_("届次和组织"), "/manage/people/terms", "calendar-days"),
            (_("联系和走访"), "/links", "handshake"),
            (_("通知和通报"), "/bulletins", "megaphone"),
            (_("导入导出"), "/manage/import/", "download"),
        ),
    ),
    (
        _("管理"),
        (
            (_("岗位和账号"), "/accounts/grants", "shield-check"),
            (_("短信和邮件"), "/notices/outbox", "send"),
            (_("工作日历"), "/manage/calendar", "calendar-days"),
            (_("本地规则"), "/manage/local-rules", "scale"),
            (_("操作日志"), "/journal", "book-open"),
        ),
    ),
    ("", ((_("通知"), "/notices", "bell"), (_("我的账号"), "/accounts/me", "user"))),
)


@lru_cache(maxsize=256)
def _opens(address: str, role: Role) -> bool:
    """Whether the page behind an address lets the role in; pages for everybody have no list of roles."""
    try:
        view = resolve(address).func
    except Resolver404:
        return False
    return role in getattr(view, "allowed_roles", frozenset(Role))


# These stand for themselves, not for what lies below them.
_EXACT = frozenset({"/my", "/desk", "/unit"})
# Pages of a term lie beside it, not below it.
_BESIDE = {"/manage/people/organs": "/manage/people/terms", "/manage/people/sessions": "/manage/people/terms"}
_ALL = [entry[1] for entry in _DEPUTY] + [entry[1] for _label, entries in _DESK for entry in entries]


@lru_cache(maxsize=1024)
def _current(path: str) -> str:
    """The entry whose page, or a page below it, this is: the longest address that fits."""
    for beside, address in _BESIDE.items():
        if path.startswith(beside):
            return address
    fits = [a for a in _ALL if path == a or (a not in _EXACT and path.startswith(a.rstrip("/")))]
    return max(fits, key=len, default="")


def _items(entries: tuple[_Entry, ...], role: Role, current: str, unread: int) -> tuple[NavItem, ...]:
    return tuple(
        NavItem(
            str(label), address, icon, current=current == address,
            count=(unread or None) if address == "/notices" else None,
        )
        for label, address, icon in entries
        if _opens(address, role)
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _menu(_language: str | None, role: Role, home: str, current: str, unread: int) -> tuple[NavGroup, ...]:
    if home == "/my":
        return (NavGroup("", _items(_DEPUTY, role, current, unread)),)
    groups = (NavGroup(str(label), _items(entries, role, current, unread)) for label, entries in _DESK)
    return tuple(group for group in groups if group.items)


def navigation(request: HttpRequest) -> tuple[NavGroup, ...]:
    """The menu of who acts. One query: the unread notices."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    unread = notices.unread_count(actor)
    return _menu(get_language(), actor.role, home_of(actor), _current(request.path), unread)
