"""Figures that are made for lessons alone: by name, what a scene with the link figure/NAME?... shows."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pandas as pd

from nmn.lessons.shown import Shown


class Drawing(NamedTuple):
    """A figure with what is said of it.

    Attributes:
        figure: as Plotly takes it.
        alt: what it shows, for those who do not see it.
        numbers: what it is drawn from.
    """

    figure: Any
    alt: str
    numbers: pd.DataFrame


FIGURES: dict[str, Callable[[Shown, str], Drawing]] = {}  # a function of what is shown and the theme
