"""Variants of the memory network's loop: what of a network is settled when its loop is compiled.

A loop with all choices takes long to compile, and most runs use few of them. So each variant has a loop of its own,
from one source, which is compiled when a run first asks for it.
"""

from typing import Any, NamedTuple

LINE_SEARCH = 2  # among the optimisers


class Variant(NamedTuple):
    """What is settled: choices with much code of their own. All others are asked for while a loop runs.

    Attributes:
        searching: whether the optimiser is the line search.
        learned, addressed, sparse: as in `Network`, where it has any memory.
        plain: whether a hard code of neighbours in the layer is written to composite memories that do not turn, as
            `kernels.layers.store_plain` does, or there are no memories.
    """

    searching: bool
    learned: bool
    addressed: bool
    sparse: bool
    plain: bool

    @property
    def words(self) -> str:
        """What is compiled, for those who wait for it."""
        memory = (
            "NMN and FFNN" if self.plain
            else "NMN with learned gates" if self.learned
            else "NMN with sparse addressed memory" if self.addressed and self.sparse
            else "NMN with addressed memory" if self.addressed
            else "NMN with sparse memory" if self.sparse
            else "NMN with soft codes and other writes"
        )  # fmt: skip
        return f"{memory}, by line search" if self.searching else memory


def variant_of(net: Any) -> Variant:
    """The variant whose loop moves a `Network`."""
    memory = bool(net.axes.any())
    learned, addressed, sparse = (memory and flag == 1 for flag in (net.learned, net.addressed, net.sparse))
    other = memory and any((learned, addressed, sparse, net.write, net.code, net.column, len(net.cosine)))
    return Variant(net.optimiser == LINE_SEARCH, learned, addressed, sparse, not other)
