"""What to remark on the results of each experiment, beside the order that the paper prints."""

from collections.abc import Sequence
from itertools import groupby

from nmn.app.paper import claims, signal
from nmn.app.paper.measured import Result
from nmn.app.shared.words import percent
from nmn.parameters import SPECS


def overlap(found: Sequence[Result]) -> list[str]:
    """How far the memory network is from the best that the classes allow."""
    ours = next((result for result in found if result.row.parameters.model == "nmn"), None)
    if ours is None:
        return claims.compared(found)
    own, median = ours.row.parameters.overlap, ours.median
    above = f"{median - own:.2%} above it" if median > own else "no further above it"
    limit = f"The Gaussians overlap so that no classifier errs less than {own:.1%} about a point's own class"
    return [*claims.compared(found), f"{limit}; the median of {ours.name} is {above}."]


def lengths(found: Sequence[Result]) -> list[str]:
    """Who errs least at each length."""
    longer = sorted(found, key=lambda result: result.row.parameters.length)
    groups = groupby(longer, key=lambda result: result.row.parameters.length)
    return [f"S = {length}: {claims.least(list(group))}" for length, group in groups]


def chance(found: Sequence[Result]) -> list[str]:
    """Whether the recurrent networks do better than guessing."""
    said = claims.compared(found)
    for result in found:
        p = result.row.parameters
        if p.matters(SPECS["bptt"]):
            chance = 1 - 1 / p.classes
            verdict = "no better than guessing" if result.median > 0.95 * chance else "better than guessing"
            said.append(f"{result.name}: {percent(result.median)}, {verdict} ({chance:.1%}).")
    return said


def repeating(found: Sequence[Result]) -> list[str]:
    """Whether a prediction is better than saying that the last value comes again."""
    seeds = tuple(int(seed) for seed in found[0].errors.index)
    plain = signal.repeating(found[0].row.parameters, seeds)
    said = []
    for result in found:
        verdict = "**no better** than that" if result.median >= plain else "better than that"
        said.append(f"{result.name}: {percent(result.median)}, {verdict}.")
    return [f"Saying that the last value comes again errs by {percent(plain)} in the test.", *said]
