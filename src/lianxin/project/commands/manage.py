"""`lianxin manage ...`: Django's own commands with our settings."""

from __future__ import annotations

import argparse
import os

from django.core.management import execute_from_command_line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing of our own: everything goes to Django."""
    parser.add_argument("arguments", nargs=argparse.REMAINDER)


def run(args: argparse.Namespace) -> int:
    """Run one Django command in this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.project.settings")
    execute_from_command_line(["./lianxin manage", *args.arguments])
    return 0
