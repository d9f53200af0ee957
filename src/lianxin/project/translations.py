"""Translations: what the sources say in Chinese, and what the English catalogue still lacks.

Python is read for gettext calls, Jinja templates for `_()` and `{% trans %}`. Chinese is the source language.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from lianxin.project.paths import PACKAGE

CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
_METHODS = [("**/tests/**", "ignore"), ("**.py", "python"), ("**/jinja2/**", "lianxin_jinja")]
_KEYWORDS = {
    "_": None,
    "_now": None,  # gettext where a module needs both kinds
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def source_catalogue() -> Catalog:
    """Every message of the sources, with the files that use it."""
    catalogue = Catalog(project="lianxin", charset="utf-8")
    for name, line, message, comments, context in _messages():
        catalogue.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return catalogue


def _messages() -> Iterator[tuple[str, int, str | tuple[str, ...], list[str], str | None]]:
    methods = [
        (pattern, "jinja2.ext:babel_extract" if name == "lianxin_jinja" else name)
        for pattern, name in _METHODS
    ]
    options = {"**/jinja2/**": {"trimmed": "true", "silent": "false", "extensions": "jinja2.ext.do"}}
    yield from extract_from_dir(PACKAGE, methods, options, _KEYWORDS)


def missing(catalogue_file: Path = CATALOGUE) -> list[str]:
    """Messages of the sources without a finished English text, as `file:line text`."""
    known = _read(catalogue_file)
    lacking = []
    for message in source_catalogue():
        if not message.id:
            continue
        found = known.get(message.id, message.context)
        texts = (
            found.string
            if found and isinstance(found.string, tuple | list)
            else [found.string if found else ""]
        )
        if found is None or found.fuzzy or not all(texts):
            name, line = message.locations[0]
            first = message.id[0] if isinstance(message.id, tuple | list) else message.id
            lacking.append(f"{name}:{line} {first}")
    return lacking


def update(catalogue_file: Path = CATALOGUE) -> int:
    """Bring the catalogue to the sources, keeping what is translated; returns how many texts are lacking."""
    known = _read(catalogue_file)
    known.update(source_catalogue(), no_fuzzy_matching=True)
    known.obsolete.clear()
    known.creation_date = _EPOCH  # the day of a run says nothing and would change the file every time
    catalogue_file.parent.mkdir(parents=True, exist_ok=True)
    with catalogue_file.open("wb") as target:
        # By message: moving code moves no line, and two branches meet in few places.
        write_po(target, known, width=110, sort_output=True, include_lineno=False)
    return len(missing(catalogue_file))


def _read(catalogue_file: Path) -> Catalog:
    if not catalogue_file.exists():
        return Catalog(locale="en", project="lianxin", charset="utf-8", fuzzy=False)
    with catalogue_file.open("rb") as source:
        return read_po(source, locale="en", domain="django")
