"""Surnames, titles, cues, and words that only look like names. All tables were written for this project."""

from __future__ import annotations

from pathlib import Path


def _table(name: str) -> tuple[str, ...]:
    lines = (Path(__file__).parent / "data" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())


COMPOUND = frozenset(_table("compound_surnames"))
SINGLE = frozenset(_table("surnames"))
# Of these, with a single character after them they are nearly always prepositions or verbs: 和村, 来看.
PREPOSITIONS = frozenset("和向于来对从")
TITLES = _table("titles")
CUES = _table("cues")
COMMON = frozenset(_table("everyday_words"))
VERBS = frozenset(_table("verbs"))
# Surnames that are everyday words too: alone before a title they count only after a pause or a word like 找.
EVERYDAY = frozenset(
    "和向于时全都应来任成安方路车单平计支国相门公云海花强明农那位信由但者字自起连边原展战干利居平元公国南官满区"
    "高常关解古文项严司党管富玉银金石水林白万盖练权"
)

# Characters that do not stand in given names, so that a name ends before them.
NOT_GIVEN = frozenset(
    "的了是在说有与及给把被到去也就又还很不没要对从这我你他她它们几个等找打反问讲称住都和跟让叫为之以于而且或但因所"
    "做用拿走来过着吗呢吧啊哦已已将会能可该再只最更每各某此其什么怎谁哪多少上下里外前后左右内号路街村组镇乡县市州省区"
    "家户人位名种条件事车房店厂校院站局所队办电话请求希望向同经当时候年月日天点分秒元块钱岁次"
)
# Of these, some stand in the middle of a name of three (李月英), never at its end.
MIDDLE = frozenset("月天元有从可之为家来年上")
