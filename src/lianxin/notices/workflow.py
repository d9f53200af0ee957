"""The way of a delivery out of the house, and of a receipt back to the sender. Plain Python."""

from __future__ import annotations

from enum import StrEnum

from lianxin.kernel.workflow import State, Tone, Workflow, move, note


class DeliveryState(StrEnum):
    """Where a delivery is."""

    WAITING = "waiting"
    READY = "ready"
    SENT = "sent"
    FOLDED = "folded"
    FAILED = "failed"
    DROPPED = "dropped"


D = DeliveryState
_ADR = "ADR-0019 §2"

DELIVERY_FLOW = Workflow(
    "notices.delivery",
    "短信或邮件",
    [
        State(D.WAITING, "待发", "待发", Tone.WAITING),
        State(D.READY, "待交给网关", "待发", Tone.WORKING),
        State(D.SENT, "已交给网关", "已发", Tone.DONE),
        State(D.FOLDED, "并入一条", "已发", Tone.QUIET),
        State(D.FAILED, "没有送到", "没有送到", Tone.LATE),
        State(D.DROPPED, "不用发了", "不用发了", Tone.QUIET),
    ],
    [
        note("hold", "压到白天或汇总时", D.WAITING, "ADR-0019 §4"),
        move("prepare", "定下来", D.WAITING, D.READY, _ADR),
        move("fold", "并入一条", D.WAITING, D.FOLDED, "ADR-0019 §4"),
        move("hand_over", "交给网关", D.READY, D.SENT, _ADR),
        note("put_off", "过一会儿再试", D.READY, _ADR),
        move("give_up", "不再自动试", D.READY, D.FAILED, _ADR),
        move("retry", "再试一次", D.FAILED, D.READY, _ADR),
        move("drop", "不用发", [D.WAITING, D.READY], D.DROPPED, "ADR-0019 §5"),
    ],
)


class ReceiptState(StrEnum):
    """How far one recipient is with a bulletin."""

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    CONFIRMED = "confirmed"
    REGISTERED = "registered"
    DECLINED = "declined"


R = ReceiptState
UNREAD = frozenset({R.SENT, R.DELIVERED})
ANSWERED = frozenset({R.CONFIRMED, R.REGISTERED, R.DECLINED})
_STATES = "domain.md §9"

RECEIPT_FLOW = Workflow(
    "notices.receipt",
    "回执",
    [
        State(R.SENT, "已发出", "已发出", Tone.WAITING),
        State(R.DELIVERED, "提醒已送出", "已发出", Tone.WAITING),
        State(R.READ, "已读", "已读", Tone.WORKING),
        State(R.CONFIRMED, "已确认", "已确认", Tone.DONE),
        State(R.REGISTERED, "已报名", "已报名", Tone.DONE),
        State(R.DECLINED, "不参加", "不参加", Tone.QUIET),
    ],
    [
        move("deliver", "送出提醒", R.SENT, R.DELIVERED, _STATES),
        move("read", "阅读", UNREAD, R.READ, _STATES),
        move("confirm", "确认", {*UNREAD, R.READ}, R.CONFIRMED, _STATES),
        move("register", "报名", {*UNREAD, R.READ, R.DECLINED}, R.REGISTERED, _STATES),
        move("decline", "说明不参加", {*UNREAD, R.READ, R.REGISTERED}, R.DECLINED, _STATES),
    ],
)
