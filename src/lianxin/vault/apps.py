"""The vault as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from lianxin.journal import words
from lianxin.kit import rls


class VaultConfig(AppConfig):
    """Registers the row-security decisions and the journal sentences of the vault."""

    name = "lianxin.vault"
    label = "vault"

    def ready(self) -> None:
        """Tell the kit and the journal about this room."""
        rls.scoped("vault.SealedItem", "vault.Reveal", "vault.Consent", "vault.Errand")
        words.register(
            {
                "vault.item.revealed": _("申请查看联系方式"),
                "vault.item.erased": _("清除了联系方式"),
                "vault.consent.given": _("群众同意接收短信提醒"),
                "vault.consent.withdrawn": _("群众不要短信提醒了"),
            }
        )
