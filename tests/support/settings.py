"""The product's settings with the demo's pages, read by pytest before any conftest.py is."""

import os

os.environ.setdefault("LIANXIN_SECRET_KEY", "tests-only")
os.environ["LIANXIN_DEMO"] = "1"

from lianxin.project.settings import *  # noqa: F403
