"""What must be in place before pages can be served: schema, compiled translations, collected static files.

Each step is skipped while the sum of what it depends on is unchanged, so a second start is quick.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from lianxin.project.console import CommandFailed
from lianxin.project.paths import PACKAGE, ROOT

_OURS = (
    "DJANGO_SETTINGS_MODULE",
    "LIANXIN_OWNER_DATABASE_URL",
    "LIANXIN_BACKUP_DATABASE_URL",
    "LIANXIN_VAULT_DATABASE_URL",
    "LIANXIN_VAULT_KEY_FILE",
)


def base_environment() -> dict[str, str]:
    """Our own environment for a process of the product.

    Without what only single processes may know (owner, vault and backup access), and without the settings
    this process was started with: pytest has settings of its own, a command takes the product's.
    """
    return {name: value for name, value in os.environ.items() if name not in _OURS} | {
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONUTF8": "1",
        "PYTHONSAFEPATH": "1",
    }


def lianxin_command(*arguments: str) -> list[str]:
    """The command line that runs `lianxin ARGUMENTS` with this very Python."""
    return [sys.executable, "-P", "-m", "lianxin", *arguments]


def manage(*arguments: str, environment: Mapping[str, str], doing: str) -> str:
    """Run a Django command as a process of its own and return what it printed.

    Raises CommandFailed with `doing` and its last line.
    """
    done = subprocess.run(
        lianxin_command("manage", *arguments),
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        if os.environ.get("LIANXIN_DEBUG") == "1":
            sys.stderr.write(done.stdout + done.stderr)
        told = (done.stderr or done.stdout).splitlines()
        lines = [line.strip() for line in told if line.strip() and not line.startswith("Type '")]
        reason = lines[-1].removeprefix("CommandError: ") if lines else "没有输出"
        message = f"{doing}失败：{reason}（设 LIANXIN_DEBUG=1 可看全部）"
        raise CommandFailed(message)
    return done.stdout


def manage_aloud(*arguments: str, environment: Mapping[str, str], doing: str) -> None:
    """As `manage`, for what takes minutes: what it reports on standard error is shown while it runs."""
    with subprocess.Popen(
        lianxin_command("manage", *arguments),
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        told = b""
        while process.stderr is not None and (part := os.read(process.stderr.fileno(), 4096)):
            told = (told + part)[-20_000:]
            if sys.stderr.isatty():
                sys.stderr.buffer.write(part)
                sys.stderr.flush()
    if process.returncode:
        lines = [line.strip() for line in told.decode(errors="replace").splitlines() if line.strip()]
        reason = lines[-1].removeprefix("CommandError: ") if lines else "没有输出"
        message = f"{doing}失败：{reason}（设 LIANXIN_DEBUG=1 可看全部）"
        raise CommandFailed(message)


def sum_of_files(files: Iterable[Path]) -> str:
    """One sum over names and contents."""
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()


def code_sum() -> str:
    """The sum of all Python and SQL of the package except tests, and of the locked requirements."""
    files = (file for kind in ("*.py", "*.sql") for file in PACKAGE.rglob(kind) if "tests" not in file.parts)
    return sum_of_files([*files, ROOT / "requirements.txt"])


def story_sum() -> str:
    """The sum of what invents the demo's data: a later release tells more than an earlier one did."""
    return sum_of_files([file for file in (PACKAGE / "demo").rglob("*.py") if "tests" not in file.parts])


class Stamp:
    """Remembers in the data folder for which sum a step was last done."""

    def __init__(self, data: Path, name: str) -> None:
        self._file = data / "stamps" / name

    def is_current(self, total: str) -> bool:
        """Whether the step was done for this sum."""
        return self._file.exists() and self._file.read_text(encoding="utf-8") == total

    def write(self, total: str) -> None:
        """Remember that the step is done."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(total, encoding="utf-8")


def compile_messages() -> int:
    """Compile every translation whose .mo file is older than its .po file; returns how many."""
    count = 0
    for source in PACKAGE.glob("**/locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parts[-3], domain=source.stem)
        half_written = target.with_suffix(f".mo.{os.getpid()}")
        with half_written.open("wb") as binary:
            write_mo(binary, catalogue)
        half_written.replace(target)
        count += 1
    return count


def collect_static(data: Path, environment: Mapping[str, str]) -> bool:
    """Collect and compress the static files into `data` when any of them changed; True when it was done."""
    files = [file for file in PACKAGE.glob("**/static/**/*") if file.is_file()]
    total = sum_of_files([*files, ROOT / "requirements.txt", PACKAGE / "project" / "settings.py"])
    stamp = Stamp(data, "static")
    if stamp.is_current(total):
        return False
    manage("collectstatic", "--noinput", "--clear", "-v0", environment=environment, doing="收集静态文件")
    stamp.write(total)
    return True


def migrate(environment: Mapping[str, str]) -> None:
    """Bring the schema to this code with the owner's role, then state the application role's rights."""
    owner = {**environment, "LIANXIN_AS_OWNER": "1"}
    manage("migrate", "--noinput", "-v0", environment=owner, doing="更新数据库结构")
    grant = "from lianxin.kit.database import grant_app_role; grant_app_role()"
    manage("shell", "--no-imports", "-v0", "-c", grant, environment=owner, doing="设定数据库权限")
