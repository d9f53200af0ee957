"""`lianxin serve`: the web server of a real installation, behind a proxy that speaks TLS."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from lianxin.project.console import CommandFailed
from lianxin.project.paths import data_dir
from lianxin.project.web import port_is_free, web_command

_MIN_SECRET = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen."""
    parser.add_argument("--host", default="127.0.0.1", help="监听地址（默认 127.0.0.1，由反向代理对外）")
    parser.add_argument("--port", type=int, default=8000, help="端口（默认 8000）")
    parser.add_argument("--workers", type=int, default=2, help="网页进程数（默认 2）")


def run(args: argparse.Namespace) -> int:
    """Check the environment, then become the web server."""
    _require_a_real_environment()
    if not port_is_free(args.host, args.port):
        message = f"端口 {args.port} 已被占用，请先停止占用它的程序，或用 --port 换一个。"
        raise CommandFailed(message)
    # The web process must not be able to migrate, read everything, or open sealed identities.
    for name in ("LIANXIN_OWNER_DATABASE_URL", "LIANXIN_BACKUP_DATABASE_URL", "LIANXIN_VAULT_DATABASE_URL"):
        os.environ.pop(name, None)
    command = web_command(args.host, args.port, workers=args.workers)
    os.execv(command[0], command)  # noqa: S606  no shell is just what is wanted


def _require_a_real_environment() -> None:
    if os.environ.get("LIANXIN_DEMO"):
        message = (
            "演示模式（LIANXIN_DEMO）只能由 ./lianxin demo 使用，正式服务拒绝启动。请去掉 LIANXIN_DEMO。"
        )
        raise CommandFailed(message)
    if not os.environ.get("DATABASE_URL"):
        message = "请先设置 DATABASE_URL(应用角色的数据库地址)，见 docs/zh/deploy.md。"
        raise CommandFailed(message)
    if len(os.environ.get("LIANXIN_SECRET_KEY", "")) < _MIN_SECRET:
        message = f"请先设置 LIANXIN_SECRET_KEY(至少 {_MIN_SECRET} 个随机字符)，做法见 docs/zh/deploy.md。"
        raise CommandFailed(message)
    if os.environ.get("LIANXIN_VAULT_KEY_FILE"):
        message = "网页服务不得持有身份保险箱的私钥。请只在 vaultd 的环境里设置 LIANXIN_VAULT_KEY_FILE。"
        raise CommandFailed(message)
    static = Path(os.environ.get("LIANXIN_STATIC_ROOT") or data_dir() / "static")
    if not (static / "staticfiles.json").exists():
        message = f"{static} 里没有静态文件，请先运行 ./lianxin migrate。"
        raise CommandFailed(message)
