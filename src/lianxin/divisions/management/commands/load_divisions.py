"""`manage load_divisions`: the shipped places of Yunnan, or another file of the same format."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lianxin.divisions.actions import YUNNAN, import_divisions, read_rows
from lianxin.kernel.actor import Actor, Role
from lianxin.kernel.errors import DomainError
from lianxin.kit.scope import scope


class Command(BaseCommand):
    """Import places; running it again changes nothing."""

    help = "导入行政区划（默认云南省）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A file, and output for scripts."""
        parser.add_argument("file", nargs="?", type=Path, default=YUNNAN)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: object, **options: object) -> None:
        """Read, check, import, report."""
        setup = Actor(role=Role.SYSTEM_ADMIN, source="setup")
        try:
            with scope(setup):
                counts = import_divisions(
                    rows=read_rows(Path(str(options["file"]))), actor=setup, at=timezone.now()
                )
        except (DomainError, OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(asdict(counts)))
        else:
            self.stdout.write(
                f"共 {counts.rows} 个地方："
                f"新增 {counts.created}，更新 {counts.updated}，未变 {counts.unchanged}。"
            )
