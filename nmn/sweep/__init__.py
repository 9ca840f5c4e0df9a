"""Sweeps: many settings and seeds of one task (`grid`), what a run of each gives (`outcome`), the file that keeps it
(`store`), running them on cores or on a cluster (`work`), and the tables (`table`).
"""

from nmn.sweep.grid import MOST, Axis, Grid, axis
from nmn.sweep.outcome import Cancelled, Outcome, measure
from nmn.sweep.store import Store
from nmn.sweep.table import frame
from nmn.sweep.work import Where, processes, threads, usual, work

__all__ = [
    "MOST", "Axis", "Cancelled", "Grid", "Outcome", "Store", "Where", "axis", "frame",
    "measure",
    "processes", "threads", "usual", "work",
]  # fmt: skip
