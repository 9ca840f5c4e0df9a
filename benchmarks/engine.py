"""What the engine takes: a step of each model, a recorded step, and finding any step of a long run again.

Run it with `make bench`. It prints a Markdown table; each figure is the median of several rounds, with their range.
"""

import platform
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import numba
import numpy as np

from nmn.parameters import Parameters
from nmn.training import Run

ROUNDS, INPUTS, SEEKS = 9, 50_000, 100
SHAPES = {
    "NMN [2, 20, 10], τ = 2": Parameters(),
    "FFNN [2, 20, 10]": Parameters(model="ffnn"),
    "RNN [2, 20, 10], 25 steps back": Parameters(model="rnn"),
    "NMN [2, 64, 64, 10], τ = 4": Parameters(hidden=(64, 64), tau=4),
}


def rounds(call: Callable[[], object], scale: float) -> str:
    """Median and range of a call's time, times scale."""
    call()
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        call()
        times.append((time.perf_counter() - began) * scale)
    return f"{statistics.median(times):.2f} ({min(times):.2f} – {max(times):.2f})"


def main() -> None:
    print(f"{platform.processor() or platform.machine()}, Python {platform.python_version()}, ", end="")
    print(f"NumPy {np.__version__}, Numba {numba.__version__}; one core\n")
    print("| one input | training, µs | in use, µs | training, recorded, µs |\n| --- | --- | --- | --- |")
    for name, parameters in SHAPES.items():
        run = Run(parameters).train(until=2000)
        inputs = INPUTS // 10 if "64" in name else INPUTS
        stream = run.task.stream(2000, 2000 + inputs)
        short = stream.cut(0, 400)  # a window, as the explorer records it

        def advance(run=run, stream=stream, **how: bool) -> None:
            run.engine.advance(run.network, run.parameters, run.state, stream, **how)

        cells = (
            rounds(advance, 1e6 / inputs),
            rounds(lambda go=advance: go(learn=False), 1e6 / inputs),
            rounds(lambda go=advance, short=short: go(stream=short, record=True), 1e6 / 400),
        )
        print(f"| {name} | {' | '.join(cells)} |")

    print(
        "\n| 400,000 inputs | training, s | at(n), ms: median | 95 % | worst |\n| --- | --- | --- | --- | --- |"
    )
    for model in ("nmn", "ffnn", "rnn"):
        run = Run(replace(Parameters(model=model), steps=400_000))
        began = time.perf_counter()
        run.train()
        whole = time.perf_counter() - began
        seeks = []
        for step in random.Random(1).sample(range(400_001), SEEKS):
            began = time.perf_counter()
            run.at(step)
            seeks.append((time.perf_counter() - began) * 1e3)
        seeks.sort()
        print(
            f"| {model} | {whole:.2f} | {seeks[SEEKS // 2]:.2f} | {seeks[SEEKS * 95 // 100]:.2f} | {seeks[-1]:.2f} |"
        )


if __name__ == "__main__":
    main()
