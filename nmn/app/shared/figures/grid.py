"""Where the panels of a figure of learning curves are, and what is written around them."""

import math
from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any, NamedTuple

from nmn.app.shared.figures.ends import LETTER, Beside, End, named, needed, width
from nmn.app.shared.figures.panels import Key, Line, Look, Panel
from nmn.app.shared.figures.style import (
    COLOURS,
    FLOOR,
    PRINTED,
    SIZE,
    Axes,
    axis,
    errors,
    height_of,
    paper,
    percent,
)
from nmn.engine import NETWORKS

TALL, LOW, LITTLE = (
    290,
    190,
    150,
)  # px of a panel that is alone, of one among others, of one on a small screen
BELOW, TICKS, ROW = 52, 26, 20  # px under the last row, under the others, and of a row of a title
USUAL = 770  # px of a figure: shares of its width are reckoned from this
SMALLEST = 358  # px of a figure on a small screen
LETTERS = 26, 18, 16  # in a row of a name: beside one panel, beside several, on a small screen


class Grid(NamedTuple):
    """Panels with what they need to be laid out.

    Attributes:
        panels: what is drawn.
        styles: the look of each line.
        low: the smallest error on the axis.
        theme: "light" or "dark".
        axes: what they are called.
        narrow: whether the screen is small.
    """

    panels: Sequence[Panel]
    styles: Mapping[Key, Look]
    low: float
    theme: str
    axes: Axes
    narrow: bool = False

    @property
    def own(self) -> bool:
        """Whether each panel has names of its own, or those of a row share the names beside its last one."""
        return len(
            {tuple(line.name for line in self._named(panel)) for panel in self.panels}
        ) > 1 and not any(panel.beside for panel in self.panels)

    @property
    def columns(self) -> int:
        """Panels beside each other."""
        return 1 if self.narrow else min(len(self.panels), 2 if self.own else 3)

    @property
    def rows(self) -> int:
        """Panels above each other."""
        return -(-len(self.panels) // self.columns)

    @property
    def letters(self) -> int:
        """In a row of a name."""
        return LETTERS[2] if self.narrow else LETTERS[self.columns > 1]

    @property
    def left(self) -> int:
        """Room for the axis of errors."""
        return 108 if self.low == FLOOR else 76

    @property
    def tall(self) -> float:
        """Height of a panel: room for its curves, and for the names beside it."""
        least = LITTLE if self.narrow else TALL if len(self.panels) == 1 else LOW
        return max(
            least, *(needed([end.text for end in self.ends(panel)], self.letters) for panel in self.panels)
        )

    @property
    def head(self) -> int:
        """Room for the titles of a row."""
        return ROW * max(len(self._title(panel)) for panel in self.panels) + 12

    def layout(self) -> dict[str, Any]:
        """The figure's layout: axes, titles, names and what the paper prints."""
        area = self.rows * self.tall + (self.rows - 1) * (TICKS + self.head)
        whole = paper(round(self.head + area + BELOW), self.theme)
        notes: list[dict[str, Any]] = []
        shapes: list[dict[str, Any]] = []
        for number, panel in enumerate(self.panels):
            x, y = self._domains(number, area)
            whole |= self._axes(number, x, y)
            if panel.title:
                words = "<br>".join(self._title(panel))
                notes.append(_written(words, sum(x) / 2, y[1], "center", whole["font"]))
            shapes += self._printed(panel, number)
            if self.own or number % self.columns == self.columns - 1 or number == len(self.panels) - 1:
                beside = Beside(number + 1, errors(self.low)["range"], True, x[1], self.tall, self.letters)
                texts = named(self.ends(panel), beside, self.theme)
                notes, shapes = notes + texts["annotations"], shapes + texts["shapes"]
        margin = {"l": self.left, "r": width(self.letters), "t": self.head, "b": BELOW}
        return whole | {"margin": margin, "annotations": notes, "shapes": shapes, "showlegend": False}

    def ends(self, panel: Panel) -> list[End]:
        """The names beside a panel: of its lines, and what the paper prints for them."""
        colours = COLOURS[self.theme]
        lines = [
            End(
                line.name, height_of(float(line.band.middle.iloc[-1]), self.low), colours[line.model],
                self.styles[line.model, line.name].dash,
            )
            for line in self._named(panel)
        ]  # fmt: skip
        return lines + [
            End(
                f"paper: {NETWORKS[model].title} {percent(error) if error else 'near 0'}", height_of(error, self.low),
                colours[model], PRINTED,
            )
            for model, error in _marks(panel)
        ]  # fmt: skip

    def _named(self, panel: Panel) -> Sequence[Line]:
        """The lines that are named beside a panel: a line that is alone bears its name above."""
        return panel.beside if any(each.beside for each in self.panels) else panel.lines

    def _title(self, panel: Panel) -> list[str]:
        plot = (SMALLEST if self.narrow else USUAL) - self.left - (0 if self.narrow else width(self.letters))
        return wrap(panel.title, int(plot / self.columns / (SIZE * LETTER)), break_on_hyphens=False)

    def _domains(self, number: int, area: float) -> tuple[tuple[float, float], tuple[float, float]]:
        """A panel's horizontal and vertical place, as shares of the plot."""
        row, column = divmod(number, self.columns)
        plot = USUAL - self.left - width(self.letters)
        gap = (width(self.letters) + 24) / plot if self.own else 0.08
        share = (1 - gap * (self.columns - 1)) / self.columns
        left = column * (share + gap)
        top = 1 - row * (self.tall + TICKS + self.head) / area
        return (left, left + share), (max(0.0, top - self.tall / area), top)

    def _axes(self, number: int, x: Sequence[float], y: Sequence[float]) -> dict[str, Any]:
        """A panel's axes; all panels show the same range."""
        name = "" if number == 0 else str(number + 1)
        lowest = number + self.columns >= len(self.panels)
        first = number % self.columns == 0
        bare = {"automargin": False, "fixedrange": False}
        across = axis(self.theme, self.axes.inputs if lowest else "") | bare
        up = axis(self.theme, self.axes.errors if first else "") | bare | errors(self.low)
        return {
            f"xaxis{name}": across | {
                "type": "log", "tickformat": "~s", "dtick": 1, "tickangle": 0, "range": self._range(),
                "domain": list(x), "anchor": f"y{name}", **({"matches": "x"} if number else {}),
            },
            f"yaxis{name}": up | {
                "domain": list(y), "anchor": f"x{name}", "showticklabels": first,
                **({"matches": "y"} if number else {}),
            },
        }  # fmt: skip

    def _range(self) -> list[float]:
        """The numbers of inputs from the first point to the last one, as exponents."""
        steps = [line.band.index for panel in self.panels for line in (*panel.lines, *panel.beside)]
        first, last = min(int(each[0]) for each in steps), max(int(each[-1]) for each in steps)
        return [math.log10(first), math.log10(max(last, first + 1)) + 0.02]

    def _printed(self, panel: Panel, number: int) -> list[dict[str, Any]]:
        """The paper's figures as dotted lines."""
        name = "" if number == 0 else str(number + 1)
        return [
            {
                "type": "line", "xref": f"x{name} domain", "yref": f"y{name}", "x0": 0, "x1": 1,
                "y0": max(error, self.low), "y1": max(error, self.low),
                "line": {"color": COLOURS[self.theme][model], "dash": PRINTED, "width": 1.5},
            }
            for model, error in _marks(panel)
        ]  # fmt: skip


def _marks(panel: Panel) -> list[tuple[str, float]]:
    """What the paper prints for a panel's lines: models and errors, the largest first."""
    found = {(line.model, line.paper) for line in (*panel.lines, *panel.beside) if line.paper is not None}
    return sorted(found, key=lambda mark: (-mark[1], mark[0]))


def _written(text: str, x: float, y: float, anchor: str, font: dict[str, Any]) -> dict[str, Any]:
    return {
        "text": text, "x": x, "y": y, "xref": "paper", "yref": "paper", "xanchor": anchor, "yanchor": "bottom",
        "showarrow": False, "font": font,
    }  # fmt: skip
