"""A suggestion out of a Word file: title, situation and proposal, as people write them. Source: ADR-0032 §7.

The file comes from outside: it must be a small package of few parts before anything opens it, only words are
taken from it, and it is not kept.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lianxin.kernel.errors import DomainError
from lianxin.kernel.text import clean

MAX_BYTES = 2_000_000
_MAX_UNPACKED = 20_000_000
_MAX_PARTS = 300
_MOST_LINES = 2000
# A title stands in the first lines; a first line of this length is one.
_TITLE_WITHIN = 12
_SHORT = (6, 60)

# A heading says what comes: 一、案由 … 二、具体建议 …
_NUMBER = r"^[（(]?[一二三四五六七八九十0-9]*[）)、.．\s]*"
_SITUATION = re.compile(
    _NUMBER + r"(案由|案据|事由|情况和问题|基本情况|情况|存在的?问题|主要问题|问题|背景|理由)[：:\s]*"
)
_PROPOSAL = re.compile(_NUMBER + r"(具体建议|对策建议|意见建议|意见和建议|建议|解决办法|办法|方案)[：:\s]*")
_TITLE = re.compile(r"^关于.{2,}的?(建议|意见)$")
# What a form carries besides: names, card numbers, phones of the deputies.
_FORM = re.compile(
    r"^(领衔代表|代表姓名|姓名|代表证号|联系电话|电话|手机|通讯地址|工作单位|附议|联名|日期|编号)[：:\s]"
)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found. Empty parts were not recognised, and are to be written by hand."""

    title: str
    situation: str
    proposal: str


def read_docx(data: bytes) -> Found:
    """The parts of a suggestion in a .docx. Raises DomainError with what to do for any other file."""
    return sort_lines(_lines(data))


def _refuse() -> DomainError:
    return DomainError(_("这个文件打不开。请用 Word 另存为 .docx 再传，或者把文字复制过来。"))


def _lines(data: bytes) -> list[str]:

    if len(data) > MAX_BYTES:
        raise DomainError(_("文件超过 2 MB，太大了。请去掉图片再传，或者把文字复制过来。"))
    try:
        return _read(data)
    except DomainError:
        raise
    except Exception as error:
        # Whatever a reader stumbles over, the file is what is wrong.
        raise _refuse() from error


def _read(data: bytes) -> list[str]:
    from docx import Document  # 20 MB that most processes never need
    from docx.oxml.ns import qn

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = package.infolist()
        if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_UNPACKED:
            raise _refuse()
        if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
            raise DomainError(_("这个文件里有宏，不能收。请另存为不带宏的 .docx 再传。"))
    # Every paragraph in reading order, also those of a form's table.
    body = Document(io.BytesIO(data)).element.body
    lines = []
    for paragraph in body.iter(qn("w:p")):
        words = "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
        lines.append(clean(words))
        if len(lines) > _MOST_LINES:
            raise DomainError(_("文件太长了。一件建议只说一件事，请拆开再传。"))
    return [line for line in lines if line]


def sort_lines(lines: list[str]) -> Found:
    """Put lines where they belong: before the proposal's heading it is situation."""
    title, now = "", "situation"
    parts: dict[str, list[str]] = {"situation": [], "proposal": []}
    for number, line in enumerate(lines):
        if not title and number < _TITLE_WITHIN and _is_title(number, line):
            title = line
        elif not _FORM.match(line):
            now, rest = _under(now, line)
            parts[now] += [rest] if rest else []
    return Found(title[:60], "\n".join(parts["situation"])[:5000], "\n".join(parts["proposal"])[:5000])


def _is_title(number: int, line: str) -> bool:
    return bool(_TITLE.match(line)) or (number == 0 and _SHORT[0] <= len(line) <= _SHORT[1])


def _under(now: str, line: str) -> tuple[str, str]:
    """Which part a line belongs to, and what of it is no heading."""
    for name, heading in (("situation", _SITUATION), ("proposal", _PROPOSAL)):
        found = heading.match(line)
        if found is None:
            continue
        is_alone = found.end() == len(line)
        if is_alone or line[: found.end()].rstrip().endswith(("：", ":")):
            return name, line[found.end() :]
    return now, line
