"""`manage import_file KIND FILE --place CODE`: what `./lianxin import` runs."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lianxin.exchange import engine
from lianxin.exchange.kinds.registry import KINDS
from lianxin.kernel.actor import Actor
from lianxin.kernel.errors import DomainError
from lianxin.kit.scope import scope


class Command(BaseCommand):
    """Import one file; running it again makes nothing twice."""

    help = "导入代表、单位、阵地、入驻、历年民情、历年建议"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What, from where, for which place."""
        parser.add_argument("kind", choices=sorted(KINDS))
        parser.add_argument("file", type=Path)
        parser.add_argument("--place", required=True)
        parser.add_argument("--term", type=int)
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--rows", type=Path)
        parser.add_argument("--rejected", type=Path)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: object, **options: object) -> None:
        """Read, check, import, report."""
        path = Path(str(options["file"]))
        place, term = str(options["place"]), options["term"]
        role = KINDS[str(options["kind"])].acts_as
        setup = Actor(role=role, place=place, source="setup", name="装机")
        order = engine.Order(
            kind=str(options["kind"]), place=place, actor=setup, at=timezone.now(),
            term=int(str(term)) if term is not None else None, may_assume_term=True,
        )  # fmt: skip
        try:
            with scope(setup):
                sheets = engine.sheets_of(path.read_bytes(), path.name)
                report = engine.run(path.name, sheets, order, dry_run=bool(options["dry_run"]))
        except (DomainError, OSError) as error:
            raise CommandError(str(error)) from error
        self._hand_out(report, options)

    def _hand_out(self, report: engine.Report, options: dict[str, object]) -> None:
        if options["rows"]:
            with Path(str(options["rows"])).open("w", encoding="utf-8") as out:
                out.writelines(
                    json.dumps(row, ensure_ascii=False) + "\n" for row in engine.normalised(report)
                )
        if options["rejected"]:
            from lianxin.exchange import workbooks

            Path(str(options["rejected"])).write_bytes(workbooks.rejected(report))
        if report.assumed_term is not None:
            self.stderr.write(f"文件里没有写第几届，先记在第 {report.assumed_term} 届；可以用 --term 写明。")
        told = report.as_dict()
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        self.stdout.write(
            f"共 {told['rows']} 行：接收 {told['accepted']}，退回 {told['rejected']}；"
            f"新增 {told['created']}，更新 {told['updated']}，未变 {told['unchanged']}。"
        )
        for problem in list(report.problems())[:50]:
            self.stdout.write(
                f"  {problem['sheet']} 第 {problem['row']} 行 {problem['column']}：{problem['problem']}"
                f"（{problem['value']}）"
            )
