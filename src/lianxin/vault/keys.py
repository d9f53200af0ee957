"""The private key file: made once, read by the daemon only. `python -m lianxin.vault.keys create PATH`."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pyrage


class KeyFileError(Exception):
    """The key file is missing, readable by others, or holds no key; the text says what to do."""


def create_key_file(path: Path) -> str:
    """Write a new private key (mode 0600, never over an existing file) and return its public key.

    Raises FileExistsError: a lost key loses every sealed number, so nothing here overwrites one.
    """
    identity = pyrage.x25519.Identity.generate()
    public_key = str(identity.to_public())
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"# public key: {public_key}\n{identity}\n")
        file.flush()
        os.fsync(file.fileno())
    return public_key


def load_identities(path: Path) -> list[pyrage.x25519.Identity]:
    """All private keys of the file, newest first (older ones stay to open older items).

    Raises KeyFileError when other users could read the file.
    """
    try:
        status = path.stat()
        text = path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise KeyFileError(f"cannot read the key file {path}: {type(error).__name__}") from error
    if not stat.S_ISREG(status.st_mode) or stat.S_IMODE(status.st_mode) & _forbidden_bits(path):
        raise KeyFileError(f"the key file {path} is open to other users; run: chmod 600 {path}")
    if status.st_uid not in {0, os.geteuid()}:
        raise KeyFileError(f"the key file {path} belongs to another user")
    lines = [line.strip() for line in text.splitlines()]
    try:
        identities = [
            pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")
        ]
    except pyrage.IdentityError as error:
        raise KeyFileError(f"the key file {path} holds a line that is no age private key") from error
    if not identities:
        raise KeyFileError(f"the key file {path} holds no key")
    return identities


def public_key_of(path: Path) -> str:
    """Public key of the newest private key, for `LIANXIN_VAULT_PUBLIC_KEY`."""
    return str(load_identities(path)[0].to_public())


def _forbidden_bits(path: Path) -> int:
    # systemd hands credentials over with an access list, which shows as the group's read bit.
    credentials = os.environ.get("CREDENTIALS_DIRECTORY")
    return 0o037 if credentials and path.parent == Path(credentials) else 0o077


def main(arguments: list[str]) -> int:
    """Create a key file or print the public key of one."""
    match arguments:
        case ["create", path]:
            sys.stdout.write(create_key_file(Path(path)) + "\n")
        case ["public", path]:
            sys.stdout.write(public_key_of(Path(path)) + "\n")
        case _:
            sys.stderr.write("usage: python -m lianxin.vault.keys create|public PATH\n")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
