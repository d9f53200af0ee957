"""Asking the vault process one question over its socket, and what it may answer instead."""

from __future__ import annotations

import json
import socket

from django.conf import settings
from django.utils.translation import gettext as _

from lianxin.kernel.errors import DomainError
from lianxin.vault.protocol import MAX_ANSWER_BYTES, SENTENCES, Refusal

_ANSWER_TIMEOUT_S = 8.0


class VaultRefused(DomainError):
    """The vault did not open the item; `code` says why."""

    def __init__(self, code: Refusal) -> None:
        """Carry the sentence of `code` in the reader's language."""
        super().__init__(_(SENTENCES[code]))
        self.code = code


class VaultUnavailable(VaultRefused):
    """The vault does not answer; nothing is lost, the ticket stays valid (HTTP 503)."""

    status = 503


def ask_daemon(question: dict[str, str]) -> dict[str, object]:
    """The vault's answer to one question. Raises VaultUnavailable."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
            link.settimeout(_ANSWER_TIMEOUT_S)
            link.connect(str(settings.LIANXIN_VAULT_SOCKET))
            link.sendall(json.dumps(question).encode() + b"\n")
            with link.makefile("rb") as stream:
                answer = json.loads(stream.readline(MAX_ANSWER_BYTES))
    except (OSError, ValueError) as error:
        raise VaultUnavailable(Refusal.DOWN) from error
    if not isinstance(answer, dict):
        raise VaultUnavailable(Refusal.DOWN)
    return answer
