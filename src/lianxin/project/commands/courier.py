"""`lianxin courier`: carries messages to citizens from the vault's spool to the SMS gateway."""

from __future__ import annotations

import argparse
import os
import signal
import threading
from datetime import UTC, datetime
from pathlib import Path

from lianxin.project.console import CommandFailed, say

_PAUSE_S = 15


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How often; the environment says from where and by which gateway."""
    parser.add_argument("--once", action="store_true", help="只送一遍就结束")


def run(args: argparse.Namespace) -> int:
    """Carry what waits, again and again until SIGTERM."""
    path = os.environ.get("LIANXIN_VAULT_SPOOL", "")
    if not path or not os.environ.get("LIANXIN_SMS_GATEWAY"):
        message = "请先设置 LIANXIN_VAULT_SPOOL 和 LIANXIN_SMS_GATEWAY，见 docs/zh/deploy.md 第 9 节。"
        raise CommandFailed(message)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.project.settings")
    import django

    django.setup()
    from lianxin.notices.gateways import gateway_for
    from lianxin.notices.words import Channel
    from lianxin.project.courier import carry
    from lianxin.vault.spool import Spool

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    spool, gateway = Spool(Path(path)), gateway_for(Channel.SMS)
    while gateway is not None:
        taken = carry(spool, gateway, at=datetime.now(UTC))
        if args.once:
            say(f"送出 {taken} 条。")
            return 0
        if stop.wait(_PAUSE_S):
            break
    return 0
