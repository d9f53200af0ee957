"""`python -m lianxin COMMAND`, started by `./lianxin`."""

from __future__ import annotations

import sys

from lianxin.project.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
