"""`lianxin migrate`: schema, rights, translations and static files for this version of the code."""

from __future__ import annotations

import argparse
import os

from lianxin.project import prepare
from lianxin.project.console import CommandFailed, say, say_json
from lianxin.project.paths import data_dir


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Output for scripts."""
    parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")


def run(args: argparse.Namespace) -> int:
    """Migrate with the owner's role; may be repeated at any time."""
    owner = os.environ.get("LIANXIN_OWNER_DATABASE_URL")
    if not owner:
        message = "请先设置 LIANXIN_OWNER_DATABASE_URL(所有者角色的数据库地址)，见 docs/zh/deploy.md。"
        raise CommandFailed(message)
    environment = prepare.base_environment() | {"LIANXIN_OWNER_DATABASE_URL": owner}
    prepare.compile_messages()
    prepare.migrate(environment)
    prepare.collect_static(data_dir(), environment)
    if args.json:
        say_json({"ok": True})
    else:
        say("数据库结构、权限、翻译和静态文件都已是当前版本。")
    return 0
