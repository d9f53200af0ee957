# ruff: noqa: E501 - tables of words are read as one line, and Chinese counts double
"""One cell into one fact: the value, what is wrong with it, and what it was probably meant to be."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

from lianxin.exchange.sheets.columns import Cleaned, Weight
from lianxin.exchange.sheets.reading import Value
from lianxin.exchange.sheets.text import closed, plain, text_of
from lianxin.kernel.text import clean, normal_phone

# The middle dot of names in its many shapes; U+00B7 is the one of GB 18030 and of identity cards.
DOT = "·"
_DOTS = re.compile(r"[\s]*[·•・･‧∙⋅●▪◦᛫⸱ꞏ．.﹒｡][\s]*")
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇○"
_NAME = re.compile(rf"[{_HAN}]{{1,12}}(?:·[{_HAN}]{{1,12}}){{0,4}}")
_LATIN_NAME = re.compile(r"[A-Za-z][A-Za-z' ]{1,40}")
_NOTE = re.compile(r"[(（\[【]([^)）\]】]*)[)）\]】]")
_TAIL = re.compile(r"[*＊#※△▲☆★0-9]+$")

# 56 groups, and what registers write besides. Source: GB/T 3304.
GROUPS = [
    "汉",
    "蒙古",
    "回",
    "藏",
    "维吾尔",
    "苗",
    "彝",
    "壮",
    "布依",
    "朝鲜",
    "满",
    "侗",
    "瑶",
    "白",
    "土家",
    "哈尼",
    "哈萨克",
    "傣",
    "黎",
    "傈僳",
    "佤",
    "畲",
    "高山",
    "拉祜",
    "水",
    "东乡",
    "纳西",
    "景颇",
    "柯尔克孜",
    "土",
    "达斡尔",
    "仫佬",
    "羌",
    "布朗",
    "撒拉",
    "毛南",
    "仡佬",
    "锡伯",
    "阿昌",
    "普米",
    "塔吉克",
    "怒",
    "乌孜别克",
    "俄罗斯",
    "鄂温克",
    "德昂",
    "保安",
    "裕固",
    "京",
    "塔塔尔",
    "独龙",
    "鄂伦春",
    "赫哲",
    "门巴",
    "珞巴",
    "基诺",
]
_GROUP_SLIPS = {"傈傈": "傈僳", "僳僳": "傈僳", "栗僳": "傈僳", "傈粟": "傈僳", "夷": "彝", "拉枯": "拉祜", "拉估": "拉祜", "瓦": "佤",
                "景波": "景颇", "德昴": "德昂", "哈泥": "哈尼", "崩龙": "德昂", "布郎": "布朗"}  # fmt: skip
_OTHER_GROUPS = {"穿青人", "摩梭人", "克木人", "未识别", "其他", "外国血统"}

_PARTIES = {
    "中共党员": "中共党员 党员 共产党员 中国共产党党员 中国共产党 中共 共产党 中共正式党员 正式党员",
    "中共预备党员": "中共预备党员 预备党员",
    "共青团员": "共青团员 团员 共青团",
    "群众": "群众 普通公民 群众代表 无 非党 非党员",
    "无党派人士": "无党派人士 无党派 无党派民主人士",
    "民革党员": "民革党员 民革 中国国民党革命委员会",
    "民盟盟员": "民盟盟员 民盟 中国民主同盟 民盟会员",
    "民建会员": "民建会员 民建 中国民主建国会",
    "民进会员": "民进会员 民进 中国民主促进会",
    "农工党党员": "农工党党员 农工党 农工 中国农工民主党",
    "致公党党员": "致公党党员 致公党 致公 中国致公党",
    "九三学社社员": "九三学社社员 九三学社 九三 九三社员",
    "台盟盟员": "台盟盟员 台盟 台湾民主自治同盟",
}
_PARTY_OF = {word: party for party, words in _PARTIES.items() for word in words.split()}
_NONE = frozenset(
    {"", "-", "--", "—", "——", "/", "\\", "无", "不详", "暂无", "未填", "空", "n/a", "na", "null", "none"}
)


def is_blank(value: Value) -> bool:
    """Whether a cell says nothing: empty, a dash, 不详."""
    return closed(value).lower() in _NONE


def name(value: Value) -> Cleaned:
    """A person's name: 王　芳 -> 王芳, 阿普•小明 -> 阿普·小明, 王芳（女，彝族） -> 王芳 and two facts more."""
    text = text_of(value)
    if closed(text) in _NONE:
        return Cleaned()
    also = _facts_in(text)
    bare = _NOTE.sub("", text)
    folded = _DOTS.sub(DOT, unicodedata.normalize("NFC", bare)).strip(DOT + " ")
    squeezed = folded.replace(" ", "")
    if _NAME.fullmatch(squeezed):
        if " " in folded and _several(folded):
            return Cleaned(squeezed, "several_names", _several(folded), also=also)
        if len(squeezed) == 1:
            return Cleaned(squeezed, "not_a_name")
        return Cleaned(squeezed.replace("○", "〇"), also=also)
    if re.fullmatch(rf"[{_HAN}·\s、,，/;；]+", folded) and re.search(r"[、,，/;；]", folded):
        return Cleaned(squeezed, "several_names", re.split(r"[、,，/;；]", squeezed)[0])
    without = _TAIL.sub("", unicodedata.normalize("NFKC", squeezed))
    if _NAME.fullmatch(without) and len(without) > 1:
        return Cleaned(squeezed, "not_a_name", without, also=also)
    if _LATIN_NAME.fullmatch(unicodedata.normalize("NFKC", folded)):
        return Cleaned(unicodedata.normalize("NFKC", folded), "latin_name", weight=Weight.WARNING)
    return Cleaned(squeezed[:60], "not_a_name")


def _several(folded: str) -> str:
    """The first of two whole names with a space between; "" for 王 芳 and 阿 普 小 明."""
    parts = folded.split()
    return parts[0] if len(parts) > 1 and all(len(p.replace(DOT, "")) >= 2 for p in parts) else ""


def _facts_in(text: str) -> dict[str, str]:
    """What a note behind the name says: （女）, （女，彝族）."""
    found: dict[str, str] = {}
    for note in _NOTE.findall(text):
        for word in re.split(r"[、,，;；\s]+", note):
            if word in {"女", "男"}:
                found["sex"] = "f" if word == "女" else "m"
            elif word and ethnic_group(word).value and not ethnic_group(word).code:
                found["ethnic_group"] = ethnic_group(word).value
    return found


def sex(value: Value) -> Cleaned:
    """男 or 女, 1 or 2. Source: GB/T 2261.1."""
    text = closed(value).lower().removesuffix("性")
    if text in _NONE:
        return Cleaned()
    if text in {"男", "1", "m", "male", "1男", "1.男", "男1", "nan"}:
        return Cleaned("m")
    if text in {"女", "2", "f", "female", "2女", "2.女", "女2", "nv"}:
        return Cleaned("f")
    return Cleaned(
        "",
        "not_a_sex",
        "女" if "女" in text and "男" not in text else "男" if "男" in text and "女" not in text else "",
    )


def ethnic_group(value: Value) -> Cleaned:
    """彝 -> 彝族. Source: GB/T 3304."""
    text = closed(value)
    if text in _NONE:
        return Cleaned()
    short = text.removesuffix("族")
    if short in GROUPS:
        return Cleaned(short + "族")
    if text in _OTHER_GROUPS:
        return Cleaned(text)
    if re.fullmatch(r"0?[1-9]|[1-4]\d|5[0-6]", text):
        return Cleaned("", "not_a_group", GROUPS[int(text) - 1] + "族")
    near = _GROUP_SLIPS.get(short) or next((g for g in GROUPS if len(g) > 1 and _one_off(g, short)), "")
    return Cleaned("", "not_a_group", near + "族" if near else "")


def _one_off(left: str, right: str) -> bool:
    return len(left) == len(right) and sum(a != b for a, b in zip(left, right, strict=True)) == 1


def party(value: Value) -> Cleaned:
    """党员 -> 中共党员; the eight parties by their short names."""
    text = closed(value)
    if text in _NONE - {"无"}:
        return Cleaned()
    found = _PARTY_OF.get(text) or _PARTY_OF.get(re.sub(r"[(（].*", "", text))
    if found:
        return Cleaned(found)
    joined = re.fullmatch(r"(\d{4}).*(?:入党|加入).*", text)
    if joined:
        return Cleaned("", "not_a_party", "中共党员")
    near = next(
        (p for word, p in _PARTY_OF.items() if len(word) > 2 and (word in text or _one_off(word, text))), ""
    )
    return Cleaned("", "not_a_party", near)


_SPLIT = re.compile(r"[/;；、,，\n]|\s{1,}或\s*|(?<=\d)\s+(?=(?:\+?86)?1[3-9]\d)")


def phone(value: Value) -> Cleaned:
    """Digits only: 13800000001.0, 138-0000-0001, +86 138 0000 0001, １３８…; of two numbers the first."""
    raw = unicodedata.normalize("NFKC", clean(value)) if isinstance(value, str) else plain(value)
    text = re.sub(r"[‐‑‒–—―−－·.]", "-", re.sub(r"\.0+$", "", raw.strip().strip("'`’"))) if raw else ""
    if text.lower() in _NONE or not text.strip():
        return Cleaned()
    if re.fullmatch(r"\d(?:-\d+)?e\+?\d+", text.lower()):
        return Cleaned("", "phone_lost_digits")
    text = re.sub(r"^(?:手机|电话|tel|手机号)[::]?\s*", "", text, flags=re.IGNORECASE)
    found = _number(text)
    if found:
        return Cleaned(found)
    parts = [p for p in _SPLIT.split(text) if p.strip()]
    numbers = [n for p in parts if (n := _number(p))]
    if len(parts) > 1 and numbers:
        return Cleaned(numbers[0], "several_phones", numbers[0], weight=Weight.WARNING)
    digits = re.sub(r"\D", "", text)
    letters = _number(text.translate(str.maketrans("OoIl", "0011")))
    return Cleaned("", "phone_too_short" if 0 < len(digits) < 11 else "not_a_phone", letters)


def _number(text: str) -> str:
    digits = re.sub(r"[\s\-()（）_]", "", text)
    digits = re.sub(r"^(?:\+|00)?86(?=[10])", "", digits)
    digits = re.sub(r"^0(?=1[3-9]\d{9}$)", "", digits)
    return normal_phone(digits)


_CN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_YMD = re.compile(
    r"(\d{4}|\d{2})\s*[年./\-_\s]\s*(\d{1,2})(?:\s*[月./\-_\s]\s*(\d{1,2}))?\s*[日号月]?\s*(?:生|出生)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_SERIAL_FIRST, _SERIAL_LAST = 3_654, 73_050  # 1910-01-01 and 2099-12-31 as Excel counts days


def day(value: Value, *, century_below: int = 30) -> Cleaned:
    """A day as 1975-03-02, or a month as 1975-03: dates, Excel serials, and what people type.

    1975-03-02 · 1975/3/2 · 1975.3.2 · 1975年3月2日 · 19750302 · 1975.03 · 197503 · 27455 · 75.3 · 一九七五年三月.
    """
    if isinstance(value, datetime | date):
        found = value.date() if isinstance(value, datetime) else value
        return _checked(found.year, found.month, found.day)
    if isinstance(value, float) and 1900 < value < 2100 and not value.is_integer():
        return _month_of_number(value)
    text = plain(value)
    if text.lower() in _NONE:
        return Cleaned()
    text = _spelled(text)
    text = re.sub(r"[T\s]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$", "", text)
    if re.fullmatch(r"\d{4,5}", text) and _SERIAL_FIRST <= int(text) <= _SERIAL_LAST and not _year(text):
        found = date(1899, 12, 30) + timedelta(days=int(text))
        return _checked(found.year, found.month, found.day)
    compact = _COMPACT.fullmatch(text)
    if compact:
        year, month, dom = compact.groups()
        return _checked(int(year), int(month), int(dom) if dom else 0)
    parts = _YMD.fullmatch(text)
    if parts:
        year = int(parts[1])
        if len(parts[1]) == 2:
            year += 2000 if year < century_below else 1900
        return _checked(year, int(parts[2]), int(parts[3] or 0))
    if re.fullmatch(r"(19|20)\d{2}年?", text):
        return Cleaned("", "only_a_year")
    return Cleaned("", "not_a_day")


def _year(text: str) -> bool:
    return len(text) == 4 and 1900 <= int(text) <= 2099


def _month_of_number(value: float) -> Cleaned:
    """1975.03 read as a number; 1975.1 may be January or a lost nought of October, so it asks."""
    year, _dot, rest = f"{value:.2f}".partition(".")
    if repr(value).endswith(".1"):
        return Cleaned(f"{year}-10", "january_or_october", f"{year}.10", Weight.WARNING)
    month = int(rest) if rest[0] in "01" and int(rest) <= 12 else int(rest[0])
    return _checked(int(year), month, 0)


def _spelled(text: str) -> str:
    """二〇〇一年十一月三日 -> 2001年11月3日."""
    if not re.search(r"[一二三四五六七八九十〇零]", text):
        return text

    def tens(match: re.Match[str]) -> str:
        left, right = match.group(1), match.group(2)
        return str(
            int((left or "一").translate(_CN_DIGITS)) * 10 + int((right or "〇").translate(_CN_DIGITS))
        )

    text = re.sub(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)", tens, text)
    return text.translate(_CN_DIGITS)


def _checked(year: int, month: int, dom: int) -> Cleaned:
    try:
        found = date(year, month, dom or 1)
    except ValueError:
        near = f"{year}-{dom:02d}-{month:02d}" if 1 <= dom <= 12 < month <= 31 else ""
        return Cleaned("", "no_such_day", near)
    if not 1900 <= year <= 2100:
        return Cleaned("", "no_such_day")
    return Cleaned(found.isoformat() if dom else found.isoformat()[:7])


def line(value: Value) -> Cleaned:
    """Any text as one line."""
    text = text_of(value)
    return Cleaned("" if text in {"-", "--", "—", "/", "\\"} else text)


def place(value: Value) -> Cleaned:
    """The name of a place without any space; whether there is one is asked of the tables."""
    text = text_of(value).replace(" ", "")
    return Cleaned("" if text in {"-", "--", "—", "/", "\\"} else text)


def number(value: Value) -> Cleaned:
    """A small whole number: 17, 第十七届 -> 17."""
    text = re.sub(r"[第届次年号]", "", _spelled(closed(value)))
    if text.lower() in _NONE:
        return Cleaned()
    return (
        Cleaned(str(int(text)))
        if text.isascii() and text.isdecimal() and len(text) < 6
        else Cleaned("", "not_a_number")
    )
