"""Charts to study and to take away: pure functions from measured tables to Plotly figures."""

from nmn.app.shared.figures.ballots import Ballot, ballots
from nmn.app.shared.figures.convergence import convergence, curves
from nmn.app.shared.figures.map import Sheet, Ticks, heat, numbered
from nmn.app.shared.figures.panels import Line, Panel
from nmn.app.shared.figures.quartiles import bands, quartiles, thinned
from nmn.app.shared.figures.race import Frame, Trail, race
from nmn.app.shared.figures.remaining import Left, Rest, remaining
from nmn.app.shared.figures.response import Learner, Side, learning, response
from nmn.app.shared.figures.schematic import schematic
from nmn.app.shared.figures.signal import Waveform, parts, values, waveforms, weights
from nmn.app.shared.figures.style import BACKGROUND, COLOURS, ENGLISH, FLOOR, Axes

__all__ = [
    "BACKGROUND",
    "COLOURS",
    "ENGLISH",
    "FLOOR",
    "Axes",
    "Ballot",
    "Frame",
    "Learner",
    "Left",
    "Line",
    "Panel",
    "Rest",
    "Sheet",
    "Side",
    "Ticks",
    "Trail",
    "Waveform",
    "ballots",
    "bands",
    "convergence",
    "curves",
    "heat",
    "learning",
    "numbered",
    "parts",
    "quartiles",
    "race",
    "remaining",
    "response",
    "schematic",
    "thinned",
    "values",
    "waveforms",
    "weights",
]  # fmt: skip
