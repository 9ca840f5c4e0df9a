"""The machine's own limit: what it takes to stream a step's weights, and to compute its exponentials.

A step reads every weight once on its way forward (a dot product), and once more, and writes it, on its way back (an
axpy). Nothing else is counted: no dependence of one layer on the one below, no memory, no loss. The kernels work on
vectors as the engine's do, on arrays that start and end with a cache line.
"""

import numpy as np

from benchmarks import cases
from benchmarks.report import Section, at_most, table
from benchmarks.timing import Entry, Spread, Times, cores, interleave, pinned, tell
from nmn.engine.kernels.answers import sigmoid
from nmn.engine.kernels.compiled import entry
from nmn.engine.kernels.matrices import affine
from nmn.engine.kernels.vectors import load, store
from nmn.engine.kernels.work import aligned
from nmn.engine.layout import LANES, whole
from nmn.trace import Floats

SIZES = tuple(name for name, (kind, *_) in cases.NETWORKS.items() if kind == "step")


@entry
def dots(weights, a, zero, z, steps):
    """Fill z with W a, over and over: W [len(z), n] lies flat in weights, n a multiple of LANES."""
    for _ in range(steps):
        affine(weights, 0, len(a), a, 0, zero, z, 0, len(z))


@entry
def axpys(weights, a, scale, steps):
    """Subtract scale [rows] times a from the rows of W, over and over; laid out as in `dots`."""
    n = len(a)
    for _ in range(steps):
        for i in range(len(scale)):
            s = scale[i]
            for j in range(0, n, LANES):
                store(weights, i * n + j, load(weights, i * n + j) - s * load(a, j))


@entry
def sigmoids(z, x, steps):
    """Fill x with the sigmoids of z, over and over; their number is a multiple of LANES."""
    for _ in range(steps):
        for j in range(0, len(z), LANES):
            store(x, j, sigmoid(load(z, j)))


def filled(values: Floats | float, n: int) -> Floats:
    """[n] numbers where vectors can be loaded."""
    array = aligned(n)
    array[:] = values
    return array


def work(case: cases.Case, steps: int) -> dict[str, Entry]:
    """The three parts of a case's limit."""
    net = case.network
    n, neurons = whole(int(net.lengths[:-1].max())), whole(int(net.neuron_at[-1]))
    rows = -(-len(case.state.weights) // n)
    weights, a = filled(0.1, rows * n), filled(1.0, n)
    zero, z, scale = filled(0.0, rows), filled(0.0, rows), filled(1e-12, rows)
    sums, x = filled(np.linspace(-5, 5, neurons), neurons), filled(0.0, neurons)
    return {
        "dot": Entry(lambda: dots(weights, a, zero, z, steps), steps),
        "axpy": Entry(lambda: axpys(weights, a, scale, steps), steps),
        "exponentials": Entry(lambda: sigmoids(sums, x, steps), steps),
    }


def share(times: Times) -> Spread:
    """How many times its limit the engine's step takes."""
    parts = zip(times["step"], times["dot"], times["axpy"], times["exponentials"], strict=True)
    return Spread.of([step / (dot + axpy + exponentials) for step, dot, axpy, exponentials in parts])


def measure(quick: bool) -> Section:
    """Time the step and its limit at every size."""
    rows, verdicts = [], []
    for name in SIZES:
        tell(f"{name}: the machine's limit")
        case = cases.sample(name)
        steps = len(case.stream.inputs)
        with pinned(cores()[-1]):
            times = interleave({"step": Entry(case.run, steps)} | work(case, steps), 3 if quick else 11)
        ratio = share(times)
        parts = [times.spread(part).text(3) for part in ("dot", "axpy", "exponentials", "step")]
        weights: Floats = case.state.weights
        rows.append((name, f"{len(weights):,}", *parts, f"{ratio.text()} ×"))
        verdicts.append(at_most(f"{name}: against the machine's limit", 1.5, ratio.median, " ×"))
    head = ("", "weights", "dot, µs", "axpy, µs", "exponentials, µs", "step, µs", "step ÷ their sum")
    words = (
        "The same weights, read by dot products and read and written by axpys, in rows as long as the network's "
        "longest, and as many sigmoids as it has neurons: the quickest kernels we know, on vectors as the engine's, "
        "with nothing to wait for."
    )
    return Section("The machine's own limit", [words, table(head, rows)], verdicts)
