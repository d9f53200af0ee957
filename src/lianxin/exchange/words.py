"""Every code of the reader and the matchers as a sentence: what is wrong, and what to do."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.exchange.sheets.columns import Problem


class ImportState(StrEnum):
    """Where an import stands. Source: ADR-0024."""

    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    FAILED = "failed"
    UNDONE = "undone"


STATE_LABELS: dict[str, str | Promise] = {
    ImportState.UPLOADED: _("已上传，待核对列"),
    ImportState.CHECKING: _("正在核对"),
    ImportState.CHECKED: _("已核对，待导入"),
    ImportState.APPLYING: _("正在导入"),
    ImportState.APPLIED: _("已导入"),
    ImportState.FAILED: _("没有导入"),
    ImportState.UNDONE: _("已撤销"),
}
STATUS_LABELS: dict[str, str | Promise] = {
    "created": _("新增"),
    "updated": _("更新"),
    "unchanged": _("未变"),
    "rejected": _("退回"),
}

KIND_LABELS: dict[str, str | Promise] = {
    "deputies": _("代表和资格"),
    "units": _("承办单位和经办人"),
    "venues": _("家站室"),
    "members": _("代表入驻"),
    "cases": _("历年民情"),
    "suggestions": _("历年建议"),
    "gradings": _("评估结果"),
}

# Why a file cannot be read at all.
UNREADABLE: dict[str, str | Promise] = {
    "empty_file": _("文件里没有内容，请检查后重新选择。"),
    "not_a_sheet": _("这个文件打不开。请用 Excel 或 WPS 另存为 .xlsx，再上传。"),
    "too_large": _("这个文件解开后太大了。请只留要导入的工作表，再上传。"),
    "too_many_rows": _("一次最多导入六万行，请分成几个文件。"),
    "no_heading": _("没有找到表头。请检查表里有没有写着“姓名”“名称”这些字的一行，或者下载模板对照。"),
}

SENTENCES: dict[str, str | Promise] = {
    "missing": _("这一格必须填写，请补上。"),
    "missing_but_accepted": _("这一格没有填，先这样登记，以后请补上。"),
    "too_long": _("内容太长，请缩短。"),
    "not_a_name": _("不像姓名，请核对。"),
    "several_names": _("一格里像是有几个人的姓名，请一人一行。"),
    "latin_name": _("姓名是外文，请核对是否要写中文名。"),
    "not_a_sex": _("性别请写“男”或“女”（也可以写 1 或 2）。"),
    "not_a_group": _("没有这个民族，请写全称，例如“彝族”。"),
    "not_a_party": _("没有认出这个政治面貌，请写“中共党员”“群众”等规范名称。"),
    "not_a_phone": _("不像电话号码，请核对。"),
    "phone_too_short": _("电话号码位数不够。手机号是 11 位，座机请写上区号。"),
    "phone_lost_digits": _("电话号码被 Excel 变成了科学记数，后几位已经丢了。请把这一列设成文本，再填一次。"),
    "several_phones": _("一格里有几个号码，只登记了第一个。"),
    "not_a_day": _("没有认出这个日期，请写成 1975-03-02 或 1975.03 这样。"),
    "no_such_day": _("没有这一天，请核对年月日。"),
    "only_a_year": _("只有年份，请补上月份，例如 1975.03。"),
    "january_or_october": _("Excel 把 .10 记成了 .1，这里按 10 月登记，请核对。"),
    "not_a_number": _("这里要填一个数字，请核对。"),
    "unknown_county": _("本地没有这个县（市、区），请核对名称。"),
    "unknown_township": _("本地没有这个乡镇（街道），请核对名称。"),
    "ambiguous_township": _("有几个乡镇叫这个名字，请把县（市、区）也写上。"),
    "unknown_village": _("这里没有这个村（社区），请核对名称或所属乡镇。"),
    "ambiguous_village": _("有几个村（社区）叫这个名字，请写全称并写明所属乡镇。"),
    "same_name_in_file": _("文件里还有同名的人，资料不同，按两个人登记，请核对。"),
    "repeated": _("和前面第 %(value)s 行是同一条，没有重复登记。"),
    "contradicts": _("和已有的“%(value)s”有相同的号码或生日，其他资料却对不上，请核对后再导入。"),
    "maybe_same_person": _(
        "可能就是已登记的“%(value)s”。资料不够，请选是同一人还是新的人，或者补上出生年月、电话。"
    ),
    "no_such_person": _("本地没有登记过这位代表，请先导入代表，或核对姓名。"),
    "several_people": _("有几位代表叫这个名字：%(value)s。请补上电话或出生年月。"),
    "no_such_venue": _("本地没有这个阵地，请先导入家站室，或核对名称。"),
    "several_venues": _("有几个阵地叫这个名字，请写明所属乡镇、村（社区）。"),
    "venue_closed": _("这个阵地已经撤销，请先恢复再导入。"),
    "not_a_tier": _("没有认出阵地类别。请写“代表之家”“工作站”“联络室”“联络点”或“专业代表工作站”。"),
    "not_a_standard": _("没有认出是哪种标准。请写“建设标准”或“信息化标准”。"),
    "professional_incomplete": _("专业代表工作站要写明对应的专（工）委和专业领域。"),
    "no_such_parent": _("没有找到上级阵地，先不挂上级，以后请补上。"),
    "not_a_unit_kind": _("没有认出单位性质，请写“政府部门”“乡镇（街道）”“党群部门”等。"),
    "officer_without_phone": _("经办人没有电话，单位照常登记，经办人的账号以后再开。"),
    "officer_not_opened": _("单位照常登记。经办人的账号没有开：%(value)s"),
    "no_such_unit": _("本地没有登记“%(value)s”，请先导入承办单位，或者核对名称。"),
    "no_venue_here": _("这里和上级都没有阵地，请写明阵地名称，或者先导入家站室。"),
    "not_a_channel": _("没有认出来源，请写“来访”“来电”“来信”“走访”“网上”等。"),
    "not_a_topic": _("没有认出类别，请写“道路照明”“用水排水”“其他的事”等（见模板）。"),
    "not_a_category": _("没有认出类别，请写“交通电力”“农林水”“科教文卫”“其他”等（见指南）。"),
    "not_a_state": _("没有认出办理状态，请写“已办结”等。"),
    "not_a_phase": _("请写“大会期间”或“闭会期间”。"),
    "not_a_class": _("办理结果类别请写 A、B、C、D。"),
    "not_a_satisfaction": _("请写“满意”“基本满意”或“不满意”。"),
    "not_a_reason": _("没有认出原因，请写规定里的原因（见指南）。"),
    "not_yes_or_no": _("请写“是”或“否”。"),
    "not_ended": _("还没有办结的不能当作历年资料导入。请在系统里登记，从登记那天起算期限。"),
    "closed_on_guessed": _("没有写办结日期，先按最后一个日期 %(value)s 登记，请核对。"),
    "days_backwards": _("日期比前一步还早，请核对先后。"),
    "future_day": _("日期在今天以后，请核对。"),
    "number_twice": _("编号和前面第 %(value)s 行相同，内容不同，请核对编号。"),
    "number_taken": _("系统里已经有这个编号（%(value)s），内容不一样，没有改动。请核对编号。"),
    "cosigner_unsure": _("附议代表“%(value)s”没有登记或者重名，先不记，其余照常登记。"),
    "refused": "%(value)s",
}


def sentence(problem: Problem) -> str:
    """The problem in words."""
    text = str(SENTENCES.get(problem.code, problem.code))
    return text % {"value": problem.value} if "%(value)s" in text else text
