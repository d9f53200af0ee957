"""The English catalogue is complete, keeps every placeholder and is English."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po

from lianxin.project import translations
from lianxin.project.paths import PACKAGE

PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|\{[a-z_]*\}|</?b>")
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


def texts() -> Iterator[tuple[str, str]]:
    """(Chinese, English) of every message, plural forms one by one."""
    with translations.CATALOGUE.open("rb") as source:
        for message in read_po(source, locale="en"):
            if message.id:
                chinese = [message.id] if isinstance(message.id, str) else message.id
                english = [message.string] if isinstance(message.string, str) else message.string
                yield from zip(chinese, english, strict=True)


def test_nothing_is_missing() -> None:
    assert translations.missing() == []


def test_nothing_is_left_over() -> None:
    known = {message.id for message in translations.source_catalogue()}
    with translations.CATALOGUE.open("rb") as source:
        assert {message.id for message in read_po(source, locale="en")} <= known


def test_every_placeholder_is_kept() -> None:
    unlike = [
        pair
        for pair in texts()
        if sorted(PLACEHOLDER.findall(pair[0])) != sorted(PLACEHOLDER.findall(pair[1]))
    ]
    assert unlike == []


def test_english_is_english() -> None:
    """Words that must be typed in Chinese, in a roster or a document, stand in quotation marks."""
    told = [(english, re.sub("“[^”]*”", "", english)) for _, english in texts()]
    assert [english for english, bare in told if CHINESE.search(bare)] == []


def test_a_message_without_english_is_named(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = translations.CATALOGUE.read_text()
    broken = tmp_path / "django.po"
    broken.write_text(catalogue.replace('msgstr "Send the rating"', 'msgstr ""'))
    assert [line.split(" ", 1)[1] for line in translations.missing(broken)] == ["提交评价"]


def test_every_template_is_read() -> None:
    read = {name for message in translations.source_catalogue() for name, _ in message.locations}
    speaking = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.glob("*/jinja2/**/*.html")
        if re.search(r"\b_\(|{% trans|ngettext\(", path.read_text())
    }
    assert speaking - read == set()
