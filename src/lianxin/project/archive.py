"""A whole installation in one file: database, uploaded files, and a manifest that proves they are complete.

The tar holds `manifest.json`, `database.dump` (pg_dump, custom format) and `files/…`. Rows are counted in the
very snapshot that is dumped. The private key of the identity vault is never in it, on purpose.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg import sql

from lianxin.project import postgres
from lianxin.project.console import CommandFailed

_FORMAT = 1
_MANIFEST, _DUMP = "manifest.json", "database.dump"
_TABLES = """
select format('%I.%I', schemaname, tablename) from pg_tables
where schemaname not in ('pg_catalog', 'information_schema') order by 1
"""
# A newer pg_restore states this setting, which servers before 17 do not know.
_UNKNOWN_BEFORE_17 = "SET transaction_timeout = 0;\n"
_KNOWS_TRANSACTION_TIMEOUT = 17


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive claims to hold."""

    format: int
    made_at: str
    server_version: int
    tool_version: int
    sums: dict[str, str]
    rows: dict[str, int]

    @property
    def row_count(self) -> int:
        """All rows of all tables."""
        return sum(self.rows.values())


def write_archive(out: Path, *, url: str, data: Path, at: datetime) -> Manifest:
    """Copy the database and `data`/files into `out`; the file appears only when it is complete.

    `url` must belong to a role that row-level security does not filter (BYPASSRLS); else it fails.
    """
    half_written = out.with_name(f".{out.name}.new")
    with tempfile.TemporaryDirectory(prefix="lianxin-backup-", dir=out.parent) as folder:
        dump = Path(folder) / _DUMP
        with _snapshot(url) as (connection, name):
            rows = _count_rows(connection)
            version = connection.info.server_version // 10000
            options = ["--format=custom", "--no-owner", f"--snapshot={name}", f"--file={dump}"]
            _tool("pg_dump", version, [*options, url], "备份数据库")
        members = {_DUMP: dump} | {f"files/{name}": file for name, file in _uploaded(data)}
        sums = {name: _sum(file) for name, file in members.items()}
        tool = postgres.major_version(_find_tool("pg_dump", version))
        manifest = Manifest(_FORMAT, at.isoformat(), version, tool, sums, rows)
        with tarfile.open(half_written, "w") as tar:
            _add_text(tar, _MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
            for name, file in members.items():
                tar.add(file, name)
    half_written.chmod(0o600)
    half_written.replace(out)
    return manifest


def read_archive(source: Path, *, owner_url: str, url: str, data: Path) -> Manifest:
    """Restore into an empty database and an empty files folder, then verify sums and row counts.

    `owner_url` becomes the owner of everything; `url` counts the rows (BYPASSRLS).
    """
    with tempfile.TemporaryDirectory(prefix="lianxin-restore-", dir=source.parent) as folder:
        inside = Path(folder)
        with tarfile.open(source) as tar:
            tar.extractall(inside, filter="data")
        manifest = _verified(inside)
        _require_empty(owner_url, data)
        _restore_database(inside / _DUMP, owner_url, manifest.tool_version)
        _compare_rows(url, manifest)
        if (inside / "files").exists():
            shutil.copytree(inside / "files", data / "files", dirs_exist_ok=True)
    return manifest


def _verified(inside: Path) -> Manifest:
    try:
        told = json.loads((inside / _MANIFEST).read_text(encoding="utf-8"))
        manifest = Manifest(**told)
    except (OSError, ValueError, TypeError) as error:
        message = "这不是本系统的备份文件，或它已损坏（清单读不出来）。"
        raise CommandFailed(message) from error
    if manifest.format != _FORMAT:
        message = f"备份格式 {manifest.format} 不是这个版本能恢复的（{_FORMAT}）。请用生成它的版本恢复。"
        raise CommandFailed(message)
    for name, total in manifest.sums.items():
        if not (inside / name).is_file() or _sum(inside / name) != total:
            message = f"备份不完整：{name} 与清单不符，没有恢复任何内容。请换一份备份。"
            raise CommandFailed(message)
    return manifest


def _require_empty(owner_url: str, data: Path) -> None:
    with _connected(owner_url) as connection:
        if connection.execute(_TABLES).fetchone() is not None:
            message = "目标数据库里已有数据。恢复只在空数据库进行，请先新建一个空数据库。"
            raise CommandFailed(message)
    if any(_uploaded(data)):
        message = f"{data / 'files'} 里已有文件。请先把它移到别处再恢复。"
        raise CommandFailed(message)


def _restore_database(dump: Path, owner_url: str, tool_version: int) -> None:
    with _connected(owner_url) as connection:
        version = connection.info.server_version // 10000
    script = dump.with_suffix(".sql")
    # An older pg_restore cannot read what a newer pg_dump wrote, whatever the server's version.
    needed = max(version, tool_version)
    _tool("pg_restore", needed, ["--no-owner", f"--file={script}", str(dump)], "读取备份")
    if version < _KNOWS_TRANSACTION_TIMEOUT:
        _drop_line(script, _UNKNOWN_BEFORE_17)
    options = [
        "-X",
        "-q",
        "-v",
        "ON_ERROR_STOP=1",
        "--single-transaction",
        "-f",
        str(script),
        "-d",
        owner_url,
    ]
    _tool("psql", needed, options, "恢复数据库")


def _drop_line(script: Path, unwanted: str) -> None:
    trimmed = script.with_suffix(".trimmed")
    with script.open("rb") as source, trimmed.open("wb") as target:
        for line in source:
            if line == unwanted.encode():
                break
            target.write(line)
        shutil.copyfileobj(source, target)
    trimmed.replace(script)


def _compare_rows(url: str, manifest: Manifest) -> None:
    with _snapshot(url) as (connection, _name):
        found = _count_rows(connection)
    wrong = [table for table, count in manifest.rows.items() if found.get(table) != count]
    if wrong:
        message = f"恢复后的行数与清单不符：{'、'.join(wrong[:5])}。请不要使用这个数据库，并换一份备份重试。"
        raise CommandFailed(message)


def _count_rows(connection: psycopg.Connection[tuple[object, ...]]) -> dict[str, int]:
    tables = [str(row[0]) for row in connection.execute(_TABLES)]
    counted = {}
    for table in tables:
        row = connection.execute(sql.SQL("select count(*) from {}").format(sql.SQL(table))).fetchone()
        counted[table] = int(str(row[0])) if row else 0
    return counted


@contextmanager
def _snapshot(url: str) -> Iterator[tuple[psycopg.Connection[tuple[object, ...]], str]]:
    """One repeatable-read transaction that others may join by name, and that refuses to be filtered."""
    with closing(_connected(url)) as connection:
        connection.autocommit = True
        connection.execute("begin isolation level repeatable read, read only")
        # With this off, a filtered query is an error instead of a silently smaller copy.
        connection.execute("set local row_security = off")
        row = connection.execute("select pg_export_snapshot()").fetchone()
        yield connection, str(row[0]) if row else ""


def _connected(url: str) -> psycopg.Connection[tuple[object, ...]]:
    try:
        return psycopg.connect(url, connect_timeout=10)
    except psycopg.OperationalError as error:
        message = f"连不上数据库：{str(error).strip().splitlines()[0]}"
        raise CommandFailed(message) from error


def _uploaded(data: Path) -> Iterable[tuple[str, Path]]:
    files = data / "files"
    return [(str(file.relative_to(files)), file) for file in sorted(files.rglob("*")) if file.is_file()]


def _sum(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    content = text.encode()
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    tar.addfile(entry, io.BytesIO(content))


def _tool(program: str, at_least: int, arguments: list[str], doing: str) -> None:
    path = _find_tool(program, at_least)
    done = subprocess.run(
        [path, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        message = f"{doing}失败：{lines[0] if lines else '没有输出'}"
        raise CommandFailed(message)


def _find_tool(program: str, at_least: int) -> Path:
    """The first program of that major version or newer; the wheel's come last, because they have no TLS."""
    folders = [Path(given)] if (given := os.environ.get("LIANXIN_POSTGRES_BIN")) else []
    installed = Path("/usr/lib/postgresql").glob("[0-9]*/bin")
    folders += sorted(installed, key=lambda folder: int(re.sub(r"\D", "", folder.parent.name)), reverse=True)
    if found := shutil.which(program):
        folders.append(Path(found).parent)
    folders += postgres.wheel_binaries()
    for folder in folders:
        path = folder / program
        if path.exists() and postgres.major_version(path) >= at_least:
            return path
    message = f"找不到 {program} {at_least} 版或更新版本。请安装 postgresql-client-{at_least}。"
    raise CommandFailed(message)
