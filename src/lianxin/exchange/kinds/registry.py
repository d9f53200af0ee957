"""Every kind of file, by the word of the command line. A further kind is one file here and one line below."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lianxin.exchange.kinds import cases, deputies, gradings, members, suggestions, units, venues
from lianxin.exchange.kinds.base import Context, Kind
from lianxin.kernel.errors import NotFound
from lianxin.people import reads as people

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        deputies.KIND, units.KIND, venues.KIND, members.KIND, gradings.KIND, cases.KIND, suggestions.KIND,
    )
}  # fmt: skip


def kind(name: str) -> Kind:
    """The kind. Raises NotFound."""
    if name not in KINDS:
        raise NotFound(_("还不能导入这种资料，请回到导入页重新选择。"))
    return KINDS[name]


def lacks_term(name: str, context: Context) -> bool:
    """Whether the kind needs a term and neither the file nor the congress names one. One query."""
    return name == "deputies" and context.term is None and not people.terms_of(context.place)
