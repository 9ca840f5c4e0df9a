"""Where the time of a training step goes: each of its parts, beside what the limit's kernels take for the same."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from benchmarks import cases, limit, parts
from benchmarks.report import Section, table
from benchmarks.timing import Entry, Times, cores, interleave, pinned, tell

# The parts that the report lists: what to choose, and the limit's kernel for the same work.
PARTS: dict[str, tuple[int, str]] = {
    "forward: matrices": (parts.MULTIPLY, "dot"),
    "forward: sigmoids": (parts.SQUASH, "exponentials"),
    "forward: augmenting": (parts.AUGMENT, ""),
    "answer: judge and delta": (parts.ANSWER, ""),
    "back and update: matrices": (parts.DESCEND, "axpy"),
    "back and update: fold": (parts.FOLD, ""),
    "store: decay and write": (parts.STORE, ""),
}
NOTHING, STEP, REST = "nothing", "step", "the rest"
HOW = (
    "Each part alone, over and over on the same arrays, less the loop around it. The rest is what the parts do not add "
    "up to: the loop, the input, a check that the output is finite, the call's share, and that a part waits for the "
    "one before, which it does not where it follows itself. (Below 0 where a part finds in the cache what the one "
    "before left, or by noise.) The limit has long loops over all weights; the step "
    "has short ones, over the rows and the neurons of a layer."
)


def work(case: cases.Case) -> dict[str, Entry]:
    """What is timed for a case: the step, each part alone, a loop with nothing in it, and the limit's kernels.

    A part alone repeats itself on the same arrays: a rate of 0 and memories that neither fade nor grow under it keep
    the numbers what they are.
    """
    steps = len(case.stream.inputs)
    still = case._replace(
        parameters=replace(case.parameters, gamma=1.0),
        state=case.state._replace(memory=np.ones_like(case.state.memory)),
    )
    wanted = {name: chosen for name, (chosen, _) in PARTS.items()} | {NOTHING: 0}
    alone = {
        name: Entry(lambda chosen=chosen: parts.walk(still, chosen, 0.0), steps)
        for name, chosen in wanted.items()
    }
    return {STEP: Entry(case.run, steps)} | alone | limit.work(case, steps)


class Profile(NamedTuple):
    """Nanoseconds of a step.

    Attributes:
        parts: what each part takes, and REST.
        kernels: what the limit's kernel for the same work takes; 0 where the limit has none.
    """

    parts: dict[str, float]
    kernels: dict[str, float]

    @classmethod
    def of(cls, times: Times) -> "Profile":
        """From the times of `work`."""
        took = {name: times.spread(name, 1e9).median for name in times}
        alone = {name: took[name] - took[NOTHING] for name in PARTS}
        kernels = {name: took.get(least, 0.0) for name, (_, least) in PARTS.items()} | {REST: 0.0}
        return cls(alone | {REST: took[STEP] - sum(alone.values())}, kernels)

    @property
    def step(self) -> float:
        """The whole step."""
        return sum(self.parts.values())

    @property
    def limit(self) -> float:
        """The machine's limit for it."""
        return sum(self.kernels.values())

    def rows(self) -> list[tuple[str, str, str, str, str]]:
        """The table's."""
        lines = [(name, self.parts[name], self.kernels[name]) for name in self.parts]
        return [
            (
                name,
                f"{took:,.0f}",
                f"{took / self.step:.0%}",
                f"{least:,.0f}" if least else "",
                f"{took / least:.2f} ×" if least else "",
            )
            for name, took, least in (*lines, ("**step**", self.step, self.limit))
        ]

    def words(self) -> str:
        """What the missing factor consists of."""
        ratio, matched = self.step / self.limit, [name for name, least in self.kernels.items() if least]
        shared = sum(self.parts[name] for name in matched) / self.limit
        beyond = {name: took - self.kernels[name] for name, took in self.parts.items()}
        most = sorted(beyond, key=beyond.__getitem__, reverse=True)[:3]
        named = ", ".join(f"{name} ({beyond[name]:,.0f} ns, {beyond[name] / self.step:.0%})" for name in most)
        return (
            f"The step takes {ratio:.2f} × the limit: {shared:.2f} × for the matrices and sigmoids, which the limit "
            f"counts too, and {ratio - shared:.2f} × for what it leaves out. Farthest beyond the limit, with what that "
            f"is of the step: {named}."
        )


def loops(case: cases.Case) -> str:
    """How long a case's loops are."""
    rows = ", ".join(f"{n:,}" for n in case.network.lengths[:-1])
    layers = ", ".join(f"{k:,}" for k in case.network.sizes[1:])
    return f"Its loops are over rows of {rows} weights and over layers of {layers} neurons."


def measure(quick: bool) -> Section:
    """Profile a plain training step at every size."""
    blocks = [HOW]
    for name in limit.SIZES:
        tell(f"{name}: profile")
        case = cases.sample(name)
        with pinned(cores()[-1]):
            profile = Profile.of(interleave(work(case), 3 if quick else 11))
        blocks.append(table((name, "ns", "share", "the limit's kernel, ns", "part ÷ kernel"), profile.rows()))
        blocks.append(f"{profile.words()} {loops(case)}")
    return Section("Where the time of a step goes", blocks, [])
