"""A gateway that takes its time, as real ones do: kills fall before, between and after its effect and our commit."""

from __future__ import annotations

import random
import time

from lianxin.notices.gateways import Ledger, Message


class SlowLedger(Ledger):
    """Keeps each message once per key and counts the repeats."""

    def send(self, message: Message) -> None:
        time.sleep(random.uniform(0.0, 0.008))
        super().send(message)
        time.sleep(random.uniform(0.0, 0.03))
