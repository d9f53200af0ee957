"""Making a cluster, starting it, stating its roles and its database."""

from __future__ import annotations

import os
import shutil
import stat
import time
from pathlib import Path

import psycopg

from lianxin.project.console import CommandFailed
from lianxin.project.postgres.processes import clear_the_dead
from lianxin.project.postgres.programs import START_TIMEOUT_S, give, run, server_uid
from lianxin.project.postgres.server import DATABASE, PORT, SUPERUSER, Server

_LOG_LIMIT_BYTES = 10_000_000

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


def _create(server: Server) -> None:
    """Run initdb beside the final place and rename, so that a killed initdb never looks like a cluster."""
    half_made = server.data_dir / f"pg{server.major}.new"
    if half_made.exists():
        shutil.rmtree(half_made)
    half_made.mkdir(mode=0o700)
    give(server, half_made)
    # "trust" is safe here because there is no TCP and only the owner of the 0700 socket folder can connect.
    # "peer" cannot be used: under root the server runs in a user namespace and sees other user names.
    options = ["-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums"]
    run(server, "initdb", "-D", half_made, *options, "--no-instructions")
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
    give(server, config, server.log)
    options: list[str | Path] = ["-D", server.cluster, "-l", server.log, "-w", "-t", str(START_TIMEOUT_S)]
    started = run(server, "pg_ctl", *options, "start", check=False)
    if started.returncode:
        lines = server.log.read_text(encoding="utf-8", errors="replace").splitlines()
        message = f"数据库没有启动：{' / '.join(lines[-2:]) or started.stdout.strip()}（日志：{server.log}）"
        raise CommandFailed(message)


def bring_up(server: Server, *, durable: bool) -> None:
    """Start the server if it does not run, and wait until it answers; starts it again if it dies meanwhile.

    A killed server may look alive for a moment more, so running and answering are asked together.
    """
    deadline = time.monotonic() + START_TIMEOUT_S
    while True:
        if clear_the_dead(server) is None:
            _private_folder(server)
            if not (server.cluster / "PG_VERSION").exists():
                _create(server)
            _start(server, durable=durable)
        try:
            _connect(server).close()
        except psycopg.OperationalError as error:
            if time.monotonic() > deadline:
                message = f"数据库 {START_TIMEOUT_S} 秒内没有就绪：{error}（日志：{server.log}）"
                raise CommandFailed(message) from error
            time.sleep(0.1)
        else:
            return


def _connect(server: Server) -> psycopg.Connection[tuple[object, ...]]:
    host = str(server.socket_dir)
    return psycopg.connect(
        host=host, port=PORT, user=SUPERUSER, dbname=SUPERUSER, autocommit=True, connect_timeout=5
    )


def state_roles(server: Server) -> None:
    """The four roles and the database, made or put right."""
    with _connect(server) as connection:
        connection.execute(_ROLES)
        if connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone() is None:
            connection.execute(f"create database {DATABASE} owner lianxin_owner template template0")
            connection.execute(f"revoke all on database {DATABASE} from public")
            connection.execute(
                f"grant connect, temporary on database {DATABASE} to lianxin_app, lianxin_vault"
            )
            connection.execute(f"grant connect on database {DATABASE} to lianxin_backup")


def _private_folder(server: Server) -> None:
    folder = server.socket_dir
    folder.mkdir(mode=0o700, exist_ok=True)
    give(server, folder)
    found = folder.lstat()
    trusted = {os.getuid(), server_uid(server)}
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in trusted:
        message = f"{folder} 不是自己的目录，为安全起见没有启动数据库。请删除它再试。"
        raise CommandFailed(message)
    folder.chmod(0o700)
