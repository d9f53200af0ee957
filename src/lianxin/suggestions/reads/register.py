"""高规格交办清单: the list of a batch hand-over as it is read out and signed for at the meeting."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils.translation import override

from lianxin.divisions import reads as divisions
from lianxin.documents.registers import Column, Group, Register
from lianxin.kernel.actor import Actor
from lianxin.kit.jinja_env import iso
from lianxin.people import reads as people
from lianxin.suggestions.clocks import local_day
from lianxin.suggestions.models import Handover, HandoverLine
from lianxin.suggestions.profiles import Rules, rules_for
from lianxin.suggestions.reads.handover import handover_seen
from lianxin.suggestions.words import LineResult

_COLUMNS = (
    Column("序号", 2), Column("编号", 4), Column("建议标题", 13), Column("领衔代表", 4),
    Column("协办单位", 7), Column("答复期限", 4),
)  # fmt: skip


def handover_register(actor: Actor, handover_id: int, *, today: date) -> Register:
    """Lines with a lead that are going out or went out, by lead unit, the busiest first. Four queries.

    Written in the language of the office, whoever downloads it. Raises NotFound.
    Source: LAW-DEPUTIES-2025 §51 (assignment, contact, reply in three months from 交办); ADR-0032 §3.
    """
    handover = handover_seen(actor, handover_id)
    lines = list(
        handover.lines.filter(is_left_out=False, lead_unit_id__isnull=False)
        .exclude(result=LineResult.REFUSED)
        .select_related("suggestion")
        .defer("suggestion__situation", "suggestion__proposal")
        .order_by("id")
    )
    persons, units = people.labels_of(
        {line.suggestion.lead_person_id for line in lines},
        {unit for line in lines for unit in (line.lead_unit_id or 0, *line.co_unit_ids)},
    )
    with override(settings.LANGUAGE_CODE):
        return _register(handover, lines, persons, units, rules_for(handover.division_code, today), today)


def _register(
    handover: Handover,
    lines: list[HandoverLine],
    persons: dict[int, str],
    units: dict[int, str],
    rules: Rules,
    today: date,
) -> Register:
    place = divisions.name_of(handover.division_code)
    by_unit: dict[int, list[HandoverLine]] = {}
    for line in lines:
        by_unit.setdefault(line.lead_unit_id or 0, []).append(line)
    order = sorted(by_unit, key=lambda unit: (-len(by_unit[unit]), unit))
    day = local_day(handover.started_at) if handover.started_at else today
    return Register(
        title=handover.title,
        subtitle=f"{place}　{day.year}年{day.month}月{day.day}日",
        author=place,
        intro=(
            f"本次交办代表建议 {len(lines)} 件，由 {len(order)} 个单位主办。依照《中华人民共和国"
            f"全国人民代表大会和地方各级人民代表大会代表法》第五十一条，承办单位应当与代表联系沟通、充分听取意见，自交办之日起"
            f"{rules.reply_months}个月内答复；涉及面广、处理难度大的，自交办之日起"
            f"{rules.extended_reply_months_total}个月内答复。"
        ),
        columns=_COLUMNS,
        groups=tuple(_group(units.get(unit, ""), by_unit[unit], persons, units) for unit in order),
        footer=f"{place}人大代表工作机构",
    )


def _group(unit: str, lines: list[HandoverLine], persons: dict[int, str], units: dict[int, str]) -> Group:
    rows = tuple(_cells(n, line, persons, units) for n, line in enumerate(lines, start=1))
    return Group(f"{unit}（主办 {len(lines)} 件）", rows, "签收人：　　　　　　　　日期：　　　　　　")


def _cells(n: int, line: HandoverLine, persons: dict[int, str], units: dict[int, str]) -> tuple[str, ...]:
    s = line.suggestion
    deputy = s.delegation_name or persons.get(s.lead_person_id, "")
    more = f"等{len(s.signer_ids)}人" if len(s.signer_ids) > 1 and not s.delegation_name else ""
    due = iso(s.due_on) if line.result == LineResult.DONE and s.due_on else ""
    helpers = "、".join(units[unit] for unit in line.co_unit_ids if unit in units)
    return (str(n), line.number, s.title, f"{deputy}{more}", helpers or "—", due)
