"""The load: a fixed number of requests over connections that are kept, and a reader of forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from lianxin.project.console import CommandFailed

HOST = "127.0.0.1"
# Two at a time keep both web workers busy without a queue.
_CONNECTIONS = 2
_TIMEOUT_S = 30


@dataclass(frozen=True, slots=True)
class Send:
    """One request; `body` makes it a POST."""

    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    text: str
    cookies: dict[str, str]
    location: str


def send(connection: HTTPConnection, request: Send) -> Answer:
    """One request on an open connection."""
    headers = dict(request.headers)
    if request.body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request("GET" if request.body is None else "POST", request.path, request.body, headers)
    response = connection.getresponse()
    text = response.read().decode("utf-8", "replace")
    cookies: SimpleCookie = SimpleCookie()
    for line in response.headers.get_all("Set-Cookie") or []:
        cookies.load(line)
    values = {name: morsel.value for name, morsel in cookies.items()}
    return Answer(response.status, text, values, response.headers.get("Location", ""))


def ask(port: int, request: Send) -> Answer:
    """One request on a connection of its own."""
    connection = HTTPConnection(HOST, port, timeout=_TIMEOUT_S)
    try:
        return send(connection, request)
    finally:
        connection.close()


def send_all(port: int, requests: Sequence[Send], *, expect: int) -> None:
    """Send every request once. Raises CommandFailed when an answer has another status than `expect`."""
    with ThreadPoolExecutor(_CONNECTIONS) as pool:
        shares = [requests[i::_CONNECTIONS] for i in range(_CONNECTIONS)]
        list(pool.map(lambda share: _send_share(port, share, expect), shares))


def _send_share(port: int, requests: Sequence[Send], expect: int) -> None:
    connection = HTTPConnection(HOST, port, timeout=_TIMEOUT_S)
    try:
        for request in requests:
            status = _status(connection, request)
            if status != expect:
                message = f"{request.path} 回答了 {status}，应当是 {expect}，无法测量。"
                raise CommandFailed(message)
    except (OSError, HTTPException) as error:
        message = f"测量时网页服务断开了连接：{type(error).__name__}。"
        raise CommandFailed(message) from error
    finally:
        connection.close()


def _status(connection: HTTPConnection, request: Send) -> int:
    """As `send`, without reading into the answer: the generator shall cost little."""
    headers = dict(request.headers)
    if request.body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request("GET" if request.body is None else "POST", request.path, request.body, headers)
    response = connection.getresponse()
    response.read()
    return response.status


# Forms


@dataclass(slots=True)
class Form:
    """A form of a page as a browser would send it: where to, and what is already in it."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    # Radio buttons: the values on offer, under the name of the group.
    choices: dict[str, list[str]] = field(default_factory=dict)

    def filled(self, **values: str) -> str:
        """The body with the first choice of each group, and `values` on top."""
        chosen = {name: options[0] for name, options in self.choices.items()}
        return urlencode(self.fields | chosen | values)


def form_with(page: str, name: str) -> Form:
    """The first POST form of a page with a field of this name. Raises CommandFailed when there is none."""
    reader = _Forms()
    reader.feed(page)
    for form in reader.forms:
        if name in form.fields:
            return form
    message = f"页面上没有找到带“{name}”的表单，无法测量。"
    raise CommandFailed(message)


def cookie_header(cookies: Mapping[str, str]) -> dict[str, str]:
    """The header that brings cookies back; nothing without cookies."""
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}


class _Forms(HTMLParser):
    """Collects the POST forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a form holds. A select sends its first option, which is empty in all of our forms."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", "")) if given.get("method", "").lower() == "post" else None
            if self._form is not None:
                self.forms.append(self._form)
        name = given.get("name", "")
        if self._form is None or not name:
            return
        if tag in {"textarea", "select"}:
            self._form.fields[name] = ""
        elif tag == "input":
            self._input(self._form, name, given)

    def handle_endtag(self, tag: str) -> None:
        """A form ends."""
        if tag == "form":
            self._form = None

    @staticmethod
    def _input(form: Form, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind == "radio":
            form.choices.setdefault(name, []).append(given.get("value", "on"))
        elif kind == "checkbox":
            if "required" in given or "checked" in given:
                form.fields[name] = given.get("value", "on")
        elif kind not in {"submit", "button", "file", "image"}:
            form.fields[name] = given.get("value", "")
