"""Figures of suggestions: a year's rates, the lists behind them, the units' board, and the local rules."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.divisions import reads as divisions
from lianxin.kernel.actor import PLACE_ROLES, UNIT_ROLES
from lianxin.kernel.errors import NotFound
from lianxin.kit.files import csv_file
from lianxin.kit.http import Request, render, signed_in
from lianxin.kit.paging import Cursor, id_in, with_cursor
from lianxin.suggestions.formulas import COUNTS, FORMULAS, UNIT_COUNTS, VERSION
from lianxin.suggestions.profiles import classes_for, rules_for
from lianxin.suggestions.reads import board as boards
from lianxin.suggestions.reads import counted as lists
from lianxin.suggestions.reads import figures
from lianxin.suggestions.reads import year as years
from lianxin.suggestions.reads.counted import Wanted
from lianxin.suggestions.reads.figures import Figures
from lianxin.suggestions.words import CATEGORIES
from lianxin.suggestions.year_count_words import COUNT_LABELS, LINE_LABELS, RULE_LABELS
from lianxin.suggestions.year_words import COLOUR_LABELS, COLOUR_TONES, YEAR_LABELS, Colour

FIRST = 2000
ROLES = tuple(sorted(figures.READERS))
PLACES = tuple(sorted(PLACE_ROLES))


def year_of(request: Request) -> int:
    """The year the address asks for; this year for anything else."""
    today = timezone.localdate(request.now)
    asked = id_in(request.GET.get("year", ""))
    return asked if asked is not None and FIRST <= asked <= today.year + 1 else today.year


def basis(request: Request, part: str) -> dict[str, object]:
    """What every page of the year says of itself: year, scope, rules, cut time. Source: domain.md §8."""
    year, today = year_of(request), timezone.localdate(request.now)
    actor = request.actor
    is_unit = actor.role in UNIT_ROLES
    return {
        "part": part,
        "year": year,
        "today": today,
        "year_choices": [today.year - back for back in range(figures.CHOICES)],
        "is_unit": is_unit,
        "place_name": divisions.name_of(actor.place),
        "rules": figures.rules_of(actor, year, today),
        "cut_at": request.now,
        "version": VERSION,
    }


@require_safe
@signed_in(*PLACES)
def show(request: Request) -> HttpResponse:
    """A year of my place: rates with both their lists, categories, units, years, and places below."""
    year, today = year_of(request), timezone.localdate(request.now)
    found = figures.overview(request.actor, year, today=today)
    places = figures.place_figures(request.actor, year)
    divisions.remember([row.code for row in places])
    context = {
        "formulas": FORMULAS,
        "found": found,
        "below": [(divisions.name_of(row.code), row) for row in places if row.code != request.actor.place],
    }
    return render(request, "suggestions/figures.html", basis(request, "figures") | context)


@require_safe
@signed_in(*ROLES)
def counted(request: Request) -> HttpResponse:
    """The suggestions behind one number."""
    unit, category = id_in(request.GET.get("unit", "")), request.GET.get("category", "")
    is_of_unit = unit is not None or request.actor.role in UNIT_ROLES
    code = request.GET.get("counted", "handed")
    if code not in (UNIT_COUNTS if is_of_unit else COUNTS):
        raise NotFound(_("没有这个统计数。请回到统计页再点。"))
    wanted = Wanted(year_of(request), code, unit, category if category.isidentifier() else "")
    today = timezone.localdate(request.now)
    page = lists.counted_list(request.actor, wanted, Cursor.of(request), today=today)
    context = {
        "page": page,
        "what": COUNT_LABELS[code],
        "category": CATEGORIES.get(wanted.category, wanted.category),
        "unit_name": figures.unit_name(unit),
        "newer_url": with_cursor(request, after=page.newer_than),
        "older_url": with_cursor(request, before=page.older_than),
    }
    return render(request, "suggestions/counted.html", basis(request, "") | context)


@require_safe
@signed_in(*ROLES)
def board(request: Request) -> HttpResponse:
    """Units with their rates and colours, and promises kept, late and broken. A unit sees its own row."""
    today = timezone.localdate(request.now)
    found = boards.board(request.actor, year_of(request), today=today)
    context = {
        "board": found,
        "line_labels": LINE_LABELS,
        "colours": [Colour.GREEN, Colour.YELLOW, Colour.RED, Colour.NONE],
        "colour_labels": COLOUR_LABELS,
        "tones": COLOUR_TONES,
        "count_labels": COUNT_LABELS,
    }
    return render(request, "suggestions/board.html", basis(request, "board") | context)


@require_safe
@signed_in(*ROLES)
def rules(request: Request) -> HttpResponse:
    """The local rules: result classes, days, thresholds, the year's days, and how each figure is counted."""
    year, today = year_of(request), timezone.localdate(request.now)
    place = request.actor.place
    on = figures.last_day(year, today)
    found, local = figures.rules_of(request.actor, year, today), rules_for(place, on)
    context = {
        "classes": classes_for(place, on),
        "local": [(label, getattr(local, name), unit) for name, label, unit in RULE_LABELS],
        "local_source": local.reference,
        "formulas": FORMULAS,
        "days": [
            (YEAR_LABELS[kind], day, source)
            for kind, (day, source) in sorted(
                years.days_of(place, year, today=today).items(), key=lambda item: item[1][0]
            )
        ],
        "found": found,
    }
    return render(request, "suggestions/rules.html", basis(request, "rules") | context)


@require_safe
@signed_in(*ROLES)
def export(request: Request) -> HttpResponse:
    """The units' figures as CSV, with who took it, when and over what."""
    year, today = year_of(request), timezone.localdate(request.now)
    rows = figures.unit_figures(request.actor, year, today=today)
    heads = [str(part) for f in FORMULAS for part in (f.name, f.numerator_words, f.denominator_words)]
    lines = [[_("单位"), _("交办"), *heads, _("超期没答复")]]
    lines += [_cells(row) for row in rows]
    taken = f"{timezone.localtime(request.now):%Y-%m-%d %H:%M}"
    lines.append([_("年度"), str(year), _("范围"), divisions.name_of(request.actor.place)])
    lines.append([_("导出人"), request.actor.name, _("截至"), taken, _("公式版本"), VERSION])
    return csv_file(lines, f"suggestions-units-{year}.csv")


def _cells(row: Figures) -> list[str]:
    cells = [row.name, str(row.counts["handed"].number)]
    for rate in row.rates:
        cells += [rate.text, str(rate.numerator.number), str(rate.denominator.number)]
    return [*cells, str(row.counts["late"].number)]
