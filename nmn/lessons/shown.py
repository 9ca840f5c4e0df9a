"""What a scene shows, opened without a screen: the run, its fork, who races, the settings of a map."""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from urllib.parse import parse_qsl, urlencode, urlsplit

import numpy as np

from nmn.address import race_query, sequence_text
from nmn.address.fork import leave
from nmn.address.map_plan import grid, planned
from nmn.address.map_query import MapQuery
from nmn.address.race_query import Entrant, RaceQuery
from nmn.address.screen import parse, write
from nmn.parameters import Parameters
from nmn.runs.custom_sequence import CustomSequence
from nmn.runs.tape import Tape
from nmn.runs.training import Run
from nmn.studies.grid import Grid
from nmn.studies.outcome import measure
from nmn.trace import Floats, Trace
from nmn.versions import VERSION

PAGES = ("step_through", "race", "map")
FIGURE = "figure/"  # what begins the name of a picture that is made for a lesson


def trained(parameters: Parameters) -> Run:
    """A run, trained to its end."""
    return Run(parameters).train()


def tested(parameters: Parameters) -> float:
    """The test error of a run."""
    return measure(parameters).error


class Shown:
    """What a link of the explorer shows. Runs are trained when somebody asks for them.

    Attributes:
        page: step_through, race, map, or figure/ and a name.
        screen: what the link's query means.
        problems: a sentence for each part of it that is not possible.
        run: gives a trained run.
        error: gives a run's test error.
    """

    def __init__(
        self,
        see: str,
        run: Callable[[Parameters], Run] = trained,
        error: Callable[[Parameters], float] = tested,
    ) -> None:
        """Open a link, such as /step_through?gamma=0.9&at=312; one that names no version is of today's."""
        parts = urlsplit(see)
        self.page = parts.path.strip("/")
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        self.screen, self.problems = parse({"v": str(VERSION), **query})
        if self.page not in PAGES and not self.page.startswith(FIGURE):
            self.problems.append(f"{self.page} is no page of a scene: there are {', '.join(PAGES)}.")
        self.run, self.error = run, error

    @property
    def link(self) -> str:
        """Where the explorer itself shows it, from any page."""
        page = self.page if self.page in PAGES else PAGES[0]
        return f"{page}?{urlencode(write(self.screen))}"

    # Step through.

    @property
    def parameters(self) -> Parameters:
        """What the sidebar is set to there."""
        return self.screen.parameters

    @cached_property
    def stepped(self) -> Run:
        """The run that is stepped."""
        return self.run(self.parameters.relevant())

    @cached_property
    def tape(self) -> Tape:
        """What is stepped: a sequence of one's own, or the run.

        Raises:
            ValueError: the sequence is not possible.
        """
        query = self.screen.own
        if query is None:
            return self.stepped
        rows, problems = sequence_text.parse(query.rows, self.stepped.task)
        if problems:
            raise ValueError(" ".join(problems))
        return CustomSequence(self.stepped, query.after, rows, query.learn, query.keep)

    @cached_property
    def other(self) -> Run:
        """The other future of the fork, trained as far as the scene's step.

        Raises:
            ValueError: there is no fork.
        """
        if self.screen.fork is None:
            raise ValueError("There is no fork here.")
        return leave(self.stepped, self.screen.fork).train(until=self.at)

    @property
    def at(self) -> int:
        """The step under the cursor."""
        return min(self.screen.at or 1, self.tape.length)

    @property
    def neuron(self) -> int:
        """The chosen hidden neuron, counted from 0 over all hidden layers."""
        return self.screen.neuron or 0

    @cached_property
    def step(self) -> Trace:
        """The record of the step under the cursor."""
        return self.tape.trace(self.at, self.at + 1)

    # Race.

    @cached_property
    def entrants(self) -> tuple[Entrant, ...]:
        """Who races, with the first seed."""
        return race_query.field(self.parameters, self._race)[0]

    @property
    def _race(self) -> RaceQuery:
        return self.screen.race or RaceQuery()

    @cached_property
    def seeds(self) -> tuple[int, ...]:
        """The seeds of the race."""
        return race_query.seeds(self.parameters, self._race, len(self.entrants))

    @property
    def racing(self) -> dict[str, list[Parameters]]:
        """The runs of each entrant, by its word in the address."""
        return {e.word: [replace(e.parameters, seed=s).relevant() for s in self.seeds] for e in self.entrants}

    @cached_property
    def errors(self) -> dict[str, float]:
        """The median test error of each entrant, by its word in the address."""
        return {word: float(np.median([*map(self.error, runs)])) for word, runs in self.racing.items()}

    # Map.

    @cached_property
    def grid(self) -> Grid:
        """The runs of the map."""
        return grid(planned(self.screen.map or MapQuery(), self.parameters)[0], self.parameters)

    @cached_property
    def medians(self) -> Floats:
        """[axes...], median test errors of the map's cells; NaN where settings are not possible."""
        found = np.full([len(each.values) for each in self.grid.axes], np.nan)
        for cell in self.grid.cells:
            if cell not in self.grid.impossible:
                runs = [self.grid.parameters(cell, seed) for seed in self.grid.seeds]
                found[cell] = np.median([*map(self.error, runs)])
        return found
