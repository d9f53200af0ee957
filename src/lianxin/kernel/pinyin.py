"""How Chinese words are read: one way for names of places and of people.

The dictionary is 58 MB in memory: it is loaded when somebody is first spelled, not in every web process.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

# Places read otherwise than the dictionary's common word. Source: local usage; tests list them.
_PLACES = {
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


@cache
def _read() -> Callable[[str], list[str]]:
    from pypinyin import Style, lazy_pinyin, load_phrases_dict

    load_phrases_dict(_PLACES)
    return lambda text: lazy_pinyin(text, style=Style.NORMAL, errors="ignore")


def syllables(text: str) -> list[str]:
    """Syllables in small letters without tones; what is no Chinese character is left out."""
    return [syllable.lower() for syllable in _read()(text) if syllable]
