"""Make the virtual environment and install one hash-locked requirements file: `install.py VENV REQUIREMENTS`.

Standard library only, run by `./lianxin` with the system's Python. Several starts at once wait for each
other. Which registry is asked is the machine's own setting: no address stands here or in the locked files.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_SMALL, _FULL = "requirements.txt", "requirements-dev.txt"


class InstallFailed(Exception):
    """The environment could not be made; the text is the one line to show."""


def install(environment: Path, requirements: Path) -> None:
    """Bring `environment` to the state `requirements` names; does nothing when another start just did."""
    try:
        environment.parent.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(environment.parent):
            if _is_current(environment, requirements):
                return
            sys.stderr.write("lianxin: 正在准备运行环境（首次约需一分钟）… / Preparing the environment …\n")
            _make(environment)
            _fill(environment, requirements)
            _stamp(environment, requirements)
    except PermissionError as error:
        message = (
            f"没有权限写入 {error.filename}。请把 LIANXIN_VENV 和 LIANXIN_DATA 设为自己可写的目录。"
            " / No permission to write there: set LIANXIN_VENV and LIANXIN_DATA to folders of your own."
        )
        raise InstallFailed(message) from error


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Lock the folder itself: a lock file would lie about in the checkout."""
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _stamp_file(environment: Path, name: str) -> Path:
    return environment / f".lianxin-{name}"


def _is_current(environment: Path, requirements: Path) -> bool:
    stamp = _stamp_file(environment, requirements.name)
    python = environment / "bin" / "python"
    return python.exists() and stamp.exists() and stamp.read_bytes() == requirements.read_bytes()


def _make(environment: Path) -> None:
    python = environment / "bin" / "python"
    if python.exists() and _succeeds([python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]):
        return
    if environment.exists():
        shutil.rmtree(environment)
    try:
        venv.EnvBuilder(with_pip=True, symlinks=True).create(environment)
    except (subprocess.CalledProcessError, ImportError, OSError) as error:
        if isinstance(error, PermissionError):
            raise
        if shutil.which("uv") is None:
            message = (
                "无法创建 Python 环境：请先安装 python3-venv(Debian/Ubuntu:apt install python3-venv)。"
                " / Could not make a virtual environment: install python3-venv first."
            )
            raise InstallFailed(message) from error
        venv.EnvBuilder(with_pip=False, symlinks=True, clear=True).create(environment)


def _fill(environment: Path, requirements: Path) -> None:
    python = environment / "bin" / "python"
    log = environment / "lianxin-install.log"
    pip: list[str | Path] = [python, "-m", "pip", "--disable-pip-version-check"]
    pip += ["install", "--quiet", "--no-input"]
    with log.open("w", encoding="utf-8") as out:
        uv = shutil.which("uv")
        if uv is None and _succeeds([*pip, "--retries", "1", "--timeout", "20", "uv"], out):
            uv = str(environment / "bin" / "uv")
        # uv is many times faster than pip, but knows only its own settings of where packages come from.
        if uv is not None and _succeeds(
            [uv, "pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", requirements], out
        ):
            return
        if _succeeds([*pip, "--require-hashes", "-r", requirements], out):
            return
    reason = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    last = reason[-1] if reason else "no output"
    message = f"安装依赖失败，请检查网络或软件源设置（详情：{log}）。 / Installing failed: {last}"
    raise InstallFailed(message)


def _stamp(environment: Path, requirements: Path) -> None:
    """Note what is installed. The full set contains the small one, both being locked together."""
    if requirements.name == _FULL:
        shutil.copyfile(requirements.with_name(_SMALL), _stamp_file(environment, _SMALL))
    else:
        _stamp_file(environment, _FULL).unlink(missing_ok=True)
    shutil.copyfile(requirements, _stamp_file(environment, requirements.name))


def _succeeds(command: list[str | Path], out: IO[str] | int = subprocess.DEVNULL) -> bool:
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, check=False
    )
    return done.returncode == 0


if __name__ == "__main__":
    try:
        install(Path(sys.argv[1]).absolute(), Path(sys.argv[2]).absolute())
    except InstallFailed as failure:
        sys.stderr.write(f"lianxin: {failure}\n")
        sys.exit(1)
