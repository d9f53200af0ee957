"""Signed words that a citizen's pages carry instead of ids: the form's ticket, the case token, the receipt.

Moments are written into what is signed and compared with the request's own, so that tests and pages share
one clock. Source: shared security paper §3 (following a case); ADR-0006.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from lianxin.kernel.errors import NotFound
from lianxin.kernel.lifetimes import holds

CASE_OPEN_FOR = timedelta(hours=12)
CODE_SHOWN_FOR = timedelta(minutes=5)
TICKET_VALID_FOR = timedelta(hours=24)
_DIGITS = 10**16


def _sign(purpose: str, values: list[object], at: datetime) -> str:
    return Signer(salt=f"voices.{purpose}").sign_object([int(at.timestamp()), *values], compress=False)


def _read(purpose: str, text: str) -> tuple[datetime, list[object]]:
    """Raises BadSignature for anything that was not signed here for this purpose."""
    try:
        values = Signer(salt=f"voices.{purpose}").unsign_object(text)
    except (ValueError, UnicodeError) as error:  # genuine base64 of no JSON, or no base64 at all
        raise BadSignature from error
    return datetime.fromtimestamp(values[0], tz=UTC), values[1:]


def case_token(case_id: int, *, at: datetime) -> str:
    """The word that opens one case for twelve hours."""
    return _sign("case", [case_id], at)


def case_of(token: str, *, at: datetime) -> int | None:
    """The case a token opens; None when its time is over. Raises NotFound for a forged one."""
    try:
        signed_at, values = _read("case", token)
    except BadSignature as error:
        raise NotFound(_("这个链接不完整。请用查询码再查一次。")) from error
    return int(str(values[0])) if holds(signed_at, CASE_OPEN_FOR, at=at) else None


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a blank form was made for. `key` makes it count once and is never stored in clear."""

    key: str
    channel: str
    venue_id: int
    division_code: str
    person_id: int | None
    made_at: datetime

    def signed(self) -> str:
        """For the hidden field."""
        values: list[object] = [self.key, self.channel, self.venue_id, self.division_code, self.person_id]
        return _sign("ticket", values, self.made_at)

    @property
    def once_key(self) -> str:
        """Under which `kit.once` remembers the form; hashed there, so that the table opens no receipt."""
        return f"voices.report:{self.key}"


def ticket_of(text: str) -> Ticket:
    """The ticket a form brought back. Raises NotFound when it is not ours."""
    try:
        made_at, values = _read("ticket", text)
    except BadSignature as error:
        raise NotFound(_("这张表不完整。请重新扫码，或者从首页再打开一次。")) from error
    key, channel, venue_id, division_code, person_id = values
    return Ticket(
        key=str(key),
        channel=str(channel),
        venue_id=int(str(venue_id)),
        division_code=str(division_code),
        person_id=None if person_id is None else int(str(person_id)),
        made_at=made_at,
    )


def _pad(ticket: Ticket) -> int:
    digest = hmac.new(settings.SECRET_KEY.encode(), f"receipt:{ticket.key}".encode(), hashlib.sha256).digest()
    return int.from_bytes(digest) % _DIGITS


def closed_receipt(case_id: int, query_code: str, ticket: Ticket) -> str:
    """What `kit.once` keeps: the case, and its query code readable only with the form that made it.

    So a double click, or a second try after a lost answer, shows the same code, and a stolen table none.
    """
    return f"{case_id}.{(int(query_code) + _pad(ticket)) % _DIGITS}"


def opened_receipt(kept: str, ticket: Ticket, *, at: datetime) -> tuple[int, str]:
    """The case, and its query code while it may still be shown ("" later)."""
    case_id, _dot, closed = kept.partition(".")
    # A case id begins with the millisecond of its receipt (ids.new_id).
    received_at = datetime.fromtimestamp((int(case_id) >> 22) / 1000, tz=UTC)
    fresh = holds(received_at, CODE_SHOWN_FOR, at=at)
    return int(case_id), f"{(int(closed) - _pad(ticket)) % _DIGITS:016d}" if fresh else ""


def code_note(case_id: int, query_code: str, *, at: datetime) -> str:
    """The cookie that lets the receipt page show the query code for five minutes."""
    return _sign("code", [case_id, query_code], at)


def noted_code(note: str, case_id: int, *, at: datetime) -> str:
    """The query code of this case, or "" when the note is missing, old, forged or of another case."""
    try:
        noted_at, values = _read("code", note)
    except BadSignature:
        return ""
    return str(values[1]) if values[0] == case_id and holds(noted_at, CODE_SHOWN_FOR, at=at) else ""
