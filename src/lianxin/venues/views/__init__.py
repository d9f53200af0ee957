"""Staff pages of venues."""

from __future__ import annotations

from lianxin.kernel.actor import Role
from lianxin.venues import access

# The roles of `venues.access`: who builds venues in a place, and who keeps one.
BUILDERS = (Role.TENANT_ADMIN, Role.DEPUTY_AFFAIRS, Role.PRESIDIUM, Role.STREET_COMMITTEE)
STAFF = (*BUILDERS, Role.LIAISON, Role.VENUE_HEAD)
POINT_STAFF = tuple(sorted(access.POINT_READERS | access.KEEPERS))
