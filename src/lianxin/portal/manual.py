"""The user guides of `docs/zh`, drawn as pages: what a county reads on paper stands in the product too."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "zh"
# Name in the address and in the folder → for whom, and the picture beside it.
GUIDES: dict[str, tuple[str | Promise, str]] = {
    "citizen": (_("群众：反映一件事"), "message-square-text"),
    "deputy": (_("人大代表：接单和核实"), "handshake"),
    "office": (_("阵地联络员、人大机关：日常工作"), "landmark"),
    "notices": (_("机关：通知、通报和回执"), "megaphone"),
    "unit": (_("承办单位：领单和答复"), "building-2"),
    "upkeep": (_("建管用：标准、评估、制度、运行"), "shield-check"),
    "roster": (_("人大机关：届次、组织、联系、换届"), "users"),
    "import": (_("人大机关：导入和导出"), "download"),
    "suggestions": (_("代表建议：从提出到办结"), "file-text"),
    "sources": (_("默认值和算法从哪里来，怎样改成本地的"), "scale"),
    "deploy": (_("系统管理员：安装与运行"), "settings"),
}
_LINK = re.compile(r"([a-z]+)\.md(#.*)?")


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide ready to show."""

    title: str
    html: Markup


def guides() -> list[tuple[str, str, str]]:
    """Name, title and picture of every guide that is installed."""
    return [(name, str(title), icon) for name, (title, icon) in GUIDES.items() if _file(name).is_file()]


def guide(name: str) -> Guide | None:
    """The guide of a name; None when there is none."""
    if name not in GUIDES or not _file(name).is_file():
        return None
    return _drawn(name, _file(name).stat().st_mtime_ns)


def _file(name: str) -> Path:
    return FOLDER / f"{name}.md"


@lru_cache(maxsize=16)
def _drawn(name: str, _changed: int) -> Guide:
    tokens = _parser().parse(_file(name).read_text(encoding="utf-8"))
    title = next((tokens[i + 1].content for i, t in enumerate(tokens) if t.type == "heading_open"), name)
    for token in tokens:
        for child in token.children or ():
            _turn(child)
    # No raw HTML passes (html=False), links are turned above: what comes out is our own markup.
    return Guide(title, Markup(_parser().renderer.render(tokens, _parser().options, {})))  # noqa: S704


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    # Wide tables scroll by themselves, with the keyboard too.
    parser.add_render_rule("table_open", _before_table)
    parser.add_render_rule("table_close", _after_table)
    return parser


def _before_table(_self: object, _tokens: object, _index: int, _options: object, _env: object) -> str:
    return f'<div class="wide" role="group" tabindex="0" aria-label="{gettext("表格")}"><table>\n'


def _after_table(_self: object, _tokens: object, _index: int, _options: object, _env: object) -> str:
    return "</table></div>\n"


def _turn(token: Token) -> None:
    """Links between guides become addresses of the product, pictures static files, other links the list."""
    if token.type == "image":
        name = str(token.attrs.get("src", "")).rpartition("/")[2]
        token.attrs |= {"src": static(f"portal/guide/{name}"), "loading": "lazy", "class": "shot"}
    if token.type == "link_open":
        target = str(token.attrs.get("href", ""))
        if inner := _LINK.fullmatch(target):
            name = inner.group(1)
            token.attrs["href"] = f"/help/{name}{inner.group(2) or ''}" if name in GUIDES else "/help"
        elif not target.startswith(("https://", "http://", "#")):
            token.attrs["href"] = "/help"
