"""The wall of a venue, its paper, and what everybody may read: a rule's words and the flow chart."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup

from lianxin.documents.walls import WallChart, wall_pdf
from lianxin.kit.http import Request, go, render, signed_in
from lianxin.kit.paging import id_in
from lianxin.rulebook import actions, paper, reads
from lianxin.rulebook.views import READERS
from lianxin.rulebook.views.library import pdf


@require_safe
@signed_in(*READERS)
def show(request: Request, venue_id: int) -> HttpResponse:
    """What hangs in a venue, against what is in force there."""
    wall = reads.wall(request.actor, venue_id, on=timezone.localdate(request.now))
    return render(request, "rulebook/wall.html", {"wall": wall})


@require_POST
@signed_in(*READERS)
def hang(request: Request, venue_id: int) -> HttpResponse:
    """Say that the ticked versions hang on the wall."""
    reads.wall(request.actor, venue_id, on=timezone.localdate(request.now))
    ticked = [number for text in request.POST.getlist("rule")[:60] if (number := id_in(text)) is not None]
    today = timezone.localdate(request.now)
    new = actions.hang_rules(
        venue_id=venue_id, rule_ids=ticked, on=today, actor=request.actor, at=request.now
    )
    messages.success(request, _("登记好了，旧版本请取下来。") if new else _("没有新的要登记。"))
    return go("rulebook:wall", venue_id)


@require_POST
@signed_in(*READERS)
def take_down(request: Request, venue_id: int) -> HttpResponse:
    """Say that a version no longer hangs there."""
    reads.wall(request.actor, venue_id, on=timezone.localdate(request.now))
    actions.take_down(
        venue_id=venue_id,
        rule_id=id_in(request.POST.get("rule", "")) or 0,
        on=timezone.localdate(request.now),
        actor=request.actor,
        at=request.now,
    )
    messages.success(request, _("登记为已取下。"))
    return go("rulebook:wall", venue_id)


@require_safe
@signed_in(*READERS)
def a3(request: Request, venue_id: int) -> HttpResponse:
    """Every rule in force for a venue and the flow chart, one A3 sheet each."""
    wall = reads.wall(request.actor, venue_id, on=timezone.localdate(request.now))
    rules = [row.rule for row in wall.rows]
    return pdf(paper.rules_pdf(rules, owner=wall.venue_name, with_chart=True), f"wall-{venue_id}")


@require_safe
def public_rule(request: Request, rule_id: int) -> HttpResponse:
    """The words of a rule, for everybody."""
    rule = reads.public_rule(rule_id, on=timezone.localdate(request.now))
    return render(request, "rulebook/public_rule.html", {"rule": rule})


@require_safe
def chart(request: Request) -> HttpResponse:
    """The one flow chart, for everybody; drawn from the table the system obeys."""
    # Our own drawing: every word in it was escaped when it was drawn.
    picture = Markup(paper.chart_svg())  # noqa: S704 (escaped by flow_chart)
    context = {"picture": picture, "title": _(paper.CHART_TITLE), "chart": paper.chart()}
    return render(request, "rulebook/chart.html", context)


@require_safe
def chart_a3(request: Request) -> HttpResponse:
    """The flow chart on A3."""
    title = _(paper.CHART_TITLE)
    return pdf(wall_pdf([WallChart(title, paper.chart_svg())], title=title, author=_("连心桥")), "chart")
