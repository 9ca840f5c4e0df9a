"""The networks and variants that the walk takes through every task, each beside the task's recipe."""

from nmn import registry
from nmn.parameters import Parameters, from_texts

TASKS = tuple(registry.TASKS)
# Of a network: what it has otherwise than the recipe of the task; all but the last four are memory networks.
NETWORKS: dict[str, dict[str, str]] = {
    "nmn": {},
    "soft": {"code": "soft"},
    "refresh": {"store": "refresh"},
    "soft-refresh": {"code": "soft", "store": "refresh"},
    "input": {"write": "input"},
    "column": {"neighbourhood": "column", "hidden": "20,20"},
    "learned": {"gate": "learned"},
    "addressed": {"read": "addressed"},
    "addressed-6": {"read": "addressed", "tau": "6"},
    "turn": {"turn": "1.5"},
    "spread": {"gamma_spread": "0.3"},
    "asymptotic": {"decay": "asymptotic"},
    "no-decay": {"decay": "none"},
    "in-use": {"decay_in_use": "exponential", "gamma_in_use": "0.9"},
    "printed": {"backprop": "printed"},
    "tau-0": {"tau": "0"},
    "tau-12": {"tau": "12"},
    "two-layers": {"hidden": "20,20", "memory": "1,0"},
    "cross-entropy": {"loss": "cross-entropy"},
    "adagrad": {"optimiser": "adagrad", "alpha": "0.1"},
    "line-search": {"optimiser": "line-search"},
    "ffnn": {"model": "ffnn"},
    "rnn": {"model": "rnn"},
    "lstm": {"model": "lstm"},
    "delayed": {"model": "delayed"},
}


def query(task: str, network: str, steps: int) -> dict[str, str]:
    """The address of a network with a task, as fields."""
    return {"task": task, "seed": "12", "steps": str(steps), "model": "nmn", **NETWORKS[network]}


def parameters(fields: dict[str, str]) -> tuple[Parameters, list[str]]:
    """What such an address asks for, and a sentence for each field that this task cannot have."""
    return from_texts(fields)
