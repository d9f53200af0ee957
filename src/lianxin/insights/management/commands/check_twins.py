"""`manage check_twins`: every open venue with a gap in its online twin."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lianxin.insights.health import lacking_words
from lianxin.kernel.actor import Actor, Role
from lianxin.kit.scope import scope
from lianxin.venues.reads import health
from lianxin.venues.reads.health import HealthFilters


class Command(BaseCommand):
    """List venues whose page lacks a fact or that have no plate, and fail then. Source: ADR-0030 §3."""

    help = "核对每个阵地的网上页面和二维码牌"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which place; the whole province when none is named."""
        parser.add_argument("--place", default="53")

    def handle(self, *args: object, **options: object) -> None:
        """Print one line a venue: number, place, name, what is missing."""
        place, gaps, whole = str(options["place"]), 0, 0
        actor = Actor(role=Role.DEPUTY_AFFAIRS, place=place, source="setup", name="装机")
        with scope(actor):
            for lot in health.every_row(actor, HealthFilters(), on=timezone.localdate()):
                for row in lot:
                    whole += 1
                    missing = [lacking_words(row), "" if row.has_plate else "阵地牌"]
                    if any(missing):
                        gaps += 1
                        self.stdout.write(
                            f"{row.id}\t{row.place}\t{row.name}\t缺{'、'.join(w for w in missing if w)}"
                        )
        if gaps:
            raise CommandError(f"{whole} 个开放的阵地里，{gaps} 个的网上页面或者阵地牌不全。")
        self.stdout.write(f"{whole} 个开放的阵地都有完整的网上页面和阵地牌。")
