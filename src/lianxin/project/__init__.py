"""Settings, URLs, wiring and the `lianxin` command: the one place that knows every room."""
