"""Charts to study and to take away: pure functions from measured tables to Plotly figures."""

from nmn.view.figures.convergence import convergence, curves
from nmn.view.figures.map import Sheet, Ticks, heat
from nmn.view.figures.panels import Line, Panel
from nmn.view.figures.quartiles import bands, quartiles, thinned
from nmn.view.figures.race import Frame, Trail, race
from nmn.view.figures.response import Learner, Side, learning, response
from nmn.view.figures.schematic import schematic
from nmn.view.figures.signal import Waveform, parts, values, waveforms, weights
from nmn.view.figures.style import BACKGROUND, COLOURS, FLOOR

__all__ = [
    "BACKGROUND", "COLOURS", "FLOOR", "Frame", "Learner", "Line", "Panel", "Sheet", "Side", "Ticks", "Trail",
    "Waveform", "bands", "convergence", "curves", "heat", "learning", "parts", "quartiles", "race", "response",
    "schematic", "thinned", "values", "waveforms", "weights",
]  # fmt: skip
