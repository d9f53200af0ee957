"""The embedded database: what survives a kill, a stale file, an odd path, two starts at once."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from lianxin.project import postgres
from lianxin.project.console import CommandFailed
from lianxin.project.postgres import processes
from lianxin.project.postgres import server as server_of
from lianxin.project.settings import database
from lianxin.project.supervisor import Supervisor

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[postgres.Server]:
    server = postgres.ensure(tmp_path_factory.mktemp("pg"))
    yield server
    postgres.stop(server)
    shutil.rmtree(server.socket_dir, ignore_errors=True)


def _one(server: postgres.Server, role: str, query: str) -> object:
    with psycopg.connect(server.dsn(role)) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def test_every_role_has_just_its_rights(running: postgres.Server) -> None:
    with psycopg.connect(running.dsn("lianxin_owner")) as connection:
        rows = connection.execute(
            "select rolname, rolsuper, rolbypassrls, rolcreatedb from pg_roles where rolname like 'lianxin_%' order by 1"
        ).fetchall()
    assert rows == [
        ("lianxin_app", False, False, False),
        ("lianxin_backup", False, True, False),
        ("lianxin_owner", False, False, True),
        ("lianxin_vault", False, False, False),
    ]


def test_the_server_has_no_tcp_and_checks_its_pages(running: postgres.Server) -> None:
    assert _one(running, "lianxin_app", "show listen_addresses") == ""
    assert _one(running, "lianxin_app", "show data_checksums") == "on"
    assert _one(running, "lianxin_app", "show fsync") == "on"
    assert _one(running, "lianxin_app", "show server_encoding") == "UTF8"
    assert running.socket_dir.stat().st_mode & 0o077 == 0


def test_django_reads_the_url_of_an_odd_folder(tmp_path: Path) -> None:
    folder = tmp_path / ("a b,c" + "x" * 90)
    server = postgres.Server(folder, folder / "pg18", server_of.socket_dir(folder, 18), Path("/bin"), 18)
    told = database(server.dsn("lianxin_app"))
    assert told["HOST"] == str(server.socket_dir)
    assert (told["USER"], told["NAME"]) == ("lianxin_app", "lianxin")
    assert len(f"{server.socket_dir}/.s.PGSQL.5432.lock") <= 107
    assert server.socket_dir.parent == Path("/tmp")  # noqa: S108


def test_what_was_committed_survives_a_kill(running: postgres.Server) -> None:
    with psycopg.connect(running.dsn("lianxin_owner")) as connection:
        connection.execute("create table kept (n int)")
    for number in range(3):
        with psycopg.connect(running.dsn("lianxin_owner")) as connection:
            connection.execute("insert into kept values (%s)", [number])
        pid = processes.postmaster(running)
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        assert postgres.ensure(running.data_dir) == running
    assert _one(running, "lianxin_owner", "select count(*) from kept") == 3


def test_a_busy_session_of_a_killed_server_does_not_block_the_next_start(running: postgres.Server) -> None:
    busy = psycopg.connect(running.dsn("lianxin_app"))
    busy.execute("begin")
    os.kill(processes.postmaster(running) or 0, signal.SIGKILL)
    postgres.ensure(running.data_dir)
    assert postgres.status(running) is postgres.State.RUNNING
    with pytest.raises(psycopg.OperationalError):
        busy.execute("select 1")
    busy.close()


def test_a_process_number_that_now_belongs_to_another_program_is_not_believed(
    running: postgres.Server,
) -> None:
    postgres.stop(running)
    assert postgres.status(running) is postgres.State.STOPPED
    (running.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{running.cluster}\n0\n5432\n")
    (running.socket_dir / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    assert postgres.status(running) is postgres.State.STOPPED
    postgres.ensure(running.data_dir)
    assert postgres.status(running) is postgres.State.RUNNING


def test_several_starts_at_once_make_one_server(running: postgres.Server) -> None:
    postgres.stop(running)
    with ThreadPoolExecutor(4) as pool:
        servers = list(pool.map(lambda _: postgres.ensure(running.data_dir), range(4)))
    assert set(servers) == {running}


def test_stopping_twice_and_stopping_what_never_was_are_quiet(
    running: postgres.Server, tmp_path: Path
) -> None:
    postgres.stop(running)
    postgres.stop(running)
    assert processes.alive(running) == []
    never = postgres.locate(tmp_path / "never")
    postgres.stop(never)
    assert postgres.status(never) is postgres.State.ABSENT


def test_a_wrong_program_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANXIN_POSTGRES_BIN", str(tmp_path))
    with pytest.raises(CommandFailed, match="LIANXIN_POSTGRES_BIN"):
        postgres.binaries()


def test_nothing_is_started_when_a_database_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@elsewhere/lianxin")
    assert postgres.environment(tmp_path / "unused") == {}
    assert not (tmp_path / "unused").exists()


@pytest.fixture
def home_of_nobody() -> Iterator[Path]:
    """An open folder (pytest's own are closed to others) that belongs to an ordinary user."""
    with tempfile.TemporaryDirectory(prefix="lianxin-nobody-") as name:
        folder = Path(name)
        os.chown(folder, 65534, 65534)
        yield folder


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_an_ordinary_user_runs_it_too(home_of_nobody: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from lianxin.project import postgres as p;"
        "s = p.ensure(Path(sys.argv[1])); print(p.status(s)); p.stop(s); print(p.status(s))"
    )
    somebody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", sys.executable, "-P", "-c"]
    environment = os.environ | {
        "PYTHONPATH": str(Path(postgres.__file__).parents[3]),
        "HOME": str(home_of_nobody),
    }
    if subprocess.run(
        [*somebody, "import psycopg"], env=environment, capture_output=True, check=False
    ).returncode:
        pytest.skip("SKIPPED: this Python is closed to other users")
    done = subprocess.run(
        [*somebody, code, str(home_of_nobody)], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["running", "stopped"], done.stderr
    owners = {entry.stat().st_uid for entry in home_of_nobody.iterdir()}
    assert owners == {65534}
    # Root may go on with what the ordinary user began.
    server = postgres.ensure(home_of_nobody)
    assert postgres.status(server) is postgres.State.RUNNING
    postgres.stop(server)


def test_a_server_that_dies_between_its_start_and_our_first_question_is_tried_again(
    running: postgres.Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Found by T01: the supervisor ended with it, and everything it looked after."""
    state_roles, killed = postgres.state_roles, ["once"]

    def dies_once(server: postgres.Server) -> None:
        if killed:
            killed.pop()
            raise psycopg.OperationalError("Connection refused")
        state_roles(server)

    monkeypatch.setattr(postgres, "state_roles", dies_once)
    monkeypatch.setattr(postgres, "status", lambda _server: postgres.State.STOPPED)
    supervisor = Supervisor((), running)
    supervisor._look_after_database(100.0)
    supervisor._look_after_database(200.0)
    said = capsys.readouterr()
    lines = (said.out + said.err).splitlines()
    assert [line for line in lines if "马上又停了" in line or "已恢复" in line] == [
        "数据库起来以后马上又停了，请再试一次。",
        "数据库已恢复。",
    ]
