"""Inside the vault process: what it does with a number by itself, because its owner agreed to it.

The number goes from the sealed bytes into the spool and nowhere else; the asker is told how it ended. Free of
Django, like the daemon. Source: ADR-0035.
"""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import psycopg

from lianxin.vault.protocol import Ended, Refusal, Refused
from lianxin.vault.spool import PROGRESS_TEXT, Spool

log = logging.getLogger("lianxin.vault")

# A thief of the web process could write errands: a person hears this often at most. Source: ADR-0035 §5.
_MOST_PER_DAY = 4
_MOBILE = re.compile(r"(?:^|\s)(1[0-9]{10})$")

_ERRAND = """
select i.id, i.sealed, i.erased_at is not null, c.withdrawn_at is not null, e.outcome,
       e.not_before > now(), e.expires_at <= now()
  from vault_errand e join vault_consent c on c.id = e.consent_id join vault_sealeditem i on i.id = c.item_id
 where e.id = %s and c.purpose = 'tell_progress'
   for update of e
"""
_SENT_TODAY = """
select count(*) from vault_errand e join vault_consent c on c.id = e.consent_id
 where c.item_id = %s and e.outcome = 'sent' and e.ended_at > now() - interval '1 day'
"""
_END = "update vault_errand set ended_at = now(), outcome = %s where id = %s"


class Runner:
    """Does errands into one spool."""

    def __init__(self, decrypt: Callable[[UUID, bytes], str], spool: Path | None) -> None:
        """`decrypt` takes the item's id and its sealed bytes; without a spool nothing can be sent."""
        self._decrypt = decrypt
        self._spool = Spool(spool) if spool else None

    def run(self, connection: psycopg.Connection[tuple[object, ...]], errand: UUID) -> str:
        """Put the message into the spool and commit that it was; how it ended. Raises Refused.

        The key is the errand's id: killed between the two, the next try changes nothing.
        """
        row = connection.execute(_ERRAND, [errand]).fetchone()
        if row is None:
            raise Refused(Refusal.UNKNOWN)
        item, sealed, is_erased, is_withdrawn, outcome, is_early, is_expired = row
        if outcome:
            return str(outcome)
        if is_early:
            raise Refused(Refusal.EARLY)
        stop = next(
            (
                end
                for end, holds in (
                    (Ended.WITHDRAWN, is_withdrawn),
                    (Ended.ERASED, is_erased),
                    (Ended.EXPIRED, is_expired),
                    (Ended.TOO_OFTEN, self._sent_today(connection, item) >= _MOST_PER_DAY),
                )
                if holds
            ),
            None,
        )
        ended = stop or self._send(errand, item, sealed)
        connection.execute(_END, [ended.value, errand])
        connection.commit()
        log.info("errand=%s item=%s ended=%s", errand, item, ended)
        return ended.value

    @staticmethod
    def _sent_today(connection: psycopg.Connection[tuple[object, ...]], item: object) -> int:
        row = connection.execute(_SENT_TODAY, [item]).fetchone()
        return int(str(row[0])) if row else 0

    def _send(self, errand: UUID, item: object, sealed: object) -> Ended:
        if self._spool is None:
            raise Refused(Refusal.NO_SPOOL)
        if not isinstance(item, UUID) or not isinstance(sealed, bytes):
            return Ended.ERASED
        found = _MOBILE.search(self._decrypt(item, sealed))
        if found is None:
            return Ended.NO_MOBILE
        try:
            self._spool.put(str(errand), found[1], PROGRESS_TEXT)
        except (OSError, sqlite3.Error) as error:
            log.error("spool errand=%s error=%s", errand, type(error).__name__)  # noqa: TRY400 (no traceback: it may quote the number)
            raise Refused(Refusal.NO_SPOOL) from None
        return Ended.SENT
