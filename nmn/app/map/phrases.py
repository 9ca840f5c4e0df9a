"""Numbers, values and settings as a person writes them."""

from nmn.app.map.table import Cell
from nmn.parameters import SPECS
from nmn.spec import Spec
from nmn.studies.grid import Grid


def counted(count: int, noun: str) -> str:
    """A number with its noun: 1 run, 2 runs."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def named(spec: Spec) -> str:
    """A parameter in a sentence: its glyph, else its name."""
    return spec.symbol or spec.label


def shown(spec: Spec, value: object) -> str:
    """A value as a person writes it: 0.3, 20, 24,24."""
    return f"{value:g}" if isinstance(value, float) else spec.text(value)


def setting(grid: Grid, cell: Cell) -> str:
    """What a cell varies: γ = 0.3, α = 0.5."""
    return ", ".join(
        f"{named(SPECS[name])} = {shown(SPECS[name], value)}" for name, value in grid.values(cell).items()
    )
