"""Sealing to a public key. Free of Django: the web process holds nothing that can open what it seals."""

from __future__ import annotations

import hashlib
import json
from typing import Protocol
from uuid import UUID

import pyrage

# Names and numbers of any length look alike from outside: an envelope is filled up to whole blocks.
_BLOCK_BYTES = 256


class Provider(Protocol):
    """What the vault needs of a cipher; SM2/SM4 hardware would be another implementation."""

    @property
    def key_id(self) -> str:
        """Short name of the key, stored beside every item."""
        ...

    def seal(self, plain: bytes) -> bytes:
        """Encrypt so that only the holder of the private key can read."""
        ...


class AgeX25519Sealer:
    """Seals with age (X25519, ChaCha20-Poly1305) to one recipient."""

    def __init__(self, public_key: str) -> None:
        """Raises ValueError when `public_key` is not an `age1…` recipient."""
        try:
            self._recipient = pyrage.x25519.Recipient.from_str(public_key.strip())
        except pyrage.RecipientError as error:
            raise ValueError("not an age public key (age1…)") from error
        self._key_id = key_id_of(public_key)

    @property
    def key_id(self) -> str:
        """`age-` and the first 16 hex digits of the public key's SHA-256."""
        return self._key_id

    def seal(self, plain: bytes) -> bytes:
        """Encrypt `plain` (about 0.2 ms, 200 bytes longer)."""
        return bytes(pyrage.encrypt(plain, [self._recipient]))


def key_id_of(public_key: str) -> str:
    """Short, stable name of a public key."""
    return "age-" + hashlib.sha256(public_key.strip().encode()).hexdigest()[:16]


def pack(item_id: UUID, text: str) -> bytes:
    """The envelope that is sealed: it names its item, so that bytes moved to another row do not open."""
    raw = json.dumps({"item": str(item_id), "text": text}, ensure_ascii=False).encode()
    return raw + b" " * (-len(raw) % _BLOCK_BYTES)


def unpack(item_id: UUID, plain: bytes) -> str:
    """The text of an opened envelope. Raises ValueError when it belongs to another item."""
    envelope = json.loads(plain)
    if not isinstance(envelope, dict) or envelope.get("item") != str(item_id):
        raise ValueError("sealed for another item")
    return str(envelope["text"])
