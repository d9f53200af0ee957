"""`manage create_admin`: the first administrator of a place, who gives all other roles."""

from __future__ import annotations

import os
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lianxin.accounts.actions import create_user, give_grant
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError
from lianxin.kit.scope import scope


class Command(BaseCommand):
    """Create the account and make it the place's administrator; the password comes from the environment."""

    help = "创建管理员"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who and for which place."""
        parser.add_argument("--login", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--phone", required=True)
        parser.add_argument("--place", required=True)

    def handle(self, *_: object, **options: str) -> None:
        """Both or nothing: the scope is one transaction."""
        setup = Actor(role=Role.SYSTEM_ADMIN, place=options["place"], source="setup")
        now = timezone.now()
        try:
            with scope(setup):
                user = create_user(
                    login=options["login"],
                    name=options["name"],
                    phone=options["phone"],
                    password=os.environ["LIANXIN_ADMIN_PASSWORD"],
                    actor=setup,
                    at=now,
                )
                give_grant(
                    user_id=user.pk,
                    role=Role.TENANT_ADMIN,
                    division_code=options["place"],
                    label="业务管理岗",
                    reason="安装时创建",
                    actor=setup,
                    at=now,
                )
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"管理员 {user.name} 已创建，登录名 {user.login}。其他岗位由其登录后授予。")
