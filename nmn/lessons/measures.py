"""What the questions of a lesson ask for, measured on the runs of its scene: a function by name for each of them.

A measure gets what the scene shows and what its question says beside the measure's name, and gives what it found: the
right answer and, by name, answers that are wrong in a way worth a word.
"""

from nmn.lessons import measures_of_errors as errors
from nmn.lessons import measures_of_memory as memory
from nmn.lessons import measures_of_reading as reading
from nmn.lessons.found import Found, Measure

__all__ = ["MEASURES", "Found", "Measure"]

# By name: the function, and the mistakes that it can name.
MEASURES: dict[str, tuple[Measure, tuple[str, ...]]] = {
    "least": (errors.least, ()),
    "lowest": (errors.lowest, ()),
    "guessing": (errors.guessing, ("two-classes", "lucky")),
    "more": (errors.more, ()),
    "like": (errors.like, ()),
    "failing": (errors.failing, ()),
    "reaches": (errors.reaches, ()),
    "breaks": (errors.breaks, ("gamma-zero",)),
    "measured": (errors.measured, ()),
    "remedy": (errors.remedy, ()),
    "broken": (errors.broken, ()),
    "part": (errors.part, ()),
    "acts": (memory.acts, ()),
    "left": (memory.left, ("once", "product")),
    "never": (memory.never, ("no-axis", "zero-only")),
    "stored": (memory.stored, ()),
    "age": (memory.age, ()),
    "older": (memory.older, ()),
    "limit": (memory.limit, ("complement", "single", "two-writes")),
    "axes": (memory.axes, ("neighbours", "no-own")),
    "slots": (memory.slots, ("columns", "slots")),
    "dot": (memory.dot, ("bits",)),
    "component": (memory.component, ("unfaded", "replaced")),
    "pasts": (memory.pasts, ()),
    "swapped": (memory.swapped, ()),
    "spoiled": (memory.spoiled, ()),
    "opens": (memory.opens, ()),
    "handed": (reading.handed, ("whole", "added")),
    "pushes": (reading.pushes, ()),
    "alone": (reading.alone, ()),
    "moves": (reading.moves, ()),
    "slope": (reading.slope, ()),
    "heavier": (reading.heavier, ()),
    "back": (reading.back, ("lag", "one-step")),
    "gradient": (reading.gradient, ()),
    "trace": (reading.trace, ()),
    "learns": (reading.learns, ()),
}
