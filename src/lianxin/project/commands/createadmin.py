"""`lianxin createadmin`: the first administrator, who grants all other roles."""

from __future__ import annotations

import argparse
import getpass
import os
import sys

from lianxin.project import prepare
from lianxin.project.console import CommandFailed, say, say_json

_PASSWORD = "LIANXIN_ADMIN_PASSWORD"  # noqa: S105  the name of a variable, not a password


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Who it is; what is not given is asked."""
    parser.add_argument(
        "--place", default=os.environ.get("LIANXIN_ADMIN_PLACE", ""), help="管辖地代码，如 532301"
    )
    parser.add_argument(
        "--login", default=os.environ.get("LIANXIN_ADMIN_LOGIN", ""), help="登录名（默认手机号）"
    )
    parser.add_argument("--name", default=os.environ.get("LIANXIN_ADMIN_NAME", ""), help="姓名")
    parser.add_argument("--phone", default=os.environ.get("LIANXIN_ADMIN_PHONE", ""), help="手机号")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")


def run(args: argparse.Namespace) -> int:
    """Create the account; the password is asked, or comes from LIANXIN_ADMIN_PASSWORD."""
    place = args.place or _ask("管辖地代码（如 532301）：")
    name = args.name or _ask("姓名：")
    phone = args.phone or _ask("手机号：")
    password = os.environ.get(_PASSWORD) or _ask_password()
    environment = prepare.base_environment() | {_PASSWORD: password}
    if owner := os.environ.get("LIANXIN_OWNER_DATABASE_URL"):
        environment |= {"LIANXIN_OWNER_DATABASE_URL": owner}
    who = ["--place", place, "--login", args.login or phone, "--name", name, "--phone", phone]
    told = prepare.manage("create_admin", *who, environment=environment, doing="创建管理员")
    if args.json:
        say_json({"ok": True, "name": name})
    else:
        say(told.strip() or f"管理员 {name} 已创建。")
    return 0


def _ask(question: str) -> str:
    if not sys.stdin.isatty():
        message = "缺少管辖地、姓名或手机号。请用 --place、--name、--phone 给出，或在终端里运行。"
        raise CommandFailed(message)
    while not (answer := input(question).strip()):
        pass
    return answer


def _ask_password() -> str:
    if not sys.stdin.isatty():
        message = f"缺少密码。请设置环境变量 {_PASSWORD}，或在终端里运行。"
        raise CommandFailed(message)
    password = getpass.getpass("密码（至少 10 位）：")
    if password != getpass.getpass("再输一次："):
        message = "两次输入的密码不同，没有创建。"
        raise CommandFailed(message)
    return password
