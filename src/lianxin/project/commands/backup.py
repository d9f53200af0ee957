"""`lianxin backup OUT`: everything but the vault's private key, in one file."""

from __future__ import annotations

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path

from lianxin.project.archive import write_archive
from lianxin.project.console import CommandFailed, say, say_json
from lianxin.project.paths import data_dir


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("out", type=Path, help="备份文件，如 lianxin-20260701.tar")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")


def run(args: argparse.Namespace) -> int:
    """Write the archive while the system runs; an existing file is not overwritten."""
    url = os.environ.get("LIANXIN_BACKUP_DATABASE_URL")
    if not url:
        message = "请先设置 LIANXIN_BACKUP_DATABASE_URL(只读备份角色的数据库地址)，见 docs/zh/deploy.md。"
        raise CommandFailed(message)
    out = args.out.absolute()
    if out.exists():
        message = f"{out} 已存在，请换一个文件名。"
        raise CommandFailed(message)
    if not out.parent.is_dir():
        message = f"目录 {out.parent} 不存在，请先创建。"
        raise CommandFailed(message)
    manifest = write_archive(out, url=url, data=data_dir(), at=datetime.now(UTC))
    size = out.stat().st_size
    if args.json:
        say_json({"ok": True, "file": str(out), "size_bytes": size, "rows": manifest.row_count})
    else:
        say(f"已备份到 {out}（{size / 1e6:.1f} MB，{len(manifest.rows)} 张表，{manifest.row_count} 行）。")
        say("身份保险箱的私钥不在备份里：请另外妥善保存，没有它就打不开密封的联系方式。")
    return 0
