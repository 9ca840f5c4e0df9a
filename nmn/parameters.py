"""Every parameter of a run, declared once.

`Parameters` is frozen and hashable: with its seed it determines a run to the last bit. Each field carries a `Spec`
(symbol, range, help, source in the paper); sliders, command line, URL, validation and the README's table are loops
over `SPECS`.
"""

import math
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields, replace
from typing import Any

from nmn.spec import MODELS, ParameterError, Spec

LARGEST_NETWORK = 2_000_000


def _declare(default: Any, kind: str, label: str, help: str, **more: Any) -> Any:
    return field(default=default, metadata={"kind": kind, "label": label, "help": help, **more})


_NMN = ("nmn",)
_SIGMOID = ("nmn", "ffnn")
_RNN = ("rnn",)


@dataclass(frozen=True)
class Parameters:
    """One run: task, model, their settings and the seed. Raises ParameterError where a value is not possible."""

    task: str = _declare(
        "sorted", "choice", "task", "What the network has to learn.", source="IV", choices=("sorted",)
    )
    model: str = _declare(
        "nmn",
        "choice",
        "model",
        "The network that is stepped and trained.",
        source="III, IV",
        choices=tuple(MODELS),
    )
    tau: int = _declare(
        2, "choice", "neighbours", "How many nearest neighbours share a memory pattern: half of them on each side.",
        symbol="τ", source="Eq. (11)", choices=(0, 2, 4, 6, 8), models=_NMN,
    )  # fmt: skip
    gamma: float = _declare(
        0.5, "number", "decay", "What is left of a neuron's memories each time that it fires.",
        symbol="γ", source="Eq. (11)", low=0.0, high=1.0, step=0.05, models=_NMN,
    )  # fmt: skip
    alpha: float = _declare(
        0.5, "number", "learning rate", "How far a step moves the weights down the gradient.",
        symbol="α", source="Eq. (9)-(10)", low=0.01, high=2.0, step=0.01, models=_SIGMOID,
    )  # fmt: skip
    seed: int = _declare(
        7, "integer", "seed", "Draws the task, the stream and the initial weights: the same seed, the same run.",
        low=0, high=999_999, step=1,
    )  # fmt: skip

    hidden: tuple[int, ...] = _declare(
        (20,), "widths", "hidden layers", "Standard neurons in each hidden layer, from the input on.",
        symbol="k", source="III-A", group="network", low=1, high=256, models=_SIGMOID,
    )  # fmt: skip
    memory: tuple[bool, ...] = _declare(
        (), "switches", "memory per layer", "Which hidden layers have memory banks.",
        source="III", group="network", models=_NMN,
    )  # fmt: skip
    first_range: float = _declare(
        6.0, "number", "first weights", "First-layer weights and biases start uniform in plus or minus this.",
        symbol="s₁", group="network", low=0.01, high=20.0, step=0.1, models=_SIGMOID,
    )  # fmt: skip
    later_range: float = _declare(
        0.3, "number", "later weights", "Weights and biases of the later layers start uniform in plus or minus this.",
        symbol="s", group="network", low=0.01, high=20.0, step=0.1, models=_SIGMOID,
    )  # fmt: skip

    write: str = _declare(
        "neighbour", "choice", "write", "What a firing neuron stores: its neighbours' pattern, or the input vector.",
        symbol="g", source="III-C, IV-C", group="memory", choices=("neighbour", "input"), models=_NMN,
    )  # fmt: skip
    code: str = _declare(
        "hard", "choice", "pattern code", "One axis for the rounded pattern, or the differentiable product over it.",
        source="III-C, Eq. (12)", group="memory", choices=("hard", "soft"), models=_NMN,
    )  # fmt: skip
    store: str = _declare(
        "add", "choice", "store", "A repeated pattern adds to its component (the paper) or refreshes it to its size.",
        source="Eq. (11)", group="memory", choices=("add", "refresh"), models=_NMN,
    )  # fmt: skip
    decay: str = _declare(
        "exponential", "choice", "decay schedule", "How components shrink while the network trains.",
        source="III-C", group="memory", choices=("exponential", "asymptotic", "none"), models=_NMN,
    )  # fmt: skip
    floor: float = _declare(
        0.05, "number", "asymptote", "Asymptotic decay: the size at which a component stops shrinking.",
        symbol="m∞", source="III-C", group="memory", low=0.0, high=1.0, step=0.01, models=_NMN,
    )  # fmt: skip
    decay_in_use: str = _declare(
        "same", "choice", "decay in use", "How components shrink when the trained network is tested.",
        source="III-C", group="memory", choices=("same", "exponential", "asymptotic", "none"), models=_NMN,
    )  # fmt: skip
    gamma_in_use: float = _declare(
        0.9, "number", "γ in use", "The decay when decay in use has a schedule of its own.",
        source="III-C", group="memory", low=0.0, high=1.0, step=0.05, models=_NMN,
    )  # fmt: skip

    steps: int = _declare(
        100_000, "integer", "training steps", "Inputs that the network is trained on, one at a time.",
        group="training", low=1, high=5_000_000, step=10_000,
    )  # fmt: skip
    cooldown: float = _declare(
        0.2, "number", "cooldown", "The learning rate's factor during the last third of the training steps.",
        group="training", low=0.001, high=1.0, step=0.05,
    )  # fmt: skip
    backprop: str = _declare(
        "derived", "choice", "back-propagation", "The true gradient, or Eq. (7) and (8) in the order of the print.",
        source="Eq. (7)-(8)", group="training", choices=("derived", "printed"), models=_NMN,
    )  # fmt: skip

    rnn_width: int = _declare(
        20, "integer", "RNN width", "Hidden neurons of the recurrent network.",
        source="Fig. 6", group="recurrent network", low=1, high=256, step=1, models=_RNN,
    )  # fmt: skip
    rnn_alpha: float = _declare(
        0.01, "number", "RNN learning rate", "Step size of Adam, which trains the recurrent network.",
        group="recurrent network", low=0.00001, high=1.0, step=0.005, models=_RNN,
    )  # fmt: skip
    bptt: int = _declare(
        25, "integer", "steps back in time", "How far the RNN's errors go back in time; 0: to the episode's start.",
        group="recurrent network", low=0, high=1_000, step=5, models=_RNN,
    )  # fmt: skip

    classes: int = _declare(
        10, "integer", "classes", "Gaussians of the sorted classification.",
        source="IV-A", group="task", low=2, high=26, step=1,
    )  # fmt: skip
    overlap: float = _declare(
        0.045, "number", "overlap", "Error of the best classifier without memory; it sets how wide the Gaussians are.",
        source="IV-A", group="task", low=0.001, high=0.5, step=0.005,
    )  # fmt: skip

    def __post_init__(self) -> None:
        """Check every field, then the fields together."""
        for spec in SPECS.values():
            spec.check(getattr(self, spec.name))
        if self.memory and len(self.memory) != len(self.hidden):
            raise ParameterError(
                f"memory = {SPECS['memory'].text(self.memory)} does not fit "
                f"hidden = {SPECS['hidden'].text(self.hidden)}: give {len(self.hidden)} of 1 and 0, "
                "one for each hidden layer, or all."
            )
        narrowest = min((k for k, on in zip(self.hidden, self.banks, strict=True) if on), default=math.inf)
        if self.write == "neighbour" and narrowest <= self.tau:
            raise ParameterError(
                f"tau = {self.tau} does not fit hidden = {SPECS['hidden'].text(self.hidden)}: a neuron and its "
                f"{self.tau} neighbours need layers of at least {self.tau + 1}."
            )
        axes = 2 ** (self.tau + 1) if self.write == "neighbour" else 26
        size = sum(
            k * (1 + axes * on) * n
            for k, on, n in zip(self.hidden, self.banks, (*self.hidden[1:], 26), strict=True)
        )
        if size > LARGEST_NETWORK:
            raise ParameterError(
                f"hidden = {SPECS['hidden'].text(self.hidden)} with tau = {self.tau} needs {size:,} weights, "
                f"more than the {LARGEST_NETWORK:,} that are allowed: make the layers or τ smaller."
            )

    @property
    def banks(self) -> tuple[bool, ...]:
        """For each hidden layer, whether its neurons have memory banks. The FFNN is the NMN without."""
        if self.model != "nmn":
            return (False,) * len(self.hidden)
        return self.memory or (True,) * len(self.hidden)

    def to_query(self) -> dict[str, str]:
        """The fields that differ from their defaults, as texts: what a URL needs."""
        default = Parameters()
        return {
            spec.name: spec.text(getattr(self, spec.name))
            for spec in SPECS.values()
            if getattr(self, spec.name) != getattr(default, spec.name)
        }

    def relevant(self) -> "Parameters":
        """The same run with every field that its model does not use at its default: equal runs compare equal."""
        default = Parameters()
        return replace(
            self,
            **{s.name: getattr(default, s.name) for s in SPECS.values() if self.model not in s.models},
        )


def _spec(declared: Field[Any]) -> Spec:
    return Spec(name=declared.name, **declared.metadata)


SPECS: dict[str, Spec] = {declared.name: _spec(declared) for declared in fields(Parameters)}


def from_texts(texts: Mapping[str, str], base: Parameters | None = None) -> tuple[Parameters, list[str]]:
    """Parameters from the texts of a URL or a command line; what is not possible is left out and explained.

    Args:
        texts: parameter names and texts.
        base: what the other fields are; the defaults where it is None.

    Returns:
        The parameters, and a sentence for each text that could not be used.
    """
    base = base or Parameters()
    values: dict[str, Any] = {}
    problems: list[str] = []
    for name, text in texts.items():
        if name not in SPECS:
            problems.append(f"{name} is not a parameter. There are: {', '.join(SPECS)}.")
            continue
        try:
            values[name] = SPECS[name].parse(text)
        except ParameterError as error:
            problems.append(str(error))
    try:
        return replace(base, **values), problems
    except ParameterError:
        pass  # The values do not fit each other: keep those that fit in the order of declaration.
    for name in sorted(values, key=list(SPECS).index):
        try:
            base = replace(base, **{name: values[name]})
        except ParameterError as error:
            problems.append(str(error))
    return base, problems
