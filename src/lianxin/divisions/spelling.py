"""Pinyin of place names, and the short form people use."""

from __future__ import annotations

import re

from pypinyin import Style, lazy_pinyin, load_phrases_dict

# Places read otherwise than the dictionary's common word. Source: local usage; tests list them.
load_phrases_dict(
    {
        "会泽": [["huì"], ["zé"]],
        "六库": [["lù"], ["kù"]],
        "双柏": [["shuāng"], ["bǎi"]],
        "大姚": [["dà"], ["yáo"]],
        "勐海": [["měng"], ["hǎi"]],
        "勐腊": [["měng"], ["là"]],
        "洱源": [["ěr"], ["yuán"]],
        "弥渡": [["mí"], ["dù"]],
        "师宗": [["shī"], ["zōng"]],
        "大理": [["dà"], ["lǐ"]],
        "牟定": [["móu"], ["dìng"]],
        "重兴": [["chóng"], ["xīng"]],
    }
)
_TAIL = re.compile(
    r"(村民委员会|居民委员会|社区居委会|村委会|居委会|社区|"
    r"(?:[\u4e00-\u9fff]{1,3}族)*(?:自治州|自治县)|街道办事处|街道|民族乡|镇|乡|县|区|市|省)$"
)


def spelled(name: str) -> tuple[str, str]:
    """Pinyin without tones or spaces, and initials: 楚雄市 -> ("chuxiongshi", "cxs"). Unknown characters are skipped."""
    syllables = [s.lower() for s in lazy_pinyin(name, style=Style.NORMAL, errors="ignore") if s]
    return "".join(syllables)[:160], "".join(s[0] for s in syllables)[:40]


def short_name(name: str, level: int) -> str:
    """楚雄彝族自治州 -> 楚雄州, 鹿城社区居委会 -> 鹿城社区; the full name when nothing would be left."""
    if name.endswith("自治州"):
        stem = re.sub(r"(?:[\u4e00-\u9fff]{1,2}族)+自治州$", "", name)
        stem = {"楚雄彝": "楚雄"}.get(stem, stem)
        return (stem or name.removesuffix("自治州")) + "州"
    if level == 5:
        for tail, kept in (("村民委员会", "村"), ("村委会", "村"), ("居民委员会", "社区"), ("社区居委会", "社区"), ("居委会", "社区")):
            if name.endswith(tail) and len(name) > len(tail):
                stem = name.removesuffix(tail)
                return stem if stem.endswith((kept, "村", "社区")) else stem + kept
    return name


def stem(name: str) -> str:
    """The name without its kind, for short numbers and searches: 鹿城镇 -> 鹿城."""
    return _TAIL.sub("", name) or name
