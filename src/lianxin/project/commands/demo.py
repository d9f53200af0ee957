"""`lianxin demo`: a whole prefecture on this machine, with its own database, on loopback only."""

from __future__ import annotations

import argparse
import fcntl
import secrets
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from lianxin.project import postgres, prepare
from lianxin.project.console import CommandFailed, say
from lianxin.project.paths import data_dir
from lianxin.project.supervisor import Child, Supervisor
from lianxin.project.web import answers, free_port_near, port_is_free, web_command
from lianxin.vault.keys import create_key_file, public_key_of

_HOST = "127.0.0.1"
_PORT_PATIENCE_S = 5.0
_PATIENCE = {"medium": "首次约需两三分钟", "large": "首次约需十分钟", "prefecture": "首次约需三五分钟"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Port, place and size."""
    parser.add_argument("--port", type=int, default=8000, help="端口（默认 8000）")
    parser.add_argument("--place", default="5323", help="州市代码（默认 5323 楚雄州）")
    parser.add_argument(
        "--size",
        default="small",
        choices=["small", "medium", "large", "prefecture"],
        help="数据多少（默认 small；prefecture 是全州：1300 处阵地、1 万名代表、6 万件民情）",
    )
    parser.add_argument("--reset", action="store_true", help="先删除原有的演示数据")


def run(args: argparse.Namespace) -> int:
    """Prepare what is not ready, serve until Ctrl-C, and leave no process behind."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    data = data_dir() / "demo"
    with _only_one(data):
        _require_port(args.port)
        if args.reset:
            _forget(data)
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        say("正在启动数据库……")
        server = postgres.ensure(data)
        try:
            return _serve(args, data, server)
        finally:
            postgres.stop(server)


def _serve(args: argparse.Namespace, data: Path, server: postgres.Server) -> int:
    web = _environment(args.port, data, server)
    _prepare(args, data, web, server)
    accounts = prepare.manage("demo_accounts", environment=web, doing="列出演示账号").strip()
    vault = web | {
        "LIANXIN_VAULT_DATABASE_URL": server.dsn("lianxin_vault"),
        "LIANXIN_VAULT_KEY_FILE": str(data / "keys" / "vault.key"),
        "LIANXIN_VAULT_SPOOL": str(data / "outlet.sqlite3"),
    }
    logs = data / "log"
    children = [
        Child("vaultd", "身份保险箱", prepare.lianxin_command("vaultd"), vault, logs / "vaultd.log"),
        Child("worker", "后台任务", prepare.lianxin_command("worker"), web, logs / "worker.log"),
        Child("web", "网页服务", web_command(_HOST, args.port), web, logs / "web.log"),
    ]

    def announce() -> None:
        say(f"\n  演示已就绪：http://{_HOST}:{args.port}/\n")
        say(f"{accounts}\n\n按 Ctrl-C 结束。日志在 {logs}")

    say("正在启动服务……")
    return Supervisor(children, server, announce, lambda: answers(_HOST, args.port)).run()


def _prepare(args: argparse.Namespace, data: Path, web: dict[str, str], server: postgres.Server) -> None:
    """Schema, translations, static files and invented data: each only when it is not there yet."""
    prepare.compile_messages()
    prepare.collect_static(data, web)
    schema, total = prepare.Stamp(data, f"schema{server.major}"), prepare.code_sum()
    if not schema.is_current(total):
        say("正在建立数据库结构……")
        prepare.migrate(web | {"LIANXIN_OWNER_DATABASE_URL": server.dsn("lianxin_owner")})
        schema.write(total)
    wanted = f"{args.place} {args.size}"
    loaded = data / "stamps" / f"place{server.major}"
    stories, story = prepare.Stamp(data, f"stories{server.major}"), prepare.story_sum()
    if loaded.exists():
        kept = loaded.read_text(encoding="utf-8")
        if kept != wanted:
            say(f"继续使用已有的演示数据（{kept}）；要换成 {wanted}，请加 --reset。")
        if not stories.is_current(story):
            say("这份演示数据是以前的版本生成的，新功能的页面可能是空的；加 --reset 重新生成。")
        return
    say(f"正在生成演示数据（{_PATIENCE.get(args.size, '首次约需一分钟')}）……")
    options = ["--place", args.place, "--size", args.size, "--if-empty"]
    # A whole prefecture is copied in past row-level security; only the demo's own server lets this in.
    url = server.dsn(postgres.SUPERUSER) if args.size == "prefecture" else server.dsn("lianxin_app")
    environment = web | {"DATABASE_URL": url}
    prepare.manage_aloud("load_demo", *options, environment=environment, doing="生成演示数据")
    stories.write(story)
    loaded.write_text(wanted, encoding="utf-8")


def _environment(port: int, data: Path, server: postgres.Server) -> dict[str, str]:
    """What the web and worker processes know: the application role and the public key, no more."""
    return prepare.base_environment() | {
        "DATABASE_URL": server.dsn("lianxin_app"),
        "LIANXIN_DATA": str(data),
        "LIANXIN_STATIC_ROOT": str(data / "static"),
        "LIANXIN_DEMO": "1",
        "LIANXIN_TOUR_FIRST": "1",
        "LIANXIN_HOST": _HOST,
        "LIANXIN_PUBLIC_URL": f"http://{_HOST}:{port}",
        "LIANXIN_SECRET_KEY": _secret_key(data / "keys"),
        "LIANXIN_SMS_GATEWAY": "ledger",
        "LIANXIN_MAIL_GATEWAY": "ledger",
        "LIANXIN_VAULT_PUBLIC_KEY": _vault_public_key(data / "keys"),
        "LIANXIN_VAULT_SOCKET": str(server.socket_dir / "vault.sock"),
    }


def _secret_key(keys: Path) -> str:
    return _kept(keys / "secret.key", _write_secret).read_text(encoding="ascii")


def _vault_public_key(keys: Path) -> str:
    return public_key_of(_kept(keys / "vault.key", create_key_file))


def _kept(file: Path, make: Callable[[Path], object]) -> Path:
    """A private file, made on the first start; a killed start never leaves half of one."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        half_written = file.with_suffix(".new")
        half_written.unlink(missing_ok=True)
        make(half_written)
        half_written.replace(file)
    return file


def _write_secret(file: Path) -> None:
    file.touch(mode=0o600)
    file.write_text(secrets.token_urlsafe(48), encoding="ascii")


def _require_port(port: int) -> None:
    """Wait a moment for an earlier demo that is still stopping, then say which port is free."""
    deadline = time.monotonic() + _PORT_PATIENCE_S
    while not port_is_free(_HOST, port):
        if time.monotonic() > deadline:
            other = free_port_near(_HOST, port)
            message = f"端口 {port} 已被别的程序占用。请换一个：./lianxin demo --port {other}"
            raise CommandFailed(message)
        time.sleep(0.25)


@contextmanager
def _only_one(data: Path) -> Iterator[None]:
    """Hold the demo's lock; the kernel lets go of it when this process ends, however it ends."""
    file = data.parent / "demo.lock"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock = file.open("w", encoding="utf-8")
    except PermissionError as error:
        message = f"没有权限写入 {error.filename}。请把 LIANXIN_DATA 设为自己可写的目录。"
        raise CommandFailed(message) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"{data} 的演示已经在运行。请先在它的终端按 Ctrl-C，或用 LIANXIN_DATA 另选目录。"
            raise CommandFailed(message) from error
        yield


def _forget(data: Path) -> None:
    if data.exists():
        postgres.stop(postgres.locate(data))
        shutil.rmtree(data)
        say("已删除原有的演示数据。")


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
