"""Made-up measurements of every experiment, in the shape that `nmn reproduce` writes."""

from functools import cache

import pandas as pd

from nmn.studies.experiments import COLUMNS, EXPERIMENTS, Job

SEEDS = (100, 101, 102)
PARTS = {
    "classify-recall": ("this class", "one before", "two before"),
    "extended-recall": ("current input", "recalled"),
}
BEST = {"nmn": 0.0, "delayed": 0.09, "lstm": 0.01, "rnn": 0.03, "ffnn": 0.2}


@cache
def measurements() -> pd.DataFrame:
    """Three seeds of every row: errors that fall to the model's BEST, and a little more for each later seed."""
    lines = []
    for experiment, rows in EXPERIMENTS.items():
        metrics = ["", *(f", {part}" for part in PARTS.get(rows[0].parameters.task, ()))]
        for row in rows:
            for seed in SEEDS:
                end = BEST[row.parameters.model] * (1 + (seed - SEEDS[0]) / 10)
                run = (experiment, row.parameters.model, row.variant, seed)
                steps = row.parameters.steps
                lines += [(*run, f"test error{each}", end, steps, None) for each in metrics]
                for each in metrics:
                    for power in range(12, -1, -1):
                        value = end + 0.7 * (1 - 2**-power)
                        lines.append((*run, f"training error{each}", value, max(1, steps // 2**power), None))
                lines.append((*run, "settings", int(Job(experiment, row, seed).settings), steps, None))
    return pd.DataFrame(lines, columns=COLUMNS)
