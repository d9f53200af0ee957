"""Links as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from lianxin.journal import words
from lianxin.kit import rls
from lianxin.localrules import books


class LinksConfig(AppConfig):
    """Registers row-security decisions and journal sentences."""

    name = "lianxin.links"
    label = "links"

    def ready(self) -> None:
        from lianxin.links.local_rules import BOOK

        books.register(BOOK)
        rls.scoped("links.Link", "links.Visit")
        rls.public("links.Profile", "local rules are published")
        words.register(
            {
                "links.link.made": _("登记联系"),
                "links.link.ended": _("结束联系"),
                "links.link.handed_over": _("联系移交"),
                "links.visit.recorded": _("记录走访"),
            }
        )
