"""Guessing costs: counted tries cannot be spread over spellings, methods or headers. Source: T29, T30, ADR-0005."""

from __future__ import annotations

import random
from datetime import datetime

import pytest
from django.core.signing import BadSignature, Signer
from django.test import Client
from support.scale import note, scaled

from lianxin.kernel.codes import ALPHABET
from lianxin.kernel.errors import NotFound
from lianxin.venues.plate_codes import plate_code_of, signed_code
from lianxin.voices import tokens

GUESSES = scaled(30_000, 1_000_000)


def test_no_guessed_plate_code_is_genuine() -> None:
    guess = random.Random(30)
    known = signed_code("ABC234")
    tried = ["".join(guess.choices(ALPHABET, k=10)) for _ in range(GUESSES)]
    # One in a million signatures of four characters fits by chance: a hit must be one that we ourselves signed.
    hits = [code for code in tried if plate_code_of(code)]
    assert len(hits) <= GUESSES // 50_000
    assert all(signed_code(code[:6]) == code for code in hits)
    assert plate_code_of(known) == "ABC234"
    assert not [code for code in _neighbours(known) if plate_code_of(code)]
    note("T29", f"{GUESSES:,} plate codes at the engine: {len(hits)} signatures met by chance, of no plate")


def test_no_plate_code_is_found_by_counting_on() -> None:
    """One after the other, as somebody counts who holds a genuine plate."""
    start = sum(ALPHABET.index(letter) * len(ALPHABET) ** at for at, letter in enumerate("432CBA", start=4))
    tried = [_numbered(start + step) for step in range(GUESSES)]
    hits = [code for code in tried if plate_code_of(code)]
    assert len(hits) <= GUESSES // 50_000
    note("T29", f"{GUESSES:,} plate codes counted on: {len(hits)} signatures met by chance")


def _numbered(number: int) -> str:
    """The plate code with this number, counted in the letters of codes."""
    letters = []
    for _ in range(10):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(reversed(letters))


def _neighbours(code: str) -> list[str]:
    """Every code that differs from a genuine one in one place."""
    return [code[:i] + letter + code[i + 1 :] for i in range(10) for letter in ALPHABET if letter != code[i]]


def test_no_changed_case_token_opens_a_case(noon: datetime) -> None:
    guess = random.Random(29)
    genuine = tokens.case_token(7, at=noon)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_:"
    opened = 0
    for _ in range(GUESSES):
        place = guess.randrange(len(genuine))
        forged = genuine[:place] + guess.choice(letters) + genuine[place + 1 :]
        opened += forged != genuine and _opens(forged, noon)
    assert opened == 0
    note("T29", f"{GUESSES:,} changed case tokens: 0 opened")
    assert not _opens(Signer(salt="voices.ticket").sign_object([int(noon.timestamp()), 7]), noon)
    assert not _opens(Signer(key="another", salt="voices.case").sign_object([int(noon.timestamp()), 7]), noon)
    assert tokens.case_of(genuine, at=noon) == 7


def _opens(token: str, at: datetime) -> bool:
    try:
        return tokens.case_of(token, at=at) is not None
    except (NotFound, BadSignature):
        return False


# Ways to look like somebody else, or to ask in another way. Each is one more wrong code of the same person.
TRICKS = [
    {"HTTP_X_FORWARDED_FOR": "203.0.113.7"},
    {"HTTP_X_FORWARDED_FOR": "203.0.113.8, 203.0.113.9"},
    {"HTTP_X_REAL_IP": "203.0.113.10"},
    {"HTTP_FORWARDED": "for=203.0.113.11"},
    {"HTTP_CLIENT_IP": "203.0.113.12"},
    {"HTTP_TRUE_CLIENT_IP": "203.0.113.13"},
    {"HTTP_CF_CONNECTING_IP": "203.0.113.14"},
    {"HTTP_USER_AGENT": "another browser"},
    {"HTTP_ACCEPT_LANGUAGE": "en"},
    {"HTTP_HX_REQUEST": "true"},
    {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"},
    {"HTTP_REFERER": "http://testserver/"},
]
PATHS = ["/voices/follow", "/voices/follow?", "/voices/follow?x=1", "/voices/./follow", "//voices/follow"]


@pytest.mark.django_db
@pytest.mark.parametrize("trick", TRICKS, ids=lambda trick: next(iter(trick)))
def test_no_header_buys_another_five_wrong_codes(trick: dict[str, str]) -> None:
    statuses = [_wrong_code(number, **(trick if number % 2 else {})) for number in range(9)]
    assert statuses == [200] * 5 + [429] * 4


@pytest.mark.django_db
def test_no_spelling_of_the_address_buys_another_five_wrong_codes() -> None:
    statuses = [_wrong_code(number, path=PATHS[number % len(PATHS)]) for number in range(25)]
    assert statuses.count(200) == 5
    assert set(statuses) <= {200, 404, 429}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "addresses",
    [
        [f"2001:db8::{n:x}" for n in range(1, 10)],
        [f"2001:DB8:0:0:{n:x}::1" for n in range(1, 10)],
        [f"2001:db8:1:2:{n:x}:{n:x}:{n:x}:{n:x}" for n in range(1, 10)],
        ["192.0.2.7", "::ffff:192.0.2.7", "::ffff:c000:207"] * 3,
    ],
    ids=["short", "upper", "long", "mapped"],
)
def test_one_network_is_one_person_however_its_address_is_spelled(addresses: list[str]) -> None:
    statuses = [_wrong_code(number, REMOTE_ADDR=address) for number, address in enumerate(addresses)]
    assert statuses == [200] * 5 + [429] * 4


@pytest.mark.django_db
def test_other_networks_are_other_people() -> None:
    for number in range(9):
        assert _wrong_code(number, REMOTE_ADDR=f"2001:db8:0:{number}::1") == 200
        assert _wrong_code(number, REMOTE_ADDR=f"198.51.100.{number}") == 200


def _wrong_code(number: int, path: str = "/voices/follow", **headers: str) -> int:
    return Client().post(path, {"code": f"{number:016d}"}, **headers).status_code
