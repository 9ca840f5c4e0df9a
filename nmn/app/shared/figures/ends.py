"""What stands beside a panel: each line's name at the height where the line ends, and the paper's figures.

Names keep clear of each other; a stroke in the line's own colour and dashes leads from its end to its name.
"""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any, NamedTuple

from nmn.app.shared.figures.style import SMALL, TEXT

LEADER = 26  # px from the panel to the names
ROW = 1.3  # heights of the letters from row to row
GAP = 4  # px between names
LETTER = 0.58  # widths of a letter, by its height: the widest of the system's sans faces


class End(NamedTuple):
    """A name and where it belongs.

    Attributes:
        text: the name.
        place: the height of the line's end, as a share of the panel's.
        colour, dash: the line's.
    """

    text: str
    place: float
    colour: str
    dash: str


class Beside(NamedTuple):
    """A panel's place in the figure.

    Attributes:
        axis: number of its vertical axis, from 1 on.
        range: of that axis, as Plotly takes it: exponents where it is logarithmic.
        log: whether it is.
        right: where it ends, as a share of the plot's width.
        height: px.
        letters: in a row of a name.
    """

    axis: int
    range: tuple[float, float]
    log: bool
    right: float
    height: float
    letters: int

    def at(self, place: float) -> float:
        """A share of the panel's height on its axis."""
        bottom, top = self.range
        return bottom + place * (top - bottom)


def width(letters: int) -> int:
    """How many px names need beside a panel."""
    return round(LEADER + 6 + letters * LETTER * SMALL)


def needed(texts: Sequence[str], letters: int) -> float:
    """How many px of a panel's height names need, one below the other."""
    return sum(_size(text, letters) for text in texts)


def named(ends: Sequence[End], beside: Beside, theme: str) -> dict[str, list[dict[str, Any]]]:
    """Annotations and shapes that write names beside a panel.

    Args:
        ends: the names; those of the same place stand in their order, from above.
        beside: the panel.
        theme: "light" or "dark".
    """
    order = [end for _, _, end in sorted((end.place, -n, end) for n, end in enumerate(ends))]
    sizes = [_size(end.text, beside.letters) for end in order]
    centres = spread([end.place * beside.height for end in order], sizes, beside.height)
    ref = {"xref": "paper", "yref": f"y{'' if beside.axis == 1 else beside.axis}", "name": "end"}
    notes: list[dict[str, Any]] = []
    strokes: list[dict[str, Any]] = []
    for end, centre in zip(order, centres, strict=True):
        there, ours = beside.at(end.place), beside.at(centre / beside.height)
        notes.append(
            {
                **ref, "text": "<br>".join(_rows(end.text, beside.letters)), "x": beside.right, "xshift": LEADER + 2,
                "y": ours, "xanchor": "left", "yanchor": "middle", "align": "left",
                "showarrow": False, "font": {"size": SMALL, "color": TEXT[theme]}, "borderpad": 0,
            }
        )  # fmt: skip
        strokes.append(
            {
                **ref, "type": "line", "xsizemode": "pixel", "xanchor": beside.right, "x0": 2, "x1": LEADER,
                "y0": 10**there if beside.log else there, "y1": 10**ours if beside.log else ours,
                "line": {"color": end.colour, "dash": end.dash, "width": 2},
            }
        )  # fmt: skip
    return {"annotations": notes, "shapes": strokes}


def spread(wanted: Sequence[float], sizes: Sequence[float], height: float) -> list[float]:
    """Centres as near to the wanted ones as they can be without overlap, within the height where there is room.

    Args:
        wanted: centres, rising.
        sizes: of each.
        height: of the room, from 0 on.
    """
    blocks: list[list[float]] = []  # first wanted bottom, size, number of things
    for centre, size in zip(wanted, sizes, strict=True):
        blocks.append([centre - size / 2, size, 1])
        while len(blocks) > 1 and _bottom(blocks[-2], height) + blocks[-2][1] > _bottom(blocks[-1], height):
            bottom, more, count = blocks.pop()
            below = blocks[-1]
            below[0] = (below[0] * below[2] + (bottom - below[1]) * count) / (below[2] + count)
            below[1] += more
            below[2] += count
    centres, number = [], 0
    for block in blocks:
        at = _bottom(block, height)
        for size in sizes[number : number + int(block[2])]:
            centres.append(at + size / 2)
            at += size
        number += int(block[2])
    return centres


def _bottom(block: Sequence[float], height: float) -> float:
    return max(0.0, min(block[0], height - block[1]))


def _rows(text: str, letters: int) -> list[str]:
    return wrap(text, letters, break_on_hyphens=False) or [""]


def _size(text: str, letters: int) -> float:
    return len(_rows(text, letters)) * SMALL * ROW + GAP
