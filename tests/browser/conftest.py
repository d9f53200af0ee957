"""A whole site for the browser: own database copy, invented data, web server, job worker, vault, Chromium.

Marked `browser`. Without Chromium the tests are skipped with a reason that names what to install.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright
from support.browser import Site, Visitors
from support.databases import clone, drop, run_name
from support.light import AGAIN

from lianxin.project import prepare, web
from lianxin.vault.keys import create_key_file, public_key_of

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site(server: Any, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The tiny demo, served for real."""
    name = f"browser_{run_name()}"
    clone(server, template, name)
    folder = tmp_path_factory.mktemp("site")
    create_key_file(folder / "vault.key")
    port = free_port()
    environment = prepare.base_environment() | {
        "DATABASE_URL": server.dsn("lianxin_app", name),
        "LIANXIN_DATA": str(folder),
        "LIANXIN_STATIC_ROOT": str(folder / "static"),
        "LIANXIN_DEMO": "1",
        "LIANXIN_HOST": "127.0.0.1",
        "LIANXIN_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "LIANXIN_SECRET_KEY": "browser-tests",
        "LIANXIN_VAULT_PUBLIC_KEY": public_key_of(folder / "vault.key"),
        "LIANXIN_VAULT_SOCKET": str(folder / "v.sock"),
    }
    prepare.compile_messages()
    prepare.manage("collectstatic", "--noinput", "-v0", environment=environment, doing="收集静态文件")
    prepare.manage(
        "load_demo", "--place", "5323", "--size", "tiny", environment=environment, doing="生成演示数据"
    )
    accounts = json.loads(
        prepare.manage("demo_accounts", "--json", environment=environment, doing="列出账号")
    )
    vault = environment | {
        "LIANXIN_VAULT_DATABASE_URL": server.dsn("lianxin_vault", name),
        "LIANXIN_VAULT_KEY_FILE": str(folder / "vault.key"),
    }
    log = (folder / "log").open("wb")
    commands = [
        ([*AGAIN, *prepare.lianxin_command("vaultd")], vault),
        ([*AGAIN, *prepare.lianxin_command("worker")], environment),
        (web.web_command("127.0.0.1", port, workers=1), environment),
    ]
    children = [
        subprocess.Popen(command, env=env, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
        for command, env in commands
    ]
    try:
        deadline = time.monotonic() + 30
        while not web.answers("127.0.0.1", port):
            assert time.monotonic() < deadline, (folder / "log").read_text()
            time.sleep(0.1)
        yield Site(f"http://127.0.0.1:{port}", accounts, environment)
    finally:
        for child in children:
            child.terminate()
        for child in children:
            with suppress(subprocess.TimeoutExpired):
                child.wait(10)
            with suppress(ProcessLookupError):
                os.killpg(child.pid, 9)
        log.close()
        drop(server, name)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Ended with the module: its event loop would forbid later tests of this process the database."""
    if not CHROMIUM:
        pytest.skip("no chromium here: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield chromium
    chromium.close()


@pytest.fixture
def visitor(browser: Browser, site: Site) -> Iterator[Visitors]:
    visitors = Visitors(browser, site)
    yield visitors
    visitors.close()


@pytest.fixture(autouse=True)
def _all_are_browser_tests(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("browser"), "mark it: pytestmark = pytest.mark.browser"
