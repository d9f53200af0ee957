"""What the county's office has written to its deputies in the demo."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lianxin.notices.actions import Letter
from lianxin.notices.questions import AnswerKind, Question
from lianxin.notices.words import BulletinKind, Stance


def letters(today: date) -> list[tuple[int, Letter]]:
    """So many days ago, and what."""
    return [
        (
            9,
            Letter(
                kind=BulletinKind.CIRCULAR,
                title="上季度代表联系群众情况",
                text="上季度各联络室共接待群众来访，按时答复的比例比前一季度提高。\n\n接待日坚持得好的联络室，请把做法整理出来，"
                "下次碰头会上说一说。",
                stance=Stance.PRAISE,
            ),
        ),
        (
            2,
            Letter(
                kind=BulletinKind.DOCUMENT,
                title="乡村道路管护情况报告（征求意见稿）",
                text="这份报告下个月提请常委会审议，请先看一看。\n\n一、管护责任是否落到村组；二、去年水毁路段是否修复；"
                "三、资金怎样安排。有意见请在小组会上提。",
                needs_receipt=True,
                needs_tick=True,
                deadline_on=today + timedelta(days=12),
            ),
        ),
        (
            1,
            Letter(
                kind=BulletinKind.NOTICE,
                title="视察农村饮水工程，请报名",
                text="视察三个点，半天时间。参加的请报名，不能参加的请写明原因。",
                asks_sign_up=True,
                questions=(
                    Question("怎样去集合点", AnswerKind.ONE, ("坐班车", "自己开车")),
                    Question("带几个人", AnswerKind.NUMBER),
                    Question("最想看哪几个点", AnswerKind.MANY, ("水厂", "蓄水池", "村里的水龙头")),
                ),
                places=40,
                deadline_on=today + timedelta(days=5),
                event_at=datetime.combine(
                    today + timedelta(days=8), time(9), tzinfo=ZoneInfo("Asia/Shanghai")
                ),
                event_place="镇政府大院集合",
            ),
        ),
    ]
