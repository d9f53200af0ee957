"""The application role may add to the journal and read it, nothing else."""

from __future__ import annotations

SQL = ("revoke update, delete, truncate on journal_entry from lianxin_app",)
