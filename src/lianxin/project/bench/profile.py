"""Where a page's CPU time goes; runs inside Django, in one thread and without a server, and prints it.

The process is interrupted as it uses CPU time, and the innermost known frame of its stack says what it was
doing. Nothing is traced, so cheap functions are not made dear, as a tracing profiler makes them.
"""

from __future__ import annotations

import io
import json
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from django.db import connection

from lianxin.project.bench import cpu
from lianxin.project.bench.client import Send
from lianxin.project.console import CommandFailed, say_json

# What a frame means: part of a file's path, and the functions of it that count ("" for all of them).
SESSION, HASHING, TRANSLATION, TEMPLATES, ORM, DRIVER, REST = (
    "session", "hashing", "translation", "templates", "orm", "driver", "rest",
)  # fmt: skip
PARTS = (SESSION, DRIVER, ORM, TEMPLATES, TRANSLATION, HASHING, REST)
# Who acts, and what row-level security is told: wherever it happens on the stack.
_AROUND = (
    ("accounts/sessions.py", frozenset({"load_row"})),
    ("accounts/reads.py", frozenset({"actor_of"})),
    ("kit/scope.py", frozenset({"_state"})),
)
_INNERMOST: tuple[tuple[str, frozenset[str], str], ...] = (
    ("django/utils/translation/", frozenset(), TRANSLATION),
    ("/gettext.py", frozenset(), TRANSLATION),
    ("kit/jinja_env.py", frozenset({"text", "said", "_marked"}), TRANSLATION),
    ("/argon2/", frozenset(), HASHING),
    ("/psycopg", frozenset(), DRIVER),
    ("django/db/backends/", frozenset(), DRIVER),
    ("django/db/", frozenset(), ORM),
    ("/jinja2/", frozenset(), TEMPLATES),
    ("/markupsafe/", frozenset(), TEMPLATES),
)
_INTERVAL_S = 0.001
_WARM_UP = 20


def part_of(frame: FrameType | None) -> str:
    """The part of the work that this stack belongs to."""
    found = ""
    while frame is not None:
        path, name = frame.f_code.co_filename, frame.f_code.co_name
        if any(path.endswith(end) and name in names for end, names in _AROUND):
            return SESSION
        if not found:
            matching = (
                part for mark, names, part in _INNERMOST if mark in path and (not names or name in names)
            )
            found = next(matching, "")
        frame = frame.f_back
    return found or REST


def tell(requests_file: str) -> None:
    """Profile the requests of the file (name → list of requests) and print one line of figures for each."""
    asked = json.loads(Path(requests_file).read_text(encoding="utf-8"))
    say_json([_line(name, [Send(**send) for send in sends]) for name, sends in asked.items()])


def _line(name: str, sends: Sequence[Send]) -> dict[str, object]:
    """Queries and CPU milliseconds of one request; the two measurements share the requests out."""
    warm, rest = sends[:_WARM_UP], sends[_WARM_UP:]
    for send in warm[1:]:
        _ask(send)
    queries = _queries(warm[0])
    half = len(rest) // 2
    backend, before, started = _backend_pid(), cpu.seconds(_backend_pid()), time.process_time()
    for send in rest[:half]:
        _ask(send)
    program = (time.process_time() - started) * 1000 / half
    database = (cpu.seconds(backend) - before) * 1000 / half
    with _sampled() as samples:
        for send in rest[half:]:
            _ask(send)
    taken = sum(samples.values()) or 1
    shares = {part: round(program * samples[part] / taken, 2) for part in PARTS}
    whole = {"database": round(database, 2), "program": round(program, 2)}
    return {"name": name, "queries": queries, **whole, **shares}


@contextmanager
def _sampled() -> Iterator[Counter[str]]:
    samples: Counter[str] = Counter()

    def note(_number: int, frame: FrameType | None) -> None:
        samples[part_of(frame)] += 1

    before = signal.signal(signal.SIGPROF, note)
    signal.setitimer(signal.ITIMER_PROF, _INTERVAL_S, _INTERVAL_S)
    try:
        yield samples
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _backend_pid() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _queries(send: Send) -> int:
    asked = 0

    def counted(execute: Callable[..., object], *arguments: object) -> object:
        nonlocal asked
        asked += 1
        return execute(*arguments)

    with connection.execute_wrapper(counted):
        _ask(send)
    return asked


def _ask(send: Send) -> None:
    """One request through the whole application, as the server would make it."""
    from lianxin.project.wsgi import application

    statuses: list[str] = []

    def start(status: str, _headers: object, _error: object = None) -> Any:
        statuses.append(status)

    answer = application(_environ(send), start)
    for _block in answer:
        pass
    answer.close()
    if not statuses[0].startswith(("200", "302")):
        message = f"{send.path} 回答了 {statuses[0]}，无法测量。"
        raise CommandFailed(message)


def _environ(send: Send) -> dict[str, object]:
    path, _mark, query = send.path.partition("?")
    body = (send.body or "").encode()
    headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in send.headers.items()}
    return headers | {
        "REQUEST_METHOD": "GET" if send.body is None else "POST",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": os.environ.get("LIANXIN_PORT", "80"),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.url_scheme": "http",
        "wsgi.errors": io.StringIO(),
    }
