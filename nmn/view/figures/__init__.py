"""Charts to study and to take away: pure functions from measured tables to Plotly figures."""

from nmn.view.figures.convergence import Line, Panel, bands, convergence, curves
from nmn.view.figures.schematic import schematic
from nmn.view.figures.signal import Waveform, parts, values, waveforms, weights
from nmn.view.figures.style import BACKGROUND, COLOURS, FLOOR

__all__ = [
    "BACKGROUND", "COLOURS", "FLOOR", "Line", "Panel", "Waveform", "bands", "convergence", "curves", "parts",
    "schematic", "values", "waveforms", "weights",
]  # fmt: skip
