"""People as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from lianxin.journal import words
from lianxin.kit import rls

_PUBLIC = "published by law (LAW-DEPUTIES-2025 §58); phones and births are kept apart in RosterFacts"


class PeopleConfig(AppConfig):
    """Registers row-security decisions and journal sentences."""

    name = "lianxin.people"
    label = "people"

    def ready(self) -> None:
        from lianxin.accounts.actions import register_settler
        from lianxin.people.actions.posts import settle_posts

        register_settler(settle_posts)
        for model in ("Congress", "Term", "Person", "Mandate", "Unit"):
            rls.public(f"people.{model}", _PUBLIC)
        for model in ("Session", "Organ", "OrganMember"):
            rls.public(f"people.{model}", "sessions, organs and who sits in them are published")
        rls.scoped("people.RosterFacts", "people.Absence", "people.Suspension")
        words.register(
            {
                "people.congress.recorded": _("登记一级人大"),
                "people.term.opened": _("登记一届"),
                "people.person.recorded": _("登记代表"),
                "people.person.changed": _("修改代表资料"),
                "people.mandate.given": _("登记代表资格"),
                "people.mandate.changed": _("修改代表资格资料"),
                "people.mandate.ended": _("代表资格终止"),
                "people.roster.imported": _("导入代表名册"),
                "people.person.withdrawn": _("撤销导入的代表"),
                "people.term.handed_over": _("没办完的事移交"),
                "people.term.closed": _("换届，本届封存"),
                "people.session.opened": _("登记会次"),
                "people.session.changed": _("修改会次"),
                "people.absence.recorded": _("登记缺席"),
                "people.absence.struck": _("撤掉缺席登记"),
                "people.mandate.suspended": _("暂时停止执行代表职务"),
                "people.mandate.resumed": _("恢复执行代表职务"),
                "people.mandate.expired": _("任期届满"),
                "people.organ.founded": _("登记组织"),
                "people.organ.changed": _("修改组织资料"),
                "people.organ.ended": _("组织结束"),
                "people.organ.joined": _("加入组织"),
                "people.organ.left": _("结束任职"),
                "people.structure.exported": _("导出代表结构"),
                "people.unit.recorded": _("登记承办单位"),
                "people.unit.changed": _("修改承办单位资料"),
                "people.unit.closed": _("停用承办单位"),
                "people.unit.reopened": _("恢复承办单位"),
                "people.unit.withdrawn": _("撤销导入的承办单位"),
            }
        )
