"""`manage reset_password`: for administrators who forgot theirs; run on the server."""

from __future__ import annotations

import os
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lianxin.accounts.actions import reset_password, temporary_password
from lianxin.accounts.reads import user_to_sign_in
from lianxin.accounts.sign_in import as_typed
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError
from lianxin.kit.scope import scope


class Command(BaseCommand):
    """Set a new password, from LIANXIN_ADMIN_PASSWORD or drawn and printed once."""

    help = "重设一个账号的密码"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose."""
        parser.add_argument("--login", required=True, help="登录名或手机号")

    def handle(self, *_: object, **options: str) -> None:
        """Reset and say how to go on."""
        setup = Actor(role=Role.SYSTEM_ADMIN, source="setup")
        given = os.environ.get("LIANXIN_ADMIN_PASSWORD", "")
        password = given or temporary_password()
        with scope(setup):
            user = user_to_sign_in(as_typed(options["login"]))
            if user is None:
                raise CommandError("没有这个登录名或手机号的账号。")
            try:
                reset_password(user_id=user.pk, password=password, actor=setup, at=timezone.now())
            except DomainError as error:
                raise CommandError(str(error)) from error
        shown = "" if given else f"新密码：{password}（只显示这一次）"
        self.stdout.write(f"{user.name} 的密码已重设，所有登录已结束。{shown}")
