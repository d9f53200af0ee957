"""Rows are added and read: the application role neither changes nor removes them."""

from __future__ import annotations

SQL = (
    "revoke update, delete, truncate on attachments_attachment from lianxin_app",
    # The view runs as its owner: written through, it would go round row-level security.
    "revoke insert, update, delete, truncate on attachments_kept from lianxin_app",
)
