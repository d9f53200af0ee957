"""Accounts as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from lianxin.journal import words
from lianxin.kit import rls


class AccountsConfig(AppConfig):
    """Registers row-security decisions and journal sentences."""

    name = "lianxin.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Say it once, when all apps are loaded."""
        rls.public("accounts.User", "read at sign-in before anybody acts; leaves only through reads.py")
        rls.public("accounts.Session", "looked up by its secret key before anybody acts")
        rls.public("accounts.Grant", "read at sign-in; lists of grants leave only through reads.py by place")
        words.register(
            {
                "accounts.user.created": _("新建账号"),
                "accounts.user.signed_in": _("登录"),
                "accounts.user.refused": _("登录被拒绝"),
                "accounts.user.signed_out": _("退出登录"),
                "accounts.user.password_changed": _("修改密码"),
                "accounts.user.password_reset": _("重设密码"),
                "accounts.user.switched_post": _("换岗位"),
                "accounts.session.ended": _("结束一个登录"),
                "accounts.factor.added": _("启用动态验证码"),
                "accounts.factor.removed": _("停用动态验证码"),
                "accounts.grant.given": _("授予岗位"),
                "accounts.grant.revoked": _("撤销岗位"),
                "accounts.grant.halted": _("岗位自动停用"),
                "accounts.grant.resumed": _("岗位自动恢复"),
            }
        )
