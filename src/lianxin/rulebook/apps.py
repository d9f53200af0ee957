"""The rulebook as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from lianxin.journal import words
from lianxin.kit import rls


class RulebookConfig(AppConfig):
    """Registers row-security decisions and journal sentences."""

    name = "lianxin.rulebook"
    label = "rulebook"

    def ready(self) -> None:
        rls.public("rulebook.Rule", "rules on a wall are published documents")
        rls.public("rulebook.Adoption", "what hangs on a wall is seen by everybody who comes in")
        words.register(
            {
                "rulebook.rule.set": _("定制度"),
                "rulebook.rule.ended": _("废止制度"),
                "rulebook.wall.hung": _("制度上墙"),
                "rulebook.wall.taken_down": _("取下制度"),
            }
        )
