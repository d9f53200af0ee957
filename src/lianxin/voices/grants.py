"""What the application role may not do to this room's tables."""

from __future__ import annotations

# The view runs as its owner: written through, it would go round row-level security.
SQL = ("revoke insert, update, delete, truncate on voices_publication from lianxin_app",)
