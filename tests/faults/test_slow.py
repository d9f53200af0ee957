"""Slow clients do not hold up others: at our own server, and behind the nginx of deploy/. Source: T45."""

from __future__ import annotations

import getpass
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest
from support.light import light_site
from support.scale import NIGHTLY, note, scaled
from support.slow import SlowCrowd

from lianxin.project.bench.client import HOST
from lianxin.project.postgres import Server
from lianxin.project.web import answers, free_port_near

pytestmark = [pytest.mark.fault, pytest.mark.timeout(900 if NIGHTLY else 600)]
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
CONF = Path(__file__).parents[2] / "deploy" / "nginx.conf"


@pytest.fixture(scope="module")
def port(
    server: Server, template: str, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[int]:
    with light_site(server, template, tmp_path_factory.mktemp("slow"), django_db_blocker) as site:
        yield site.port


def visits(port: int, seconds: float) -> list[float]:
    """How long somebody else waits for an answer, again and again; a failed visit is endless."""
    waited = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.monotonic()
        connection = HTTPConnection(HOST, port, timeout=10)
        try:
            connection.request("GET", "/alive")
            assert connection.getresponse().status == 204
            waited.append(time.monotonic() - began)
        except (OSError, HTTPException):
            waited.append(float("inf"))
        finally:
            connection.close()
        time.sleep(0.1)
    return sorted(waited)


def p95(times: list[float]) -> float:
    return times[int(len(times) * 0.95)]


def test_five_hundred_slow_connections_leave_the_server_to_others(port: int) -> None:
    lasting = scaled(5.0, 60.0)
    with SlowCrowd(port, scaled(500, 500), ("headers", "silent", "reader")) as crowd:
        time.sleep(2)
        times = visits(port, lasting)
    assert p95(times) < 1, times
    note(
        "T45", f"direct, {lasting:.0f} s: others p95 {p95(times) * 1000:.0f} ms, {cut_within(crowd, lasting)}"
    )


def cut_within(crowd: SlowCrowd, lasting: float) -> str:
    """What was seen of the server cutting slow headers: a run shorter than the limit cannot see it."""
    if lasting < 45:
        return "too short to see slow headers cut"
    longest = max(life for kind, life in crowd.lives if kind in {"headers", "silent"})
    assert longest < 30
    return f"slow headers cut within {longest:.0f} s ({crowd.opened.total()} connections opened)"


@contextmanager
def behind_nginx(folder: Path, upstream: int) -> Iterator[int]:
    """The documented configuration, without its certificate and on a free port."""
    port = free_port_near(HOST, upstream)
    text = CONF.read_text(encoding="utf-8").replace("127.0.0.1:8000", f"{HOST}:{upstream}")
    text = re.sub(r"server \{\s+listen 80;.*?\n\}\n", "", text, flags=re.DOTALL)
    text = re.sub(r"^\s*(ssl_|listen \[::\]).*\n", "", text, flags=re.MULTILINE)
    text = text.replace("listen 443 ssl http2;", f"listen {HOST}:{port};")
    text = text.replace("lianxin.example.gov.cn", HOST).replace("/var/log/nginx/lianxin.log", "access.log")
    paths = "".join(
        f"{kind}_temp_path {kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = (
        f"user {getpass.getuser()}; daemon off; pid pid; error_log error.log; worker_processes 1; events {{ worker_connections 4096; }}\n"
        f"http {{ {paths}\n{text}\n}}\n"
    )
    (folder / "nginx.conf").write_text(whole, encoding="utf-8")
    assert NGINX
    command = [NGINX, "-p", str(folder), "-c", "nginx.conf", "-e", "error.log"]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 20
        while not answers(HOST, port):
            assert process.poll() is None, (folder / "error.log").read_text()
            assert time.monotonic() < until
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(20)


@pytest.mark.skipif(not NGINX, reason="no nginx here: apt-get install nginx")
def test_slow_bodies_end_at_nginx(port: int, tmp_path: Path) -> None:
    """Our own server has four threads, and one that reads a body waits for it: nginx collects bodies first."""
    lasting = scaled(5.0, 60.0)
    with behind_nginx(tmp_path, port) as front, SlowCrowd(front, 500, ("headers", "body", "silent")) as crowd:
        time.sleep(2)
        times = visits(front, lasting)
    assert p95(times) < 1, times
    seen = cut_within(crowd, lasting)
    note(
        "T45",
        f"behind nginx with slow bodies, {lasting:.0f} s: others p95 {p95(times) * 1000:.0f} ms, {seen}",
    )
    with suppress(OSError), socket.create_connection((HOST, port), 5):
        assert answers(HOST, port)
