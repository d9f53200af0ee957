"""Carries what the vault put into its spool to the SMS gateway: for a gateway that is no ledger.

Its own process with the network and without the database: it sees a number and one fixed sentence, and
wipes the number when the gateway has it. Source: ADR-0035 §4.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from lianxin.notices.gateways import Gateway, GatewayRefused, Message
from lianxin.notices.words import Channel
from lianxin.vault.spool import Spool, Spooled

log = logging.getLogger("lianxin.notices")

# News of yesterday helps nobody, and consent may have been taken back since.
_TOO_OLD = timedelta(days=1)


def carry(spool: Spool, gateway: Gateway, *, at: datetime) -> int:
    """Hand over what waits, oldest first; how many the gateway took.

    A message keeps its key: killed between the gateway's yes and wiping, it is handed over again under the
    same one. What is refused for good, or older than a day, is wiped unsent; any other refusal waits.
    """
    taken = 0
    for message in spool.waiting():
        if at - message.at > _TOO_OLD:
            log.warning("courier key=%s too old", message.key)
            spool.forget(message.key)
            continue
        ended = _hand_over(message, gateway)
        taken += ended == "taken"
        if ended != "later":
            spool.forget(message.key)
    return taken


def _hand_over(message: Spooled, gateway: Gateway) -> str:
    try:
        gateway.send(Message(message.key, Channel.SMS, message.to, "", message.text))
    except GatewayRefused as refused:
        log.warning("courier key=%s refused=%s", message.key, refused.reason)
        return "refused" if refused.is_final else "later"
    except Exception as error:  # noqa: BLE001  a gateway may be a county's own code; one bad message must not stop the rest
        log.error("courier key=%s error=%s", message.key, type(error).__name__)  # noqa: TRY400 (no traceback: it may quote the number)
        return "later"
    return "taken"
