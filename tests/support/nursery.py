"""Starts workers quickly: the program is loaded once, each line on standard input forks one real `lianxin worker`.

The nursery itself never speaks to the database, so its children share nothing but code.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import traceback

import django

django.setup()

from lianxin.project.commands import worker  # noqa: E402


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            try:
                worker.run(argparse.Namespace(concurrency=1))
            except BaseException:
                traceback.print_exc()
            os._exit(1)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
