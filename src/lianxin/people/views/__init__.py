"""Staff pages of deputies and handling units."""

from __future__ import annotations

from lianxin.kernel.actor import Role

# The roles of `people.access.RECORDERS`.
RECORDERS = (Role.TENANT_ADMIN, Role.DEPUTY_AFFAIRS, Role.PRESIDIUM)
