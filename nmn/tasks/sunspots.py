"""Sunspots: the next year's mean number from this year's, a measured series for signal prediction (Section I).

    step       1      2    ...    11    ...   199  |  200    201   ...
    input    1700   1701   ...   1710   ...  1898  | 1700   1701   ...     the year whose number is the input
    target     –      –    ...   1711   ...  1899  |   –      –    ...     the year whose number is asked; –: not asked
    memory   wiped                                   wiped                 before each epoch

Training asks for years up to 1899, validation for 1900 to 1949, the test for 1950 to 2008; an epoch of each begins with
ten inputs that fill a network's memory and are not asked. Inputs and targets are numbers / 200, so that they lie in a
sigmoid's range. The error is the mean distance from the year's number, in mean numbers of the years before 1900.
Source and licence: assets/data/README.md.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np

from nmn.parameters import Parameters
from nmn.site_path import site_path
from nmn.trace import Floats, Ports, Stream

FIRST, SCALE, LEAD = 1700, 200.0, 10
YEARS = {"training": (1700, 1899), "validation": (1889, 1949), "test": (1939, 2008)}  # first and last number


class Sunspots:
    """The stream, the same for every seed."""

    name = "sunspots"
    parameters: ClassVar[tuple[str, ...]] = ()
    recipe: ClassVar[Mapping[str, Any]] = {
        "model": "delayed",
        "hidden": (10,),
        "first_range": 1.0,
        "steps": 50_000,
    }
    errors, unit = "distance in mean numbers", "mean number"

    def __init__(self, _: Parameters) -> None:
        self.inputs: tuple[str, ...] = ("this year",)
        self.outputs: tuple[str, ...] = ("next year",)
        self.ports = Ports(1, (1,), episode=len(numbers("training")), unit=float(numbers("training").mean()))
        self.parts: tuple[str, ...] = ("next year",)
        self.headline: int | None = 0
        self.period, self.reach = len(numbers("test")) - 1, LEAD
        self.optimum: float | None = None

    @staticmethod
    def about(_: Parameters) -> str:
        """What has to be learned, in a sentence."""
        return "tell next year's mean sunspot number from this year's; its cycle shows in the years before."

    @staticmethod
    def lookback(_: Parameters) -> int | None:
        """How many inputs back the input is that is asked for; None where no single one is."""
        return None

    def stream(self, start: int, stop: int, part: str = "training") -> Stream:
        """Inputs start up to, not including, stop: year after year, epoch after epoch."""
        series = numbers(part)
        year = np.arange(start, stop) % (len(series) - 1)
        return Stream(
            inputs=series[year, np.newaxis],
            targets=series[year + 1, np.newaxis],
            parts=np.where(year < LEAD, -1, 0)[:, np.newaxis].astype(np.int8),
            starts=year == 0,
        )


@lru_cache
def numbers(part: str) -> Floats:
    """The yearly mean numbers of a key of YEARS, in SCALE."""
    first, last = YEARS[part]
    whole: Floats = np.loadtxt(site_path() / "assets" / "data" / "sunspots.csv", delimiter=",", skiprows=1)[
        :, 1
    ]
    return whole[first - FIRST : last - FIRST + 1] / SCALE
