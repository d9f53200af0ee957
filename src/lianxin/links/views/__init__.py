"""Pages of links and visits."""

from __future__ import annotations

from lianxin.kernel.actor import Role

# The roles of `links.access`.
KEEPERS = (Role.DEPUTY_AFFAIRS, Role.PRESIDIUM, Role.STREET_COMMITTEE)
READERS = (*KEEPERS, Role.STANDING_LEADER, Role.SPECIAL_COMMITTEE)
