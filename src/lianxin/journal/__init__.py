"""Append-only history: one line per action, never changed, never removed."""
