"""Pinyin of place names, and the short form people use."""

from __future__ import annotations

import re

from lianxin.kernel.pinyin import syllables

_GROUPS = "彝|哈尼|壮|苗|傣|白|景颇|傈僳|藏|回|佤|拉祜|布朗|纳西|普米|独龙|怒|瑶|阿昌"
_AUTONOMOUS = re.compile(rf"(?P<stem>.+?)(?:(?:{_GROUPS})族|各族)+自治(?P<kind>州|县)")
_VILLAGE_TAILS = (
    ("村民委员会", "村"),
    ("村委会", "村"),
    ("居民委员会", "社区"),
    ("社区居委会", "社区"),
    ("居委会", "社区"),
)
_TAIL = re.compile(r"(街道办事处|街道|民族乡|镇|乡|县|区|市|州|省|村|社区)$")


def spelled(name: str) -> tuple[str, str]:
    """Pinyin without tones or spaces, and initials: 楚雄市 -> ("chuxiongshi", "cxs")."""
    found = syllables(name)
    return "".join(found)[:160], "".join(syllable[0] for syllable in found)[:40]


def short_name(name: str, level: int) -> str:
    """楚雄彝族自治州 -> 楚雄州, 西城社区居委会 -> 西城社区; the full name when nothing would be left."""
    autonomous = _AUTONOMOUS.fullmatch(name)
    if autonomous:
        return autonomous["stem"] + autonomous["kind"]
    for tail, kept in _VILLAGE_TAILS if level == 5 else ():
        if name.endswith(tail) and len(name) > len(tail):
            start = name.removesuffix(tail)
            return start if start.endswith(("村", "社区")) else start + kept
    return name


def stem(name: str) -> str:
    """A short name without its kind, for numbers and searches: 鹿城镇 -> 鹿城."""
    return _TAIL.sub("", name) or name
