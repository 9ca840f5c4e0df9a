"""Which readings of the paper the visitor has chosen to see, as a text in the address and back."""

from typing import NamedTuple

from nmn.studies.experiments import EXPERIMENTS, Row
from nmn.versions import VERSION, as_of

Chosen = tuple[int, ...]  # numbers of an experiment's rows


def rows(experiment: str) -> dict[int, Row]:
    """The rows that can be chosen, by number: those of the memory network."""
    return {n: row for n, row in enumerate(EXPERIMENTS[experiment]) if row.parameters.model == "nmn"}


def usual(experiment: str) -> Chosen:
    """What is shown unless something else is chosen."""
    return tuple(number for number, row in rows(experiment).items() if not row.reading)


class PaperQuery(NamedTuple):
    """Chosen rows, for each experiment that shows others than usual."""

    chosen: tuple[tuple[str, Chosen], ...] = ()

    @property
    def text(self) -> str:
        """The text that `parse` turns back into the choice: sorted.2.4 are the rows 2 and 4 of sorted."""
        return " ".join(".".join((experiment, *map(str, numbers))) for experiment, numbers in self.chosen)

    def of(self, experiment: str) -> Chosen:
        """The rows of an experiment to show."""
        return dict(self.chosen).get(experiment, usual(experiment))

    def but(self, experiment: str, numbers: Chosen) -> "PaperQuery":
        """The choice with other rows of an experiment."""
        others = dict(self.chosen) | {experiment: numbers}
        return PaperQuery(tuple((name, mine) for name, mine in sorted(others.items()) if mine != usual(name)))


def parse(text: str, version: int = VERSION) -> tuple[PaperQuery | None, list[str]]:
    """The choice that a text from a link of a version stands for, and a sentence for each impossible part of it."""
    readings, problems = PaperQuery(), []
    for experiment, shown in as_of(version, "readings", {name: usual(name) for name in EXPERIMENTS}).items():
        readings = readings.but(experiment, shown)
    for part in text.split():
        experiment, *numbers = part.split(".")
        known = {str(number): number for number in rows(experiment)} if experiment in EXPERIMENTS else {}
        if known and all(number in known for number in numbers):
            readings = readings.but(experiment, tuple(sorted({known[number] for number in numbers})))
        elif known:
            problems.append(
                f"readings = {part} is not possible: {experiment} has the rows {', '.join(known)} to choose from."
            )
        else:
            problems.append(
                f"readings = {part} is not possible: it must begin with one of {', '.join(EXPERIMENTS)}."
            )
    return readings, problems
