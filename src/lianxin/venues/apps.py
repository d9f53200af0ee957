"""Venues as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from lianxin.journal import words
from lianxin.kit import rls
from lianxin.localrules import books


class VenuesConfig(AppConfig):
    """Registers row-security decisions and journal sentences."""

    name = "lianxin.venues"
    label = "venues"

    def ready(self) -> None:
        from lianxin.venues.local_rules import BOOK

        books.register(BOOK)
        for model in ("Venue", "Serves", "Membership"):
            rls.public(f"venues.{model}", "venues and who receives where are published for citizens")
        rls.public("venues.ContactPoint", "contact points are published for citizens like venues")
        rls.public("venues.LawDraft", "drafts are published so that people speak on them")
        rls.scoped("venues.DraftOpinion")
        rls.public("venues.Pulse", "one day and a kind of use per venue, no person and no content")
        rls.public("venues.IdleRule", "rules are published")
        rls.public("venues.Plate", "printed on doors; a code gives only the public page")
        rls.public(
            "venues.ScanDay", "daily counts without persons; shown to the venue's staff through reads.py"
        )
        words.register(
            {
                "venues.venue.opened": _("登记阵地"),
                "venues.venue.changed": _("修改阵地资料"),
                "venues.venue.closed": _("撤销阵地"),
                "venues.venue.reopened": _("恢复阵地"),
                "venues.member.placed": _("代表入驻"),
                "venues.member.left": _("代表离站"),
                "venues.venue.withdrawn": _("撤销导入的阵地"),
                "venues.member.withdrawn": _("撤销导入的入驻"),
                "venues.plate.issued": _("制发二维码牌"),
                "venues.plate.revoked": _("作废二维码牌"),
                "venues.law_draft.opened": _("征求法规草案意见"),
                "venues.law_draft.exported": _("导出草案意见"),
                "venues.opinion.recorded": _("登记草案意见"),
                "venues.point.opened": _("登记联系点"),
                "venues.point.changed": _("修改联系点资料"),
                "venues.point.closed": _("撤销联系点"),
                "venues.point.reopened": _("恢复联系点"),
                "venues.point.exported": _("导出联系点清单"),
            }
        )
