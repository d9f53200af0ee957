"""Model texts of the four core rules: where an office has none yet, it begins with these and changes them.

They say what the law and the platform already hold; no place's own text was readable (ADR-0030 §2).
Source: LAW-DEPUTIES-2025 §28, §31, §57, §58.
"""

from __future__ import annotations

from dataclasses import dataclass

from lianxin.rulebook.words import Slot


@dataclass(frozen=True, slots=True)
class Sample:
    """A title and its text, one paragraph a line. Offices write Chinese, so these are not translated."""

    title: str
    body: str


SAMPLES: dict[Slot, Sample] = {
    Slot.VENUE: Sample(
        "代表活动阵地管理制度",
        "一、阵地由本级人大机关管理，确定一名联络员负责日常工作，姓名和电话对外公开。\n"
        "二、阵地有固定场所、统一标识和二维码牌，代表姓名、照片和联系方式在公示栏和网上页面公开。\n"
        "三、开放时间对外公布。临时不能开放的，提前告知群众。\n"
        "四、接待、活动和意见办理都在平台上记录，形成履职档案，不重复填报。\n"
        "五、反映人的姓名和电话只用于办理这件事，不得外传。\n"
        "六、每年自评一次，接受评估组线上和现场查看，问题限期整改。",
    ),
    Slot.CONTACT: Sample(
        "人大代表联系群众制度",
        "一、代表按照安排到阵地接待群众，接待的日期、地点和代表姓名提前公布。\n"
        "二、代表通过走访、座谈、网上等方式听取群众意见，如实记录群众原话。\n"
        "三、能当场答复的当场答复；需要办理的，在平台上登记并交有关方面办理。\n"
        "四、代表不直接处理问题，不干预司法案件和招标投标，不利用代表职务谋取个人利益。\n"
        "五、办理情况要告诉反映人，由反映人评价。\n"
        "六、行动不便的群众，由代表或者联络员上门听取意见。",
    ),
    Slot.ACTIVITY: Sample(
        "代表小组活动制度",
        "一、代表按地域或者领域编组，固定到一个阵地开展活动，可以同时参加专业代表工作站的活动。\n"
        "二、每年年初制定活动计划，明确主题、时间和参加的代表，计划向社会公布。\n"
        "三、活动内容包括学习、视察、专题调研、执法检查和向选民报告履职情况。\n"
        "四、活动前通知代表，活动后有记录；提出的意见转交有关机关、组织研究办理并反馈。\n"
        "五、代表不能参加的，事先请假。出席情况记入履职档案。",
    ),
    Slot.OPINION: Sample(
        "意见收集办理反馈制度",
        "一、群众扫码、到阵地、打电话都可以反映意见，不用注册，件件登记。\n"
        "二、代表接单后研判：能答复的现场答复；属于部门职责的交部门办理；不归这里办的，告诉群众去哪里办。\n"
        "三、室办不了的交站，站办不了的交家，超过期限自动上交。\n"
        "四、承办单位按期办理并书面答复，代表核实后请反映人评价。\n"
        "五、不满意的再办一次；多人反映的同一件事并案办理，可以整理成代表建议。\n"
        "六、办理过程和结果经反映人同意后公开，隐去个人信息。",
    ),
}
