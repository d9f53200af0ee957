"""What the `lianxin` command says: one plain line at a time, and one line when it fails."""

from __future__ import annotations

import json
import sys


class CommandFailed(Exception):
    """A command cannot go on; its text is one Chinese sentence that says what to do next."""


def say(line: str) -> None:
    """Write one line to the person at the terminal."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def complain(line: str) -> None:
    """Write one line to standard error."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def say_json(value: object) -> None:
    """Write one JSON document for a script."""
    say(json.dumps(value, ensure_ascii=False))
