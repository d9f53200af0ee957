"""`lianxin docs`: writes the pages of docs/ that are made from the code, or says which are stale."""

from __future__ import annotations

import argparse
import os

import django

from lianxin.project.console import complain, say
from lianxin.project.paths import ROOT


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Only look, or write."""
    parser.add_argument("--check", action="store_true", help="只检查是否过时，不改文件")


def run(args: argparse.Namespace) -> int:
    """Render every generated page; with --check, status 1 when a file differs from what the code says."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.project.settings")
    django.setup()
    from lianxin.project.generated_docs import pages

    stale = []
    for name, text in pages().items():
        file = ROOT / "docs" / name
        if file.exists() and file.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not args.check:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    if stale and args.check:
        complain(f"过时的文档：{'、'.join(stale)}。请运行 ./lianxin docs。")
        return 1
    say(f"已更新 {len(stale)} 页：{'、'.join(stale)}" if stale else "生成的文档都是最新的。")
    return 0
