"""The web entry point: `granian --interface wsgi lianxin.project.wsgi:application`."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.project.settings")
application = get_wsgi_application()
# All views are loaded before the first visitor comes. What is loaded now stays for good, and a page leaves
# ten thousands of short-lived objects but hardly a cycle: the collector may look less often.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
