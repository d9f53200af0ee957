"""Numbers that lead to a person: phones, identity numbers, bank cards, plates, accounts, licences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from lianxin.assist.words import Kind

Span = tuple[int, int, str]

_CHINESE = str.maketrans("零〇○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖两", "00012345678911234567892")
_DASHES = str.maketrans(dict.fromkeys("－–—‐‑‒―﹣−", "-") | dict.fromkeys("　\u00a0\u2002\u2003\u2009", " "))


def plain(text: str) -> str:
    """The text with full-width and decorated digits and letters as ASCII, of the same length."""

    def one(letter: str) -> str:
        if letter < "\x80" or "\u4e00" <= letter <= "\u9fff":
            return letter
        folded = unicodedata.normalize("NFKC", letter)
        return folded if len(folded) == 1 else letter

    return "".join(map(one, text)).translate(_DASHES)


def in_digits(text: str) -> str:
    """The same length again, with Chinese numerals as digits: 一三八 → 138."""
    return text.translate(_CHINESE)


_GAP = r"[ \-_*()]{0,4}"
_MOBILE = re.compile(
    rf"(?:\+?(?:00)?86{_GAP})?1{_GAP}[3-9](?:{_GAP}\d){{9}}|1[3-9]\d[./·,、 ]\d{{4}}[./·,、 ]\d{{4}}"
)
_AREA = re.compile(rf"(?<!\d)[(]?0(?:10|2\d|[3-9]\d{{2}})[)]?{_GAP}[2-9]\d{{2,3}}[ -]?\d{{4}}(?!\d)")
_LOCAL = re.compile(
    r"(?:电话|座机|固话|热线|家里打|打)(?:号码|号|是|为|联系)?[: ]{0,2}"
    r"([2-8]\d{2,3}[ -]?\d{4})(?![\d.]|元|块|万)"
)
_DIGIT = re.compile(r"[0-9]")


def phones(ascii_text: str) -> Iterator[Span]:
    """Mobile numbers, also in Chinese numerals or with gaps; landlines with area code or after 电话."""
    for reading in (ascii_text, in_digits(ascii_text)):
        for found in _MOBILE.finditer(reading):
            start, end = found.span()
            # A digit of the text itself on either side makes it part of a longer number.
            around = ascii_text[max(start - 1, 0) : start] + ascii_text[end : end + 1]
            if not _DIGIT.search(around):
                yield start, end, Kind.MOBILE
    for found in _AREA.finditer(ascii_text):
        yield *found.span(), Kind.LANDLINE
    for found in _LOCAL.finditer(ascii_text):
        yield *found.span(1), Kind.LANDLINE


_LONG = re.compile(r"(?<![\dA-Za-z])\d(?:[ -]?\d){13,18}[ -]?[\dXx](?![\dA-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _is_day(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])).year >= 1900
    except ValueError:
        return False


def is_identity(number: str) -> bool:
    """Whether this is a resident identity number: 18 characters with check digit, or 15 digits. GB 11643.

    A wrong check digit passes when place and birthday are right: people mistype, neighbours still know.
    """
    if len(number) == 15 and number.isdigit():
        return number[0] in "12345678" and _is_day("19" + number[6:12])
    if len(number) != 18 or not number[:17].isdigit() or number[0] not in "123456789":
        return False
    return _is_day(number[6:14]) and (number[0] != "9" or has_check_digit(number))


def has_check_digit(number: str) -> bool:
    """Whether the 18th character is the check digit of the first seventeen. GB 11643 (ISO 7064 MOD 11-2)."""
    rest = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True)) % 11
    return "10X98765432"[rest] == number[17].upper()


def is_card(number: str) -> bool:
    """Whether 16 to 19 digits pass the Luhn test and begin as bank cards do. ISO/IEC 7812."""
    if not (16 <= len(number) <= 19 and number.isdigit() and number[0] in "345689"):
        return False
    odd, even = number[-1::-2], number[-2::-2]
    return (sum(map(int, odd)) + sum(sum(divmod(2 * int(digit), 10)) for digit in even)) % 10 == 0


def long_numbers(ascii_text: str) -> Iterator[Span]:
    """Identity numbers (also the 20 characters of a disability card, which begin with one) and bank cards."""
    for found in _LONG.finditer(ascii_text):
        number = re.sub(r"[ -]", "", found.group())
        if is_identity(number) or (len(number) == 20 and is_identity(number[:18])):
            yield *found.span(), Kind.IDENTITY
        elif is_card(number):
            yield *found.span(), Kind.BANK_CARD


_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_SIGN = "[A-HJ-NP-Za-hj-np-z0-9]"
_TAIL = rf"(?=[A-Za-z0-9 ]{{0,6}}\d)(?:{_SIGN}{{5,6}}|{_SIGN}{{4}}[挂学警领])"
_PLATE = re.compile(rf"[{_PROVINCES}] ?[A-HJ-NP-Za-hj-np-z][ ·•・.\-]{{0,2}}{_TAIL}(?![A-Za-z0-9])")
_PLATE_CUE = re.compile(
    rf"(?:车牌|牌照|车号)(?:号码|号)?(?:是|为|:)?[ ]?([A-HJ-NP-Za-hj-np-z][ ·•.\-]?{_TAIL})(?![A-Za-z0-9])"
)
_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+ ?@ ?[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,}")
_CHAT = re.compile(
    r"(?:微信|薇信|威信|[Ww]e?i?[Xx](?:in)?|[Vv]信|[Vv][Xx]|抖音|快手|支付宝|加[vV微])"
    r"(?:账号|帐号|号码|号|ID|id)?(?:是|为|加|搜)?[: ]{0,2}([A-Za-z][A-Za-z0-9_\-]{4,19}|\d{6,10})"
    r"(?![A-Za-z0-9_\-])"
)
_CHAT_QQ = re.compile(r"(?:[Qq][Qq]|扣扣|企鹅)(?:群)?(?:号码|号)?(?:是|为|加)?[: ]{0,2}([1-9]\d{4,10})(?!\d)")


def plates_and_accounts(ascii_text: str) -> Iterator[Span]:
    """Vehicle plates (GA 36, new-energy ones with six places too), e-mail, chat accounts."""
    for found in _PLATE.finditer(ascii_text):
        yield *found.span(), Kind.PLATE
    for found in _PLATE_CUE.finditer(ascii_text):
        yield *found.span(1), Kind.PLATE
    for found in _EMAIL.finditer(ascii_text):
        yield *found.span(), Kind.EMAIL
    for pattern in (_CHAT, _CHAT_QQ):
        for found in pattern.finditer(ascii_text):
            yield *found.span(1), Kind.ACCOUNT


_CARD_CUE = re.compile(
    r"(?:卡号|账号|帐号|账户|帐户|存折)(?:号)?(?:是|为)?[: ]{0,2}(\d(?:[ -]?\d){11,22})(?!\d)"
)
_LICENCE = re.compile(
    r"(?:护照|驾驶证|驾照|行驶证|军官证|残疾证|低保证|社保卡|医保卡|医保|社保|营业执照|许可证|准考证|学籍|学号|"
    r"工号|病历|住院|病案|户口本|房产证|不动产权证|不动产权|土地证|林权证|结婚证|出生证|档案|信用代码|案件|案|发动机|车架|户|用户|电表|水表|资格证)"
    r"(?:的)?(?:号码|编号|号)?(?:是|为|:)?[ ]?"
    r"((?=[A-Za-z\-]{0,6}\d)[A-Za-z0-9][A-Za-z0-9\-]{5,24})(?![A-Za-z0-9])"
)
_CREDIT = re.compile(r"(?<![0-9A-Za-z])[159]\d[1-5]\d{5}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Za-z])")


def licences(ascii_text: str) -> Iterator[Span]:
    """Numbers named as a card, licence, file or meter; credit codes of shops (GB 32100)."""
    for found in _CARD_CUE.finditer(ascii_text):
        yield *found.span(1), Kind.BANK_CARD
    for found in _LICENCE.finditer(ascii_text):
        yield *found.span(1), Kind.LICENCE
    for found in _CREDIT.finditer(ascii_text):
        if any(letter.isalpha() for letter in found.group()):
            yield *found.span(), Kind.LICENCE


_N = r"(?:\d{1,4}|[一二三四五六七八九十百零〇两]{1,6})"
# What follows 12号 when it is a day, a line or a file, and no house.
_TIME = (
    "(?!线|文件|杆|桩|井|灯|桥|以前|之前|以后|之后|前后|上午|下午|早上|晚上|中午|凌晨|当天|那天|就|才|开始|起|停|到|机|泵|路|公交|站牌|消防|配电|"
    "变压|高速|煤|球|字|通知)"
)
_HOUSE = re.compile(
    rf"(?<=[路街巷弄同段村寨屯区园苑寓坝坡湾冲营庄道舍])(?:附|第)?{_N}(?:[-之]{_N})?[甲乙丙丁]?(?:号|#)(?:院|附{_N}号)?"
    rf"(?:[ ,，-]?{_N}(?:幢|栋|座|号楼|单元|楼|层|室|户|号))*(?:-?\d{{1,4}})?{_TIME}"
    rf"|(?:第)?{_N}(?:村民)?小?[组社队][ ,，]?(?:第)?{_N}(?:号|户){_TIME}"
    rf"|{_N}(?:幢|栋|座|号楼)[ ,，-]?(?:{_N}(?:单元|层|楼|门)[ ,，-]?)?{_N}(?:室|号|户|房){_TIME}"
    rf"|(?:{_N}|[A-Za-z])(?:幢|栋|座|号楼)[ ,，-]?(?:{_N}单元[ ,，-]?)?\d{{3,4}}(?!\d|[年元米平户人次])"
    rf"|(?:{_N}|[A-Za-z])(?:幢|栋|座|号楼)[ ,，-]?{_N}单元(?:{_N})?"
    rf"|{_N}单元[ ,，-]?(?:{_N}(?:楼|层)[ ,，-]?)?{_N}(?:室|号|户|房|楼|层)?"
    rf"|门牌(?:号)?(?:是|为|:)?[ ]?(?:第)?{_N}(?:-\d{{1,4}})*号?"
    rf"|(?<![\d-])\d{{1,3}}-\d{{1,2}}-\d{{3,4}}(?![\d-])(?:室|号|户)?"
    rf"|(?<![\d.])\d{{3,4}}(?:室|房)(?!间|屋|内外)"
)


def houses(ascii_text: str) -> Iterator[Span]:
    """House numbers: road and number, block, unit and room, villagers' group and household."""
    for found in _HOUSE.finditer(ascii_text):
        yield *found.span(), Kind.HOUSE
