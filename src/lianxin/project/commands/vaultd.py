"""`lianxin vaultd`: the only process that holds the private key of the sealed identities."""

from __future__ import annotations

import argparse
import os
import sys

from lianxin.project.console import CommandFailed


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options: its environment says where the key, the socket and the database are."""
    del parser


def run(args: argparse.Namespace) -> int:
    """Become the vault daemon."""
    del args
    missing = [
        name for name in ("LIANXIN_VAULT_KEY_FILE", "LIANXIN_VAULT_DATABASE_URL") if not os.environ.get(name)
    ]
    if missing:
        message = f"请先设置 {'、'.join(missing)}，见 docs/zh/deploy.md。"
        raise CommandFailed(message)
    os.execv(sys.executable, [sys.executable, "-P", "-m", "lianxin.vault.daemon"])  # noqa: S606  no shell wanted
