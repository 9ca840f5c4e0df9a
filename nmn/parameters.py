"""Every parameter of a run, declared once.

`Parameters` is frozen and hashable: with its seed it determines a run to the last bit. Each field carries a `Spec`
(symbol, range, help, source in the paper); sliders, command line, URL, validation and the table of
docs/parameters.md are loops over `SPECS`.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import Field, dataclass, field, fields, replace
from difflib import get_close_matches
from functools import cache
from typing import Any

from nmn.registry import NETWORKS, TASKS, Names, Sentences
from nmn.spec import ParameterError, Spec
from nmn.versions import VERSION, as_of

LARGEST_NETWORK = 2_000_000  # weights
LARGEST_STATE = (
    20_000_000  # numbers that a network carries at most; of sparse memories, if it met every pattern
)
DENSE = 8  # τ up to which composite memories have all their axes at once
DENSE_ADDRESSED = 4  # and addressed ones all their slots: measured, with 20 neurons in a layer and with 64


def _declare(default: Any, kind: str, label: str, help: str, **more: Any) -> Any:
    return field(default=default, metadata={"kind": kind, "label": label, "help": help, **more})


def _remembers(p: "Parameters") -> bool:
    return any(p.banks)


def _fades(p: "Parameters") -> bool:
    return _remembers(p) and p.decay != "none"


def _tied(p: "Parameters") -> bool:
    return _remembers(p) and p.gate == "tied"


def _gated(p: "Parameters") -> bool:
    return _remembers(p) and p.gate == "learned"


def _addressed(p: "Parameters") -> bool:
    return _remembers(p) and p.read == "addressed"


def _patterned(p: "Parameters") -> bool:
    return _remembers(p) and (p.write == "neighbour" or p.read == "addressed")


@dataclass(frozen=True)
class Parameters:
    """One run: task, model, their settings and the seed. Raises ParameterError where a value is not possible."""

    task: str = _declare(
        "sorted", "choice", "task", "What the network has to learn.", source="IV", choices=Names(TASKS)
    )
    model: str = _declare(
        "nmn",
        "choice",
        "model",
        "The network that is stepped and trained.",
        source="III, IV",
        choices=Names(NETWORKS),
        meanings=Sentences(),
    )
    tau: int = _declare(
        2, "choice", "neighbours", "How many nearest neighbours share a memory pattern: half of them on each side.",
        symbol="τ", source="Eq. (11)", choices=(0, 2, 4, 6, 8, 10, 12), of="network",
        when=_patterned, meanings={
            tau: f"{2 ** (tau + 1):,} patterns of a neuron and its {tau} neighbours." if tau else
            "no neighbours: a neuron that fires has one pattern only." for tau in (0, 2, 4, 6, 8, 10, 12)
        },
    )  # fmt: skip
    gamma: float = _declare(
        0.5, "number", "decay", "What is left of a neuron's memories each time that it fires.",
        symbol="γ", source="Eq. (11)", low=0.0, high=1.0, step=0.05, of="network", when=_fades,
    )  # fmt: skip
    alpha: float = _declare(
        0.5, "number", "learning rate", "How far a step moves the weights down the gradient.",
        symbol="α", source="Eq. (9)-(10)", low=0.01, high=2.0, step=0.01, of="network",
    )  # fmt: skip
    seed: int = _declare(
        7, "integer", "seed", "Draws the task, the stream and the initial weights: the same seed, the same run.",
        low=0, high=999_999, step=1,
    )  # fmt: skip

    hidden: tuple[int, ...] = _declare(
        (20,), "widths", "hidden layers", "Standard neurons in each hidden layer, from the input on.",
        symbol="k", source="III-A", group="network", low=1, high=256, of="network",
    )  # fmt: skip
    memory: tuple[bool, ...] = _declare(
        (), "switches", "memory per layer", "Which hidden layers have memory banks.",
        source="III", group="network", of="network",
    )  # fmt: skip
    first_range: float = _declare(
        6.0, "number", "first weights", "First-layer weights and biases start uniform in plus or minus this.",
        symbol="s₁", group="network", low=0.01, high=20.0, step=0.1, of="network",
    )  # fmt: skip
    later_range: float = _declare(
        0.3, "number", "later weights", "Weights and biases of the later layers start uniform in plus or minus this.",
        symbol="s", group="network", low=0.01, high=20.0, step=0.1, of="network",
    )  # fmt: skip

    gate: str = _declare(
        "tied", "choice", "write gate", "A neuron writes when it fires (the paper), or when a gate of its own says so.",
        source="III-C, VI", group="memory", choices=("tied", "learned"), of="network", when=_remembers,
        meanings={
            "tied": "a neuron writes whenever it fires.",
            "learned": "a gate of its own learns when a neuron writes, and how far.",
        },
    )  # fmt: skip
    read: str = _declare(
        "composite", "choice", "read", "A neuron hands on its whole composite memory, or the slot that its neighbours "
        "address.",
        source="Eq. (2), Eq. (12)", group="memory", choices=("composite", "addressed"), of="network",
        when=_remembers, meanings={
            "composite": "a neuron hands on all its axes, each times its own output.",
            "addressed": "its neighbours' outputs select a slot, and a neuron hands on that one alone.",
        },
    )  # fmt: skip
    write: str = _declare(
        "neighbour", "choice", "write", "What a firing neuron stores: its neighbours' pattern, or the input vector.",
        symbol="g", source="III-C, IV-C", group="memory", choices=("neighbour", "input"), of="network",
        when=_remembers, meanings={
            "neighbour": "the pattern of the neuron and its neighbours, on an axis of its own.",
            "input": "the input vector, with an axis for each input.",
        },
    )  # fmt: skip
    neighbourhood: str = _declare(
        "layer", "choice", "neighbourhood", "Nearest neighbours stand beside a neuron in its layer, or in its "
        "column, in the layers before and after.",
        source="III-C", group="memory", choices=("layer", "column"), of="network",
        when=lambda p: _remembers(p) and (p.write, p.read) == ("neighbour", "composite"), meanings={
            "layer": "the neurons beside it in its layer.",
            "column": "the neurons at its height in the layers before and after.",
        },
    )  # fmt: skip
    code: str = _declare(
        "hard", "choice", "pattern code", "One axis for the rounded pattern, or the differentiable product over it.",
        source="III-C, Eq. (12)", group="memory", choices=("hard", "soft"), of="network",
        when=_patterned, meanings={
            "hard": "outputs are rounded: one pattern, written to one axis.",
            "soft": "outputs are not rounded: every axis gets a share, a product of x and 1 − x.",
        },
    )  # fmt: skip
    store: str = _declare(
        "add", "choice", "store", "A repeated pattern adds to its component (the paper) or refreshes it to its size.",
        source="Eq. (11)", group="memory", choices=("add", "refresh"), of="network", when=_tied,
        meanings={
            "add": "a pattern that repeats piles up, to 1 / (1 − γ) times its size at most.",
            "refresh": "a pattern that repeats gets its full size again, so that the size tells the age.",
        },
    )  # fmt: skip
    focus: float = _declare(
        1.0, "number", "focus", "Addressed memory: the exponent that sharpens the address; 1 leaves it as it is.",
        symbol="β", source="Eq. (12), VI", group="memory", low=1.0, high=20.0, step=0.5, of="network",
        when=_addressed,
    )  # fmt: skip
    gamma_spread: float = _declare(
        0.0, "number", "spread of γ", "Each neuron draws a decay of its own, uniform in γ plus or minus this.",
        symbol="Δγ", source="III-C", group="memory", low=0.0, high=0.5, step=0.05, of="network", when=_fades,
    )  # fmt: skip
    turn: float = _declare(
        0.0, "number", "turn", "Each time that a neuron fires, its memories turn by an angle of its own, of this "
        "much (in radians) at most, in planes of two axes each; 0: no planes, as in the paper.",
        symbol="ω", source="ours", group="memory", low=0.0, high=3.14, step=0.1, of="network",
        when=lambda p: _tied(p) and (p.read, p.store) == ("composite", "add"),
    )  # fmt: skip
    decay: str = _declare(
        "exponential", "choice", "decay schedule", "How components shrink while the network trains.",
        source="III-C", group="memory", choices=("exponential", "asymptotic", "none"), of="network", when=_tied,
        meanings={
            "exponential": "by γ at every firing, towards 0.",
            "asymptotic": "by γ, down to the asymptote: still there, but its age is lost.",
            "none": "not at all: memories are kept for good.",
        },
    )  # fmt: skip
    floor: float = _declare(
        0.05, "number", "asymptote", "Asymptotic decay: the size at which a component stops shrinking.",
        symbol="m∞", source="III-C", group="memory", low=0.0, high=1.0, step=0.01, of="network",
        when=lambda p: _remembers(p) and "asymptotic" in (p.decay, p.decay_in_use),
    )  # fmt: skip
    decay_in_use: str = _declare(
        "same", "choice", "decay in use", "How components shrink when the trained network is tested.",
        source="III-C", group="memory", choices=("same", "exponential", "asymptotic", "none"), of="network",
        when=_remembers, meanings={
            "same": "as in training.",
            "exponential": "by γ in use at every firing, towards 0.",
            "asymptotic": "by γ in use, down to the asymptote.",
            "none": "not at all: what was stored stays.",
        },
    )  # fmt: skip
    gamma_in_use: float = _declare(
        0.9, "number", "γ in use", "The decay when decay in use has a schedule of its own.",
        source="III-C", group="memory", low=0.0, high=1.0, step=0.05, of="network",
        when=lambda p: _remembers(p) and p.decay_in_use in ("exponential", "asymptotic"),
    )  # fmt: skip

    gate_range: float = _declare(
        6.0, "number", "gate weights", "Learned gate: its weights start uniform in plus or minus this.",
        symbol="v", source="VI", group="memory", low=0.01, high=20.0, step=0.1, of="network", when=_gated,
    )  # fmt: skip
    horizon: float = _declare(
        100_000.0, "number", "longest time scale", "Learned gate: its biases start between 0 and minus the logarithm "
        "of this, so that gates open between every second time and once in so many inputs.",
        symbol="T", source="VI", group="memory", low=1.0, high=1e9, step=1000.0, of="network",
        when=_gated,
    )  # fmt: skip

    steps: int = _declare(
        100_000, "integer", "training steps", "Inputs that the network is trained on, one at a time.",
        group="training", low=1, high=20_000_000, step=10_000,
    )  # fmt: skip
    cooldown: float = _declare(
        0.2, "number", "cooldown", "The learning rate's factor during the last third of the training steps.",
        group="training", low=0.001, high=1.0, step=0.05,
    )  # fmt: skip
    optimiser: str = _declare(
        "sgd", "choice", "optimiser", "Plain gradient descent, AdaGrad (each weight its own falling rate), or a "
        "backtracking line search from α down.",
        source="Eq. (9)-(10), VI", group="training", choices=("sgd", "adagrad", "line-search"), of="network",
        meanings={
            "sgd": "every weight moves by α times its gradient.",
            "adagrad": "a weight's rate falls with the gradients that it has met.",
            "line-search": "α is halved until the loss falls enough.",
        },
    )  # fmt: skip
    loss: str = _declare(
        "squared", "choice", "loss", "Half the squared distance (the paper), or softmax and cross-entropy.",
        source="Eq. (3)", group="training", choices=("squared", "cross-entropy"),
        meanings={
            "squared": "half the squared distance of output and target.",
            "cross-entropy": "minus the logarithm of the share that the right answer gets, after a softmax.",
        },
    )  # fmt: skip
    tolerance: float = _declare(
        0.0, "number", "tolerated error", "A step whose largest output error δ is at most this changes no weight: it "
        "saves time.",
        group="training", low=0.0, high=0.1, step=0.0001, of="network",
    )  # fmt: skip
    stop_at: float = _declare(
        0.0, "number", "enough at", "Training ends early once no block of the last 600 answers, three at least, "
        "errs more often than this; 0: never early.",
        group="training", low=0.0, high=1.0, step=0.01,
    )  # fmt: skip
    restarts: int = _declare(
        1, "integer", "starts", "Short trainings from other initial weights, of which the one with the smallest error "
        "on a validation stream goes on.",
        group="training", low=1, high=100, step=1,
    )  # fmt: skip
    restart_steps: int = _declare(
        20_000, "integer", "inputs of a start", "Length of these short trainings.",
        group="training", low=1, high=1_000_000, step=1_000,
        when=lambda p: p.restarts > 1,
    )  # fmt: skip
    backprop: str = _declare(
        "derived", "choice", "back-propagation", "The true gradient, or Eq. (7) and (8) in the order of the print.",
        source="Eq. (7)-(8)", group="training", choices=("derived", "printed"), of="network",
        when=lambda p: _remembers(p) and p.read == "composite", meanings={
            "derived": "the true gradient: the memory paths are summed first, then comes x (1 − x).",
            "printed": "as the paper prints it: x (1 − x) first, which is not the gradient.",
        },
    )  # fmt: skip

    rnn_width: int = _declare(
        20, "integer", "width", "Hidden neurons of the recurrent network.",
        source="Fig. 6", group="recurrent network", low=1, high=256, step=1, of="network",
    )  # fmt: skip
    rnn_alpha: float = _declare(
        0.01, "number", "recurrent learning rate", "Step size of Adam, which trains the RNN and the LSTM.",
        group="recurrent network", low=0.00001, high=1.0, step=0.005, of="network",
    )  # fmt: skip
    bptt: int = _declare(
        25, "integer", "steps back in time", "How far errors go back in time; 0: to the episode's start.",
        group="recurrent network", low=0, high=10_000, step=5, of="network",
    )  # fmt: skip

    classes: int = _declare(
        10, "integer", "classes", "Classes to tell apart.",
        source="IV-A, B, D", group="task", low=2, high=26, step=1,
        of="task",
    )  # fmt: skip
    overlap: float = _declare(
        0.045, "number", "overlap", "Error of the best classifier without memory; it sets how wide the Gaussians are.",
        source="IV-A", group="task", low=0.001, high=0.5, step=0.005, of="task",
    )  # fmt: skip
    length: int = _declare(
        2, "integer", "sequence length", "Numbers of five bits to keep and to say again.",
        symbol="S", source="IV-C", group="task", low=2, high=10, step=1, of="task",
    )  # fmt: skip
    lag: int = _declare(
        25, "integer", "lag", "Inputs between the cue and the question after it.",
        source="IV-D", group="task", low=2, high=10_000, step=5, of="task",
    )  # fmt: skip
    mark: float = _declare(
        1.0, "number", "mark", "Size of the input that marks the cue and the question.",
        source="IV-D", group="task", low=0.1, high=10.0, step=0.5, of="task",
    )  # fmt: skip
    noise: float = _declare(
        0.0, "number", "noise", "Standard deviation of the noise on every input.",
        symbol="σ", source="I, IV-D", group="task", low=0.0, high=2.0, step=0.05, of="task",
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
        low, high = self.gamma - self.gamma_spread, self.gamma + self.gamma_spread
        if low < -1e-9 or high > 1 + 1e-9:
            raise ParameterError(
                f"gamma_spread = {self.gamma_spread:g} does not fit gamma = {self.gamma:g}: decays from {low:g} to "
                f"{high:g} are not between 0 and 1."
            )
        if self.read == "addressed" and (self.gate, self.neighbourhood) != ("tied", "layer"):
            raise ParameterError(
                "read = addressed is not possible with gate = learned or neighbourhood = column: a slot is read before "
                "other layers are known, and it is written when its neuron fires."
            )
        if self.gate == "learned" and (self.store, self.decay) != ("add", "exponential"):
            raise ParameterError(
                "gate = learned is not possible with store = refresh or another decay than exponential: its gradient "
                "is that of the sum."
            )
        if self.gate == "learned" and self.optimiser == "line-search":
            raise ParameterError(
                "gate = learned is not possible with optimiser = line-search: a gate's writes change later losses."
            )
        if self.read == "addressed" and self.backprop == "printed":
            raise ParameterError(
                "read = addressed is not possible with backprop = printed: Eq. (7) and (8) have no address."
            )
        if self.turn and (self.gate, self.read, self.store) != ("tied", "composite", "add"):
            raise ParameterError(
                f"turn = {self.turn:g} is not possible with gate = learned, read = addressed or store = refresh: "
                "whole memories turn when their neuron fires, and what is written is added to them."
            )
        if self.turn and "asymptotic" in (self.decay, self.decay_in_use):
            raise ParameterError(
                f"turn = {self.turn:g} is not possible with an asymptotic decay: a component that turns passes 0."
            )
        narrowest = min((k for k, on in zip(self.hidden, self.banks, strict=True) if on), default=math.inf)
        if (self.write == "neighbour" or self.read == "addressed") and (
            self.neighbourhood == "layer" and narrowest <= self.tau
        ):
            raise ParameterError(
                f"tau = {self.tau} does not fit hidden = {SPECS['hidden'].text(self.hidden)}: a neuron and its "
                f"{self.tau} neighbours need layers of at least {self.tau + 1}."
            )
        self._check_size()

    def _check_size(self) -> None:
        """Refuse what would be too large to train. Inputs and outputs count as 26 each."""
        contents = 26 if self.write == "input" else 1
        axes = contents if self.write == "input" or self.read == "addressed" else 2 ** (self.tau + 1)
        axes *= 2 if self.turn else 1
        lengths = [k * (1 + axes * on) for k, on in zip(self.hidden, self.banks, strict=True)]
        weights = sum(n * k for n, k in zip(lengths, (*self.hidden[1:], 26), strict=True))
        carried = weights if self.widens else 0
        for k, n, on in zip(self.hidden, (26, *lengths), self.banks, strict=False):
            slots = 2**self.tau if self.read == "addressed" else 1
            carried += on * k * axes * slots * (n + 1 if self.gate == "learned" else 1)
        network = f"hidden = {SPECS['hidden'].text(self.hidden)} with tau = {self.tau}"
        if weights > LARGEST_NETWORK and not self.widens:
            raise ParameterError(
                f"{network} needs {weights:,} weights, more than the {LARGEST_NETWORK:,} that are allowed: make the "
                "layers or τ smaller."
            )
        if carried > LARGEST_STATE:
            raise ParameterError(
                f"{network} may come to carry {carried:,} numbers from step to step, more than the "
                f"{LARGEST_STATE:,} that are allowed: make the layers or τ smaller."
            )

    @property
    def sparse(self) -> bool:
        """Whether memories are sparse: there are many patterns, and a neuron writes to one of them, or nothing."""
        if not any(self.banks) or (self.gate, self.code) != ("tied", "hard") or self.turn:
            return False
        if self.read == "addressed":
            return self.tau > DENSE_ADDRESSED
        return self.write == "neighbour" and self.tau > DENSE

    @property
    def widens(self) -> bool:
        """Whether the weights are sparse too: those that read a composite memory come with its patterns."""
        return self.sparse and self.read == "composite"

    @property
    def banks(self) -> tuple[bool, ...]:
        """For each hidden layer, whether its neurons have memory banks. The FFNN is the NMN without."""
        if not NETWORKS[self.model].banks:
            return (False,) * len(self.hidden)
        return self.memory or (True,) * len(self.hidden)

    def to_query(self) -> dict[str, str]:
        """The task and the fields that differ from its recipe, as texts: what a URL needs."""
        usual = recipe(self.task)
        return {
            spec.name: spec.text(getattr(self, spec.name))
            for spec in SPECS.values()
            if getattr(self, spec.name) != getattr(usual if spec.name != "task" else Parameters(), spec.name)
        }

    def matters(self, spec: Spec) -> bool:
        """Whether a parameter matters to this task and model."""
        return spec.matters(self.task, self.model)

    def uses(self, spec: Spec) -> bool:
        """Whether a run has a use for a parameter, the others being as they are. What it does not use is not shown."""
        return self.matters(spec) and (spec.when is None or spec.when(self))

    def key(self) -> str:
        """Every setting that the run uses, as one text: equal runs have equal keys."""
        return "&".join(
            f"{s.name}={s.text(getattr(self, s.name))}" for s in SPECS.values() if self.matters(s)
        )

    def relevant(self) -> "Parameters":
        """The same run with every field that it does not use as its task's recipe has it: equal runs compare equal."""
        usual = recipe(self.task)
        unused = {s.name: getattr(usual, s.name) for s in SPECS.values() if not self.matters(s)}
        if len(unused.get("memory", ())) not in (0, len(unused.get("hidden", self.hidden))):
            unused["memory"] = ()  # the recipe's is for another number of layers
        return replace(self, **unused)


def _spec(declared: Field[Any]) -> Spec:
    return Spec(name=declared.name, **declared.metadata)


SPECS: dict[str, Spec] = {declared.name: _spec(declared) for declared in fields(Parameters)}


@cache
def recipe(task: str, version: int = VERSION) -> Parameters:
    """The settings that suit a task, as links of a version mean them."""
    return Parameters(task=task, **as_of(version, f"recipe of {task}", TASKS[task].recipe))


def claim(of: str, kind: str, names: Iterable[str]) -> None:
    """See that a kind of network or task says of nothing else that it matters than of what it can be asked.

    Args:
        of: "network" or "task".
        kind: its name.
        names: parameters that matter to it.

    Raises:
        ValueError: no parameter has such a name, or it matters to all.
    """
    some = [spec.name for spec in SPECS.values() if spec.of == of]
    if strange := [name for name in names if name not in some]:
        raise ValueError(f"{kind}: {', '.join(strange)} is none of {', '.join(some)}.")


def unknown(name: str) -> str:
    """What to say where there is no parameter of a name: those whose names are like it."""
    near = get_close_matches(name.lower(), SPECS, n=3, cutoff=0.5)
    perhaps = f": perhaps {' or '.join(near)} is meant" if near else ""
    return f"{name or '(nothing)'} is not a parameter{perhaps}."


def from_texts(
    texts: Mapping[str, str], base: Parameters | None = None, version: int = VERSION
) -> tuple[Parameters, list[str]]:
    """Parameters from the texts of a URL or a command line; what is not possible is left out and explained.

    Args:
        texts: parameter names and texts.
        base: what the other fields are; where it is None, the recipe of the task that the texts name.
        version: the version of the link that the texts are from.

    Returns:
        The parameters, and a sentence for each text that could not be used.
    """
    base = base or recipe(task if (task := texts.get("task", "").strip()) in TASKS else "sorted", version)
    values: dict[str, Any] = {}
    problems: list[str] = []
    for name, text in texts.items():
        if name not in SPECS:
            problems.append(unknown(name))
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
