"""A workflow as a chart for the wall, drawn from its own table: main line, exits, every move by name.

Nothing of a chart is written by hand, so the wall can never say another thing than the system does.
Source: ADR-0030 §2 (玉溪: one uniform flow, shown as one chart).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from lianxin.kernel.workflow import State, Workflow

Stages = Sequence[tuple[str, Sequence[str]]]
Say = Callable[[str], str]

# A3 across, in units of the drawing: 420 × 297 mm.
WIDTH, HEIGHT = 1680, 1188
_MARGIN, _GAP, _TOP = 40, 26, 150
_NAME, _PLAIN, _EXIT, _LINE = 26, 17, 19, 26
_RED, _INK, _SOFT, _PAPER = "#b3201f", "#1f1b18", "#5a524c", "#ffffff"
_FILLS = {"gold": "#fdf3d7", "blue": "#e8f0fa", "green": "#e6f4ea", "red": "#fbe9e7", "plain": "#f1efec"}


@dataclass(frozen=True, slots=True)
class Exit:
    """One move out of a state: its label and where it leads ("" stays)."""

    label: str
    target: str


@dataclass(frozen=True, slots=True)
class Box:
    """A state of the chart with all that can happen there. `label` leads on along the main line."""

    state: State
    exits: tuple[Exit, ...]
    column: int
    row: int
    arrow: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Boxes of the main line (row 0) and of what leaves it (row 1), and the stages above their columns."""

    title: str
    boxes: tuple[Box, ...]
    stages: tuple[tuple[str, int, int], ...]

    @property
    def columns(self) -> int:
        """How many boxes stand side by side."""
        return 1 + max(box.column for box in self.boxes)


def main_line(flow: Workflow, stages: Stages) -> list[str]:
    """The states from the first to an end, each the nearest later stage that a move leads to.

    Where no move leads to a later stage, the next state of the same one.
    """
    order = {state: (s, i) for s, (_name, states) in enumerate(stages) for i, state in enumerate(states)}
    line = [next(iter(flow.states))]
    while True:
        here = order[line[-1]]
        targets = {flow.moves[verb].after for verb in flow.verbs_from(line[-1])} & order.keys()
        later = sorted(t for t in targets if order[t][0] > here[0])
        nearest = sorted((order[t] for t in later), key=lambda place: place) or sorted(
            order[t] for t in targets if order[t] > here
        )
        if not nearest:
            return line
        line.append(next(state for state, place in order.items() if place == nearest[0]))


def chart_of(flow: Workflow, stages: Stages, *, title: str) -> Chart:
    """The chart of a workflow; every move stands in every state it is legal in."""
    line = main_line(flow, stages)
    column = {state: position for position, state in enumerate(line)}
    side: dict[str, int] = {}
    for state in flow.states:
        if state in column:
            continue
        ways = [column[s] for s in line if any(flow.moves[v].after == state for v in flow.verbs_from(s))]
        first = min(ways, default=0)
        free = [c for c in [*range(first, len(line)), *range(first)] if c not in side.values()]
        side[state] = free[0]
    boxes = [
        Box(
            state, _exits(flow, code), column.get(code, side.get(code, 0)), int(code in side),
            _arrow(flow, code, line),
        )
        for code, state in flow.states.items()
    ]  # fmt: skip
    spans = []
    for name, states in stages:
        columns = [column[s] for s in states if s in column]
        spans += [(name, min(columns), max(columns))] if columns else []
    return Chart(title, tuple(boxes), tuple(spans))


def _exits(flow: Workflow, code: str) -> tuple[Exit, ...]:
    steps = [flow.moves[verb] for verb in flow.verbs_from(code)]
    return tuple(
        Exit(step.label, flow.states[step.after].label if step.after and step.after != code else "")
        for step in steps
    )


def _arrow(flow: Workflow, code: str, line: Sequence[str]) -> str:
    """The label of the move to the next box of the main line; "" where there is none."""
    following = dict(pairwise(line)).get(code)
    labels = [flow.moves[v].label for v in flow.verbs_from(code) if flow.moves[v].after == following]
    return labels[0] if following and labels else ""


def svg(chart: Chart, *, say: Say = str, note: str = "", shown: int = WIDTH) -> str:
    """The chart as one SVG picture of A3 across, words as text, `shown` pixels wide on a page.

    `say` translates what the table holds.
    """
    width = (WIDTH - 2 * _MARGIN - _GAP * (chart.columns - 1)) / chart.columns
    drawn = [_Drawn(box, width, say) for box in chart.boxes]
    tallest = max(one.height for one in drawn if one.box.row == 0)
    below = _TOP + tallest + 80
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" font-family="Noto Sans SC, sans-serif" role="img"',
        f' width="{shown}" height="{shown * HEIGHT // WIDTH}" viewBox="0 0 {WIDTH} {HEIGHT}"',
        f' aria-label="{escape(say(chart.title))}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_PAPER}"/>',
        _words(WIDTH / 2, 66, say(chart.title), 40, _RED, "middle"),
    ]
    parts += [_stage(say(name), first, last, width) for name, first, last in chart.stages]
    parts += [one.svg(_TOP if one.box.row == 0 else below) for one in drawn]
    parts += [_onward(one.box, width, say) for one in drawn if one.box.arrow]
    parts += [_down(one.box.column, width, drawn, below) for one in drawn if one.box.row == 1]
    if note:
        parts.append(_words(WIDTH / 2, HEIGHT - 30, note, 17, _SOFT, "middle"))
    return "".join([*parts, "</svg>"])


def _x(column: int, width: float) -> float:
    return _MARGIN + column * (width + _GAP)


def _words(x: float, y: float, words: str, size: float, colour: str, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" text-anchor="{anchor}">'
        f"{escape(words)}</text>"
    )


def _stage(name: str, first: int, last: int, width: float) -> str:
    left, right = _x(first, width), _x(last, width) + width
    bar = f'<rect x="{left:.1f}" y="92" width="{right - left:.1f}" height="38" rx="8" fill="{_RED}"/>'
    return bar + _words((left + right) / 2, 119, name, 22, _PAPER, "middle")


def _onward(box: Box, width: float, say: Say) -> str:
    """An arrow through the gap to the next box of the main line."""
    start, y = _x(box.column, width) + width, _TOP + 26
    end = start + _GAP
    head = f'<path d="M{end - 9:.1f} {y - 6}L{end:.1f} {y}L{end - 9:.1f} {y + 6}z" fill="{_RED}"/>'
    line = f'<path d="M{start:.1f} {y}H{end - 6:.1f}" stroke="{_RED}" stroke-width="4" fill="none"/>'
    return f"<g><title>{escape(say(box.arrow))}</title>{line}{head}</g>"


def _down(column: int, width: float, drawn: Sequence[_Drawn], below: float) -> str:
    """An arrow from the box of the main line to the one below it, where a move leads there."""
    above = next(one.box for one in drawn if one.box.row == 0 and one.box.column == column)
    under = next(one.box for one in drawn if one.box.row == 1 and one.box.column == column)
    if under.state.label not in {way.target for way in above.exits}:
        return ""
    x = _x(column, width) + width / 2
    top = _TOP + next(one.height for one in drawn if one.box is above)
    tip = f"M{x - 6:.1f} {below - 9:.1f}L{x:.1f} {below:.1f}L{x + 6:.1f} {below - 9:.1f}z"
    shaft = f'<path d="M{x:.1f} {top:.1f}V{below - 6:.1f}" stroke="{_SOFT}" stroke-width="3" fill="none"/>'
    return f'{shaft}<path d="{tip}" fill="{_SOFT}"/>'


class _Drawn:
    """A box with its lines broken to the width."""

    def __init__(self, box: Box, width: float, say: Say) -> None:
        self.box, self.width, self.say = box, width, say
        self.plain = broken(say(box.state.plain), width - 20, _PLAIN)
        self.exits = [(line, way.label == box.arrow) for way in box.exits for line in self._exit(way)]
        self.height = 52 + len(self.plain) * 23 + 16 + len(self.exits) * _LINE + 12

    def _exit(self, way: Exit) -> list[str]:
        """One line, or where that is too long the target on a line of its own."""
        label, target, room = f"· {self.say(way.label)}", f"→ {self.say(way.target)}", self.width - 20
        if not way.target:
            return broken(label, room, _EXIT)
        whole = broken(f"{label} {target}", room, _EXIT)
        return (
            whole if len(whole) == 1 else [*broken(label, room, _EXIT), *broken(f"　{target}", room, _EXIT)]
        )

    def svg(self, top: float) -> str:
        """The box with its top edge at `top`."""
        x, y = _x(self.box.column, self.width), top + 52
        fill = _FILLS[self.box.state.tone.value]
        parts = [
            f'<rect x="{x:.1f}" y="{top:.1f}" width="{self.width:.1f}" height="{self.height:.1f}"',
            f' rx="10" fill="{fill}" stroke="{_INK}" stroke-width="1.5"/>',
            _words(x + self.width / 2, top + 34, self.say(self.box.state.label), _NAME, _INK, "middle"),
        ]
        for line in self.plain:
            y += 23
            parts.append(_words(x + 10, y - 6, line, _PLAIN, _SOFT))
        y += 16
        for line, is_main in self.exits:
            y += _LINE
            parts.append(_words(x + 10, y - 8, line, _EXIT, _RED if is_main else _INK))
        return f"<g>{''.join(parts)}</g>"


def broken(words: str, room: float, size: float) -> list[str]:
    """Words in lines of at most `room`: a Chinese character is as wide as high, a Latin one about half."""
    lines, used = [""], 0.0
    for char in words:
        wide = size if ord(char) > 0x2000 else size * 0.56
        if used + wide > room and lines[-1] and char not in "，。；、：":
            lines.append("")
            used = 0.0
        lines[-1] += char
        used += wide
    return lines
