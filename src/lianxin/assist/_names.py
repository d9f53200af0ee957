"""Names of people: after a cue, before a title, around a middle dot. Tables, not a model."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lianxin.assist.surnames import (
    COMMON,
    COMPOUND,
    CUES,
    EVERYDAY,
    MIDDLE,
    NOT_GIVEN,
    PREPOSITIONS,
    SINGLE,
    TITLES,
    VERBS,
)
from lianxin.assist.words import Kind

Span = tuple[int, int, str]

_HAN = "一-鿿㐀-䶿"
_TITLE = re.compile(f"(?:{'|'.join(sorted(set(TITLES), key=len, reverse=True))})(?<!长(?=期|年))")
# Whatever stands after these is a name.
_STRONG = re.compile(
    "(?:[我俺咱]叫做?|本人叫|[我俺咱]姓|名叫|叫做|名字叫|名字是|姓名[是为:：]?|(?:联系人|反映人|投诉人|举报人|户主|法人)[是为:：]|[签署]名[:：]|"
    rf"户名[是为:：]?|收款人[是为:：]?)[ \u3000]?([{_HAN}]{{1,4}})"
)
# After these a name may stand: only with a surname, and never an everyday word.
_WEAK = re.compile("|".join(sorted(CUES, key=len, reverse=True)))
_DOTTED = re.compile(rf"([{_HAN}]{{1,6}})((?:[·•・‧][{_HAN}]{{1,8}})+)")
_NOT_PEOPLE = tuple("站家室县市区乡镇村局会网报节杯版篇路店厅院校部园线站点馆城".strip())
# Surname → characters before it with which it makes another word: 对方 + 主任, 公安 + 局长.
_NOT_AFTER = {
    "方": "对地官双校甲乙卖买警院医一单四各西东南北我厂资施", "车": "开货班客公火汽卡吊修",
    "安": "公治保西", "管": "城监保主", "司": "公", "计": "会统", "文": "语作公", "成": "完", "任": "责主",
    "单": "简", "路": "公马", "信": "通微", "林": "森园", "金": "资", "高": "最升", "国": "全中",
    "古": "蒙", "明": "证说", "全": "安", "官": "法警检军", "师": "老律厨教", "房": "住厨危", "田": "农水",
    "利": "水权", "区": "社地", "位": "单各", "海": "上", "童": "儿", "卫": "环", "务": "服",
}  # fmt: skip
_PAUSE = frozenset("，。；：、！？,.;:!? \n\t（）()“”\"'《》【】") | frozenset(
    "找问是叫给跟请向和让被把对与见同老小该位由经像劳托"
)


def _surname_at(text: str, at: int) -> int:
    """Length of the surname that begins at `at`, 0 for none."""
    if text[at : at + 2] in COMPOUND:
        return 2
    return 1 if text[at : at + 1] in SINGLE else 0


def _is_han(letter: str) -> bool:
    return "\u3400" <= letter <= "\u9fff"


def _given(text: str, start: int, most: int = 2) -> int:
    """How many characters from `start` on may be a given name (0 to `most`)."""
    length = 0
    for letter in text[start : start + most]:
        if not _is_han(letter) or (letter in NOT_GIVEN and letter not in MIDDLE):
            break
        length += 1
    while length and text[start + length - 1] in MIDDLE:
        length -= 1
    return length


def _before_titles(text: str) -> Iterator[Span]:
    """王书记, 李建国老师: surname, at most two more characters, title. The title stays."""
    for title in _TITLE.finditer(text):
        end = title.start()
        for length in (3, 4, 2, 1):
            start = end - length
            family = _surname_at(text, start) if start >= 0 else 0
            if not family or length > family + 2 or family > length:
                continue
            if _is_name(text, start, end, family):
                yield start, end, Kind.NAME
                break


def _is_name(text: str, start: int, end: int, family: int) -> bool:
    name, before = text[start:end], text[start - 1 : start] if start else ""
    given = name[family:]
    if _given(text, start + family) < len(given):
        return False
    if name[:2] in COMMON or given in COMMON or (before and before + name[0] in COMMON):
        return False
    if before and before in _NOT_AFTER.get(name[0], ""):
        return False
    if name[0] not in EVERYDAY or not _is_han(before) or before in _PAUSE:
        return True
    if name in PREPOSITIONS or (given and family == 1 and _surname_at(text, start + 1)):
        return False  # 代表和联络员; 张书记和李主任: 李 is the name
    return bool(_WEAK.search(text[max(start - 3, 0) : start]))


def _after_cues(text: str) -> Iterator[Span]:
    for cue in _STRONG.finditer(text):
        start = cue.start(1)
        length = _given(text, start, 4 if _surname_at(text, start) == 2 else 3)
        if length >= (1 if cue.group()[1:2] == "姓" else 2) and "某" not in cue.group(1):
            yield start, start + length, Kind.NAME
    for at in sorted({cue.end() for cue in _WEAK.finditer(text)}):
        length = _name_at(text, at)
        if length:
            yield at, at + length, Kind.NAME


def _name_at(text: str, start: int) -> int:
    """Length of the name that begins here, 0 for none: a surname and one or two characters."""
    family = _surname_at(text, start)
    if (
        not family
        or _is_title(text, start)
        or text[start : start + 2] in COMMON
        or text[start : start + 3] in COMMON
    ):
        return 0
    if family == 1 and text[start] in EVERYDAY and _surname_at(text, start + 1):
        return 0
    given = _given(text, start + family)
    for length in range(given):
        at = start + family + length
        if text[at : at + 2] in VERBS or (length and text[at : at + 2] in COMMON) or _is_title(text, at):
            given = length
            break
    if text[start] in PREPOSITIONS and (given == 1 or text[start] != "和"):
        return 0
    return family + given if given else 0


_BARE = re.compile(r"(?:^|(?<=[，。；：、！？,;:!? \n的]))")
_DOES = frozenset("把被说家将")


def _bare(text: str) -> Iterator[Span]:
    """孔德明把…, 曹永福反映…: after a pause a name of three that does something."""
    for pause in _BARE.finditer(text):
        start = pause.start()
        end = start + 3
        if (
            _surname_at(text, start) == 1
            and text[start] not in EVERYDAY
            and _given(text, start + 1) == 2
            and not _is_title(text, start + 1)
            and not {text[start : start + 2], text[start + 1 : end], text[start:end]} & COMMON
            and (text[end : end + 1] in _DOES or text[end : end + 2] in VERBS)
        ):
            yield start, end, Kind.NAME


def _is_title(text: str, at: int) -> bool:
    return _TITLE.match(text, at) is not None


_FUNCTION = frozenset("的了是在说有与及给把被到去也就又还很不没要对从叫找我你他她这那和跟请问民众人")


def _dotted(text: str) -> Iterator[Span]:
    """买买提·吐尔逊: the parts around a middle dot, cut at function words; not 省·市 or 文山·普者黑站."""
    for found in _DOTTED.finditer(text):
        if found.group().endswith(_NOT_PEOPLE):
            continue
        first = found.group(1)
        cut = max((first.rfind(letter) for letter in _FUNCTION), default=-1) + 1
        cue = list(_WEAK.finditer(first))
        start = found.start(1) + max(cut, cue[-1].end() if cue else 0)
        last = found.group().rindex(_last_dot(found.group(2))) + 1 + found.start()
        end = last + max(_given(text, last, 5), 1)
        if start < found.end(1):
            yield start, end, Kind.NAME


def _last_dot(tail: str) -> str:
    return next(letter for letter in reversed(tail) if letter in "·•・‧")


def names(text: str) -> Iterator[Span]:
    """Every place that looks like a name."""
    yield from _after_cues(text)
    yield from _before_titles(text)
    yield from _bare(text)
    yield from _dotted(text)
