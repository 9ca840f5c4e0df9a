"""The machine's own limit: what it takes to stream a step's weights, and to compute its exponentials.

A step reads every weight once on its way forward (a dot product), and once more, and writes it, on its way back (an
axpy). Nothing else is counted: no dependence of one layer on the one below, no memory, no loss.
"""

import math

import numpy as np
from numba import njit

from benchmarks import cases
from benchmarks.report import Section, at_most, table
from benchmarks.timing import Entry, Spread, Times, cores, interleave, pinned, tell
from nmn.trace import Floats

compiled = njit(nogil=True, error_model="numpy", fastmath={"reassoc", "contract", "nsz", "arcp"})
TAYLOR = tuple(1.0 / math.factorial(power) for power in range(12, -1, -1))
LN2_HIGH, LN2_LOW = 0.6931471803691238, 1.9082149292705877e-10
SIZES = tuple(name for name, (kind, *_) in cases.NETWORKS.items() if kind == "step")


@compiled
def dots(weights, a, z, steps):
    """Add W a to z, over and over: W [len(z), n] lies flat in weights, the last row may be shorter."""
    n, rows = len(a), len(z)
    blocks = len(weights) // n // 4 * 4
    for _ in range(steps):
        for i in range(0, blocks, 4):
            w0, w1 = weights[i * n : (i + 1) * n], weights[(i + 1) * n : (i + 2) * n]
            w2, w3 = weights[(i + 2) * n : (i + 3) * n], weights[(i + 3) * n : (i + 4) * n]
            s0, s1, s2, s3 = 0.0, 0.0, 0.0, 0.0
            for j in range(n):
                s0 += w0[j] * a[j]
                s1 += w1[j] * a[j]
                s2 += w2[j] * a[j]
                s3 += w3[j] * a[j]
            z[i] += s0
            z[i + 1] += s1
            z[i + 2] += s2
            z[i + 3] += s3
        for i in range(blocks, rows):
            row, s = weights[i * n : (i + 1) * n], 0.0
            for j in range(len(row)):
                s += row[j] * a[j]
            z[i] += s


@compiled
def axpys(weights, a, scale, steps):
    """Subtract scale [rows] times a from the rows of W, over and over; laid out as in `dots`."""
    n = len(a)
    for _ in range(steps):
        for i in range(len(scale)):
            row, s = weights[i * n : (i + 1) * n], scale[i]
            for j in range(len(row)):
                row[j] -= s * a[j]


@compiled
def sigmoids(z, x, bits, steps):
    """Fill x with 1 / (1 + e^-z), over and over: e^-z = 2^m e^r, e^r by its series, all of it vectorised."""
    for _ in range(steps):
        scale = bits.view(np.float64)
        for j in range(len(z)):
            power = min(max(-z[j], -708.0), 708.0)
            m = np.floor(power / math.log(2.0) + 0.5)
            bits[j] = (np.int64(m) + 1023) << 52
            x[j] = power - m * LN2_HIGH - m * LN2_LOW
        for j in range(len(x)):
            series = 0.0
            for coefficient in TAYLOR:
                series = series * x[j] + coefficient
            x[j] = 1.0 / (1.0 + series * scale[j])


def work(case: cases.Case, steps: int) -> dict[str, Entry]:
    """The three parts of a case's limit."""
    net = case.network
    weights, a = case.state.weights.copy(), np.ones(int(net.lengths[:-1].max()))
    rows, neurons = -(-len(weights) // len(a)), int(net.neuron_at[-1])
    z, scale = np.zeros(rows), np.full(rows, 1e-12)
    sums, x, bits = np.linspace(-5, 5, neurons), np.empty(neurons), np.empty(neurons, np.int64)
    return {
        "dot": Entry(lambda: dots(weights, a, z, steps), steps),
        "axpy": Entry(lambda: axpys(weights, a, scale, steps), steps),
        "exponentials": Entry(lambda: sigmoids(sums, x, bits, steps), steps),
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
        "longest, and as many sigmoids as it has neurons, vectorised. All of it is compiled as the engine is."
    )
    return Section("The machine's own limit", [words, table(head, rows)], verdicts)
