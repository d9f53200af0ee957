"""The Jinja2 environment of every page, and what all pages know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, cast

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext, pgettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from lianxin.kernel.actor import ANONYMOUS, Actor
from lianxin.kit.day_words import holiday, reckoned

# The name of every room's profile where a place has entered none.
PLATFORM_RULES = "yunnan-default"


def local(value: datetime) -> datetime:
    """The moment here: no page has another zone, so the thread's is not asked (20 times dearer)."""
    return value.astimezone(timezone.get_default_timezone())


@cache
def _plain_url(name: str) -> str:
    return reverse(name)


@lru_cache(maxsize=8192)
def _row_url(name: str, args: tuple[int | str, ...]) -> str:
    return reverse(name, args=args)


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a URL name, for templates. Those of the rows shown last are kept."""
    if args and not kwargs and all(type(arg) in {int, str} for arg in args):
        return _row_url(name, cast("tuple[int | str, ...]", args))
    return reverse(name, args=args or None, kwargs=kwargs or None) if args or kwargs else _plain_url(name)


@cache
def _fixed(path: str) -> str:
    """The hashed address of a static file: it cannot change while the process runs."""
    return static(path)


def day(value: date | datetime) -> str:
    """4 月 28 日 this year, 2025 年 4 月 28 日 otherwise."""
    on = local(value).date() if isinstance(value, datetime) else value
    if translation.get_language() == "en":
        return f"{on:%-d %b %Y}"
    this_year = on.year == local(timezone.now()).year
    return f"{on.month} 月 {on.day} 日" if this_year else f"{on.year} 年 {on.month} 月 {on.day} 日"


def moment(value: datetime) -> str:
    """Day and 24-hour time."""
    here = local(value)
    return f"{day(here.date())} {here:%-H:%M}"


def rules(reference: str) -> str:
    """The rules a figure or deadline was made under: `yunnan-default@1` says 平台默认规则（第 1 版）.

    What is no reference of a dated profile (the name of a session, a word of the law) comes back as it is.
    """
    name, mark, version = reference.rpartition("@")
    if not mark:
        return reference
    place = gettext("平台默认规则") if name == PLATFORM_RULES else name
    return gettext("%(name)s（第 %(version)s 版）") % {"name": place, "version": version}


def iso(value: date | datetime) -> str:
    """Machine-readable value of `<time datetime>`."""
    return local(value).isoformat() if isinstance(value, datetime) else value.isoformat()


def text(message: str) -> str:
    """A page's word in the reader's language. Chinese is the source: nothing to look up, 100 times a page."""
    return message if translation.get_language() == settings.LANGUAGE_CODE else gettext(message)


@lru_cache(maxsize=8192)
def _marked(_language: str | None, message: str) -> Markup:
    return Markup(text(message)) % {}  # noqa: S704  the catalogue is ours


def said(message: str, /, **named: object) -> Markup:
    """`_()` of the pages, 200 of them on each: a sentence without values is looked up and marked once."""
    if not named:
        return _marked(translation.get_language(), message)
    return Markup(text(message)) % named  # noqa: S704  the catalogue is ours; the values are escaped


# How many drawings of one macro are kept.
_SAME = 256


def pure(macro: Callable[..., Markup]) -> Callable[..., Markup]:
    """A macro that depends on nothing but its arguments and the language, drawn once for each.

    In a template: `{% set tag = pure(_tag) %}`. Arguments that cannot be hashed are drawn every time.
    """

    @lru_cache(maxsize=2048)
    def kept(
        _language: str | None, args: tuple[object, ...], named: tuple[tuple[str, object], ...]
    ) -> Markup:
        return macro(*args, **dict(named))

    def drawn(*args: object, **named: object) -> Markup:
        try:
            return kept(translation.get_language(), args, tuple(named.items()))
        except TypeError:  # a list among the arguments
            return macro(*args, **named)

    return drawn


def same(macro: Callable[..., Markup]) -> Callable[..., Markup]:
    """A macro drawn once for each `key` and language: whoever gives the key answers for what it leaves out.

    In a template: `{% set questions = same(_questions) %}`, then `questions(key, ...)`. With the key None it
    is drawn every time.
    """
    kept: dict[tuple[str | None, object], Markup] = {}

    def drawn(key: object, *args: object) -> Markup:
        if key is None:
            return macro(*args)
        place = (translation.get_language(), key)
        found = kept.get(place)
        if found is None:
            if len(kept) >= _SAME:
                kept.clear()
            found = kept[place] = macro(*args)
        return found

    return drawn


def number(value: int | None) -> str:
    """1,234; an em dash for no data."""
    return "—" if value is None else f"{value:,}"


def wan(value: int | None) -> str:
    """Tiles: 万 with one decimal from 10,000 on."""
    if value is None or value < 10_000 or translation.get_language() == "en":
        return number(value)
    return f"{value / 10_000:.1f} 万"


def environment(**options: Any) -> Environment:
    """Strict, autoescaped, with translations, filters and the few globals pages may use."""
    options["undefined"] = StrictUndefined
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    env = Environment(**options, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])  # noqa: S701 (autoescape comes in options)
    env.install_gettext_callables(text, ngettext, newstyle=True, pgettext=pgettext)  # type: ignore[attr-defined]  # added by the i18n extension
    env.globals.update(
        {"_": said, "pure": pure, "same": same, "static": static if settings.DEBUG else _fixed, "url": url}
    )
    env.filters.update(day=day, moment=moment, rules=rules, iso=iso, number=number, wan=wan)
    env.filters.update(holiday=holiday, reckoned=reckoned)
    return env


@dataclass(frozen=True, slots=True)
class Ui:
    """How this visitor wants pages: theme (""|light|dark), mode (""|elder), keys (""|off), language."""

    theme: str
    mode: str
    keys: str
    lang: str
    demo: bool
    product_name: str
    place_name: str


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of a menu."""

    label: str
    url: str
    icon: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class NavGroup:
    """Entries under one heading."""

    label: str
    items: tuple[NavItem, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Flash:
    """One confirmation of what just happened."""

    tone: str
    text: str


Navigation = Callable[[HttpRequest], tuple[NavGroup, ...]]
_navigation: list[Navigation] = []


def set_navigation(function: Navigation) -> None:
    """`project` says once what the menu of each role holds."""
    _navigation[:] = [function]


def page(request: HttpRequest) -> dict[str, object]:
    """Context of every page."""
    cookies = request.COOKIES
    theme, mode = cookies.get("theme", ""), cookies.get("mode", "")
    actor = cast("Actor", getattr(request, "actor", ANONYMOUS))
    nav = _navigation[0](request) if _navigation and actor.is_signed_in else ()
    unread = next((i.count or 0 for group in nav for i in group.items if i.url == "/notices"), 0)
    return {
        "ui": Ui(
            theme=theme if theme in {"light", "dark"} else "",
            mode="elder" if mode == "elder" else "",
            keys="off" if cookies.get("keys") == "off" else "",
            lang=translation.get_language() or "zh-hans",
            demo=settings.LIANXIN_DEMO,
            product_name=gettext("人大代表履职服务平台"),
            place_name=settings.LIANXIN_PLACE_NAME,
        ),
        "actor": actor,
        "nav": nav,
        "unread": unread,
        "flash": [Flash(m.level_tag or "info", str(m)) for m in get_messages(request)],
        "request_id": getattr(request, "request_id", ""),
        "post": getattr(request, "post", None),
    }
