"""Clients that are slow on purpose: headers or a body that come byte by byte, answers that nobody reads."""

from __future__ import annotations

import socket
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Self

HOST = "127.0.0.1"
_BYTE_EVERY_S = 2.0
# With a form's cookie the server must read the body before it can refuse.
_HEAD = "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: slow\r\nCookie: csrf=" + "a" * 32 + "\r\n"


@dataclass
class _Slow:
    """One connection that never finishes what it began."""

    socket: socket.socket
    kind: str
    began: float
    sent_at: float = 0.0


def _opening(kind: str, path: str) -> bytes:
    if kind == "body":
        head = _HEAD.format(method="POST", path=path)
        return f"{head}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000000\r\n\r\n".encode()
    if kind == "reader":
        return (_HEAD.format(method="GET", path=path) + "\r\n").encode()
    return _HEAD.format(method="GET", path=path).encode()


@dataclass
class SlowCrowd:
    """Many slow connections, opened again as soon as the server cuts them, until stopped."""

    port: int
    many: int
    kinds: tuple[str, ...] = ("headers", "body", "reader", "silent")
    path: str = "/voices/new"
    lives: list[tuple[str, float]] = field(default_factory=list)
    opened: Counter[str] = field(default_factory=Counter)
    stop: Event = field(default_factory=Event)

    def __enter__(self) -> Self:
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self._thread.join(30)

    def _open(self, number: int) -> _Slow | None:
        kind = self.kinds[number % len(self.kinds)]
        try:
            # Ten addresses: a limit per address does not turn the crowd away.
            found = socket.create_connection((HOST, self.port), 1, (f"127.0.1.{number % 10 + 1}", 0))
            found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            if kind != "silent":
                found.sendall(_opening(kind, self.path))
        except OSError:
            return None
        found.setblocking(False)
        self.opened[kind] += 1
        now = time.monotonic()
        return _Slow(found, kind, now, now)

    def _run(self) -> None:
        open_now: list[_Slow] = []
        number = 0
        while not self.stop.is_set():
            while len(open_now) < self.many and not self.stop.is_set():
                number += 1
                made = self._open(number)
                if made is None:
                    break
                open_now.append(made)
            open_now = [one for one in open_now if self._lives(one)]
            self.stop.wait(0.1)
        now = time.monotonic()
        for one in open_now:
            self.lives.append((one.kind, now - one.began))
            one.socket.close()

    def _lives(self, one: _Slow) -> bool:
        """One more byte when it is time; False when the server has ended it."""
        now = time.monotonic()
        try:
            if one.kind != "reader" and one.socket.recv(1) == b"":
                raise ConnectionResetError
        except BlockingIOError:
            pass
        except OSError:
            self.lives.append((one.kind, now - one.began))
            one.socket.close()
            return False
        if one.kind in {"headers", "body"} and now - one.sent_at > _BYTE_EVERY_S:
            one.sent_at = now
            with suppress(OSError):
                one.socket.send(b"X-A: b\r\n" if one.kind == "headers" else b"a")
        return True
