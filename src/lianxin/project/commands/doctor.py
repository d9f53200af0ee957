"""`lianxin doctor`: says in plain words what is wrong with this machine and what to do about it."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import psycopg

from lianxin.project import postgres
from lianxin.project.console import CommandFailed, say, say_json
from lianxin.project.paths import data_dir
from lianxin.project.web import free_port_near, port_is_free

_MIN_PYTHON = (3, 11)
_MIN_DISK_BYTES = 2_000_000_000
_MIN_MEMORY_KB = 1_500_000
_MIN_SERVER = 150000
_OLDEST_CLOCK = datetime(2025, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: fine or not, and when not, what to do."""

    name: str
    ok: bool
    text: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which port the demo or the service will use."""
    parser.add_argument("--port", type=int, default=8000, help="要使用的端口（默认 8000）")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")


def run(args: argparse.Namespace) -> int:
    """Look at everything; status 1 when something must be mended."""
    findings = list(look(args.port))
    if args.json:
        say_json({"ok": all(f.ok for f in findings), "findings": [asdict(f) for f in findings]})
    else:
        for finding in findings:
            say(f"{'✓' if finding.ok else '✗'} {finding.name}：{finding.text}")
        bad = sum(not finding.ok for finding in findings)
        say(f"\n发现 {bad} 个问题，请按上面的提示处理。" if bad else "\n一切正常。")
    return 0 if all(finding.ok for finding in findings) else 1


def look(port: int) -> Iterator[Finding]:
    """All findings, in the order a person would mend them."""
    checks: list[Callable[[], Finding]] = [
        _python,
        _write_permission,
        _disk,
        _memory,
        _clock,
        lambda: _port(port),
    ]
    for check in checks:
        yield check()
    if os.environ.get("DATABASE_URL"):
        for name, role in (("DATABASE_URL", "lianxin_app"), ("LIANXIN_OWNER_DATABASE_URL", "lianxin_owner")):
            if url := os.environ.get(name):
                yield _database(name, url, role)
    else:
        yield _system_user()
        yield _binaries()


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < _MIN_PYTHON:
        return Finding(
            "Python", ok=False, text=f"{version} 太旧，请安装 3.11 或更新版本，并删除 .venv 后重试。"
        )
    return Finding("Python", ok=True, text=version)


def _write_permission() -> Finding:
    folder = data_dir()
    probe = folder / f".doctor-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        text = f"不能写入 {folder}（{error.strerror}）。请改其所有者，或把 LIANXIN_DATA 设为可写的目录。"
        return Finding("数据目录", ok=False, text=text)
    return Finding("数据目录", ok=True, text=f"{folder} 可写")


def _disk() -> Finding:
    folder = data_dir()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    text = f"{folder} 剩余 {free / 1e9:.1f} GB"
    if free < _MIN_DISK_BYTES:
        return Finding(
            "磁盘", ok=False, text=f"{text}，不足 2 GB。请清理磁盘，或把 LIANXIN_DATA 设到更大的分区。"
        )
    return Finding("磁盘", ok=True, text=text)


def _memory() -> Finding:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return Finding("内存", ok=True, text="这个系统没有 /proc/meminfo，未检查")
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    available = kilobytes.get("MemAvailable", 0)
    text = f"可用 {available / 1e6:.1f} GB"
    if available < _MIN_MEMORY_KB:
        return Finding("内存", ok=False, text=f"{text}，不足 1.5 GB，运行会很慢。请关闭其他程序或增加内存。")
    return Finding("内存", ok=True, text=text)


def _clock() -> Finding:
    now = datetime.now(UTC)
    try:
        zone = ZoneInfo("Asia/Shanghai")
    except ZoneInfoNotFoundError:
        return Finding("时间", ok=False, text="系统缺少时区数据。请安装 tzdata(apt install tzdata)。")
    local = now.astimezone(zone)
    if now < _OLDEST_CLOCK or local.utcoffset() != timedelta(hours=8):
        text = f"系统时钟是 {local:%Y-%m-%d %H:%M}，会算错期限。请开启时间同步：timedatectl set-ntp true。"
        return Finding("时间", ok=False, text=text)
    return Finding("时间", ok=True, text=f"北京时间 {local:%Y-%m-%d %H:%M}")


def _port(port: int) -> Finding:
    if port_is_free("127.0.0.1", port):
        return Finding("端口", ok=True, text=f"{port} 可用")
    other = free_port_near("127.0.0.1", port)
    text = f"{port} 已被占用（若是正在运行的演示，则无妨）。可以换一个：--port {other}"
    return Finding("端口", ok=False, text=text)


def _system_user() -> Finding:
    if os.geteuid() != 0:
        return Finding("系统用户", ok=True, text="普通用户，可直接运行内置数据库")
    if postgres.namespaces_work():
        return Finding("系统用户", ok=True, text="root，内置数据库在用户命名空间里运行")
    if shutil.which("setpriv"):
        return Finding("系统用户", ok=True, text="root，没有用户命名空间，内置数据库以 nobody 身份运行")
    text = "root，但没有用户命名空间和 setpriv，内置数据库无法运行。请改用普通用户，或安装 util-linux。"
    return Finding("系统用户", ok=False, text=text)


def _binaries() -> Finding:
    try:
        server = postgres.locate(data_dir() / "demo")
    except CommandFailed as failure:
        return Finding("数据库程序", ok=False, text=str(failure))
    except (OSError, subprocess.SubprocessError) as error:
        text = f"PostgreSQL 不能运行（{error}）。请安装 15 或更新版本，并设置 LIANXIN_POSTGRES_BIN。"
        return Finding("数据库程序", ok=False, text=text)
    state = {"running": "正在运行", "stopped": "已停止", "absent": "尚未建立"}[postgres.status(server)]
    return Finding(
        "数据库程序", ok=True, text=f"PostgreSQL {server.major}（{server.bin_dir}），演示数据库{state}"
    )


def _database(name: str, url: str, role: str) -> Finding:
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            version = connection.info.server_version
            row = connection.execute(
                "select rolsuper, rolbypassrls, current_user::text from pg_roles where rolname = current_user"
            ).fetchone()
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0]
        text = f"连不上（{reason}）。请检查地址、密码、防火墙，以及数据库是否在运行。"
        return Finding(name, ok=False, text=text)
    if version < _MIN_SERVER:
        text = f"PostgreSQL {version // 10000} 太旧，需要 15 或更新版本，请升级数据库。"
        return Finding(name, ok=False, text=text)
    if row is None or row[0] or row[1]:
        user = row[2] if row else "?"
        text = (
            f"{user} 是超级用户或能绕过行级安全，数据隔离会失效。请改用 {role} 角色（见 docs/zh/deploy.md）。"
        )
        return Finding(name, ok=False, text=text)
    return Finding(name, ok=True, text=f"PostgreSQL {version // 10000}，角色 {row[2]}")
