"""Builders for tests: a handful of real places."""

from __future__ import annotations

from lianxin.divisions.actions import Row, _division
from lianxin.divisions.models import Division

SAMPLE = (
    ("53", "云南省"),
    ("5323", "楚雄彝族自治州"),
    ("532301", "楚雄市"),
    ("532301101", "鹿城镇"),
    ("532301101001", "西城社区居委会"),
    ("532301101002", "东城社区居委会"),
    ("532301102", "东瓜镇"),
    ("532301102001", "东瓜社区居委会"),
    ("532302", "禄丰市"),
    ("532302101", "金山镇"),
    ("532302101001", "南门社区居委会"),
    ("5329", "大理白族自治州"),
    ("532901", "大理市"),
    ("532901001", "下关街道"),
    ("532901001001", "文化社区居委会"),
)
_PARENT = {2: 0, 4: 2, 6: 4, 9: 6, 12: 9}


def make_places() -> None:
    """Create the sample places that are not there yet."""
    rows = [
        Row(code, name, (2, 4, 6, 9, 12).index(len(code)) + 1, code[: _PARENT[len(code)]])
        for code, name in SAMPLE
    ]
    Division.objects.bulk_create([_division(row) for row in rows], ignore_conflicts=True)
