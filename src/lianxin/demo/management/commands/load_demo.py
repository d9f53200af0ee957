"""`manage load_demo`: an invented year of a real prefecture."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lianxin.demo.actions import is_loaded, load
from lianxin.demo.world import SIZES
from lianxin.kernel.errors import DomainError


class Command(BaseCommand):
    """Load the demo once; the same seed gives the same people and the same matters."""

    help = "生成演示数据（只在演示模式）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Place, size, seed, and what to print."""
        parser.add_argument("--place", default="5323", help="州市代码（默认 5323 楚雄州）")
        parser.add_argument("--size", default="small", choices=sorted(SIZES))
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--if-empty", action="store_true", help="已有演示数据时什么也不做")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: object, **options: object) -> None:
        """Load and report; progress goes to standard error."""
        if options["if_empty"] and is_loaded():
            self.stdout.write(
                json.dumps({"loaded": False}) if options["json"] else "已有演示数据，没有改动。"
            )
            return
        started = time.monotonic()
        try:
            made = load(
                place=str(options["place"]),
                size=str(options["size"]),
                seed=int(str(options["seed"])),
                today=timezone.localdate(),
                at=timezone.now(),
                progress=self._progress,
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        seconds = round(time.monotonic() - started, 1)
        if options["json"]:
            self.stdout.write(json.dumps({"loaded": True, **asdict(made), "seconds": seconds}))
        else:
            self.stdout.write(
                f"代表 {made.people} 名，账号 {made.accounts} 个，阵地 {made.venues} 处，"
                f"二维码牌 {made.plates} 块，民情 {made.cases} 件，"
                f"代表建议 {made.suggestions} 件，用时 {seconds} 秒。"
            )

    def _progress(self, percent: int, what: str) -> None:
        self.stderr.write(f"\r{percent:3d}% {what}", ending="" if percent < 100 else "\n")
        self.stderr.flush()
