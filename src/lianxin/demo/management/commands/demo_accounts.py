"""`manage demo_accounts`: who can sign in to the demo, and what to try."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from unicodedata import east_asian_width

from django.core.management.base import BaseCommand

from lianxin.demo.cast import CAST, PASSWORD


def _padded(text: str, width: int) -> str:
    """`text` filled with spaces to `width` columns of a terminal; Chinese characters take two."""
    return text + " " * max(1, width - sum(2 if east_asian_width(c) in "WF" else 1 for c in text))


class Command(BaseCommand):
    """Print the sign-ins of the tour."""

    help = "列出演示账号"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Output for scripts."""
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: object, **options: object) -> None:
        """A table, or JSON."""
        if options["json"]:
            rows = [
                {
                    "login": m.login,
                    "name": m.name,
                    "role": m.role,
                    "post": str(m.post),
                    "password": PASSWORD,
                    "try": str(m.first),
                }
                for m in CAST
            ]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"演示账号（密码都是 {PASSWORD}；在 /demo/ 可以一键登录）：")
        for m in CAST:
            who = _padded(m.login, 10) + _padded(m.name, 10) + _padded(str(m.post), 34)
            self.stdout.write(f"  {who}{m.first}")
