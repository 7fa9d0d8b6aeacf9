"""The flow of a procedure as one picture that fits a phone: boxes below each other, jumps at the side.

The picture says nothing that the steps in their order do not, which a page tells those who do not see it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal
from xml.sax.saxutils import escape, quoteattr

from tradewind.procedures.running import State
from tradewind.procedures.sop import SOP, Step

Mark = Literal["", "done", "open", "late", "passed"]
_WIDTH: Final = 340
_BOX: Final = 236
_LEFT: Final = 8
_LINE: Final = 17
_GAP: Final = 22
_LETTERS: Final = 31
_MOST_LANES: Final = 9


@dataclass(frozen=True, slots=True)
class Row:
    """One step as it is drawn: its number, its title and how it stands."""

    number: int
    step: Step
    title: str
    mark: Mark


def rows(sop: SOP, language: str = "en", state: State | None = None) -> list[Row]:
    """The steps in their order."""
    return [
        Row(number, step, sop.text(f"{step.id}.title", language), mark(state, step.id))
        for number, step in enumerate(sop.steps, 1)
    ]


def mark(state: State | None, step: str) -> Mark:
    """How a step stands in a case: the newest word counts."""
    if state is None:
        return ""
    standing = state.at(step)
    if standing is not None:
        return "late" if standing.late else "open"
    done = [one for one in state.done if one.step == step]
    return ("passed" if done[-1].passed else "done") if done else ""


def draw(
    sop: SOP,
    language: str = "en",
    state: State | None = None,
    words: Mapping[Mark, str] | None = None,
    *,
    alone: bool = False,
) -> str:
    """The picture as SVG. Colours come by class, so it needs no style of its own; `alone` makes a file of it.

    `words` names the marks for those who hear the picture.
    """
    listed = rows(sop, language, state)
    lines = {row.step.id: _wrapped(f"{row.number}. {row.title}") for row in listed}
    tops: dict[str, int] = {}
    below = 6
    for row in listed:
        tops[row.step.id] = below
        below += _height(lines[row.step.id]) + _GAP
    parts = [*_arrows(sop, tops, lines), *(_box(row, tops, lines, words or {}) for row in listed)]
    name = quoteattr(sop.text("title", language))
    size = f'viewBox="0 0 {_WIDTH} {below}"' + (f' width="{_WIDTH}" height="{below}"' if alone else "")
    head = f'<svg xmlns="http://www.w3.org/2000/svg" class="flow" role="img" aria-label={name} {size}>'
    return "\n".join([head, *([_ALONE] if alone else []), *parts, "</svg>"])


_ALONE: Final = (
    "<style>text{font:14px sans-serif}.flow-done rect{fill:#d9efdd}.flow-open rect{fill:#fff2c6;stroke-width:2.5}"
    ".flow-late rect{fill:#ffe0d6;stroke-width:2.5}.flow-passed rect{fill:#eee;stroke-dasharray:4}</style>"
)


def _box(row: Row, tops: Mapping[str, int], lines: Mapping[str, list[str]], words: Mapping[Mark, str]) -> str:
    top, text = tops[row.step.id], lines[row.step.id]
    height, middle = _height(text), _LEFT + _BOX // 2
    round_by = 18 if row.step.is_end else 4
    said = [
        f'<tspan x="{middle}" y="{top + 18 + place * _LINE}">{escape(line)}</tspan>'
        for place, line in enumerate(text)
    ]
    stop = (
        f'<rect x="{_LEFT + 3}" y="{top + 3}" width="{_BOX - 6}" height="{height - 6}" rx="2" fill="none"'
        ' stroke="currentColor"/>'
        if row.step.is_safety_stop
        else ""
    )
    told = words.get(row.mark, "")
    title = f"<title>{escape(row.title)}{' – ' + escape(told) if told else ''}</title>"
    return (
        f'<g class="flow-step flow-{row.mark or "ahead"}">{title}<rect x="{_LEFT}" y="{top}" width="{_BOX}"'
        f' height="{height}" rx="{round_by}" fill="none" stroke="currentColor"/>{stop}'
        f'<text text-anchor="middle" fill="currentColor">{"".join(said)}</text></g>'
    )


def _arrows(sop: SOP, tops: Mapping[str, int], lines: Mapping[str, list[str]]) -> Iterator[str]:
    order = [step.id for step in sop.steps]
    lanes: list[list[tuple[int, int]]] = []
    for place, step in enumerate(sop.steps):
        for branch in step.next:
            if branch.to not in tops:
                continue
            bottom = tops[step.id] + _height(lines[step.id])
            if place + 1 < len(order) and order[place + 1] == branch.to:
                middle = _LEFT + _BOX // 2
                yield _path(f"M{middle} {bottom} V{tops[branch.to] - 1}") + _head(
                    middle, tops[branch.to], down=True
                )
                continue
            start = tops[step.id] + _height(lines[step.id]) // 2 + 6
            end = tops[branch.to] + 10
            span = (min(start, end), max(start, end))
            lane = _lane(lanes, span)
            right = _LEFT + _BOX
            across = right + 14 + lane * 9
            yield _path(f"M{right} {start} H{across} V{end} H{right + 1}") + _head(right, end, down=False)


def _lane(lanes: list[list[tuple[int, int]]], span: tuple[int, int]) -> int:
    """The first lane at the side in which nothing lies beside it."""
    for lane, taken in enumerate(lanes):
        if all(span[1] < low or span[0] > high for low, high in taken):
            taken.append(span)
            return lane
    if len(lanes) <= _MOST_LANES:
        lanes.append([span])
    return len(lanes) - 1


def _path(line: str) -> str:
    return f'<path class="flow-way" d="{line}" fill="none" stroke="currentColor"/>'


def _head(x: int, y: int, *, down: bool) -> str:
    points = (
        f"{x},{y} {x - 4},{y - 7} {x + 4},{y - 7}" if down else f"{x},{y} {x + 7},{y - 4} {x + 7},{y + 4}"
    )
    return f'<polygon points="{points}" fill="currentColor"/>'


def _height(lines: list[str]) -> int:
    return 12 + _LINE * len(lines)


def _wrapped(text: str) -> list[str]:
    """Lines of bearable length; a long word stands alone."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= _LETTERS:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
