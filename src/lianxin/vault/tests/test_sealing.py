"""The cipher and the key file, without database."""

from __future__ import annotations

import stat
import uuid
from pathlib import Path

import pyrage
import pytest

from lianxin.vault import keys
from lianxin.vault.sealing import AgeX25519Sealer, pack, unpack


def test_what_is_sealed_opens_with_the_private_key_only(tmp_path: Path) -> None:
    sealer = AgeX25519Sealer(keys.create_key_file(tmp_path / "a"))
    keys.create_key_file(tmp_path / "b")
    item = uuid.uuid4()
    sealed = sealer.seal(pack(item, "买买提·吐尔逊㱔 13800001234"))

    assert b"13800001234" not in sealed
    opened = pyrage.decrypt(sealed, keys.load_identities(tmp_path / "a"))
    assert unpack(item, opened) == "买买提·吐尔逊㱔 13800001234"
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed, keys.load_identities(tmp_path / "b"))


def test_the_same_text_is_sealed_differently_each_time_and_length_tells_nothing(tmp_path: Path) -> None:
    sealer = AgeX25519Sealer(keys.create_key_file(tmp_path / "a"))
    item = uuid.uuid4()
    assert sealer.seal(pack(item, "1")) != sealer.seal(pack(item, "1"))
    assert len(pack(item, "1")) == len(pack(item, "陈" * 40))


def test_an_envelope_moved_to_another_item_does_not_open() -> None:
    with pytest.raises(ValueError, match="another item"):
        unpack(uuid.uuid4(), pack(uuid.uuid4(), "1"))


@pytest.mark.parametrize("text", ["", "AGE-SECRET-KEY-1", "age1qqqq", "not a key"])
def test_a_wrong_public_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="public key"):
        AgeX25519Sealer(text)


def test_a_new_key_file_is_for_its_owner_only_and_never_overwrites(tmp_path: Path) -> None:
    path = tmp_path / "vault.key"
    public = keys.create_key_file(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert keys.public_key_of(path) == public
    with pytest.raises(FileExistsError):
        keys.create_key_file(path)


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o660, 0o666])
def test_a_key_file_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "vault.key"
    keys.create_key_file(path)
    path.chmod(mode)
    with pytest.raises(keys.KeyFileError, match="chmod 600"):
        keys.load_identities(path)


@pytest.mark.parametrize("content", ["", "# only a comment\n", "AGE-SECRET-KEY-1BROKEN\n"])
def test_a_key_file_without_a_key_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "vault.key"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(keys.KeyFileError):
        keys.load_identities(path)


def test_a_missing_key_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(keys.KeyFileError, match="cannot read"):
        keys.load_identities(tmp_path / "none")


def test_an_older_key_in_the_file_still_opens_older_items(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    sealed = AgeX25519Sealer(keys.create_key_file(old)).seal(b"{}")
    keys.create_key_file(new)
    new.write_text(new.read_text() + old.read_text())
    assert pyrage.decrypt(sealed, keys.load_identities(new)) == b"{}"
