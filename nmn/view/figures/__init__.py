"""Charts to study and to take away: pure functions from measured tables to Plotly figures."""

from nmn.view.figures.convergence import Line, Panel, bands, convergence
from nmn.view.figures.schematic import schematic
from nmn.view.figures.signal import Waveform, waveforms, weights
from nmn.view.figures.style import COLOURS, FLOOR

__all__ = [
    "COLOURS", "FLOOR", "Line", "Panel", "Waveform", "bands", "convergence", "schematic", "waveforms", "weights",
]  # fmt: skip
