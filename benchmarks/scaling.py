"""How the time of a step grows with the work: straight lines on logarithmic axes, whose slope is the exponent."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks import cases
from benchmarks.report import Section, Verdict, at_most, table
from benchmarks.timing import Entry, Times, cores, interleave, pinned, tell
from nmn.parameters import DENSE, DENSE_ADDRESSED, SPECS, ParameterError, Parameters

INPUTS, WORK = (
    2000,
    4_000_000,
)  # inputs at most; fewer where a step has many weights, so that a sample stays short
LINEAR = 1.05
ADDRESSED = "addressed memory, τ"
SLOTS = (
    "Addressed memory: the exponent is that of a whole step's time against 1 + τ, so that τ = 0, a single slot, is a "
    "point too. The straight line {base:.2f} + {slope:.2f} τ µs is at most {off:.2f} µs off. Up to τ = {dense} a "
    "neuron has all 2^τ slots; beyond, each layer as many as its neuron that met the most patterns, and a slot costs τ "
    "operations. Here they are {slots} of {every}, and grow as well: from τ = {first} on the exponent is {late:.2f}."
)


class Growth(NamedTuple):
    """Something that grows, and points on the way.

    Attributes:
        name: what grows.
        unit: what the work is counted in.
        points: by amount of work: what to time, by call.
        bound: the exponent that is allowed.
    """

    name: str
    unit: str
    points: dict[float, Callable[[], object]]
    bound: float = LINEAR


def possible(**changes: object) -> cases.Case | None:
    """A network on sorted classification, or None where the parameters do not allow it."""
    try:
        found = cases.case("step", replace(Parameters(), **changes), None, 1)
    except ParameterError:
        return None
    steps = int(np.clip(WORK // len(found.state.weights), 50, INPUTS))
    return cases.case("step", found.parameters, None, steps)


def by_weights(name: str, networks: Iterator[cases.Case | None]) -> Growth:
    """Time per input against the number of weights."""
    points = {len(net.state.weights): net for net in networks if net is not None}
    return Growth(name, "weights", {size: net.run for size, net in points.items()})


def inputs_of(call: Callable[[], object]) -> int:
    """Inputs that a case's `run` moves over."""
    return len(call.__self__.stream.inputs)


def growths() -> Iterator[tuple[Growth, bool]]:
    """Everything that grows, and whether its time is that of an input, not of a whole call."""
    taus = SPECS["tau"].choices
    dense = [tau for tau in taus if tau <= DENSE]
    yield by_weights("k, 8 → 256", (possible(hidden=(k,)) for k in (8, 16, 32, 64, 128, 256))), True
    yield by_weights(f"τ, 0 → {dense[-1]}", (possible(tau=tau) for tau in dense)), True
    yield by_weights("layers, 1 → 4", (possible(hidden=(20,) * count) for count in (1, 2, 3, 4))), True
    addressed = {1 + tau: possible(tau=tau, read="addressed").run for tau in taus}
    yield Growth(f"{ADDRESSED}, 0 → {taus[-1]}", "1 + τ", addressed), True
    one = cases.named("NMN [2, 20, 10], τ = 2", 64_000)
    lengths = (1000, 4000, 16_000, 64_000)
    yield Growth("steps, 1000 → 64,000", "steps", {steps: one.cut(steps).run for steps in lengths}), False
    seeds = [
        one.cut(1000)._replace(state=one.engine.init(one.network, one.parameters, seed)) for seed in range(8)
    ]
    several = {n: lambda n=n: [net.run() for net in seeds[:n]] for n in (1, 2, 4, 8)}
    yield Growth("seeds, 1 → 8", "seeds", several), False


def exponent(times: Times) -> float:
    """Slope of the straight line through the logarithms of work and median time."""
    work, seconds = zip(*((float(name), times.spread(name).median) for name in times), strict=True)
    return float(np.polyfit(np.log(work), np.log(seconds), 1)[0])


def sparse(rounds: int) -> tuple[str, Verdict]:
    """Composite memory at τ = 12, of whose 8192 patterns a neuron visits few, against τ = 4."""
    measure = "composite memory: τ = 12 against τ = 4"
    wide, narrow = possible(tau=12), possible(tau=4)
    ways = {"12": Entry(wide.run, len(wide.stream.inputs)), "4": Entry(narrow.run, len(narrow.stream.inputs))}
    ratio = interleave(ways, rounds).ratio("12", "4")
    return f"τ = 12 takes {ratio.text()} × as long as τ = 4.", at_most(measure, 3, ratio.median, " ×")


def line(times: Times) -> str:
    """How the times of addressed memory lie about a straight line, and how many slots neurons came to have."""
    taus = [int(work) - 1 for work in times]
    micros = np.array([times.spread(work).median for work in times])
    slope, base = np.polyfit(taus, micros, 1)
    sparse = [tau for tau in taus if tau > DENSE_ADDRESSED]
    slots = [int(possible(tau=tau, read="addressed").run()[0].slots.max()) for tau in sparse]
    return SLOTS.format(
        base=base,
        slope=slope,
        off=np.abs(base + slope * np.array(taus) - micros).max(),
        dense=DENSE_ADDRESSED,
        slots=", ".join(map(str, slots)),
        every=", ".join(f"{1 << tau:,}" for tau in sparse),
        first=sparse[0],
        late=exponent(Times({work: times[work] for work in times if int(work) > sparse[0]})),
    )


def draw(folder: Path, measured: dict[str, Times]) -> None:
    """Write scaling.html: every growth as a line on logarithmic axes, in multiples of its first point."""
    from plotly.graph_objects import Figure, Scatter

    figure = Figure()
    farthest = 1.0
    for symbol, (name, times) in enumerate(measured.items()):
        work, median = [float(key) for key in times], [times.spread(key).median for key in times]
        across, up = [w / work[0] for w in work], [m / median[0] for m in median]
        farthest = max(farthest, across[-1])
        marker = {"symbol": symbol, "size": 10}
        figure.add_trace(Scatter(x=across, y=up, name=name, mode="lines+markers", marker=marker))
    line = {"dash": "dash", "color": "grey"}
    figure.add_trace(Scatter(x=[1, farthest], y=[1, farthest], name="linear", mode="lines", line=line))
    figure.update_layout(template="plotly_white", font_size=16, title="Time as the work grows")
    figure.update_xaxes(type="log", dtick=1, title="times the work: weights, 1 + τ, steps or seeds")
    figure.update_yaxes(type="log", dtick=1, title="times the time")
    folder.mkdir(parents=True, exist_ok=True)
    figure.write_html(folder / "scaling.html", include_plotlyjs=True)


def measure(quick: bool, plots: Path | None) -> Section:
    """Time every growth; draw it where a folder is given."""
    rows, verdicts, measured = [], [], {}
    rounds = 3 if quick else 9
    with pinned(cores()[-1]):
        for growth, single in growths():
            tell(growth.name)
            ways = {
                f"{work:g}" if work < 1e5 else str(int(work)): Entry(call, inputs_of(call) if single else 1)
                for work, call in growth.points.items()
            }
            times = measured[growth.name] = interleave(ways, rounds)
            slope = exponent(times)
            points = ", ".join(f"{int(work):,}: {times.spread(work).median:,.2f}" for work in times)
            rows.append((growth.name, f"{slope:.2f}", growth.unit, points))
            verdicts.append(at_most(f"{growth.name}: exponent against {growth.unit}", growth.bound, slope))
            if growth.name.startswith(ADDRESSED):
                addressed = line(times)
        words, verdict = sparse(rounds)
    if plots:
        draw(plots, measured)
    grid = table(
        ("what grows", "exponent", "against", "µs an input; of a whole call for steps and seeds"), rows
    )
    return Section("As the work grows", [grid, addressed, words], [*verdicts, verdict])
