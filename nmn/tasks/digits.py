"""Handwritten digits in a fixed order: sorted classification (Section IV-A) on real images.

    step      1     2     3    ...    10    11
    input    8×8   8×8   8×8   ...   8×8   8×8     a random image of the digit, 64 pixels from 0 (paper) to 1 (ink)
    target    0     1     2    ...    9     0      one output per digit

Where handwriting is unclear, the image alone does not tell the digit; the order does. Training, validation and test
streams draw from images of their own. Source and licence: assets/data/README.md.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from nmn.parameters import Parameters
from nmn.site_path import site_path
from nmn.tasks import blocks
from nmn.trace import Floats, Ports, Stream

SIDE, DIGITS, INK = 8, 10, 16
SPLIT = {"training": slice(0, 1000), "validation": slice(1000, 1300), "test": slice(1300, None)}


class Digits:
    """The stream of one seed."""

    name = "digits"
    parameters: ClassVar[tuple[str, ...]] = ()
    recipe: ClassVar[Mapping[str, Any]] = {"hidden": (32,), "first_range": 0.5}
    errors, unit = "wrong answers", ""

    def __init__(self, parameters: Parameters) -> None:
        places = range(1, SIDE + 1)
        self.seed = parameters.seed
        self.inputs: tuple[str, ...] = tuple(
            f"row {row} column {column}" for row in places for column in places
        )
        self.outputs: tuple[str, ...] = tuple("0123456789")
        self.ports = Ports(SIDE**2, (DIGITS,))
        self.parts: tuple[str, ...] = ("digit",)
        self.headline: int | None = 0
        self.period, self.reach = DIGITS, 0
        self.optimum: float | None = None

    @staticmethod
    def about(_: Parameters) -> str:
        """What has to be learned, in a sentence."""
        return "handwritten digits in the order 0 to 9: where the handwriting is unclear, the order tells."

    @staticmethod
    def lookback(_: Parameters) -> int | None:
        """How many inputs back the input is that is asked for; None where no single one is."""
        return 1

    def stream(self, start: int, stop: int, part: str = "training") -> Stream:
        """Inputs start up to, not including, stop: digit after digit in the fixed order."""
        (chance,) = blocks.cut(self._block, self.seed, part, start, stop)
        images, first = sort(part)
        digits = np.arange(start, stop) % DIGITS
        chosen = first[digits] + (chance * np.diff(first)[digits]).astype(int)
        return Stream(
            inputs=images[chosen],
            targets=np.eye(DIGITS)[digits],
            parts=np.zeros((stop - start, 1), np.int8),
            starts=np.zeros(stop - start, bool),
        )

    def _block(self, rng: np.random.Generator, size: int) -> tuple[Floats]:
        return (rng.random(size),)


@lru_cache
def sort(part: str) -> tuple[Floats, NDArray[np.int64]]:
    """The images of a key of SPLIT, digit after digit [images, 64], and where each digit starts and all end [11]."""
    rows = np.loadtxt(site_path() / "assets" / "data" / "digits.csv.gz", np.uint8, delimiter=",")[SPLIT[part]]
    rows = rows[np.argsort(rows[:, -1], kind="stable")]
    return rows[:, :-1] / INK, np.searchsorted(rows[:, -1], np.arange(DIGITS + 1))
