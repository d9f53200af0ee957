"""The `lianxin` command: what it lists, how it refuses, and the launcher itself."""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from lianxin.project import archive, cli, prepare
from lianxin.project.commands import doctor, serve
from lianxin.project.console import CommandFailed
from lianxin.project.paths import PACKAGE, ROOT


def test_help_lists_every_command_that_has_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["help"]) == 0
    told = capsys.readouterr().out
    files = {file.stem.rstrip("_") for file in (PACKAGE / "project" / "commands").glob("[a-z]*.py")}
    assert files | {"help"} == set(cli.COMMANDS)
    assert all(f"  {name} " in told for name in cli.COMMANDS)


@pytest.mark.parametrize("name", [name for name in cli.COMMANDS if name not in {"help", "bench"}])
def test_every_command_can_be_loaded_and_states_its_options(name: str) -> None:
    command = cli.load(name)
    command.add_arguments(argparse.ArgumentParser())
    assert callable(command.run)


def test_an_unknown_command_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["dmeo"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("name", ["serve", "worker", "vaultd", "migrate"])
def test_an_installation_without_its_environment_is_told_what_to_set(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for variable in ("DATABASE_URL", "LIANXIN_DEMO", "LIANXIN_OWNER_DATABASE_URL", "LIANXIN_VAULT_KEY_FILE"):
        monkeypatch.delenv(variable, raising=False)
    assert cli.main([name]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "请先设置" in told


def test_a_failure_is_json_for_a_script(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("LIANXIN_BACKUP_DATABASE_URL", raising=False)
    assert cli.main(["backup", "out.tar", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["ok"] is False


def test_serving_refuses_the_demo_mode_a_weak_secret_and_the_vault_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://lianxin_app@/lianxin")
    for name, value in (
        ("LIANXIN_DEMO", "1"),
        ("LIANXIN_SECRET_KEY", "short"),
        ("LIANXIN_VAULT_KEY_FILE", "/etc/lianxin/vault.key"),
    ):
        with monkeypatch.context() as context:
            context.delenv("LIANXIN_DEMO", raising=False)
            context.setenv("LIANXIN_SECRET_KEY", "k" * 50)
            context.setenv(name, value)
            with pytest.raises(CommandFailed):
                serve._require_a_real_environment()


def test_doctor_names_a_taken_port_and_a_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        finding = doctor._port(port)
    assert not finding.ok
    assert str(port) in finding.text
    assert "--port" in finding.text


def test_doctor_says_when_the_database_cannot_be_reached() -> None:
    finding = doctor._database("DATABASE_URL", "postgresql://x@/y?host=/nonexistent", "lianxin_app")
    assert not finding.ok
    assert "连不上" in finding.text


def test_doctor_refuses_a_role_that_row_security_does_not_bind(server: object) -> None:
    assert doctor._database("DATABASE_URL", server.dsn("lianxin_app"), "lianxin_app").ok
    finding = doctor._database("DATABASE_URL", server.dsn("lianxin_backup"), "lianxin_app")
    assert not finding.ok
    assert "行级安全" in finding.text


def test_a_child_process_does_not_inherit_what_only_others_may_know(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANXIN_OWNER_DATABASE_URL", "secret")
    monkeypatch.setenv("LIANXIN_VAULT_KEY_FILE", "secret")
    assert "secret" not in prepare.base_environment().values()


def test_a_child_process_takes_the_settings_of_the_product(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "support.settings")
    assert "DJANGO_SETTINGS_MODULE" not in prepare.base_environment()


def test_the_installer_lock_and_launcher_hold_no_index_address() -> None:
    for name in ("lianxin", "tools/install.py", "requirements.txt", "requirements-dev.txt", ".ci/run"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text, name
        assert "--index-url" not in text, name


def test_the_launcher_refuses_an_old_python_in_two_languages(tmp_path: Path) -> None:
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        fake = tmp_path / name
        fake.write_text("#!/bin/sh\nexit 1\n")
        fake.chmod(0o755)
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "LIANXIN_VENV": str(tmp_path / "none")}
    done = subprocess.run(
        [ROOT / "lianxin", "help"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Python 3.11" in done.stderr
    assert "需要" in done.stderr


def test_the_installer_does_nothing_when_the_stamp_is_current(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("install", ROOT / "tools" / "install.py")
    assert spec is not None
    assert spec.loader is not None
    install = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(install)
    requirements = tmp_path / "requirements-dev.txt"
    requirements.write_text("x==1\n")
    (tmp_path / "requirements.txt").write_text("y==1\n")
    environment = tmp_path / "env"
    (environment / "bin").mkdir(parents=True)
    (environment / "bin" / "python").symlink_to(sys.executable)
    install._stamp(environment, requirements)
    # The full set contains the small one, so both count as installed.
    assert install._is_current(environment, requirements)
    assert install._is_current(environment, tmp_path / "requirements.txt")
    install.install(environment, requirements)
    requirements.write_text("x==2\n")
    assert not install._is_current(environment, requirements)


@pytest.fixture
def two_databases(server: object) -> object:
    """A database with one filtered table, and an empty one."""
    names = [f"archive_{part}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}" for part in ("full", "empty")]
    with psycopg.connect(server.dsn("lianxin_owner"), autocommit=True) as connection:
        for name in names:
            connection.execute(f"drop database if exists {name} with (force)")
            connection.execute(f"create database {name}")
    with psycopg.connect(server.dsn("lianxin_owner", names[0])) as connection:
        connection.execute("create table place (code text primary key)")
        connection.execute("insert into place select n::text from generate_series(1, 50) n")
        connection.execute("alter table place enable row level security")
        connection.execute("alter table place force row level security")
        connection.execute("create policy nobody on place using (false)")
        connection.execute("grant select on place to lianxin_app")
    yield names
    with psycopg.connect(server.dsn("lianxin_owner"), autocommit=True) as connection:
        for name in names:
            connection.execute(f"drop database {name} with (force)")


def _archive(server: object, name: str, folder: Path) -> Path:
    data = folder / "data"
    (data / "files" / "a").mkdir(parents=True)
    (data / "files" / "a" / "图.bin").write_bytes(b"x" * 1000)
    out = folder / "out.tar"
    from datetime import UTC, datetime

    url = server.dsn("lianxin_backup", name)
    manifest = archive.write_archive(out, url=url, data=data, at=datetime(2026, 3, 3, tzinfo=UTC))
    assert manifest.row_count == 50
    return out


def test_an_archive_brings_back_every_row_file_and_guard(
    server: object, two_databases: list[str], tmp_path: Path
) -> None:
    full, empty = two_databases
    out = _archive(server, full, tmp_path)
    assert out.stat().st_mode & 0o077 == 0
    owner, backup = server.dsn("lianxin_owner", empty), server.dsn("lianxin_backup", empty)
    manifest = archive.read_archive(out, owner_url=owner, url=backup, data=tmp_path / "new")
    assert manifest.rows == {"public.place": 50}
    assert (tmp_path / "new" / "files" / "a" / "图.bin").read_bytes() == b"x" * 1000
    with psycopg.connect(server.dsn("lianxin_app", empty)) as connection:
        assert connection.execute("select count(*) from place").fetchone() == (0,)
    with pytest.raises(CommandFailed, match="已有数据"):
        archive.read_archive(out, owner_url=owner, url=backup, data=tmp_path / "other")


def test_a_damaged_archive_restores_nothing(server: object, two_databases: list[str], tmp_path: Path) -> None:
    full, empty = two_databases
    out = _archive(server, full, tmp_path)
    content = bytearray(out.read_bytes())
    where = content.index(b"x" * 100)
    content[where] = ord("y")
    out.write_bytes(content)
    owner, backup = server.dsn("lianxin_owner", empty), server.dsn("lianxin_backup", empty)
    with pytest.raises(CommandFailed, match="与清单不符"):
        archive.read_archive(out, owner_url=owner, url=backup, data=tmp_path / "new")
    with psycopg.connect(owner) as connection:
        assert connection.execute(
            "select count(*) from pg_tables where schemaname = 'public'"
        ).fetchone() == (0,)


def test_a_filtered_role_cannot_make_an_incomplete_archive(
    server: object, two_databases: list[str], tmp_path: Path
) -> None:
    with pytest.raises((CommandFailed, psycopg.Error)):
        archive.write_archive(
            tmp_path / "out.tar", url=server.dsn("lianxin_owner", two_databases[0]), data=tmp_path, at=None
        )
    assert not (tmp_path / "out.tar").exists()
