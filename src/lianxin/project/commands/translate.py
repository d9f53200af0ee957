"""`lianxin translate`: brings the English catalogue's messages to what the sources say now."""

from __future__ import annotations

import argparse

from lianxin.project import translations
from lianxin.project.console import complain, say

_SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Only look, or write."""
    parser.add_argument("--check", action="store_true", help="只检查是否齐全，不改文件")


def run(args: argparse.Namespace) -> int:
    """Update the catalogue; with --check, status 1 when English texts are lacking."""
    if not args.check:
        say(f"已更新 {translations.CATALOGUE}，还缺 {translations.update()} 条英文。")
        return 0
    lacking = translations.missing()
    for line in lacking[:_SHOWN]:
        complain(line)
    if lacking:
        complain(f"还缺 {len(lacking)} 条英文翻译。运行 ./lianxin translate 后补上。")
    else:
        say("翻译齐全。")
    return 1 if lacking else 0
