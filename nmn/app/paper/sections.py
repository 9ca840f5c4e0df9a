"""Section IV of the paper and what goes beyond it: the words, the figures and the remarks of each experiment."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import NamedTuple

from nmn.app.paper import claims, remarks
from nmn.app.paper.measured import Result
from nmn.app.shared.figures import Line, Panel
from nmn.engine import NETWORKS
from nmn.parameters import Parameters
from nmn.studies.experiments import EXPERIMENTS
from nmn.tasks.sunspots import Sunspots


class Section(NamedTuple):
    """What the page says and draws of one experiment.

    Attributes:
        title: its heading.
        short: how tables name it.
        experiment: a key of EXPERIMENTS.
        words: Markdown: what the paper does, and what its text leaves open.
        figures: panels of each figure, from the results to draw.
        remarks: sentences that follow from the results.
        axis: title of the axis of errors.
    """

    title: str
    short: str
    experiment: str
    words: str
    figures: Callable[[Sequence[Result]], list[list[Panel]]]
    remarks: Callable[[Sequence[Result]], list[str]] = claims.compared
    axis: str = "wrong answers"

    @property
    def anchor(self) -> str:
        """Where a link to the section points."""
        return self.experiment


def _of(experiment: str, model: str = "nmn") -> Parameters:
    """The settings of an experiment's first row of a model."""
    return next(row.parameters for row in EXPERIMENTS[experiment] if row.parameters.model == model)


def printed(found: Sequence[Result]) -> list[Result]:
    """The results that the paper has, too: as a number in its text, or as a curve in its Fig. 9."""
    return [r for r in found if not r.row.reading and (r.row.paper is not None or _plotted(r))]


def _plotted(result: Result) -> bool:
    p = result.row.parameters
    return result.experiment == "memory-recall" and p.length == _MEMORY.length and p.model != "lstm"


def _lines(found: Sequence[Result], part: str = "", prefix: str = "", printed: bool = True) -> list[Line]:
    """A line for each result that has a curve of the part, named without what its panel says.

    Args:
        found: the results.
        part: of the task, "" for all answers.
        prefix: what names begin with and the panel's title already tells.
        printed: whether the paper's figures are about this part.
    """
    return [
        Line(
            f"{NETWORKS[result.row.parameters.model].title}, {result.row.variant}, ".replace(
                f", {prefix}", ", ", 1
            )[:-2],
            result.row.parameters.model,
            result.curves[part],
            result.row.paper if printed else None,
            result.query,
        )
        for result in found
        if part in result.curves
    ]


def whole(found: Sequence[Result]) -> list[list[Panel]]:
    """One figure of one panel: all answers."""
    return [[Panel("", _lines(found))]]


def by_answer(found: Sequence[Result]) -> list[list[Panel]]:
    """One figure: a panel for each answer that is asked (Fig. 8)."""
    parts = dict.fromkeys(part for result in found for part in result.curves if part)
    return [[Panel(part.capitalize(), _lines(found, part)) for part in parts]]


def by_length(found: Sequence[Result]) -> list[list[Panel]]:
    """The paper's length of sequence (Fig. 9), and a panel for each longer one."""
    longer = sorted(found, key=lambda result: result.row.parameters.length)
    panels = [
        (length, Panel(f"S = {length}", _lines(list(group), prefix=f"S = {length}, ")))
        for length, group in groupby(longer, key=lambda result: result.row.parameters.length)
    ]
    shortest = _MEMORY.length
    return [
        [p for length, p in panels if length == shortest],
        [p for length, p in panels if length != shortest],
    ]


def by_lag(found: Sequence[Result]) -> list[list[Panel]]:
    """The four error rates of Fig. 10 at its lag, and the recalled answers of our networks at longer ones."""
    paper = EXPERIMENTS["extended-recall"][0].parameters.lag
    near = [result for result in found if result.row.parameters.lag == paper]
    far = [result for result in found if result.row.parameters.lag != paper]
    prefix = f"lag {paper}, "
    both = [
        Panel("About the current input", _lines(near, "current input", prefix, printed=False)),
        Panel(f"About the input {paper} before", _lines(near, "recalled", prefix)),
    ]
    return [both, [Panel("About an input further back", _lines(far, "recalled"))]]


_SORTED, _CLASSIFY, _MEMORY = _of("sorted"), _of("classify-recall"), _of("memory-recall")
_EXTENDED, _DIGITS = _of("extended-recall"), _of("digits")


def _widths(parameters: Parameters) -> str:
    return " and ".join(map(str, parameters.hidden))


SECTIONS = (
    Section(
        "IV-A  Sorted classification, Fig. 7",
        "IV-A, sorted classification",
        "sorted",
        f"Points from {_SORTED.classes} random Gaussians that take turns in a fixed order: where they overlap, a point "
        "alone does not tell its class, but the order does.\n\n"
        "**Left open:** the dimension, how much the Gaussians overlap, sizes and learning rates. Here they lie in the "
        "plane and are widened until the best classifier without memory errs in "
        f"{_SORTED.overlap:.1%} of the points, which is what the paper's FFNN does; {_widths(_SORTED)} hidden neurons "
        f"and α = {_SORTED.alpha:g} for NMN and FFNN.\n\n"
        "**Interpretations:** whether a repeated pattern adds to its component or refreshes it, whether errors go back "
        "along the true gradient or in the order of the print, whether a neuron writes when it fires or when a gate "
        "of its own learns to.",
        whole,
    ),
    Section(
        "IV-B  Classification and recall, Fig. 8",
        "IV-B, classification and recall",
        "classify-recall",
        "Name the class of a point and the classes of the two points before it, in order. The classes are random, so "
        "that only memory can tell the two others.\n\n"
        f"**Left open:** the number of classes (here {_CLASSIFY.classes}), their overlap (here {_CLASSIFY.overlap:.1%})"
        ", and whether the printed errors are of one answer or of all three: ours are the mean of the three. The paper "
        "prints the RNN's as below its figure in the table.",
        by_answer,
        remarks.overlap,
    ),
    Section(
        "IV-C  Memory recall, Fig. 9",
        "IV-C, memory recall",
        "memory-recall",
        "S numbers of five bits come one after the other, then S empty inputs, at each of which the network has to say "
        "one of them, in the order in which they came. The paper shows curves for S = 2 and prints no figure.\n\n"
        "**Left open:** sizes, decay, and whether memory is wiped between sequences (here it is). An error is a wrong "
        f"bit. Each neuron of the network with the input write draws a decay of its own from γ = {_MEMORY.gamma:g} ± "
        f"{_MEMORY.gamma_spread:g}. The turning memories of the longer sequences are ours.",
        by_length,
        remarks.lengths,
        "wrong bits",
    ),
    Section(
        "IV-D  Extended recall, Fig. 10",
        "IV-D, extended recall",
        "extended-recall",
        f"Most answers depend on the current input only, but one depends on an input {_EXTENDED.lag} steps before. "
        "The paper's networks are all perfect in the former; in the latter its RNN guesses.\n\n"
        f"**Left open:** how the network knows what to keep and when it is asked. Here an episode is a marked cue, "
        "inputs that are classified on their own, then a marked empty input that asks for the cue's class; the lag is "
        f"the distance between the two marks. There are {_EXTENDED.classes} classes, so that guessing errs as often "
        "as the paper's RNN. Training ends once little is wrong: the last error is kept.",
        by_lag,
        remarks.chance,
    ),
)
FUTURE = Section(
    "VI  Future work", "VI, future work", "future",
    "What the paper proposes, and what came of it. The curves are those of sorted classification with "
    f"{_of('future').steps:,} inputs, each with one thing changed; the table below tells where else it is used.",
    whole, lambda found: [claims.least(found)],
)  # fmt: skip
BEYOND = (
    Section(
        "Beyond the paper: the longest lags", "longest lags", "longest-lags",
        "Extended recall with the learned gate, until it ends: the network is not told the lag.",
        lambda found: [[Panel("", _lines(found, "recalled"))]], lambda found: [claims.least(found)],
    ),
    Section(
        "Beyond the paper: handwritten digits", "digits", "digits",
        "Sorted classification on measured data: real images of the ten digits in a fixed order, 64 pixels each. "
        f"Where handwriting is unclear, the order helps. {_widths(_DIGITS)} hidden neurons; training and test images "
        "are different ones.",
        whole, lambda found: [claims.least(found)],
    ),
    Section(
        "Beyond the paper: sunspots", "sunspots", "sunspots",
        "Signal prediction on a measured series: next year's mean number of sunspots from this year's and the ten "
        "before. Training asks for years up to 1899, the test for 1950 to 2008. The error is the mean distance from "
        "the year's number, in mean numbers of the years before 1900.",
        whole, remarks.repeating, Sunspots.errors,
    ),
)  # fmt: skip
