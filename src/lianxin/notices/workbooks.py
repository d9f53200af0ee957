"""Who has not read it, and what was answered, as workbooks. Every cell is inert; only numbers are numbers."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.notices.questions import BETWEEN, CHOICES, AnswerKind, Question
from lianxin.notices.receipt_reads import Call, ReceiptRow
from lianxin.notices.workflow import ReceiptState

Cell = str | int
Sheet = tuple[str, list[str], list[list[Cell]]]


def unread_book(calls: Sequence[Call]) -> bytes:
    """Name, post, phone of everybody who has not read it."""
    rows: list[list[Cell]] = [[call.name, call.post, call.phone] for call in calls]
    return _book([(_("未读"), [_("姓名"), _("职务"), _("电话")], rows)])


def answers_book(questions: Sequence[Question], rows: Sequence[ReceiptRow]) -> bytes:
    """Everybody who answered, with a column for each question; a second sheet adds them up."""
    heads = [_("姓名"), _("职务"), _("状态"), _("时间"), _("不参加的原因"), *(q.text for q in questions)]
    lines: list[list[Cell]] = [
        [
            row.name, row.post, row.state,
            f"{timezone.localtime(row.at):%Y-%m-%d %H:%M}" if row.at else "", row.reason,
            *(_cell(question, answer) for question, answer in zip(questions, row.answers, strict=False)),
        ]
        for row in rows
    ]  # fmt: skip
    return _book(
        [
            (_("回执"), heads, lines),
            (_("合计"), [_("问题"), _("回答"), _("人数或合计")], _sums(questions, rows)),
        ]
    )


def _cell(question: Question, answer: str) -> Cell:
    return int(answer) if question.kind == AnswerKind.NUMBER and answer.isdecimal() else answer


def _sums(questions: Sequence[Question], rows: Sequence[ReceiptRow]) -> list[list[Cell]]:
    states = Counter(row.code for row in rows)
    told: list[list[Cell]] = [
        [_("报名"), "", states[ReceiptState.REGISTERED]],
        [_("不参加"), "", states[ReceiptState.DECLINED]],
    ]
    for number, question in enumerate(questions):
        answers = [row.answers[number] for row in rows if number < len(row.answers)]
        if question.kind in CHOICES:
            chosen = Counter(option for answer in answers for option in answer.split(BETWEEN))
            told += [[question.text, option, chosen[option]] for option in question.options]
        elif question.kind == AnswerKind.NUMBER:
            told.append([question.text, _("合计"), sum(int(a) for a in answers if a.isdecimal())])
    return told


def _book(sheets: Sequence[Sheet]) -> bytes:
    import xlsxwriter  # 20 MB that most processes never need

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    head, as_text = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "@"})
    for name, heads, rows in sheets:
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(heads) - 1, 18)
        for at, text in enumerate(heads):
            sheet.write_string(0, at, text, head)
        for number, row in enumerate(rows, start=1):
            for at, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(number, at, cell)
                elif cell:
                    sheet.write_string(number, at, cell, as_text)
    book.close()
    return out.getvalue()
