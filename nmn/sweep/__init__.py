"""Sweeps: many settings and seeds of one task (`grid`), what a run of each gives (`outcome`), the file that keeps it
(`store`), running them on cores or on a cluster (`work`), and the tables (`table`).
"""

from nmn.sweep.cluster import ClusterError, cluster
from nmn.sweep.grid import MOST, Axis, Grid, axis
from nmn.sweep.outcome import Cancelled, Outcome, measure
from nmn.sweep.store import Store, StoreError
from nmn.sweep.table import frame, summary
from nmn.sweep.work import CLUSTER, Where, processes, threads, usual, work

__all__ = [
    "CLUSTER", "MOST", "Axis", "Cancelled", "ClusterError", "Grid", "Outcome", "Store", "StoreError", "Where", "axis",
    "cluster", "frame", "measure", "processes", "summary", "threads", "usual", "work",
]  # fmt: skip
