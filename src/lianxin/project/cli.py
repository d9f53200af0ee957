"""The `lianxin` command: one subcommand per file in `commands/`, each with add_arguments and run.

A command's module is imported only when it is used, so that `help` answers at once: its one line stands here.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

from lianxin.project.console import CommandFailed, complain, say, say_json

# In the order in which `help` lists them: for everybody, for a developer, for an installation.
COMMANDS: dict[str, str] = {
    "demo": "在本机打开演示：http://127.0.0.1:8000(Ctrl-C 结束)",
    "doctor": "检查这台机器，用平常话说明有什么问题、怎样解决",
    "help": "列出所有命令",
    "test": "安装测试所需、运行全部检查和测试",
    "check": "运行代码检查（格式、类型、分层、模板、迁移、文档、翻译）",
    "bench": "测量性能",
    "nightly": "按完整次数运行故障和攻击测试，写出 docs/quality/nightly.md",
    "docs": "生成 docs/ 中由代码得出的页面",
    "translate": "从源代码更新英文翻译目录",
    "serve": "正式运行：网页服务",
    "worker": "正式运行：后台任务",
    "vaultd": "正式运行：身份保险箱",
    "courier": "正式运行：把给群众的短信提醒交给短信平台",
    "migrate": "安装或升级：更新数据库结构与静态文件",
    "createadmin": "创建第一位管理员",
    "backup": "备份数据库和文件到一个文件",
    "restore": "把备份恢复到空数据库并核对",
    "import": "导入数据（其他省份的行政区划等）",
    "manage": "转给 Django 的管理命令",
}
_RAW = {"manage"}


class Command(Protocol):
    """What a module in `commands/` offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """State the command's options."""

    def run(self, args: argparse.Namespace) -> int:
        """Do it; returns the exit status."""


def load(name: str) -> Command:
    """The module of one command."""
    module = "import_" if name == "import" else name
    return cast("Command", import_module(f"lianxin.project.commands.{module}"))


def main(arguments: Sequence[str]) -> int:
    """Run one command; a failure is one line on standard error and a non-zero status."""
    name = arguments[0] if arguments else "help"
    if name in {"help", "-h", "--help"}:
        return _help(arguments[1:])
    if name not in COMMANDS:
        complain(f"没有“{name}”这个命令。运行 ./lianxin help 查看所有命令。")
        return 2
    command = load(name)
    if name in _RAW:
        return _run(command, argparse.Namespace(arguments=list(arguments[1:])))
    parser = argparse.ArgumentParser(prog=f"./lianxin {name}", description=COMMANDS[name])
    command.add_arguments(parser)
    return _run(command, parser.parse_args(arguments[1:]))


def _run(command: Command, args: argparse.Namespace) -> int:
    try:
        return command.run(args)
    except CommandFailed as failure:
        if os.environ.get("LIANXIN_DEBUG") == "1":
            raise
        if getattr(args, "json", False):
            say_json({"ok": False, "error": str(failure)})
        complain(f"lianxin: {failure}")
        return 1
    except KeyboardInterrupt:
        complain("lianxin: 已中断。")
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except Exception as error:
        if os.environ.get("LIANXIN_DEBUG") == "1":
            raise
        complain(f"lianxin: {type(error).__name__}: {error}（设 LIANXIN_DEBUG=1 可看经过）")
        return 1


def _help(arguments: Sequence[str]) -> int:
    if arguments and arguments[0] in COMMANDS and arguments[0] not in {"help", *_RAW}:
        return main([arguments[0], "--help"])
    say("连心桥 Lianxin：人大代表联系群众的平台\n")
    say("用法：./lianxin 命令 [选项]    （./lianxin 命令 --help 看选项）\n")
    for name, text in COMMANDS.items():
        say(f"  {name:<12} {text}")
    say("\n正式安装请看 docs/zh/deploy.md。出错时设 LIANXIN_DEBUG=1 可看详细经过。")
    return 0
