"""The command line of the web server, the same in the demo and in an installation."""

from __future__ import annotations

import contextlib
import socket
import sys

_WORKERS = 2
_THREADS = 2
# Connections one worker accepts at a time, idle ones included; more wait in the socket's own queue. Slow
# clients hold them for as long as headers may take: 500 of them must leave room for others (T45).
_BACKPRESSURE = 1024
_BACKLOG = 2048
_HEADERS_WITHIN_MS = 15_000


def web_command(host: str, port: int, *, workers: int = _WORKERS) -> list[str]:
    """Granian with the WSGI application."""
    return [
        *(sys.executable, "-P", "-m", "granian", "lianxin.project.wsgi:application"),
        *("--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", str(_THREADS)),
        *("--backlog", str(_BACKLOG), "--backpressure", str(_BACKPRESSURE), "--http", "1", "--no-ws"),
        *("--http1-header-read-timeout", str(_HEADERS_WITHIN_MS)),
        *("--respawn-failed-workers", "--respawn-interval", "1.0", "--workers-kill-timeout", "8"),
        *("--log-level", "warning"),
    ]


def port_is_free(host: str, port: int) -> bool:
    """Whether this address can be bound. Granian itself shares ports, so two servers would start silently."""
    with contextlib.closing(socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def answers(host: str, port: int) -> bool:
    """Whether something accepts connections there."""
    try:
        socket.create_connection((host, port), timeout=0.5).close()
    except OSError:
        return False
    return True


def free_port_near(host: str, port: int) -> int:
    """The next port that can be bound."""
    return next(found for found in range(port + 1, port + 200) if port_is_free(host, found))
