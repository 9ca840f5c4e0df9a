"""Settings that suit each task: what a link or a command leaves out. A task's name is its key here.

The values were chosen on seeds below 100; the tables report others.
"""

from typing import Any

RECIPES: dict[str, dict[str, Any]] = {
    "sorted": {},
    "classify-recall": {
        "classes": 3, "overlap": 0.001, "hidden": (24, 24), "gamma": 0.3, "code": "soft", "store": "refresh",
        "optimiser": "adagrad", "alpha": 0.1, "cooldown": 0.05, "first_range": 4.0, "later_range": 0.2,
    },
    "memory-recall": {
        "hidden": (32, 32), "write": "input", "gamma": 0.5, "gamma_spread": 0.4, "optimiser": "adagrad", "alpha": 0.1,
        "first_range": 3.0, "steps": 300_000, "bptt": 0,
    },
    "extended-recall": {
        "classes": 3, "hidden": (24, 24), "memory": (True, False), "gate": "learned", "write": "input", "gamma": 0.3,
        "optimiser": "adagrad", "alpha": 0.1, "first_range": 1.0, "later_range": 0.5, "tolerance": 0.0001, "bptt": 0,
    },
    "signal": {"model": "delayed", "hidden": (10,), "first_range": 1.0, "steps": 50_000, "noise": 0.05},
    "digits": {"hidden": (32,), "first_range": 0.5},
    "sunspots": {"model": "delayed", "hidden": (10,), "first_range": 1.0, "steps": 50_000},
}  # fmt: skip
